"""The conversation: a person's state and one input in, the new state and the replies out.

Rules:
- `advance` is pure: no clock, no I/O; everything that changes the state of a conversation is decided here.
- Before the consent nothing is kept but the language and the page that is shown.
- An input that no longer fits (a question answered meanwhile, a vanished option) changes nothing; the card is shown as it is.
- An answer counts when its question has none yet, also from an older card: the order of the questions may have changed.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.assessment import selection
from bot.core.assessment.advice import Doubt, Standing, advise, count_missing_answers, is_hasty
from bot.core.assessment.clashes import find_clashes
from bot.core.assessment.selection import Progress
from bot.core.assessment.what_if import apply_changes, find_smallest_change
from bot.core.conversation import inputs, typed_text
from bot.core.conversation.inputs import Input
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
from bot.core.conversation.state import (
    PAGES,
    Answer,
    AskingWhy,
    DidYouMean,
    Editing,
    Page,
    Person,
    Place,
    Sitting,
    View,
)
from bot.core.screens.card import draw_card
from bot.core.screens.layout import button
from content.model import Catalog, Question

LONGEST_LINE = 200  # characters; nobody answers a question with more
INSTANT = timedelta(milliseconds=1)  # as near to each other as two sittings may begin
Leaf = (
    Show | Reasons | Confidence | WhatIf | Preferences | Review
)  # pages with something behind them
REMEMBERED = 3  # answers shown to a person who comes back


@dataclass(frozen=True, slots=True)
class Transition:
    """The state after an input, and what is said. `over`: enough questions have been answered for a result."""

    person: Person
    sitting: Sitting
    replies: tuple[Reply, ...]
    over: bool = False


def advance(
    catalog: Catalog, person: Person, sitting: Sitting, said: Input, at: datetime
) -> Transition:
    """Take one input at a moment and return the turn; ends with the card that is then open."""
    match said:
        case inputs.Type(text):
            return _typed(catalog, person, sitting, text, at)
        case inputs.Stats() if person.admin and not person.consented:
            return Transition(person, sitting, (SendReport(),))
        case inputs.Stats() if person.admin:
            return _now(catalog, person, sitting, SendReport())
        case inputs.Stats() | inputs.Unknown():
            return _now(catalog, person, sitting, Note("unknown-command"))
        case inputs.Strange():
            return _now(catalog, person, sitting, Note("only-words"))
        case inputs.Export():
            return _now(catalog, person, sitting, SendData())
        case inputs.Delete(confirmed=True):
            return Transition(
                Person(person.language, admin=person.admin), Sitting(at), (Farewell(),)
            )
        case inputs.Speak(language) if language in catalog.texts:
            return _now(catalog, replace(person, language=language), sitting.showing(None))
        case inputs.Begin():
            return _now(catalog, replace(person, consented=True), sitting.showing(None))
        case inputs.Result() if person.consented:
            return _result(catalog, person, sitting)
    moved = _moved(catalog, person, sitting, said, at)
    return _now(catalog, person, moved, *_warnings(sitting, moved))


def _warnings(before: Sitting, after: Sitting) -> tuple[Note, ...]:
    """Return the note that the answers have become too fast to be read, at the answer that makes them so."""
    warns = is_hasty(after.answers) and not is_hasty(before.answers)
    return (Note("too-fast"),) if warns else ()


def current_card(catalog: Catalog, person: Person, sitting: Sitting) -> Card:
    """Return the card that is open in this state."""
    return _open(catalog, person, sitting, selection.progress_of(catalog, sitting))


def _now(catalog: Catalog, person: Person, sitting: Sitting, *before: Reply) -> Transition:
    """Return the turn that ends with the card then open, after what else is said before."""
    course = selection.progress_of(catalog, sitting)
    replies = (*before, _open(catalog, person, sitting, course))
    return Transition(person, sitting, replies, over=person.consented and course.upcoming is None)


def _open(catalog: Catalog, person: Person, sitting: Sitting, course: Progress) -> Card:
    return _viewed(catalog, person, sitting, course) or _computed(catalog, person, sitting, course)


def _finished(catalog: Catalog, person: Person, sitting: Sitting) -> bool:
    return person.consented and selection.next_question(catalog, sitting) is None


def _moved(
    catalog: Catalog, person: Person, sitting: Sitting, said: Input, at: datetime
) -> Sitting:
    """Return the sitting after an input that is kept in it."""
    match said:
        case (
            inputs.Choose(question)
            | inputs.Skip(question)
            | inputs.Back(question)
            | inputs.Why(question)
        ):
            fits = _takes(catalog, person, sitting, question)
            return _about(catalog, sitting, said, at) if fits else sitting
        case inputs.Revise(question) if sitting.answer(question):
            return sitting.showing(Editing(question))
        case inputs.More() if _finished(catalog, person, sitting):
            return replace(sitting, until=selection.limit_after_more(catalog, sitting), view=None)
        case inputs.Restart(confirmed=True) if sitting.answers:
            # Sittings are told apart by their start, also those of one moment, or after a clock was put back.
            return Sitting(max(at, sitting.started + INSTANT))
    return sitting.showing(_place(said, sitting.view))


def _place(said: Input, view: View | None) -> View | None:
    """Return the view an input leads to; one that leads nowhere stays where it is."""
    match said:
        case inputs.Start():
            return Place.WELCOME
        case inputs.Explain(page):
            return Page(page)
        case inputs.Restart():
            return Place.RESTARTING
        case inputs.Delete():
            return Place.DELETING
        case inputs.Cancel():
            return Place.PAUSED
        case inputs.Continue():
            return None
    return view


def _about(catalog: Catalog, sitting: Sitting, said: Input, at: datetime) -> Sitting:
    """Return the sitting after an input about the question on the card."""
    match said:
        case inputs.Choose(question, option) if catalog.questions[question].option(option):
            return sitting.with_answer(Answer(question, option, at, catalog.version))
        case inputs.Skip(question):
            return sitting.with_answer(Answer(question, None, at, catalog.version))
        case inputs.Back(question) if before := _previous(
            selection.progress_of(catalog, sitting).known, question
        ):
            return sitting.showing(Editing(before))
        case inputs.Why(question):
            return sitting.showing(AskingWhy(question))
    return sitting


def _takes(catalog: Catalog, person: Person, sitting: Sitting, question: str) -> bool:
    """Tell whether an answer to this question counts: it has none yet, or is being changed on the card."""
    asked = catalog.questions.get(question)
    if not person.consented or asked is None or asked.retired:
        return False
    if sitting.answer(question) is None:
        return True
    match _viewed(catalog, person, sitting, selection.progress_of(catalog, sitting)):
        case Ask(question=shown):
            return shown == question
    return False


def _previous(given: tuple[Answer, ...], question: str) -> str | None:
    order = [answer.question for answer in given]
    place = order.index(question) if question in order else len(order)
    return order[place - 1] if place else None


def _result(catalog: Catalog, person: Person, sitting: Sitting) -> Transition:
    # Whoever asked for more questions has seen a result, and may go back to it after any of them, unless so many were
    # retired meanwhile that too few are left.
    asked = max(selection.count_asked(catalog, sitting), selection.FEWEST)
    enough = replace(sitting, until=min(sitting.until, asked), view=None)
    if _finished(catalog, person, enough):
        return _now(catalog, person, enough)
    now = sitting.showing(None)
    return _now(
        catalog, person, now, Note("result-later", selection.count_left_at_most(catalog, now))
    )


def _typed(
    catalog: Catalog, person: Person, sitting: Sitting, text: str, at: datetime
) -> Transition:
    """Read a typed line as a tap: on a button of the card, or else of the card behind the page that is shown."""
    if len(text) > LONGEST_LINE:
        return _now(catalog, person, sitting, Note("too-long"))
    meant = _meant(catalog, person, current_card(catalog, person, sitting), text)
    if not meant and not typed_text.is_mark(text):
        behind = _computed(catalog, person, sitting, selection.progress_of(catalog, sitting))
        meant = _meant(catalog, person, behind, text)
    match meant:
        case [said]:
            return advance(catalog, person, sitting, said, at)
        case [inputs.Choose(question, _), *_] if all(
            isinstance(said, inputs.Choose) for said in meant
        ):
            options = tuple(said.option for said in meant if isinstance(said, inputs.Choose))
            return _now(catalog, person, sitting.showing(DidYouMean(question, options)))
    return _now(catalog, person, sitting, Note("not-understood"))


def _meant(catalog: Catalog, person: Person, shown: Card, text: str) -> list[Input]:
    """Return what the text may mean on this card: nothing, one input, or several that are equally near."""
    words = catalog.texts[person.language]
    buttons = draw_card(catalog, person, shown).buttons
    if isinstance(shown, Leaf) and not typed_text.is_mark(text):
        buttons = (*buttons, button(words, "back", inputs.Continue()))
    # Letters are for answers; on other cards they are words: "а" is Russian for "and".
    letters = words.plain("letters") if isinstance(shown, Ask) else ""
    return [
        buttons[place].says
        for place in typed_text.find_places(text, [each.label for each in buttons], letters)
    ]


def _computed(catalog: Catalog, person: Person, sitting: Sitting, course: Progress) -> Card:
    if not person.consented:
        return Greet()
    if course.upcoming is None:
        return _result_card(catalog, sitting, course)
    return _ask(sitting, course, course.upcoming)


def _result_card(catalog: Catalog, sitting: Sitting, course: Progress) -> Advise:
    advice = advise(catalog, sitting.answers)
    clashes = find_clashes(catalog, course.known) if advice.doubt is Doubt.CONTRADICTORY else ()
    given = tuple([each for each in course.known if each.question in {c.question for c in clashes}])
    return Advise(advice, not course.exhausted, count_missing_answers(advice.contributions), given)


def _ask(sitting: Sitting, course: Progress, question: Question) -> Ask:
    given = next((each for each in course.known if each.question == question.id), None)
    return Ask(
        question.id,
        tuple(option.id for option in question.options),
        course.asked,
        course.at_most,
        given=given,
        back=_previous(course.known, question.id) is not None,
        keep=given is not None,
        result=sitting.until > course.asked >= selection.FEWEST,
    )


def _viewed(catalog: Catalog, person: Person, sitting: Sitting, course: Progress) -> Card | None:
    """Return the card of the view, None when it no longer fits."""
    match sitting.view:
        case Page(name) if name in PAGES or name in catalog.roles:
            return Show(name)
        case Place.DELETING:
            return AskDelete()
        case view if view is not None and person.consented:
            return _consented(catalog, sitting, course, view)
    return None


def _consented(catalog: Catalog, sitting: Sitting, course: Progress, view: View) -> Card | None:
    over = course.upcoming is None
    match view:
        case Editing(name) | AskingWhy(name) | DidYouMean(name, _):
            return _asked_again(catalog, sitting, course, view, name)
        case Place.WELCOME if sitting.answers and not over:
            return Welcome(course.asked, course.at_most, course.known[-REMEMBERED:])
        case Place.PAUSED:
            return Pause()
        case Place.RESTARTING if sitting.answers:
            return AskRestart()
        case Page("answers") if sitting.answers:
            return Review(course.known)
        case Page(name) if over:
            return _explained(catalog, sitting, course, name)
    return None


def _explained(catalog: Catalog, sitting: Sitting, course: Progress, name: str) -> Card | None:
    """Return a page about the result; without a named role there is only the list of reasons."""
    advice, answers = advise(catalog, sitting.answers), course.known
    if name == "reasons":
        return Reasons(advice, unsure=sum(answer.option is None for answer in answers))
    if advice.standing is Standing.LITTLE:
        return None
    match name:
        case "sureness":
            return Confidence(advice, more=not course.exhausted)
        case "otherwise":
            return _otherwise(catalog, sitting, answers)
        case "liked":
            return Preferences(answers)
    return None


def _otherwise(catalog: Catalog, sitting: Sitting, answers: tuple[Answer, ...]) -> WhatIf:
    changed = find_smallest_change(catalog, answers)
    then = replace(sitting, answers=apply_changes(answers, changed))
    pairs = tuple(
        (given, other) for other in changed for given in answers if given.question == other.question
    )
    return WhatIf(pairs, advise(catalog, then.answers), selection.count_left_at_most(catalog, then))


def _asked_again(
    catalog: Catalog, sitting: Sitting, course: Progress, view: View, name: str
) -> Ask | None:
    question = catalog.questions.get(name)
    if question is None or question.retired:
        return None
    open_now = course.upcoming is not None and course.upcoming.id == name
    if not (open_now or sitting.answer(name)):
        return None
    ask = _ask(sitting, course, question)
    match view:
        case AskingWhy():
            return replace(ask, why=True)
        case DidYouMean(options=options):
            fitting = tuple(each for each in ask.options if each in options)
            return replace(ask, options=fitting, meant=True) if fitting else None
    return ask
