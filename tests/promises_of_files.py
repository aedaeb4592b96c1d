"""The file under the bot: what others do to it, copies and migrations, each promise tried on the real process."""

import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import product
from pathlib import Path

from bot.core.assessment.selection import MOST
from file_mishaps import DAMAGING, DISPLACING, UNLOCKING, damage, damage_table, ending
from process import Running, until_idle
from promise import MODES, Promise, Proof, database_in, make_folder, settings_of, telegram
from storage.database import NEWEST, known_revisions
from test_backups import UNFIT
from test_bot import answers, begins, progress
from test_migrations import build, shell
from zygote import called, forked

Deed = Callable[[Path], None]
RESTORE = "career-advisor restore"
COPY = re.compile(r"career-advisor-\d{8}T\d{6}Z\.sqlite3")
ROWS = 2_000_000  # which make a check of the database take a moment


async def end_when_the_file_is_displaced(folder: Path) -> Proof:
    return await _end_at_each(folder, list(DISPLACING.values()), MODES)


async def end_when_the_file_is_damaged(folder: Path) -> Proof:
    return await _end_at_each(folder, list(DAMAGING.values()), MODES)


async def _end_at_each(folder: Path, deeds: Sequence[Deed], modes: Sequence[str]) -> Proof:
    """Do each deed under a bot of its own, then tap; each must end as promised, with the tap left to Telegram."""
    wrong = []
    for deed, mode in product(deeds, modes):
        place = make_folder(folder, deed.__name__, mode)
        async with telegram() as api:
            anna = api.person(1001)
            async with forked(api, place, first=None, **settings_of(mode, api)) as bot:
                await begins(anna)
                await until_idle(api, place)
                deed(database_in(place))
                await answers(anna, MOST)
                ended = await _ends_with_one_line(bot, RESTORE)
            unconfirmed = len(api.world.queue.waiting) == len(anna.unanswered) == 1
            if not (ended and unconfirmed and anna.card and anna.card.says(progress(MOST))):
                wrong.append(f"{deed.__name__} ({mode})")
    return _count(len(deeds) * len(modes), wrong, "code 1, one line, tap unconfirmed")


async def end_an_idle_bot_when_the_file_is_displaced(folder: Path) -> Proof:
    wrong = []
    for name, deed in DISPLACING.items():
        place = make_folder(folder, name)
        async with telegram() as api, forked(api, place) as bot:
            await bot.logs("taking updates")
            await until_idle(api, place)
            deed(database_in(place))
            if not await _ends_with_one_line(bot, RESTORE):
                wrong.append(name)
    return _count(len(DISPLACING), wrong, "code 1, one line")


async def end_when_the_lock_is_gone(folder: Path) -> Proof:
    wrong = []
    for name, deed in UNLOCKING.items():
        place = make_folder(folder, name)
        async with telegram() as api, forked(api, place) as first:
            await first.logs("taking updates")
            deed(database_in(place))
            if not await _ends_with_one_line(first, "advisor.sqlite3.lock"):
                wrong.append(name)
            async with forked(api, place) as second:
                await second.logs("taking updates", times=2)
                await second.stop()
    return _count(len(UNLOCKING), wrong, "code 1, one line; the next bot starts")


async def _ends_with_one_line(bot: Running, word: str) -> bool:
    code, lines = await ending(bot)
    return code == 1 and len(lines) == 1 and word in lines[0]


def _count(tried: int, wrong: Sequence[str], how: str) -> Proof:
    figures = f"{tried - len(wrong)} of {tried}: {how}"
    return Proof(not wrong, "; otherwise: ".join((figures, *filter(None, [", ".join(wrong)]))))


async def find_damage_that_nobody_reads(folder: Path) -> Proof:
    async with telegram() as api:
        async with forked(api, folder) as bot:
            await begins(api.person(1001))
            await until_idle(api, folder)
            await bot.stop()
        damage_table(database_in(folder), "releases")
        async with forked(api, folder) as bot:
            ended = await _ends_with_one_line(bot, RESTORE)
    return Proof(ended, "code 1, one line")


async def serve_during_a_check(folder: Path) -> Proof:
    async with telegram() as api:
        anna = api.person(1001)
        async with forked(api, folder) as bot:
            await begins(anna)
            await until_idle(api, folder)
            await bot.stop()
        check, size = _fill(folder)
        async with forked(api, folder) as bot:
            await bot.logs("taking updates")
            begun, waits = time.monotonic(), []
            for left in range(MOST, MOST - 3, -1):
                at = time.monotonic()
                await answers(anna, left)
                await anna.sees(progress(left - 1))
                waits.append(time.monotonic() - at)
            lasted = time.monotonic() - begun
    figures = f"{size / 1e6:.0f} MB take {check:.2f} s to check; 3 taps take {lasted:.2f} s, {max(waits):.3f} s at most"
    return Proof(max(waits) < check, figures)


def _fill(folder: Path) -> tuple[float, int]:
    """Make the database large; return how many seconds its check takes, and its bytes."""
    filling = f"""
        WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers LIMIT {ROWS})
        INSERT INTO filler SELECT number, hex(randomblob(20)) FROM numbers
    """
    with closing(sqlite3.connect(database_in(folder))) as connection:
        with connection:
            connection.execute("CREATE TABLE filler (number INTEGER PRIMARY KEY, word TEXT)")
            connection.execute(filling)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        begun = time.monotonic()
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        return time.monotonic() - begun, database_in(folder).stat().st_size


