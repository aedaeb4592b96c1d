"""Why this result, and what would change it."""

import html
from collections.abc import Iterable, Sequence

from bot.core.assessment.advice import Advice, Contribution, Standing
from bot.core.assessment.what_if import MOST
from bot.core.conversation import inputs
from bot.core.conversation.inputs import Explain
from bot.core.conversation.replies import Reasons, WhatIf
from bot.core.screens.confidence import is_ahead
from bot.core.screens.layout import (
    Button,
    Row,
    Screen,
    button,
    label_of,
    paragraphs,
    reason_of,
    title_of,
)
from content.model import Catalog, Words

SPEAKS = 0.02  # standard deviations; what moves an estimate less says nothing either way
GROUPS = ("title-speaks-for", "title-speaks-against", "title-says-little")
ROOM = 3000  # UTF-16 units for the answers; a message holds 4,096, https://core.telegram.org/bots/api#sendmessage


def draw_reasons(catalog: Catalog, words: Words, card: Reasons) -> Screen:
    """Return all answers: how they speak for the outcome, or just as they are when none is named."""
    ranked = card.advice.standing is not Standing.LITTLE
    text = paragraphs(
        f"<b>{words('title-why')}</b>",
        *(_weighed_answers if ranked else _plain_answers)(catalog, words, card.advice),
        words("why-unsure", count=card.unsure) if card.unsure else "",
        words("why-end"),
    )
    return Screen(
        text,
        ((button(words, "change", Explain("answers")),), _back(words)),
    )


def draw_what_if(catalog: Catalog, words: Words, card: WhatIf) -> Screen:
    """Return the smallest change of answers that brings another outcome, and the way to each of its questions."""
    rows = tuple(
        (Button(title_of(words, catalog.questions[given.question]), inputs.Revise(given.question)),)
        for given, _ in card.changes
    )
    changed = _change_lines(catalog, words, card) if card.changes else (words("firm", count=MOST),)
    return Screen(paragraphs(f"<b>{words('title-otherwise')}</b>", *changed), (*rows, _back(words)))


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
    """Yield the answers in three groups, in each the one that counts most first."""
    role = catalog.roles[advice.outcome]
    heaviest = sorted(advice.contributions, key=lambda each: -abs(each.support(role.high)))
    told = _lines_that_fit((each, _phrase(catalog, words, each)) for each in heaviest)
    groups: dict[str, list[str]] = {title: [] for title in GROUPS}
    for each in heaviest:
        groups[_group_title(each.support(role.high))].append(each.question)
    yield words("why-ranked", role=words.plain(f"role-{role.id}"))
    for title, questions in groups.items():
        lines = [told[question] for question in questions if question in told]
        if questions:
            yield _group(words, title, lines, len(questions))


def _group_title(support: float) -> str:
    """Return the title of the group an answer belongs to."""
    if abs(support) <= SPEAKS:
        return "title-says-little"
    return "title-speaks-for" if support > 0 else "title-speaks-against"


def _group(words: Words, title: str, lines: Sequence[str], count: int) -> str:
    left = count - len(lines)
    more = [f"<i>{words('why-more', count=left)}</i>"] if left else []
    return "\n".join([f"<b>{words(title)}</b>", *lines, *more])


def _plain_answers(catalog: Catalog, words: Words, advice: Advice) -> Iterable[str]:
    lines = [(each, f"• {_answer(catalog, words, each)}") for each in advice.contributions]
    told = _lines_that_fit(lines)
    yield words("why-unranked")
    if lines:
        yield _group(words, "title-answers", tuple(told.values()), len(lines))


def _lines_that_fit(lines: Iterable[tuple[Contribution, str]]) -> dict[str, str]:
    """Return the lines that fit into ROOM by question, the first ones first."""
    told, left = {}, ROOM
    for each, line in lines:
        left -= len(line.encode("utf-16-le")) // 2 + 1
        if left < 0:
            break
        told[each.question] = line
    return told


def _phrase(catalog: Catalog, words: Words, each: Contribution) -> str:
    reason = reason_of(words, catalog.questions[each.question], each.option)
    return f"• {html.escape(reason, quote=False)}"


def _answer(catalog: Catalog, words: Words, each: Contribution) -> str:
    question = catalog.questions[each.question]
    label = label_of(words, question, each.option)
    return words("answer-line", title=title_of(words, question), answer=label)


def _back(words: Words) -> Row:
    return (button(words, "result", inputs.Continue()),)
