"""The files under an open database: whatever others do to them is noticed before anything counts as saved."""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select

from file_mishaps import DAMAGING, DISPLACING, damage, remove, replace, settle
from storage.database import Database, database_at
from storage.errors import Damaged, Displaced
from storage.open_files import identify
from storage.tables import dead_letters, heartbeat


@pytest.fixture
def path(database_url: str) -> Path:
    return Path(database_url.removeprefix("sqlite:///"))


def beat(bot: int) -> Callable[[Connection], object]:
    """Return a piece of work that saves something."""
    return lambda connection: connection.execute(
        insert(heartbeat).values(bot=bot, at=datetime(2026, 3, 1, tzinfo=UTC))
    )


async def grow(database: Database) -> None:
    """Let the database need some dozens of pages."""
    row = {"bot": 1, "update": 1, "raw": "x" * 200_000, "reason": "", "again": False}
    at = datetime(2026, 3, 1, tzinfo=UTC)
    await database.write(
        lambda connection: connection.execute(insert(dead_letters), row | {"at": at})
    )


@pytest.mark.parametrize("deed", DISPLACING.values(), ids=DISPLACING)
async def test_a_file_out_of_its_place_is_noticed_before_a_commit_counts(
    database: Database, path: Path, deed: Callable[[Path], None]
) -> None:
    await database.write(beat(1))
    deed(path)

    with pytest.raises(Displaced) as displaced:
        await database.write(beat(2))

    assert str(path) in str(displaced.value)
    assert "\n" not in str(displaced.value)


@pytest.mark.parametrize("deed", DAMAGING.values(), ids=DAMAGING)
async def test_damage_is_noticed_before_a_commit_counts_and_names_the_way_out(
    database: Database, path: Path, deed: Callable[[Path], None]
) -> None:
    await grow(database)
    settle(path)
    await database.write(beat(1))
    deed(path)

    with pytest.raises(Damaged) as damaged:
        await database.write(beat(2))

    assert str(damaged.value).endswith("career-advisor restore FILE")
    assert "\n" not in str(damaged.value)


async def test_damage_that_only_a_reader_meets_reaches_the_one_who_watches(
    database: Database, path: Path
) -> None:
    await grow(database)
    damage(path)
    with pytest.raises(Damaged):
        await database.read(lambda connection: connection.execute(select(dead_letters)).all())

    with pytest.raises(Damaged):
        await database.watch(3600)


async def test_who_watches_an_idle_database_learns_that_it_is_gone(
    database: Database, path: Path
) -> None:
    watching = asyncio.create_task(database.watch(0.01))
    await asyncio.sleep(0)
    remove(path)

    with pytest.raises(Displaced):
        await watching


async def test_the_check_finds_what_no_transaction_has_met(database: Database, path: Path) -> None:
    await grow(database)
    await database.check()
    settle(path)
    with path.open("r+b") as file:
        file.seek(-4096, os.SEEK_END)
        file.write(b"\xff" * 4096)

    with pytest.raises(Damaged, match="restore"):
        await database.check()


async def test_a_check_that_is_cancelled_at_any_moment_disturbs_nobody(database: Database) -> None:
    await grow(database)
    for ticks in range(20):
        checking = asyncio.create_task(database.check())
        for _ in range(ticks):
            await asyncio.sleep(0)
        checking.cancel()
        await asyncio.gather(checking, return_exceptions=True)

    await database.write(beat(1))
    await database.check()


async def test_another_file_that_is_relied_on_is_looked_at_as_well(
    database_url: str, tmp_path: Path
) -> None:
    lock = tmp_path / "lock"
    lock.touch()
    relied_on = identify(lock, lock.stat(), "Start again.")
    async with database_at(database_url, relied_on) as database:
        await database.write(beat(1))
        replace(lock)

        with pytest.raises(Displaced, match=r"lock was replaced .* Start again\."):
            await database.write(beat(2))


async def test_a_file_put_in_its_place_is_spared_what_the_log_held_of_the_former_one(
    database: Database, path: Path
) -> None:
    await database.write(beat(1))
    settle(path)
    former = path.with_name("former")
    os.link(path, former)
    replace(path)
    with pytest.raises(Displaced):
        await database.write(beat(2))
    await database.close()

    assert bots(path) == [1]
    assert bots(former) == [1, 2]


def bots(path: Path) -> list[int]:
    """Return what a database holds, as the sqlite3 shell would tell it."""
    with closing(sqlite3.connect(path)) as shell:
        return [bot for (bot,) in shell.execute("SELECT bot FROM heartbeat ORDER BY bot")]


async def test_a_file_that_is_gone_is_not_made_anew(database: Database, path: Path) -> None:
    remove(path)
    await database.engine.dispose()

    with pytest.raises(Displaced):
        await database.write(beat(1))

    assert not path.exists()


async def test_nothing_is_wrong_when_another_program_makes_the_database_smaller(
    database: Database, path: Path
) -> None:
    await grow(database)
    await database.write(lambda connection: connection.exec_driver_sql("DELETE FROM dead_letters"))
    settle(path)
    await database.write(beat(1))
    before = path.stat().st_size
    with closing(sqlite3.connect(path, isolation_level=None)) as shell:
        shell.execute("VACUUM")
    settle(path)

    await database.write(beat(2))
    await database.write(beat(3))

    assert path.stat().st_size < before


async def test_nothing_is_wrong_when_all_connections_are_made_anew(database: Database) -> None:
    await database.write(beat(1))
    await database.engine.dispose()

    await database.write(beat(2))

    assert len(await database.read(lambda c: c.execute(select(heartbeat)).all())) == 2
