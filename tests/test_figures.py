"""The figures as they are stored and as they are shown: true in sum, cheap to read, and older ones told apart."""

import asyncio
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import ClauseElement, Connection, create_engine, event, insert, select

from bot import admin_report
from bot.admin_report import project
from content.model import Catalog
from storage import statistics
from storage.database import Database, database_at, upgrade
from storage.statistics import UNRANKED, noise, read_figures, release_block
from storage.tables import blocks, finishes, releases
from waiting import store_waiting

BLOCK = 50
TRUE = {"expert": 1500, "manager": 900, "hybrid": 355, "neither": 200, UNRANKED: 45}
ROLES = [role for role in TRUE if role]


def test_the_noise_is_around_zero_and_rarely_large() -> None:
    drawn = [noise() for _ in range(4000)]

    assert abs(sum(drawn) / len(drawn)) < 0.3
    assert sum(abs(each) > 10 for each in drawn) < len(drawn) / 50
    assert {-1, 0, 1} <= set(drawn)


def test_a_rare_result_is_shown_without_bias() -> None:
    """45 of 3,000 were shown as 89 while each block's numbers were raised to zero before they were added."""
    chance = Random(1)
    blur = partial(noise, chance)
    results = [outcome or None for outcome, count in TRUE.items() for _ in range(count)]

    def shown() -> dict[str, int]:
        chance.shuffle(results)
        sums = dict.fromkeys(TRUE, 0)
        for first in range(0, len(results), BLOCK):
            counts = statistics.count_block(results[first : first + BLOCK], ROLES, blur)
            sums = {outcome: sums[outcome] + counts[outcome] for outcome in TRUE}
        return project(sums, len(results))

    rounds = [shown() for _ in range(300)]

    means = {outcome: sum(each[outcome] for each in rounds) / len(rounds) for outcome in TRUE}
    assert means == pytest.approx(TRUE, abs=4)  # a single round is off by about 20
    assert {sum(each.values()) for each in rounds} == {3000}


@given(st.lists(st.integers(-200, 200), min_size=1, max_size=6), st.integers(1, 300))
def test_no_numbers_of_so_many_people_are_nearer_than_those_shown(
    sums: list[int], size: int
) -> None:
    names = [str(number) for number in range(len(sums))]
    before = dict(zip(names, sums, strict=True))

    after = project(before, size)

    assert sum(after.values()) == size
    assert min(after.values()) >= 0
    for giver, taker in product(names, names):  # nobody could move from one to another
        if giver != taker and after[giver]:
            moved = after | {giver: after[giver] - 1, taker: after[taker] + 1}
            assert _distance(moved, before) >= _distance(after, before)


def test_numbers_that_are_possible_are_shown_as_they_are() -> None:
    assert project(TRUE, 3000) == TRUE


def _distance(left: Mapping[str, int], right: Mapping[str, int]) -> int:
    return sum((left[name] - right[name]) ** 2 for name in right)


def release_all(connection: Connection, size: int) -> None:
    blur = partial(noise, Random(1))
    while statistics.has_block(connection, size):
        release_block(connection, size, ROLES, blur)


async def test_what_is_shown_adds_up_to_the_people_of_blocks_of_any_size(
    database: Database, catalog: Catalog
) -> None:
    await database.write(lambda c: store_waiting(c, [*TRUE] * 20))
    await database.write(lambda c: release_block(c, 20, ROLES, partial(noise, Random(1))))
    await database.write(lambda c: release_all(c, 30))

    counted = await database.read(read_figures)
    told = admin_report.format_report(catalog, catalog.texts["en"], counted, 30)

    sizes = await database.read(lambda c: c.execute(select(blocks.c.size)).scalars().all())
    assert list(sizes) == [20, 30, 30]
    assert (counted.released.people, counted.waiting) == (80, 20)
    _, title, lines = told.partition("Results of 80 people in 3 groups</b>\n")
    shown = lines.partition("\n\n")[0].splitlines()
    assert title
    assert sum(int(line.rpartition(": ")[2]) for line in shown) == 80
    assert "10 more people are needed for the next group." in told


async def test_whoever_finished_first_is_released_first(database: Database) -> None:
    await database.write(lambda c: store_waiting(c, ["expert"] * 30))

    await database.write(lambda c: release_block(c, 20, ROLES, lambda: 0))

    waiting = select(finishes.c.person).where(~finishes.c.released)
    assert await database.read(lambda c: set(c.execute(waiting).scalars())) == set(range(1, 11))


async def test_blocks_released_one_after_another_are_those_released_at_once(
    database: Database,
) -> None:
    """Stopped between two blocks, or looked at by two at once, each person is in one block."""
    await database.write(lambda c: store_waiting(c, [*TRUE] * 20))

    await asyncio.gather(
        *(database.write(lambda c: release_block(c, 20, ROLES, lambda: 0)) for _ in range(8))
    )

    counted = await database.read(read_figures)
    assert (counted.released.blocks, counted.released.people, counted.waiting) == (5, 100, 0)
    assert counted.released.outcomes == dict.fromkeys(TRUE, 20)


async def test_neither_a_report_nor_a_release_looks_through_everybody(database: Database) -> None:
    asked: list[ClauseElement] = []
    event.listen(
        database.engine.sync_engine,
        "before_execute",
        lambda _, statement, *__: asked.append(statement),
    )
    await database.read(read_figures)
    await database.read(lambda c: statistics.has_block(c, BLOCK))

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


async def test_blocks_of_an_earlier_version_stay_marked_and_are_said_to_be_biased(
    database_url: str, catalog: Catalog
) -> None:
    _make_earlier_database(database_url)

    async with database_at(database_url) as database:
        await database.write(lambda c: store_waiting(c, [*TRUE] * 4))
        await database.write(lambda c: release_block(c, 20, ROLES, lambda: 0))
        counted = await database.read(read_figures)
        kept = await database.read(lambda c: c.execute(select(blocks)).all())

    assert [tuple(row) for row in kept] == [
        (1, None, 1.0, True),
        (2, None, 1.0, True),
        (3, 20, 1.0, False),
    ]
    told = admin_report.format_report(catalog, catalog.texts["en"], counted, 20)
    now, title, earlier = told.partition("<b>Results of 2 earlier groups</b>\n")
    assert title
    assert "Results of 20 people in one group" in now
    assert "Technical expert: 4" in now
    assert "Technical expert: 70" in earlier
    assert "rare results look more common" in earlier


def _make_earlier_database(url: str) -> None:
    """Make the database of the version before blocks kept their sizes, with two blocks in it."""
    engine = create_engine(url)
    rows = [
        {"block": block, "outcome": outcome, "people": number}
        for block in (1, 2)
        for outcome, number in {"expert": 35, "manager": 14, "hybrid": 0, UNRANKED: 3}.items()
    ]
    with engine.begin() as connection:
        upgrade(connection, "0002")
        connection.execute(insert(releases), rows)
    engine.dispose()
