"""Draw the pages about why the result is what it is, and what would change it."""

from collections.abc import Iterable, Sequence

from bot.core.assessment.advice import Advice, Contribution, Standing
from bot.core.assessment.what_if import MOST
from bot.core.conversation import inputs
from bot.core.conversation.inputs import Explain
from bot.core.conversation.replies import Reasons, WhatIf
from bot.core.screens.layout import (
    Button,
    Row,
    Screen,
    answer_line,
    button,
    label_of,
    paragraphs,
    reason_line,
    text_length,
    title_of,
)
from bot.core.screens.verbal_scales import SPEAKS, is_ahead
from content.model import Catalog, Words

GROUPS = ("title-speaks-for", "title-speaks-against", "title-says-little")
# UTF-16 units for the answers; a message holds 4,096 (https://core.telegram.org/bots/api#sendmessage).
ROOM = 3000


def draw_reasons(catalog: Catalog, words: Words, card: Reasons) -> Screen:
    """Return all answers: grouped by how they support the outcome, or as a plain list when no role is named."""
    ranked = card.advice.standing is not Standing.LITTLE
    text = paragraphs(
        f"<b>{words('title-why')}</b>",
        *(_weighed_answers if ranked else _plain_answers)(catalog, words, card.advice),
        words("why-unsure", count=card.unsure) if card.unsure else "",
        words("why-end"),
    )
    return Screen(text, ((button(words, "change", Explain("answers")),), _back(words)))


def draw_what_if(catalog: Catalog, words: Words, card: WhatIf) -> Screen:
    """Return the smallest change of answers that brings another outcome, with a button to each of its questions."""
    rows = tuple(
        (Button(title_of(words, catalog.questions[given.question]), inputs.Revise(given.question)),)
        for given, _ in card.changes
    )
    lines = _change_lines(catalog, words, card) if card.changes else (words("firm", count=MOST),)
    return Screen(paragraphs(f"<b>{words('title-otherwise')}</b>", *lines), (*rows, _back(words)))


def _change_lines(catalog: Catalog, words: Words, card: WhatIf) -> Iterable[str]:
    yield words("otherwise", count=len(card.changes))
    yield "\n".join(
        "• "
        + words(
            "otherwise-line",
            title=title_of(words, question),
            answer=label_of(words, question, given.option),
            other=label_of(words, question, other.option),
        )
        for given, other in card.changes
        for question in [catalog.questions[given.question]]
    )
    first, *second = (words.plain(f"role-{role}") for role in card.then.named)
    close = "otherwise-close" if is_ahead(card.then) else "otherwise-close-even"
    yield (
        words(close, first=first, second=second[0])
        if second
        else words("otherwise-clear", role=first)
    ) + (f" {words('otherwise-further', count=card.at_most)}" if card.at_most else "")
    yield words("otherwise-honest", count=len(card.changes))


def _weighed_answers(catalog: Catalog, words: Words, advice: Advice) -> Iterable[str]:
    """Yield the answers in three groups, the strongest first in each."""
    role = catalog.roles[advice.outcome]
    strongest = sorted(advice.contributions, key=lambda each: -abs(each.support(role.high)))
    fitting = _lines_that_fit(
        (each, reason_line(words, catalog.questions[each.question], each.option))
        for each in strongest
    )
    groups: dict[str, list[str]] = {title: [] for title in GROUPS}
    for each in strongest:
        groups[_group_title(each.support(role.high))].append(each.question)
    yield words("why-ranked", role=words.plain(f"role-{role.id}"))
    for title, questions in groups.items():
        lines = [fitting[question] for question in questions if question in fitting]
        if questions:
            yield _group(words, title, lines, len(questions))


def _group_title(support: float) -> str:
    if abs(support) <= SPEAKS:
        return "title-says-little"
    return "title-speaks-for" if support > 0 else "title-speaks-against"


def _group(words: Words, title: str, lines: Sequence[str], count: int) -> str:
    """Return the lines below their title, and how many of the `count` answers are left out."""
    omitted = count - len(lines)
    more = [f"<i>{words('why-more', count=omitted)}</i>"] if omitted else []
    return "\n".join([f"<b>{words(title)}</b>", *lines, *more])


def _plain_answers(catalog: Catalog, words: Words, advice: Advice) -> Iterable[str]:
    lines = [
        (each, f"• {answer_line(words, catalog.questions[each.question], each.option)}")
        for each in advice.contributions
    ]
    yield words("why-unranked")
    if lines:
        fitting = _lines_that_fit(lines)
        yield _group(words, "title-answers", tuple(fitting.values()), len(lines))


def _lines_that_fit(lines: Iterable[tuple[Contribution, str]]) -> dict[str, str]:
    """Return the first lines, as many as fit into ROOM, by question."""
    fitting, left = {}, ROOM
    for each, line in lines:
        left -= text_length(line) + 1
        if left < 0:
            break
        fitting[each.question] = line
    return fitting


def _back(words: Words) -> Row:
    return (button(words, "result", inputs.Continue()),)
