"""The admins' figures: how many, never who.

Rules:
- Results leave only in whole blocks of people, in the order they finished, each person in one block at a time. Each
  number of a block is blurred once, when the block is counted, and then the single results are forgotten: neither
  looking again, nor a later change, nor an erasure, nor knowing all the others tells about one person.
- No other figure depends on an answer. They are totals of people: who began, who finished, and in which language. So
  whoever compares a report with an earlier one learns nothing about the answers given in between. Which questions people
  were asked is not counted: it depends on their answers.
- A report only reads, so nobody who answers waits for it; a block is released in a short transaction of its own.

The noise is the two-sided geometric one of differential privacy (Ghosh, Roughgarden and Sundararajan, 2009).
"""

import math
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from secrets import SystemRandom

from sqlalchemy import Connection, Select, func, insert, select, update

from storage.tables import finishes, people, releases

UNRANKED = ""  # in place of an outcome: too little to tell
SPREAD = 2.0  # one person changes two numbers by one, so this is a privacy loss (epsilon) of 1 for each release
RANDOM = SystemRandom()

Noise = Callable[[], int]


def noise() -> int:
    """Return the difference of two geometric numbers: mostly within 3 of zero, now and then far more."""
    return _geometric() - _geometric()


def _geometric() -> int:
    return math.floor(-math.log(1 - RANDOM.random()) * SPREAD)


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of people. `outcomes` are those of the released blocks, `waiting` the finished not in one yet."""

    began: int
    finished: int
    languages: dict[str, int]
    outcomes: dict[str, int]
    blocks: int
    waiting: int


def has_block(connection: Connection, size: int) -> bool:
    """Tell whether so many people are waiting to be released."""
    return len(_oldest(connection, size)) == size


def release_block(
    connection: Connection, size: int, outcomes: Collection[str], blur: Noise
) -> None:
    """Release the results of the people who have waited longest, if there are enough for a block of this size.

    Every possible outcome gets a number, also one that nobody has; a number below zero is put at zero.
    """
    results = _oldest(connection, size)
    if len(results) < size:
        return
    number = _count(connection, select(func.coalesce(func.max(releases.c.block), 0))) + 1
    counts = Counter(outcome or UNRANKED for outcome in results.values())
    rows = [
        {"block": number, "outcome": each, "people": max(0, counts[each] + blur())}
        for each in (*outcomes, UNRANKED)
    ]
    connection.execute(insert(releases), rows)
    deleting = update(finishes).where(finishes.c.person.in_(results))
    connection.execute(deleting.values(outcome=None, released=True))


def read_figures(connection: Connection) -> Figures:
    """Return the counts as they stand."""
    consented = people.c.consented_at.is_not(None)
    languages = select(people.c.language, func.count()).where(consented).group_by(people.c.language)
    outcomes = select(releases.c.outcome, func.sum(releases.c.people)).group_by(releases.c.outcome)
    waiting = select(func.count()).where(~finishes.c.released)
    return Figures(
        _count(connection, select(func.count()).select_from(people).where(consented)),
        _count(connection, select(func.count()).select_from(finishes)),
        _counts(connection, languages),
        _counts(connection, outcomes),
        _count(connection, select(func.count(releases.c.block.distinct()))),
        _count(connection, waiting),
    )


def _oldest(connection: Connection, size: int) -> dict[int, str | None]:
    query = (
        select(finishes.c.person, finishes.c.outcome)
        .where(~finishes.c.released)
        .order_by(finishes.c.finished_at, finishes.c.person)
        .limit(size)
    )
    return {row.person: row.outcome for row in connection.execute(query)}


def _counts(connection: Connection, query: Select[str, int]) -> dict[str, int]:
    return {name: count for name, count in connection.execute(query)}  # noqa: C416 - a Row is no pair to dict


def _count(connection: Connection, query: Select[int]) -> int:
    return (connection.execute(query)).scalar_one()
