"""The figures as they are stored: each person in one block, and nothing is searched for among everybody."""

import asyncio
from collections.abc import Iterator

from sqlalchemy import ClauseElement, Connection, event, select

from storage import figures
from storage.database import Database
from storage.figures import UNRANKED, noise, read_figures, release_block
from storage.tables import finishes
from waiting import store_waiting

BLOCK = 50
ROLES = ["expert", "manager", "hybrid", "neither"]


def test_the_noise_is_around_zero_and_rarely_large() -> None:
    drawn = [noise() for _ in range(4000)]

    assert abs(sum(drawn) / len(drawn)) < 0.3
    assert sum(abs(each) > 10 for each in drawn) < len(drawn) / 50
    assert {-1, 0, 1} <= set(drawn)


async def test_whoever_finished_first_is_released_first(database: Database) -> None:
    await database.write(lambda c: store_waiting(c, ["expert"] * 30))

    await database.write(lambda c: release_block(c, 20, ROLES, lambda: 0))

    waiting = select(finishes.c.person).where(~finishes.c.released)
    assert await database.read(lambda c: set(c.execute(waiting).scalars())) == set(range(1, 11))


async def test_blocks_released_one_after_another_are_those_released_at_once(
    database: Database,
) -> None:
    """Stopped between two blocks, or looked at by two at once, each person is in one block."""
    await database.write(lambda c: store_waiting(c, [*ROLES, UNRANKED] * 20))

    await asyncio.gather(
        *(database.write(lambda c: release_block(c, 20, ROLES, lambda: 0)) for _ in range(8))
    )

    counted = await database.read(read_figures)
    assert (counted.blocks, counted.waiting) == (5, 0)
    assert counted.outcomes == dict.fromkeys([*ROLES, UNRANKED], 20)


async def test_neither_a_report_nor_a_release_looks_through_everybody(database: Database) -> None:
    asked: list[ClauseElement] = []
    event.listen(
        database.engine.sync_engine,
        "before_execute",
        lambda _, statement, *__: asked.append(statement),
    )
    await database.read(read_figures)
    await database.read(lambda c: figures.has_block(c, BLOCK))

    def plans(connection: Connection) -> Iterator[str]:
        dialect = connection.dialect
        for statement in asked:
            text = str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}"):
                yield row.detail

    steps = await database.read(lambda c: list(plans(c)))

    read = [step for step in steps if "people" in step or "finishes" in step]
    assert read
    assert all("INDEX" in step for step in read)
    assert not any("answers" in step for step in steps)
    assert [step for step in steps if "ORDER BY" in step] == []
