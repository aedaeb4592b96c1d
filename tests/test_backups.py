"""Copies of the database: made while the bot writes, kept in turn, and put back with nothing lost."""

import asyncio
import os
import resource
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert

from file_mishaps import damage, empty, remove
from storage.backups import back_up, back_up_and_rotate, restore
from storage.database import Database, database_at
from storage.errors import Damaged, Misnamed, Unusable
from storage.tables import dead_letters, heartbeat

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def path(database_url: str) -> Path:
    return Path(database_url.removeprefix("sqlite:///"))


def beats(bot: int) -> Callable[[Connection], None]:
    """Return the work of noting that a bot is alive."""

    def work(connection: Connection) -> None:
        connection.execute(insert(heartbeat).values(bot=bot, at=AT))

    return work


def noted(path: Path) -> list[int]:
    """Return the bots that a database notes, as the sqlite3 shell would tell them."""
    with closing(sqlite3.connect(path)) as shell:
        return [bot for (bot,) in shell.execute("SELECT bot FROM heartbeat ORDER BY bot")]


def files(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}


async def fill(database: Database) -> None:
    """Let the database need some dozens of pages."""
    row = {"bot": 1, "update": 1, "raw": "x" * 100_000, "reason": "", "at": AT, "again": False}
    await database.write(lambda connection: connection.execute(insert(dead_letters), row))


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Have the system refuse to write beyond this many bytes of any file, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_a_backup_taken_during_a_write_is_whole_and_private(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite3"
    await database.write(beats(1))

    def write_and_copy(connection: Connection) -> None:
        beats(2)(connection)
        back_up(database_url, copy)

    await database.write(write_and_copy)

    with closing(sqlite3.connect(copy)) as shell:
        assert shell.execute("SELECT bot FROM heartbeat").fetchall() == [(1,)]
        assert shell.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


async def test_a_backup_never_overwrites_and_never_invents(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    kept.write_text("precious")

    with pytest.raises(Unusable, match="Name a new file"):
        back_up(database_url, kept)
    with pytest.raises(Unusable, match="no database"):
        back_up(f"sqlite:///{tmp_path}/nothing.sqlite3", tmp_path / "copy")

    assert database
    assert kept.read_text() == "precious"
    assert not (tmp_path / "copy").exists()


async def test_a_backup_that_finds_no_space_leaves_nothing_behind(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await fill(database)
    place = tmp_path / "copies"
    place.mkdir()

    with files_no_larger_than(50_000), pytest.raises(Unusable, match="Free some space"):
        back_up(database_url, place / "copy.sqlite3")
    with files_no_larger_than(50_000), pytest.raises(Unusable, match="Free some space"):
        back_up_and_rotate(database_url, place, 1, AT)

    assert files(place) == {}


async def test_a_backup_of_a_damaged_database_says_so_and_removes_no_older_one(
    database: Database, database_url: str, path: Path, tmp_path: Path
) -> None:
    await fill(database)
    older = back_up_and_rotate(database_url, tmp_path, 1, AT)
    damage(path)

    with pytest.raises(Damaged):
        back_up_and_rotate(database_url, tmp_path, 1, AT + timedelta(days=1))

    assert sorted(tmp_path.glob("*-*Z.sqlite3")) == [older]


async def test_of_the_backups_made_in_turn_the_newest_are_kept_and_nothing_else_is_touched(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    place = tmp_path / "copies"
    place.mkdir()
    others = [
        "career-advisor-before-the-move.sqlite3",
        "letter.txt",
        "career-advisor-20200101T000000Z.sqlite3.gz",
    ]
    for name in others:
        (place / name).write_text("precious")

    for day in range(4):
        await database.write(beats(day))
        back_up_and_rotate(database_url, place, 2, AT + timedelta(days=day))

    kept = ["career-advisor-20260303T090000Z.sqlite3", "career-advisor-20260304T090000Z.sqlite3"]
    assert sorted(files(place)) == sorted(kept + others)
    assert noted(place / kept[-1]) == [0, 1, 2, 3]


async def test_the_backup_just_made_is_kept_even_if_the_clock_was_once_ahead(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    ahead = back_up_and_rotate(database_url, tmp_path, 1, AT + timedelta(days=4000))

    made = back_up_and_rotate(database_url, tmp_path, 1, AT)

    assert database
    assert made.exists()
    assert not ahead.exists()


async def test_backups_in_turn_need_a_folder_that_is_there(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    with pytest.raises(Misnamed, match="no folder"):
        back_up_and_rotate(database_url, tmp_path / "unplugged", 3, AT)

    assert database
    assert not (tmp_path / "unplugged").exists()


# Restoring


async def stopped(url: str, *bots: int) -> Path:
    """Return the database of a bot that has left, with so many noted."""
    async with database_at(url) as database:
        await fill(database)
        for bot in bots:
            await database.write(beats(bot))
    return Path(url.removeprefix("sqlite:///"))


async def killed(folder: Path, *bots: int) -> Path:
    """Return the database of a bot that was killed: what it noted last is in the log alone."""
    folder.mkdir()
    async with database_at(f"sqlite:///{folder / 'alive.sqlite3'}") as database:
        await fill(database)
        for bot in bots:
            await database.write(beats(bot))
        for end in ("", "-wal", "-shm"):
            left = (folder / f"alive.sqlite3{end}").read_bytes()
            (folder / f"advisor.sqlite3{end}").write_bytes(left)
    return folder / "advisor.sqlite3"


async def test_a_copy_is_restored_and_the_former_database_is_kept_with_all_that_was_in_its_log(
    tmp_path: Path,
) -> None:
    copy = await stopped(f"sqlite:///{tmp_path / 'copy.sqlite3'}", 1)
    path = await killed(tmp_path / "data", 1, 2)

    former = restore(f"sqlite:///{path}", copy, AT)

    assert former == path.with_name("advisor.sqlite3.replaced-20260301T090000Z")
    assert noted(path) == [1]
    assert noted(former) == [1, 2]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(path.parent.glob("advisor*")) == [path, former]


async def test_a_copy_is_restored_where_there_is_no_database(tmp_path: Path) -> None:
    copy = await stopped(f"sqlite:///{tmp_path / 'copy.sqlite3'}", 1)

    former = restore(f"sqlite:///{tmp_path}/new/advisor.sqlite3", copy, AT)

    assert former is None
    assert noted(tmp_path / "new" / "advisor.sqlite3") == [1]


async def test_the_file_behind_a_link_is_what_is_restored(tmp_path: Path) -> None:
    copy = await stopped(f"sqlite:///{tmp_path / 'copy.sqlite3'}", 1)
    path = await killed(tmp_path / "data", 2)
    link = tmp_path / "link.sqlite3"
    link.symlink_to(path)

    restore(f"sqlite:///{link}", copy, AT)

    assert link.is_symlink()
    assert noted(path) == [1]


@pytest.mark.parametrize("deed", [damage, empty, remove])
async def test_a_database_beyond_reading_is_kept_as_it_is_together_with_its_log(
    tmp_path: Path, deed: Callable[[Path], None]
) -> None:
    copy = await stopped(f"sqlite:///{tmp_path / 'copy.sqlite3'}", 1)
    path = await stopped(f"sqlite:///{tmp_path / 'advisor.sqlite3'}", 2)
    deed(path)
    log = path.with_name("advisor.sqlite3-wal")
    if deed is not damage:
        log.write_bytes(b"the last answers")
    left = {each.read_bytes() for each in (path, log) if each.exists()}

    restore(f"sqlite:///{path}", copy, AT)

    kept = {each.read_bytes() for each in tmp_path.glob("advisor.sqlite3.replaced-*")}
    assert kept == left
    assert noted(path) == [1]


async def test_a_database_that_another_program_has_open_is_not_replaced(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    copy = await stopped(f"sqlite:///{tmp_path / 'copy.sqlite3'}", 1)
    await database.write(beats(2))

    with pytest.raises(Unusable, match=r"Another program has .* open"):
        restore(database_url, copy, AT)

    await database.write(beats(3))
    assert list(tmp_path.glob("*replaced*")) == []


def letter(copy: Path) -> None:
    copy.write_text("Dear Anna, " * 200)


def of_a_newer_version(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as shell, shell:
        shell.execute("UPDATE alembic_version SET version_num = '9999'")


def of_another_program(copy: Path) -> None:
    copy.unlink()
    with closing(sqlite3.connect(copy)) as shell, shell:
        shell.execute("CREATE TABLE alembic_version (version_num)")
        shell.execute("INSERT INTO alembic_version VALUES ('0001')")
        shell.execute("CREATE TABLE people (person INTEGER PRIMARY KEY)")


def without_revision(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as shell, shell:
        shell.execute("DROP TABLE alembic_version")


UNFIT = [
    (remove, "no file"),
    (empty, "no database of this program"),
    (damage, "is damaged"),
    (letter, "no database"),
    (of_a_newer_version, "newer version"),
    (of_another_program, "no database of this program"),
    (without_revision, "no database of this program"),
]


@pytest.mark.parametrize(("deed", "word"), UNFIT, ids=[deed.__name__ for deed, _ in UNFIT])
async def test_an_unfit_copy_is_refused_with_one_line_and_nothing_changes(
    tmp_path: Path, deed: Callable[[Path], None], word: str
) -> None:
    copy = await stopped(f"sqlite:///{tmp_path / 'copy.sqlite3'}", 1)
    path = await killed(tmp_path / "data", 2)
    deed(copy)
    before = files(path.parent)

    with pytest.raises(Unusable, match=word) as refused:
        restore(f"sqlite:///{path}", copy, AT)

    assert "\n" not in str(refused.value)
    assert files(path.parent) == before


async def test_the_database_is_never_restored_from_itself(tmp_path: Path) -> None:
    path = await killed(tmp_path / "data", 1)
    other = tmp_path / "other"
    os.link(path, other)

    with pytest.raises(Misnamed, match="the database itself"):
        restore(f"sqlite:///{path}", other, AT)


async def test_without_space_for_it_nothing_is_restored_and_nothing_changes(tmp_path: Path) -> None:
    copy = await stopped(f"sqlite:///{tmp_path / 'copy.sqlite3'}", 1)
    path = await killed(tmp_path / "data", 2)
    before = files(path.parent)

    with files_no_larger_than(50_000), pytest.raises(Unusable, match="Free some space"):
        restore(f"sqlite:///{path}", copy, AT)

    assert files(path.parent) == before


async def test_what_was_taken_away_is_put_back_when_the_rest_fails(tmp_path: Path) -> None:
    copy = await stopped(f"sqlite:///{tmp_path / 'copy.sqlite3'}", 1)
    path = tmp_path / "advisor.sqlite3"
    path.touch()
    path.with_name("advisor.sqlite3-wal").write_text("the last answers")
    path.with_name("advisor.sqlite3.replaced-20260301T090000Z").write_text("of another time")
    before = files(tmp_path)

    with pytest.raises(Unusable):
        restore(f"sqlite:///{path}", copy, AT)

    assert files(tmp_path) == before


async def test_killed_at_any_step_a_restore_leaves_all_of_the_old_database_or_all_of_the_new_one(
    tmp_path: Path,
) -> None:
    copy = await stopped(f"sqlite:///{tmp_path / 'copy.sqlite3'}", 1)
    path = await killed(tmp_path / "data", 1, 2)
    script = Path(__file__).with_name("killed_restore.py")

    shown = await asyncio.create_subprocess_exec(
        sys.executable, script, path.parent, copy, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await shown.communicate()

    states = told.decode().splitlines()
    assert states[0] == "[1, 2]"
    assert states[-1] == "[1]"
    assert len(states) > 4
    assert set(states) == {"[1, 2]", "[1]"}