async def restore_a_copy(folder: Path) -> Proof:
    async with telegram() as api:
        anna = api.person(1001)
        async with forked(api, folder) as bot:
            await begins(anna)
            await until_idle(api, folder)
            saved = called(folder, "backup", "copy.sqlite3")
            running = called(folder, "restore", "copy.sqlite3")
            damage(database_in(folder))
            await answers(anna, MOST)
            await ending(bot)
        damaged = database_in(folder).read_bytes()
        unfit = _restore_unfit_copies(folder)
        untouched = database_in(folder).read_bytes() == damaged
        restored = called(folder, "restore", "copy.sqlite3")
        former = [each.read_bytes() for each in folder.glob("advisor.sqlite3.replaced-*Z")]
        async with forked(api, folder):
            await anna.sees(progress(MOST - 1))
            await until_idle(api, folder)
    codes = [each.returncode for each in (saved, running, restored)]
    right = codes == [0, 1, 0] and "A bot is running" in running.stderr
    refused = sum(unfit)
    figures = f"refused while a bot runs; {refused} of {len(unfit)} unfit copies refused; {len(former)} replaced file kept; the tap counts after it"
    return Proof(right and all(unfit) and untouched and former == [damaged], figures)


def _restore_unfit_copies(folder: Path) -> list[bool]:
    """Try to restore copies nobody should; return of each whether it is refused in one line."""
    refused = []
    for deed, word in UNFIT:
        copy = folder / f"{deed.__name__}.sqlite3"
        copy.write_bytes((folder / "copy.sqlite3").read_bytes())
        deed(copy)
        told = called(folder, "restore", copy.name)
        one_line = told.stderr.count("\n") == 1 and word in told.stderr
        refused.append(told.returncode in (1, 2) and one_line)
    return refused


async def keep_the_newest_copies(folder: Path) -> Proof:
    copies = make_folder(folder, "copies")
    others = {"career-advisor.sqlite3", "other-20200101T000000Z.sqlite3", "notes.txt"}
    old = {f"career-advisor-2020010{day}T000000Z.sqlite3" for day in range(1, 6)}
    for name in others | old:
        (copies / name).write_text("before")
    async with telegram() as api, forked(api, folder) as bot:
        await begins(api.person(1001))
        saved = called(folder, "backup", "--keep", "3", "copies")
        await bot.stop()
    names = {each.name for each in copies.iterdir()}
    (new,) = names - old - others
    kept = names == others | {new} | set(sorted(old)[-2:]) and COPY.fullmatch(new) is not None
    people = shell(copies / new, "SELECT person FROM people")
    figures = f"{len(names & old) + 1} of {len(old) + 1} kept, the newest; {len(names & others)} other files untouched"
    return Proof(saved.returncode == 0 and kept and people == [(1001,)], figures)


async def copy_before_a_migration(folder: Path) -> Proof:
    old, wrong = sorted(known_revisions() - {NEWEST}), []
    for revision in old:
        place = make_folder(folder, revision)
        build(database_in(place), revision)
        async with telegram() as api, forked(api, place) as bot:
            await bot.logs("taking updates")
            await bot.stop()
        copies = list(place.glob("advisor-*Z.sqlite3"))
        versions = [shell(copy, "SELECT version_num FROM alembic_version") for copy in copies]
        count = "SELECT count(*) FROM answers"
        held = [shell(each, count) for each in (*copies, database_in(place))]
        if versions != [[(revision,)]] or held != [[(3,)], [(3,)]]:
            wrong.append(revision)
    return _count(len(old), wrong, "revisions copied, migrated and served with all their answers")


PROMISES = (
    Promise(
        "a file removed, replaced or truncated ends the bot before anything is confirmed",
        f"{', '.join(DISPLACING)}, then a tap; polling and webhook",
        end_when_the_file_is_displaced,
    ),
    Promise(
        "an idle bot notices as well",
        "the same without a tap",
        end_an_idle_bot_when_the_file_is_displaced,
    ),
    Promise(
        "a lock that is gone ends the bot, so that no second one runs beside it",
        ", ".join(UNLOCKING),
        end_when_the_lock_is_gone,
    ),
    Promise(
        "a damaged database ends the bot and names the way out",
        f"{', '.join(DAMAGING)}, then a tap; polling and webhook",
        end_when_the_file_is_damaged,
    ),
    Promise(
        "damage that nobody reads is found after the start",
        "a table overwritten that is not read",
        find_damage_that_nobody_reads,
    ),
    Promise(
        "no poll waits for the check",
        f"taps after the start on a database of {ROWS:,} rows",
        serve_during_a_check,
    ),
    Promise(
        "restore checks the copy, refuses beside a bot and keeps the replaced file",
        f"beside a bot; {', '.join(deed.__name__ for deed, _ in UNFIT)}; a good copy",
        restore_a_copy,
    ),
    Promise(
        "backup --keep N removes only its own oldest",
        "six copies and three other files, N = 3, beside a bot",
        keep_the_newest_copies,
    ),
    Promise(
        "a migration writes a copy first, from each released schema",
        "a bot started on a database of each revision with data",
        copy_before_a_migration,
    ),
)
