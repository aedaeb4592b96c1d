"""Draw a question with its options."""

from dataclasses import replace
from functools import lru_cache

from bot.core.conversation import inputs
from bot.core.conversation.replies import Ask
from bot.core.screens.layout import Button, Row, Screen, button, label_of, page_button, paragraphs
from content.model import Catalog, Words

FULL, EMPTY, CHOSEN = "▰", "▱", "✓ "


def draw_question(catalog: Catalog, words: Words, card: Ask) -> Screen:
    """Return the question below its progress bar, with a button for each option."""
    question = catalog.questions[card.question]
    text = paragraphs(
        f"{_progress_bar(card)}  {words('at-most', count=card.at_most)}",
        f"<b>{words(f'question-{question.id}')}</b>",
        f"<i>{words('meant' if card.meant else f'kind-{question.kind}')}</i>",
        words(f"question-{question.id}.why") if card.why else "",
    )
    given = card.given.option if card.given else None
    options = _option_rows(catalog, words, card.question, card.options, given)
    return Screen(text, options + _navigation_rows(words, card))


@lru_cache(maxsize=1024)  # the same for all people
def _option_rows(
    catalog: Catalog, words: Words, name: str, options: tuple[str, ...], given: str | None
) -> tuple[Row, ...]:
    rows = []
    for option in options:
        mark = CHOSEN if option == given else ""
        label = mark + label_of(words, catalog.questions[name], option)
        rows.append((Button(label, inputs.Choose(name, option)),))
    return tuple(rows)


def _progress_bar(card: Ask) -> str:
    """Return a symbol for each question that was asked, and for each that may still come."""
    return FULL * card.asked + EMPTY * card.at_most


def _navigation_rows(words: Words, card: Ask) -> tuple[Row, ...]:
    back = (button(words, "back", inputs.Back(card.question)),) if card.back else ()
    why = () if card.why else (button(words, "why", inputs.Why(card.question)),)
    unsure = button(words, "unsure", inputs.Skip(card.question))
    if card.given and card.given.option is None:
        unsure = replace(unsure, label=CHOSEN + unsure.label)
    rows = [(*back, unsure, *why)]
    if card.keep or card.meant:
        rows.append((button(words, "keep" if card.keep else "continue", inputs.Continue()),))
    if card.why:
        rows.append((page_button(words, "roles"),))
    if card.result:
        rows.append((button(words, "result", inputs.Result()),))
    return tuple(rows)
