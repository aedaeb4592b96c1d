"""How much longer an answer waits while admins look at the figures, and while results wait to be released.

    .venv/bin/python tests/bench/admins.py

The advisor and its database are the bot's; Telegram is left out, so that nothing else is measured. Answers come by the
clock, those that are due form the next batch, and each waits from the moment it was due until it is committed.
"""

import argparse
import asyncio
import random
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import uvloop
from crowd import FIRST_ID, LAST_ID
from stored import fill

from bot.advisor import Advisor, PersonSpoke
from bot.app import BETWEEN_BLOCKS
from bot.core.conversation.inputs import Begin, Input, Start, Type
from content.loader import load
from storage.database import database_at
from storage.records import OutboxKind, OutboxMessage

ADMIN = 7
BLOCK = 50
EARLIER = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :blocks)
    INSERT INTO {} SELECT {} FROM n
"""
WAITING = """
    UPDATE finishes SET released = 0, outcome = CASE person % 3 WHEN 0 THEN 'expert' WHEN 1 THEN 'manager' END
    WHERE person IN (SELECT person FROM finishes ORDER BY random() LIMIT :waiting)
"""

Waits = list[float]
Work = Callable[[Advisor], Awaitable[None]]


def prepare(path: Path, people: int, waiting: int) -> None:
    """Store so many people who have finished, so many of them not released yet, and the blocks of the others."""
    fill(path, people)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(WAITING, {"waiting": waiting})
        blocks = {"blocks": (people - waiting) // BLOCK}
        connection.execute(EARLIER.format("blocks", f"i, {BLOCK}, 1.0, 0"), blocks)
        for outcome in ("expert", "manager", "hybrid", "neither", ""):
            connection.execute(EARLIER.format("releases", f"i, '{outcome}', 10"), blocks)


def conversations() -> Iterator[PersonSpoke]:
    """Yield what people say who begin and answer five questions, one person after another."""
    updates, chance = count(1), random.Random(1)
    said: tuple[Input, ...] = (Start(), Begin(), *[Type("1")] * 5)
    while True:
        person = chance.randrange(FIRST_ID, LAST_ID) | 1  # those stored are even
        for each in said:
            yield PersonSpoke(next(updates), person, each, "en")


async def answer(
    advisor: Advisor, said: Iterator[PersonSpoke], rate: float, last: Callable[[], bool]
) -> Waits:
    """Answer at this rate until it is the last batch; return how many seconds each answer waited."""
    waits: Waits = []
    begun = time.perf_counter()
    while not last():
        behind = begun + len(waits) / rate - time.perf_counter()
        if behind > 0:
            await asyncio.sleep(behind)
        due = int((time.perf_counter() - begun) * rate) + 1 - len(waits)
        await advisor.handle(list(islice(said, due)))
        done = time.perf_counter() - begun
        waits += [done - (len(waits) + each) / rate for each in range(due)]
    return waits


async def rest(_: Advisor) -> None:
    """Do nothing beside the answers."""
    await asyncio.sleep(0.1)


async def look(advisor: Advisor) -> None:
    """Make a report."""
    await advisor.content_of(OutboxMessage(ADMIN, OutboxKind.REPORT, "en"))


async def release(advisor: Advisor) -> None:
    """Release a block as the bot does."""
    await advisor.release_block()
    await asyncio.sleep(BETWEEN_BLOCKS)


async def repeat(work: Work, advisor: Advisor, seconds: float) -> Waits:
    """Do the work again and again for so long; return how many seconds each took."""
    took: Waits = []
    end = time.perf_counter() + seconds
    while (begun := time.perf_counter()) < end:
        await work(advisor)
        took.append(time.perf_counter() - begun)
    return took


async def measure(path: Path, rate: float, seconds: float, rounds: int) -> None:
    """Print how long answers wait: alone, beside reports, and beside blocks that are released, in turn."""
    works: dict[str, Work] = {
        "alone": rest,
        "while reports are made": look,
        "while blocks are released": release,
    }
    waited: dict[str, Waits] = {name: [] for name in works}
    took: dict[str, Waits] = {name: [] for name in works}
    said = conversations()
    async with database_at(f"sqlite:///{path}") as database:
        advisor = Advisor(load(), database, bot=1, admins=frozenset({ADMIN}), block=BLOCK)
        for number in range(rounds + 1):  # the first one warms up
            for name, work in works.items():
                task = asyncio.ensure_future(repeat(work, advisor, seconds))
                waits = await answer(advisor, said, rate, task.done)
                if number:
                    waited[name] += waits
                    took[name] += await task
    print("answers wait, ms | answers | p50 | p95 | p99 | most | each of the others took, p50")
    print("---|---|---|---|---|---|---")
    for name in works:
        figures = (len(waited[name]), *_ranks(waited[name]), f"{_ranks(took[name])[0]} ms")
        print(f"{name} |", " | ".join(map(str, figures)))


def _ranks(seconds: Waits) -> tuple[float, ...]:
    ranked = sorted(round(1000 * each, 1) for each in seconds)
    return tuple(ranked[int(share * (len(ranked) - 1))] for share in (0.5, 0.95, 0.99, 1))


async def _migrated(path: Path) -> None:
    async with database_at(f"sqlite:///{path}"):
        pass


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000, help="stored, who have finished")
    parser.add_argument("--waiting", type=int, default=100_000, help="of them, not released yet")
    parser.add_argument("--rate", type=float, default=100, help="answers a second")
    parser.add_argument("--seconds", type=float, default=2, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=10, help="of all measurements, in turn")
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent, help="the disk")
    given = parser.parse_args()
    with TemporaryDirectory(dir=given.folder, prefix=".run-") as folder:
        path = Path(folder) / "bench.sqlite3"
        uvloop.run(_migrated(path))
        prepare(path, given.people, given.waiting)
        uvloop.run(measure(path, given.rate, given.seconds, given.rounds))


if __name__ == "__main__":
    main()
