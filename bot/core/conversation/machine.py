"""The conversation as a state machine: a person's state and one input in, the next state and the replies out.

Rules:
- `advance` is pure: no clock, no I/O. Everything that changes a conversation is decided in its one `match`.
- Before consent only the language and the open page are kept.
- An input that no longer fits (an answered question, a vanished option) changes nothing; the card is shown as it is.
- An answer counts while its question has none, even from an older card: the order of the questions may have changed.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from bot.core.assessment import selection
from bot.core.assessment.advice import is_hasty
from bot.core.conversation import inputs, typed_text
from bot.core.conversation.inputs import Input
from bot.core.conversation.open_card import current_card, default_card, previous_question
from bot.core.conversation.replies import (
    Ask,
    Card,
    Confidence,
    Farewell,
    Note,
    Preferences,
    Reasons,
    Reply,
    Review,
    SendData,
    SendReport,
    Show,
    WhatIf,
)
from bot.core.conversation.state import (
    Answer,
    AskingWhy,
    DidYouMean,
    Editing,
    FixedView,
    Page,
    Person,
    Sitting,
    View,
)
from bot.core.screens.card import draw_card
from bot.core.screens.layout import button
from content.model import Catalog

LONGEST_LINE = 200  # characters; an answer needs no more
INSTANT = timedelta(milliseconds=1)  # least time between the starts of two sittings
# Cards on which the word "back" works.
Explanation = Show | Reasons | Confidence | WhatIf | Preferences | Review


@dataclass(frozen=True, slots=True)
class Transition:
    """The state after an input, and the replies. `over`: enough questions are answered for a result."""

    person: Person
    sitting: Sitting
    replies: tuple[Reply, ...]
    over: bool = False


def advance(  # noqa: C901 - every input in one table
    catalog: Catalog, person: Person, sitting: Sitting, said: Input, at: datetime
) -> Transition:
    """Return the transition for an input at this time; the last reply is the card that is open then."""

    def stay(*before: Reply) -> Transition:
        return _show(catalog, person, sitting, *before)

    def turn_to(view: View | None) -> Transition:
        return _show(catalog, person, sitting.showing(view))

    def answer(question: str, option: str | None) -> Transition:
        after = sitting.with_answer(Answer(question, option, at, catalog.version))
        return _show(catalog, person, after, *_warnings(sitting, after))

    match said:
        case inputs.Start():
            return turn_to(FixedView.WELCOME)
        case inputs.Continue():
            return turn_to(None)
        case inputs.Explain(page):
            return turn_to(Page(page))
        case inputs.Cancel():
            return turn_to(FixedView.PAUSED)
        case inputs.Begin():
            return _show(catalog, replace(person, consented=True), sitting.showing(None))
        case inputs.SwitchLanguage(language) if language in catalog.texts:
            return _show(catalog, replace(person, language=language), sitting.showing(None))
        case inputs.Choose(question, option) if _takes(catalog, person, sitting, question, option):
            return answer(question, option)
        case inputs.Skip(question) if _takes(catalog, person, sitting, question):
            return answer(question, None)
        case inputs.Back(question) if _takes(catalog, person, sitting, question):
            before = previous_question(catalog, sitting, question)
            return turn_to(Editing(before)) if before else stay()
        case inputs.Why(question) if _takes(catalog, person, sitting, question):
            return turn_to(AskingWhy(question))
        case inputs.Revise(question) if sitting.answer(question):
            return turn_to(Editing(question))
        case inputs.More() if _is_finished(catalog, person, sitting):
            until = selection.limit_after_more(catalog, sitting)
            return _show(catalog, person, replace(sitting, until=until, view=None))
        case inputs.Result() if person.consented:
            return _go_to_result(catalog, person, sitting)
        case inputs.Restart(confirmed=True) if sitting.answers:
            # Sittings are distinguished by their start, even after the clock was set back.
            return _show(catalog, person, Sitting(max(at, sitting.started + INSTANT)))
        case inputs.Restart():
            return turn_to(FixedView.RESTARTING)
        case inputs.Delete(confirmed=True):
            erased = Person(person.language, admin=person.admin)
            return Transition(erased, Sitting(at), (Farewell(),))
        case inputs.Delete():
            return turn_to(FixedView.DELETING)
        case inputs.Type(text):
            return _interpret(catalog, person, sitting, text, at)
        case inputs.Export():
            return stay(SendData())
        case inputs.Stats() if person.admin and not person.consented:
            return Transition(person, sitting, (SendReport(),))
        case inputs.Stats() if person.admin:
            return stay(SendReport())
        case inputs.Stats() | inputs.Unknown():
            return stay(Note("unknown-command"))
        case inputs.Unsupported():
            return stay(Note("only-words"))
        case (
            inputs.SwitchLanguage()
            | inputs.Choose()
            | inputs.Skip()
            | inputs.Back()
            | inputs.Why()
            | inputs.Revise()
            | inputs.More()
            | inputs.Result()
            | inputs.Look()
        ):  # no longer fits, or only looks
            return stay()
        case _:
            assert_never(said)


def _show(catalog: Catalog, person: Person, sitting: Sitting, *before: Reply) -> Transition:
    """Return the transition into this state, with these replies before the card."""
    replies = (*before, current_card(catalog, person, sitting))
    return Transition(person, sitting, replies, over=_is_finished(catalog, person, sitting))


def _is_finished(catalog: Catalog, person: Person, sitting: Sitting) -> bool:
    return person.consented and selection.next_question(catalog, sitting) is None


def _warnings(before: Sitting, after: Sitting) -> tuple[Note, ...]:
    """Return the note about hasty answers, once they become hasty."""
    warns = is_hasty(after.answers) and not is_hasty(before.answers)
    return (Note("too-fast"),) if warns else ()


def _takes(
    catalog: Catalog, person: Person, sitting: Sitting, name: str, option: str | None = None
) -> bool:
    """Tell whether an input about this question counts: it has no answer yet, or is the open card."""
    question = catalog.questions.get(name)
    if not person.consented or question is None or question.retired:
        return False
    if option is not None and question.option(option) is None:
        return False
    if sitting.answer(name) is None:
        return True
    card = current_card(catalog, person, sitting)
    return isinstance(card, Ask) and card.question == name


def _go_to_result(catalog: Catalog, person: Person, sitting: Sitting) -> Transition:
    """Show the result, or say how many questions are left.

    A person who asked for more questions had a result and can return to it after each of them, unless too few answers are left
    because questions were retired.
    """
    asked = max(selection.progress_of(catalog, sitting).asked, selection.FEWEST)
    enough = replace(sitting, until=min(sitting.until, asked), view=None)
    if _is_finished(catalog, person, enough):
        return _show(catalog, person, enough)
    now = sitting.showing(None)
    left = selection.progress_of(catalog, now).at_most
    return _show(catalog, person, now, Note("result-later", left))


def _interpret(
    catalog: Catalog, person: Person, sitting: Sitting, text: str, at: datetime
) -> Transition:
    """Treat a typed line as a tap on a button of the card, or else of the card behind the open page."""
    if len(text) > LONGEST_LINE:
        return _show(catalog, person, sitting, Note("too-long"))
    meanings = _meanings(catalog, person, current_card(catalog, person, sitting), text)
    if not meanings and not typed_text.is_mark(text):
        meanings = _meanings(catalog, person, default_card(catalog, person, sitting), text)
    if len(meanings) == 1:
        return advance(catalog, person, sitting, meanings[0], at)
    choices = [each for each in meanings if isinstance(each, inputs.Choose)]
    if choices and len(choices) == len(meanings):
        options = tuple(each.option for each in choices)
        meant = DidYouMean(choices[0].question, options)
        return _show(catalog, person, sitting.showing(meant))
    return _show(catalog, person, sitting, Note("not-understood"))


def _meanings(catalog: Catalog, person: Person, shown: Card, text: str) -> list[Input]:
    """Return the inputs that the text may mean on this card: none, one, or several that match equally well."""
    words = catalog.texts[person.language]
    buttons = draw_card(catalog, person, shown).buttons
    if isinstance(shown, Explanation) and not typed_text.is_mark(text):
        buttons = (*buttons, button(words, "back", inputs.Continue()))
    # Letters name answers only. Elsewhere they are words: "а" is Russian for "and".
    letters = words.plain("letters") if isinstance(shown, Ask) else ""
    labels = [each.label for each in buttons]
    return [buttons[place].says for place in typed_text.find_places(text, labels, letters)]
