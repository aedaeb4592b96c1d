"""Draw the replies of the conversation as a screen in the person's language."""

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from bot.core.conversation import inputs
from bot.core.conversation.inputs import Explain, Input
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
from bot.core.screens.layout import Screen, answer_lines, button, page_button, paragraphs
from bot.core.screens.pages import draw_page
from bot.core.screens.preferences import draw_preferences
from bot.core.screens.question import draw_question
from bot.core.screens.reasons import draw_reasons, draw_what_if
from bot.core.screens.result import draw_answers, draw_result
from content.model import Catalog, Words


def draw_screen(catalog: Catalog, person: Person, replies: Iterable[Reply]) -> Screen | None:
    """Return the screen of the card among these replies, with the notes above it; None without a card."""
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


def draw_card(  # noqa: C901 - every card in one table
    catalog: Catalog, person: Person, card: Card
) -> Screen:
    """Return the screen of one card."""
    words = catalog.texts[person.language]
    match card:
        case Greet():
            return _greeting(words)
        case Welcome():
            return _welcome(catalog, words, card)
        case Ask():
            return draw_question(catalog, words, card)
        case Advise():
            return draw_result(catalog, words, card)
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
        case Show(name):
            return draw_page(catalog, words, name)
        case Pause():
            return Screen(words("paused"), ((button(words, "continue", inputs.Continue()),),))
        case AskRestart():
            return _confirmation(words, "restart", inputs.Restart(confirmed=True))
        case AskDelete():
            return _confirmation(words, "delete", inputs.Delete(confirmed=True))
        case _:
            assert_never(card)


def _greeting(words: Words) -> Screen:
    return Screen(
        words("greeting"),
        (
            (button(words, "begin", inputs.Begin()),),
            (page_button(words, "roles"),),
            (button(words, "language", Explain("languages")), page_button(words, "privacy")),
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


def _confirmation(words: Words, what: str, yes: Input) -> Screen:
    """Return the question before something that cannot be undone; the harmless answer comes first."""
    return Screen(
        words(f"confirm-{what}"),
        (
            (button(words, f"{what}-no", inputs.Continue()),),
            (button(words, f"{what}-yes", yes),),
        ),
    )
