"""Lets somebody whose choices are known go through the questions as the chat asks them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.core.assessment.selection import next_question
from bot.core.conversation.state import Answer, Sitting
from content.model import Catalog, Question

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
PACE = timedelta(seconds=10)  # for an answer: nobody here is too fast


def answer_questions(
    catalog: Catalog, choose: Callable[[Question], str | None], *, whole: bool = False
) -> Sitting:
    """Return the sitting at its end, where the chat would stop or, with `whole`, after the whole bank.

    `choose` returns the id of an option, None for *not sure*.
    """
    sitting = Sitting(BEGINNING, until=len(catalog.asked()) if whole else 0)
    at = BEGINNING
    while question := next_question(catalog, sitting):
        at += PACE
        sitting = sitting.with_answer(Answer(question.id, choose(question), at, catalog.version))
    return sitting
