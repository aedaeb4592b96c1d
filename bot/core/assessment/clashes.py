"""Which answers clash with the others: the few that, taken back, would leave answers that go together.

Method: one after another, the answer is found whose best other option makes the rest fit best (core/assessment/pattern.py), until
the answers fit well enough for something to be named.
"""

from collections.abc import Sequence

from bot.core.assessment.advice import RANDOM
from bot.core.assessment.items import ItemBank, ScoredAnswer, item_bank
from bot.core.assessment.pattern import pattern_of
from bot.core.conversation.state import Answer
from content.model import Catalog

Readings = tuple[ScoredAnswer, ...]


def find_clashes(catalog: Catalog, answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """Return the answers that clash, each with the option that would fit, the worst one first."""
    bank = item_bank(catalog)
    given = {answer.question: answer for answer in answers}
    readings, found = bank.readings(answers), {}
    while pattern_of(readings).fit < RANDOM:
        place, fitting = _worst(bank, readings)
        if pattern_of(_replace(readings, place, fitting)).fit <= pattern_of(readings).fit:
            break
        readings = _replace(readings, place, fitting)
        found[fitting.question] = given[fitting.question]._replace(option=fitting.option)
    return tuple(found.values())


def _worst(bank: ItemBank, readings: Readings) -> tuple[int, ScoredAnswer]:
    """Return the place of the answer without which the others fit best, and the option that fits them."""
    place = max(
        range(len(readings)),
        key=lambda each: pattern_of(readings[:each] + readings[each + 1 :]).fit,
    )
    options = bank.items[readings[place].question].readings.values()
    return place, max(options, key=lambda option: pattern_of(_replace(readings, place, option)).fit)


def _replace(readings: Readings, place: int, reading: ScoredAnswer) -> Readings:
    return (*readings[:place], reading, *readings[place + 1 :])
