"""Draw the result, and the list of the answers."""

from collections.abc import Iterable, Iterator

from bot.core.assessment.advice import Advice, Contribution, Doubt, Standing
from bot.core.conversation import inputs
from bot.core.conversation.inputs import Explain
from bot.core.conversation.replies import Advise
from bot.core.conversation.state import Answer
from bot.core.screens.layout import (
    CAPTION,
    Button,
    Row,
    Screen,
    answer_lines,
    button,
    page_button,
    paragraphs,
    reason_line,
    role_button,
    role_name,
    section,
    text_length,
    title_of,
)
from bot.core.screens.map import describe_map
from bot.core.screens.verbal_scales import SPEAKS, is_ahead, strength, tenths
from content.model import Catalog, Trait, Words

REASONS = 3
ROOM = CAPTION - 130  # UTF-16 units; the rest of the caption is for a note above it
NUMBERS = 5  # in a row of buttons


def draw_result(catalog: Catalog, words: Words, card: Advise) -> Screen:
    """Return the result card, with the map when something is named."""
    buttons = _result_buttons(catalog, words, card)
    if card.advice.standing is Standing.LITTLE:
        return Screen(_too_little(catalog, words, card), buttons)
    text = _caption(catalog, words, card.advice)
    return Screen(text, buttons, describe_map(catalog, words, card.advice))


def draw_answers(catalog: Catalog, words: Words, answers: tuple[Answer, ...]) -> Screen:
    """Return the numbered list of answers; the button with a number opens its question."""
    lines = answer_lines(catalog, words, answers)
    text = paragraphs(
        words("review"),
        "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1)),
    )
    numbers = [
        Button(str(number), inputs.Revise(each.question))
        for number, each in enumerate(answers, start=1)
    ]
    rows = tuple(
        tuple(numbers[start : start + NUMBERS]) for start in range(0, len(numbers), NUMBERS)
    )
    return Screen(text, (*rows, (button(words, "continue", inputs.Continue()),)))


def _caption(catalog: Catalog, words: Words, advice: Advice) -> str:
    """Return the recommendation with as many reasons as fit below the picture."""
    texts = (_recommendation(catalog, words, advice, count) for count in range(REASONS, 1, -1))
    fitting = (text for text in texts if text_length(text) <= ROOM)
    return next(fitting, None) or _recommendation(catalog, words, advice, 1)


def _recommendation(catalog: Catalog, words: Words, advice: Advice, count: int) -> str:
    """Return the recommendation with at most this many reasons for it."""
    role = catalog.roles[advice.outcome]
    ordered = advice.reasons(role.high)
    supporting = [each for each in ordered[:count] if each.support(role.high) > SPEAKS]
    opposing = [each for each in ordered[-1:] if each.support(role.high) < -SPEAKS]
    return paragraphs(
        _headline(catalog, words, advice),
        _how_sure(words, advice) + "\n" + _place(words, advice),
        section(_title_for(words, advice), _reason_lines(catalog, words, supporting)),
        section(words("title-against"), _reason_lines(catalog, words, opposing)),
        f"<i>{words('how-far')}</i>",
    )


def _place(words: Words, advice: Advice) -> str:
    """Return the person's place in words, for people who cannot see the map."""
    technical, leading = (strength(words, advice.estimates[trait]) for trait in Trait)
    return words("map-place", technical=technical, leading=leading)


def _headline(catalog: Catalog, words: Words, advice: Advice) -> str:
    """Return the named roles with a sentence about them."""
    names = [role_name(words, catalog.roles[role]) for role in advice.named]
    if advice.standing is Standing.CLEAR:
        sentence = f"role-{advice.outcome}.outcome"
    elif len(names) == 1:
        sentence = "leaning"
    else:
        sentence = "between-two" if is_ahead(advice) else "between-two-even"
    return "\n".join((*names, words(sentence)))


def _too_little(catalog: Catalog, words: Words, card: Advise) -> str:
    """Return why no role is named, what would help, and what to try meanwhile."""
    nothing, doubt = catalog.role_for(frozenset()), card.advice.doubt
    middle = doubt is Doubt.EVEN
    answers = answer_lines(catalog, words, card.clashing)
    return paragraphs(
        f"<b>{words('in-the-middle' if middle else 'too-little')}</b>",
        words(f"too-little-{doubt}"),
        "\n".join(f"• {line}" for line in answers),
        words(f"too-little-{doubt}-{'more' if card.more else 'end'}", count=card.missing),
        section(words("title-meanwhile"), words(f"role-{nothing.id}.next")),
    )


def _how_sure(words: Words, advice: Advice) -> str:
    if advice.standing is Standing.CLEAR:
        line = "sure-clear"
    else:
        line = "sure-leaning" if len(advice.named) == 1 else "sure-close"
    share = words(f"share-{tenths(advice.chance)}")
    return section(words("title-sure"), words(line, share=share))


def _title_for(words: Words, advice: Advice) -> str:
    """Return the title of the reasons. When two roles are named, the reasons are those for the first."""
    if len(advice.named) == 1:
        return words("title-for")
    return words("title-for-first", role=words.plain(f"role-{advice.outcome}"))


def _reason_lines(catalog: Catalog, words: Words, reasons: Iterable[Contribution]) -> str:
    return "\n".join(
        reason_line(words, catalog.questions[each.question], each.option) for each in reasons
    )


def _result_buttons(catalog: Catalog, words: Words, card: Advise) -> tuple[Row, ...]:
    more = (button(words, "more", inputs.More()),) if card.more else ()
    ranked = card.advice.standing is not Standing.LITTLE
    return (
        *_clash_rows(catalog, words, card.clashing),
        *(_explanation_rows(words, card.advice) if ranked else _role_rows(words)),
        (button(words, "change", Explain("answers")), *more),
        (button(words, "restart", inputs.Restart()), page_button(words, "settings")),
    )


def _clash_rows(catalog: Catalog, words: Words, answers: Iterable[Answer]) -> Iterator[Row]:
    """Yield a button to the question of each clashing answer."""
    for answer in answers:
        title = title_of(words, catalog.questions[answer.question])
        yield (Button(title, inputs.Revise(answer.question)),)


def _explanation_rows(words: Words, advice: Advice) -> tuple[Row, ...]:
    """Return the buttons to the named roles and to the pages about the result."""
    return (
        *((role_button(words, role),) for role in advice.named),
        (page_button(words, "reasons"), page_button(words, "sureness")),
        (page_button(words, "otherwise"), page_button(words, "liked")),
    )


def _role_rows(words: Words) -> tuple[Row, ...]:
    """Return the buttons of a result that names no role."""
    return ((page_button(words, "roles"), page_button(words, "reasons")),)
