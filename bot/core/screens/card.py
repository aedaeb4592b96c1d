"""Replies -> the screen in the person's language."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from bot.core.conversation import inputs
from bot.core.conversation.inputs import Explain
from bot.core.conversation.replies import (
    Advise,
    Ask,
    AskDelete,
    AskRestart,
    Card,
    Confidence,
    Farewell,
    Greet,
    Note,
    Pause,
    Preferences,
    Reasons,
    Reply,
    Review,
    SendData,
    SendReport,
    Show,
    Welcome,
    WhatIf,
)
from bot.core.conversation.state import Person
from bot.core.screens.confidence import draw_confidence
from bot.core.screens.layout import Button, Row, Screen, answer_lines, button, label_of, paragraphs
from bot.core.screens.pages import draw_page
from bot.core.screens.preferences import draw_preferences
from bot.core.screens.reasons import draw_reasons, draw_what_if
from bot.core.screens.result import draw_answers, draw_result
from content.model import Catalog, Words

FULL, EMPTY, CHOSEN = "▰", "▱", "✓ "


def draw_screen(catalog: Catalog, person: Person, replies: Iterable[Reply]) -> Screen | None:
    """Return the card of these replies with its notes above it, None when they hold no card."""
    words = catalog.texts[person.language]
    notes: list[str] = []
    for reply in replies:
        match reply:
            case Note(message, count):
                notes.append(f"<i>{words(message, count=count)}</i>")
            case SendData() | SendReport() | Farewell():
                pass
            case _:
                screen = draw_card(catalog, person, reply)
                return replace(screen, text=paragraphs(*notes, screen.text)) if notes else screen
    return None


def draw_card(catalog: Catalog, person: Person, card: Card) -> Screen:
    """Return the screen of one card."""
    words = catalog.texts[person.language]
    match card:
        case Greet():
            return _greeting(words)
        case Welcome():
            return _welcome(catalog, words, card)
        case Ask():
            return _question(catalog, words, card)
        case Advise():
            return draw_result(catalog, words, card)
        case Reasons() | Confidence() | WhatIf() | Preferences() | Review():
            return _about_result(catalog, words, card)
        case Show(name):
            return draw_page(catalog, words, name)
        case Pause():
            return Screen(words("paused"), ((button(words, "continue", inputs.Continue()),),))
        case AskRestart():
            return _confirmation(words, "restart", inputs.Restart(confirmed=True))
        case AskDelete():
            return _confirmation(words, "delete", inputs.Delete(confirmed=True))


def _about_result(
    catalog: Catalog, words: Words, card: Reasons | Confidence | WhatIf | Preferences | Review
) -> Screen:
    match card:
        case Reasons():
            return draw_reasons(catalog, words, card)
        case Confidence():
            return draw_confidence(catalog, words, card)
        case WhatIf():
            return draw_what_if(catalog, words, card)
        case Preferences():
            return draw_preferences(catalog, words, card)
        case Review(answers):
            return draw_answers(catalog, words, answers)


def _greeting(words: Words) -> Screen:
    return Screen(
        words("greeting"),
        (
            (button(words, "begin", inputs.Begin()),),
            (button(words, "roles", Explain("roles")),),
            (
                button(words, "language", Explain("languages")),
                button(words, "privacy", Explain("privacy")),
            ),
        ),
    )


def _welcome(catalog: Catalog, words: Words, card: Welcome) -> Screen:
    return Screen(
        paragraphs(
            words("welcome", asked=card.asked, left=card.at_most),
            words("welcome-last") + "\n" + "\n".join(answer_lines(catalog, words, card.last)),
        ),
        (
            (button(words, "continue", inputs.Continue()),),
            (button(words, "restart", inputs.Restart()),),
        ),
    )


def _question(catalog: Catalog, words: Words, card: Ask) -> Screen:
    question = catalog.questions[card.question]
    text = paragraphs(
        f"{_bar(card)}  {words('at-most', count=card.at_most)}",
        f"<b>{words(f'question-{question.id}')}</b>",
        f"<i>{words('meant' if card.meant else f'kind-{question.kind}')}</i>",
        words(f"question-{question.id}.why") if card.why else "",
    )
    given = card.given.option if card.given else None
    choices = _choices(catalog, words, card.question, card.options, given)
    return Screen(text, choices + _ways_out(words, card))


@lru_cache(maxsize=1024)  # everybody sees the same ones
def _choices(
    catalog: Catalog, words: Words, name: str, options: tuple[str, ...], given: str | None
) -> tuple[Row, ...]:
    question = catalog.questions[name]
    return tuple(
        (
            Button(
                (CHOSEN if option == given else "") + label_of(words, question, option),
                inputs.Choose(name, option),
            ),
        )
        for option in options
    )


def _bar(card: Ask) -> str:
    """Return the progress as symbols: what is done, and what may come at most."""
    return FULL * card.asked + EMPTY * card.at_most


def _ways_out(words: Words, card: Ask) -> tuple[Row, ...]:
    back = (button(words, "back", inputs.Back(card.question)),) if card.back else ()
    why = () if card.why else (button(words, "why", inputs.Why(card.question)),)
    unsure = button(words, "unsure", inputs.Skip(card.question))
    if card.given and card.given.option is None:
        unsure = replace(unsure, label=CHOSEN + unsure.label)
    below = [(*back, unsure, *why)]
    if card.keep or card.meant:
        below.append((button(words, "keep" if card.keep else "continue", inputs.Continue()),))
    if card.why:
        below.append((button(words, "roles", Explain("roles")),))
    if card.result:
        below.append((button(words, "result", inputs.Result()),))
    return tuple(below)


def _confirmation(words: Words, what: str, yes: inputs.Input) -> Screen:
    """Ask before something that cannot be taken back; the harmless answer comes first."""
    return Screen(
        words(f"confirm-{what}"),
        (
            (button(words, f"{what}-no", inputs.Continue()),),
            (button(words, f"{what}-yes", yes),),
        ),
    )
