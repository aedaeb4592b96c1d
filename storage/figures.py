"""The admins' figures: how many, never who.

Rule: results leave only in whole blocks of people, in the order they finished, each person in one block once.
A block is counted, the count kept and the single results forgotten in one transaction, so that neither looking
again, nor a later change, nor an erasure tells anything about one person.
"""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import answers, finishes, people, releases, sittings

UNRANKED = ""  # in place of an outcome: too little to tell


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of people. `outcomes` are those of the released blocks, `waiting` the finished not in one yet."""

    began: int
    finished: int
    languages: dict[str, int]
    reached: dict[str, int]
    outcomes: dict[str, int]
    waiting: int


async def release(connection: AsyncConnection, block: int) -> None:
    """Release the results of as many whole blocks of `block` people as have finished."""
    while len(results := await _oldest(connection, block)) == block:
        number = await _count(connection, select(func.coalesce(func.max(releases.c.block), 0))) + 1
        counts = Counter(outcome or UNRANKED for outcome in results.values())
        rows = [
            {"block": number, "outcome": outcome, "people": count}
            for outcome, count in counts.items()
        ]
        await connection.execute(insert(releases), rows)
        forgetting = update(finishes).where(finishes.c.person.in_(results))
        await connection.execute(forgetting.values(outcome=None, released=True))


async def figures(connection: AsyncConnection) -> Figures:
    """Return the counts as they stand."""
    consented = people.c.consented_at.is_not(None)
    began = await _count(connection, select(func.count()).select_from(people).where(consented))
    finished = await _count(connection, select(func.count()).select_from(finishes))
    waiting = await _count(
        connection, select(func.count()).select_from(finishes).where(~finishes.c.released)
    )
    languages = select(people.c.language, func.count()).where(consented).group_by(people.c.language)
    reached = (
        select(answers.c.question, func.count(sittings.c.person.distinct()))
        .join(sittings, sittings.c.id == answers.c.sitting)
        .group_by(answers.c.question)
    )
    outcomes = select(releases.c.outcome, func.sum(releases.c.people)).group_by(releases.c.outcome)
    return Figures(
        began,
        finished,
        await _counts(connection, languages),
        await _counts(connection, reached),
        await _counts(connection, outcomes),
        waiting,
    )


async def _oldest(connection: AsyncConnection, block: int) -> dict[int, str | None]:
    query = (
        select(finishes.c.person, finishes.c.outcome)
        .where(~finishes.c.released)
        .order_by(finishes.c.finished_at, finishes.c.person)
        .limit(block)
    )
    return {row.person: row.outcome for row in await connection.execute(query)}


async def _counts(connection: AsyncConnection, query: Select[str, int]) -> dict[str, int]:
    return {name: count for name, count in await connection.execute(query)}  # noqa: C416 - a Row is no pair to dict


async def _count(connection: AsyncConnection, query: Select[int]) -> int:
    return (await connection.execute(query)).scalar_one()
