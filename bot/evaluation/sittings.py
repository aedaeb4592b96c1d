"""Simulates a sitting: the engine asks in the chat's order, a function answers."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.core.assessment.selection import next_question
from bot.core.conversation.state import Answer, Sitting
from content.model import Catalog, Question

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
PACE = timedelta(seconds=15)  # per answer; slow enough that no answer counts as too fast

OnPerson = Callable[[], object]  # called after each person, for a progress bar


def answer_questions(
    catalog: Catalog, choose: Callable[[Question], str | None], *, whole: bool = False
) -> Sitting:
    """Return the sitting when the chat would stop or, with `whole`, after all questions.

    `choose` returns the id of an option, or None for *not sure*.
    """
    sitting = Sitting(BEGINNING, until=len(catalog.asked()) if whole else 0)
    while question := next_question(catalog, sitting):
        place = len(sitting.answers)
        sitting = sitting.with_answer(build_answer(catalog, question.id, choose(question), place))
    return sitting


def build_answer(catalog: Catalog, question: str, option: str | None, place: int) -> Answer:
    """Return an answer with a calm pace; `place` is its position in the sitting, from 0."""
    return Answer(question, option, BEGINNING + place * PACE, catalog.version)
