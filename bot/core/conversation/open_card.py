"""Compute which card is open, from the answers and the view.

Rule: a view that no longer fits the answers or the content is replaced by the default card.
"""

from dataclasses import replace
from typing import assert_never

from bot.core.assessment import selection
from bot.core.assessment.advice import Doubt, Standing, advise, count_missing_answers
from bot.core.assessment.clashes import find_clashes
from bot.core.assessment.selection import Progress, progress_of
from bot.core.assessment.what_if import apply_changes, find_smallest_change
from bot.core.conversation.replies import (
    Advise,
    Ask,
    AskDelete,
    AskRestart,
    Card,
    Confidence,
    Greet,
    Pause,
    Preferences,
    Reasons,
    Review,
    Show,
    Welcome,
    WhatIf,
)
from bot.core.conversation.state import (
    PAGES,
    Answer,
    AskingWhy,
    DidYouMean,
    Editing,
    FixedView,
    Page,
    Person,
    Sitting,
)
from content.model import Catalog, Question

REMEMBERED = 3  # answers shown to a person who comes back


def current_card(catalog: Catalog, person: Person, sitting: Sitting) -> Card:
    """Return the card that is open in this state."""
    progress = progress_of(catalog, sitting)
    if person.consented:
        return _viewed_card(catalog, sitting, progress) or _default(catalog, sitting, progress)
    return _card_before_consent(catalog, sitting)


def default_card(catalog: Catalog, person: Person, sitting: Sitting) -> Card:
    """Return the card without any view: the greeting, the open question or the result."""
    if not person.consented:
        return Greet()
    return _default(catalog, sitting, progress_of(catalog, sitting))


def previous_question(catalog: Catalog, sitting: Sitting, question: str) -> str | None:
    """Return the question answered before this one, None when it is the first."""
    return _previous(progress_of(catalog, sitting).answers, question)


def _previous(given: tuple[Answer, ...], question: str) -> str | None:
    order = [answer.question for answer in given]
    place = order.index(question) if question in order else len(order)
    return order[place - 1] if place else None


def _card_before_consent(catalog: Catalog, sitting: Sitting) -> Card:
    match sitting.view:
        case Page(name) if _is_always_there(catalog, name):
            return Show(name)
        case FixedView.DELETING:
            return AskDelete()
    return Greet()


def _is_always_there(catalog: Catalog, page: str) -> bool:
    return page in PAGES or page in catalog.roles


def _default(catalog: Catalog, sitting: Sitting, progress: Progress) -> Card:
    if progress.upcoming is None:
        return _result_card(catalog, sitting, progress)
    return _ask(sitting, progress, progress.upcoming)


def _viewed_card(catalog: Catalog, sitting: Sitting, progress: Progress) -> Card | None:
    """Return the card of the view, None when there is none or it no longer fits."""
    is_over = progress.upcoming is None
    view = sitting.view
    match view:
        case None:
            return None
        case Page(name) if _is_always_there(catalog, name):
            return Show(name)
        case Page("answers"):
            return Review(progress.answers) if sitting.answers else None
        case Page(name):
            return _explanation(catalog, sitting, progress, name) if is_over else None
        case Editing(name):
            return _ask_again(catalog, sitting, progress, name)
        case AskingWhy(name):
            ask = _ask_again(catalog, sitting, progress, name)
            return ask and replace(ask, why=True)
        case DidYouMean(name, options):
            ask = _ask_again(catalog, sitting, progress, name)
            fitting = tuple(each for each in ask.options if each in options) if ask else ()
            return replace(ask, options=fitting, meant=True) if ask and fitting else None
        case FixedView.WELCOME:
            last = progress.answers[-REMEMBERED:]
            unfinished = sitting.answers and not is_over
            return Welcome(progress.asked, progress.at_most, last) if unfinished else None
        case FixedView.PAUSED:
            return Pause()
        case FixedView.RESTARTING:
            return AskRestart() if sitting.answers else None
        case FixedView.DELETING:
            return AskDelete()
        case _:
            assert_never(view)


def _result_card(catalog: Catalog, sitting: Sitting, progress: Progress) -> Advise:
    advice = advise(catalog, sitting.answers)
    contradicts = advice.doubt is Doubt.CONTRADICTORY
    clashes = find_clashes(catalog, progress.answers) if contradicts else ()
    clashing = {each.question for each in clashes}
    return Advise(
        advice,
        more=not progress.exhausted,
        missing=count_missing_answers(advice.contributions),
        clashing=tuple([each for each in progress.answers if each.question in clashing]),
    )


def _ask(sitting: Sitting, progress: Progress, question: Question) -> Ask:
    given = next((each for each in progress.answers if each.question == question.id), None)
    return Ask(
        question.id,
        tuple(option.id for option in question.options),
        progress.asked,
        progress.at_most,
        given=given,
        back=_previous(progress.answers, question.id) is not None,
        keep=given is not None,
        result=sitting.until > progress.asked >= selection.FEWEST,
    )


def _ask_again(catalog: Catalog, sitting: Sitting, progress: Progress, name: str) -> Ask | None:
    """Return a question that is open or answered, None for any other."""
    question = catalog.questions.get(name)
    if question is None or question.retired:
        return None
    is_open = progress.upcoming is not None and progress.upcoming.id == name
    return _ask(sitting, progress, question) if is_open or sitting.answer(name) else None


def _explanation(catalog: Catalog, sitting: Sitting, progress: Progress, name: str) -> Card | None:
    """Return a page about the result; while no role is named there is only the list of reasons."""
    advice, answers = advise(catalog, sitting.answers), progress.answers
    if name == "reasons":
        return Reasons(advice, unsure=sum(answer.option is None for answer in answers))
    if advice.standing is Standing.LITTLE:
        return None
    match name:
        case "sureness":
            return Confidence(advice, more=not progress.exhausted)
        case "otherwise":
            return _what_if(catalog, sitting, answers)
        case "liked":
            return Preferences(answers)
    return None


def _what_if(catalog: Catalog, sitting: Sitting, answers: tuple[Answer, ...]) -> WhatIf:
    changed = find_smallest_change(catalog, answers)
    then = replace(sitting, answers=apply_changes(answers, changed))
    pairs = tuple(
        (given, other) for other in changed for given in answers if given.question == other.question
    )
    return WhatIf(
        pairs, advise(catalog, then.answers), selection.progress_of(catalog, then).at_most
    )
