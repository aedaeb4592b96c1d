"""Counts people for the admins' report without revealing anybody's result.

Rules:
- Results are published only for whole blocks of people, in the order in which they finished. A person is in one block
  only.
- Each number of a block gets noise once, when the block is released. The same transaction deletes the single results.
  So a second report, a later change, an erasure or knowledge of everybody else in the block does not reveal one
  person's result.
- A noisy number can be below zero and is stored as it is. Raising it to zero would overstate rare results in the sum.
- No other figure depends on an answer. They are totals of people: began, finished, by language. So
  comparing two reports reveals nothing about the answers given in between.
- A report only reads, so it delays nobody; a block is released in its own short transaction.

The noise is the two-sided geometric one of differential privacy (Ghosh, Roughgarden and Sundararajan, 2009).
"""

import math
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from random import Random
from secrets import SystemRandom

from sqlalchemy import Connection, Select, func, insert, select, update

from storage.tables import blocks, finishes, people, releases

UNRANKED = ""  # in place of an outcome: too few answers
EPSILON = 1.0  # the privacy loss of a block: another result of one person changes two of its numbers by one
SPREAD = 2 / EPSILON
RANDOM = SystemRandom()

Noise = Callable[[], int]


def noise(random: Random = RANDOM) -> int:
    """Return the difference of two geometric numbers: mostly within 3 of zero, sometimes far more."""
    return _geometric(random) - _geometric(random)


def _geometric(random: Random) -> int:
    return math.floor(-math.log(1 - random.random()) * SPREAD)


@dataclass(frozen=True, slots=True)
class Tally:
    """The sum of released blocks. A sum of noisy numbers can be below zero; the sizes of clipped blocks are unknown."""

    blocks: int
    people: int | None
    outcomes: dict[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of people. `waiting` finished and are not in a released block yet.

    `clipped` holds the blocks of earlier versions, which raised numbers below zero to zero.
    """

    languages: dict[str, int]
    finished: int
    waiting: int
    released: Tally
    clipped: Tally

    @property
    def began(self) -> int:
        """Return how many people consented."""
        return sum(self.languages.values())


def has_block(connection: Connection, size: int) -> bool:
    """Return whether enough people are waiting for a block of this size."""
    return len(_oldest(connection, size)) == size


def release_block(
    connection: Connection, size: int, outcomes: Collection[str], blur: Noise
) -> None:
    """Release the results of the people who have waited longest, if there are enough for a block of this size."""
    results = _oldest(connection, size)
    if len(results) < size:
        return
    number = _count(connection, select(func.coalesce(func.max(blocks.c.block), 0))) + 1
    connection.execute(
        insert(blocks).values(block=number, size=size, epsilon=EPSILON, clipped=False)
    )
    counts = count_block(results.values(), outcomes, blur)
    rows = [{"block": number, "outcome": each, "people": counts[each]} for each in counts]
    connection.execute(insert(releases), rows)
    deleting = update(finishes).where(finishes.c.person.in_(results))
    connection.execute(deleting.values(outcome=None, released=True))


def count_block(
    results: Collection[str | None], outcomes: Collection[str], blur: Noise
) -> dict[str, int]:
    """Return the noisy number of each possible outcome, including outcomes that nobody has."""
    counts = Counter(outcome or UNRANKED for outcome in results)
    return {each: counts[each] + blur() for each in (*outcomes, UNRANKED)}


def read_figures(connection: Connection) -> Figures:
    """Return the current counts."""
    consented = people.c.consented_at.is_not(None)
    languages = select(people.c.language, func.count()).where(consented).group_by(people.c.language)
    return Figures(
        _counts(connection, languages),
        _count(connection, select(func.count()).select_from(finishes)),
        _count(connection, select(func.count()).where(~finishes.c.released)),
        _tally(connection, clipped=False),
        _tally(connection, clipped=True),
    )


def _tally(connection: Connection, *, clipped: bool) -> Tally:
    chosen = blocks.c.clipped if clipped else ~blocks.c.clipped
    sizes = select(func.count(), func.sum(blocks.c.size)).where(chosen)
    numbers = (
        select(releases.c.outcome, func.sum(releases.c.people))
        .where(releases.c.block.in_(select(blocks.c.block).where(chosen)))
        .group_by(releases.c.outcome)
    )
    number, size = connection.execute(sizes).one()
    return Tally(number, size, _counts(connection, numbers))


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
