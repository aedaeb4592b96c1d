"""Small ways to tell a conversation to the pure core: inputs in, a turn out."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from bot.core.assessment import selection
from bot.core.conversation.inputs import Begin, Choose, Input, Skip, Start, Type
from bot.core.conversation.machine import Transition, advance
from bot.core.conversation.state import Answer, Person, Sitting
from bot.core.screens.card import draw_screen
from bot.core.screens.layout import Screen
from content.model import Catalog, Question, Trait

BEGINNING = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def told(
    catalog: Catalog,
    *said: Input,
    after: Transition | None = None,
    language: str = "en",
    pace: timedelta = timedelta(minutes=1),
) -> Transition:
    """Return the turn after these inputs, at this pace, from the beginning or after another turn."""
    turn = after or Transition(Person(language), Sitting(BEGINNING), ())
    for number, each in enumerate(said, start=1):
        moment = turn.sitting.started + pace * (len(turn.sitting.answers) + number)
        turn = advance(catalog, turn.person, turn.sitting, each, moment)
    return turn


def seen(catalog: Catalog, turn: Transition) -> Screen:
    """Return what the person sees after a turn."""
    screen = draw_screen(catalog, turn.person, turn.replies)
    assert screen is not None
    return screen


def begun(catalog: Catalog, language: str = "en") -> Transition:
    """Return the turn with the first question open."""
    return told(catalog, Start(), Begin(), language=language)


def answered(
    catalog: Catalog, count: int, *, technical: float = 2, leading: float = -2
) -> Transition:
    """Return the turn after so many questions, answered by somebody with these interests."""
    turn = begun(catalog)
    for _ in range(count):
        turn = told(catalog, fitting(catalog, turn, technical, leading), after=turn)
    return turn


def finished(catalog: Catalog, *, technical: float = 2, leading: float = -2) -> Transition:
    """Return the turn with the result of somebody with these interests."""
    turn = begun(catalog)
    while selection.next_question(catalog, turn.sitting):
        turn = told(catalog, fitting(catalog, turn, technical, leading), after=turn)
    return turn


def fitting(catalog: Catalog, turn: Transition, technical: float, leading: float) -> Choose:
    """Return the answer to the open question that fits these interests best."""
    question = selection.next_question(catalog, turn.sitting)
    assert question is not None
    interests = {Trait.TECHNICAL: technical, Trait.LEADING: leading}
    pull = sum(
        interests[trait] * (1 if loading > 0 else -1)
        for trait, loading in question.loadings.items()
    )
    aim = pull / len(question.loadings)
    return Choose(question.id, min(question.options, key=lambda option: abs(option.score - aim)).id)


def skipped(catalog: Catalog, count: int) -> Transition:
    """Return the turn after so many questions left with *not sure*."""
    turn = begun(catalog)
    for _ in range(count):
        question = selection.next_question(catalog, turn.sitting)
        assert question is not None
        turn = told(catalog, Skip(question.id), after=turn)
    return turn


def answers(catalog: Catalog, chosen: Mapping[str, str | None]) -> tuple[Answer, ...]:
    """Return answers as they are stored, a minute apart."""
    return tuple(
        Answer(question, option, BEGINNING + timedelta(minutes=minute), catalog.version)
        for minute, (question, option) in enumerate(chosen.items())
    )


def order(catalog: Catalog, *lines: str) -> tuple[Question, ...]:
    """Return the questions somebody is asked who types these lines, the one then open last."""
    turn, asked = begun(catalog), []
    for line in (*lines, None):
        question = selection.next_question(catalog, turn.sitting)
        assert question is not None
        asked.append(question)
        turn = told(catalog, Type(line), after=turn) if line else turn
    return tuple(asked)
