"""The power rig: the disk as a power cut would leave it, at thousands of moments of a real run.

Rules:
- The bot is the real process and runs under strace, while people answer; it is killed in the middle and started again.
  What it wrote, synced and confirmed to Telegram is in the log (disk.py).
- At each cut the disk is built anew and opened by SQLite: it must be whole, hold every update that had been confirmed by
  then, and exactly the answers that the updates in it come to (rig_checker.py).
- The same run with `synchronous=NORMAL` must lose confirmed answers, or the rig would prove nothing.

It needs strace from the system's packages (apt-get install strace).

Run: python tests/rig_power.py --cuts 2000 --updates 600
"""

import argparse
import asyncio
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from botapi import BotApi
from botapi_world import PATIENCE
from disk import CALLS, Confirmed, Disk, Event, Fate, Synced, Wrote, events
from process import Running, running
from rig_checker import Evidence, Wire, check, deed_of, expected, played
from rig_kills import SETTINGS, Plan, Rig, alive

STRACE = (
    "strace",
    "-D",
    "-f",
    "--seccomp-bpf",
    "-y",
    "-xx",
    "-s",
    "4000000",
    "-e",
    f"trace={CALLS}",
)
BOT = """
import sys
from storage import database
database.ON_CONNECT = tuple(each.replace("FULL", sys.argv.pop()) if "FULL" in each else each for each in database.ON_CONNECT)
from bot.__main__ import main
main()
"""
DATABASE = "advisor.sqlite3"
EMPTY = "the database is not there"


@dataclass(frozen=True, slots=True)
class Run:
    """What a bot did to its disk, and what Telegram had pushed."""

    folder: Path
    events: Sequence[Event]
    pushed: Sequence[Wire]


@dataclass(slots=True)
class Outcome:
    """What the cuts came to; `losing` are those after which something confirmed was missing."""

    synchronous: str
    updates: int
    writes: int
    syncs: int
    checkpoints: int
    cuts: int = 0
    corrupt: int = 0
    losing: int = 0
    lost_updates: int = 0
    lost_answers: int = 0
    doubled: int = 0
    out_of_order: int = 0
    seconds: int = 0

    @property
    def clean(self) -> bool:
        """Tell whether nothing is wrong."""
        return not (
            self.corrupt or self.losing or self.lost_answers or self.doubled or self.out_of_order
        )


async def recorded(folder: Path, synchronous: str, updates: int, people: int) -> Run:
    """Let people answer a bot under strace until so many updates came, with one kill half way."""
    logs = [folder / f"calls.{number}" for number in (1, 2)]
    async with BotApi() as api:
        rig = Rig(api, Plan(people=people, rate=40.0), folder)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(rig.people())
            for log, share in zip(logs, (0.5, 1.0), strict=True):
                command = (*STRACE, "-o", str(log), sys.executable, "-c", BOT, "run", synchronous)
                async with running(api, folder, command=command, **SETTINGS) as bot:
                    await _pushed(rig, bot, round(updates * share))
                    rig.over = share == 1.0
                    await (_left(api, bot) if rig.over else bot.kill())
                await _written(log)
    found = [event for log in logs for event in events(log, folder)]
    return Run(folder, found, rig.ledger.pushed)


async def _pushed(rig: Rig, bot: Running, updates: int) -> None:
    while len(rig.ledger.pushed) < updates:
        alive(bot)
        await asyncio.sleep(0.05)


async def _left(api: BotApi, bot: Running) -> None:
    await api.drained()
    await bot.stop()


async def _written(log: Path) -> None:
    """Wait until strace has told the end of the process."""
    async with asyncio.timeout(PATIENCE):
        while not any(line.split()[1:2] == ["+++"] for line in _end(log)[-1:]):
            await asyncio.sleep(0.05)


def _end(log: Path) -> list[str]:
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 500))
        return file.read().decode("ascii").splitlines()


def judged(
    run: Run, synchronous: str, cuts: int, seed: int, tell: Callable[[str], None]
) -> Outcome:
    """Cut the power so many times, at moments spread over the run, and look at what is left."""
    chance, disk, confirmed = Random(seed), Disk(), 0
    outcome = Outcome(
        synchronous,
        len(run.pushed),
        sum(isinstance(each, Wrote) for each in run.events),
        sum(isinstance(each, Synced) for each in run.events),
        sum(_checkpoint(each) for each in run.events),
    )
    moments = sorted(chance.choices(range(len(run.events)), k=cuts))
    with tempfile.TemporaryDirectory() as folder:
        for place, event in enumerate(run.events):
            disk.take(event)
            if isinstance(event, Confirmed):
                confirmed = max(confirmed, event.offset)
            for _ in range(bisect_left(moments, place + 1) - bisect_left(moments, place)):
                left = disk.cut(chance.choice(tuple(Fate)), chance)
                _look(_rebuilt(left, Path(folder)), run.pushed, confirmed, outcome)
                if outcome.cuts % 500 == 0:
                    tell(f"{synchronous}: {outcome.cuts} cuts, {outcome.losing} losing")
    return outcome


def _checkpoint(event: Event) -> bool:
    """Whether this ends a checkpoint: SQLite syncs the database itself then, and else its log alone."""
    return isinstance(event, Synced) and event.path.endswith(DATABASE)


def _rebuilt(files: dict[str, bytes], folder: Path) -> Path:
    """Write the database's files anew, and return its path."""
    for old in folder.iterdir():
        old.unlink()
    for name, content in files.items():
        if Path(name).name.startswith(DATABASE):
            (folder / Path(name).name).write_bytes(content)
    return folder / DATABASE


def _look(database: Path, pushed: Sequence[Wire], confirmed: int, outcome: Outcome) -> None:
    """Count what is wrong with a database after a cut."""
    outcome.cuts += 1
    trouble, handled = _opened(database)
    below = {update["update_id"] for update in pushed if update["update_id"] < confirmed}
    outcome.losing += not below <= handled
    outcome.lost_updates += len(below - handled)
    if trouble is not None:
        outcome.corrupt += trouble != EMPTY
        outcome.lost_answers += _answers([each for each in pushed if each["update_id"] in below])
        return
    held, due = (
        check(Evidence(database, [u for u in pushed if u["update_id"] in ids], confirmed, {}, ()))
        for ids in (handled, handled | below)
    )
    outcome.lost_answers += len(due.lost)
    outcome.doubled += len(held.doubled)
    outcome.out_of_order += len(held.out_of_order)


def _answers(told: Sequence[Wire]) -> int:
    """Return how many answers these updates come to."""
    deeds = [deed for update in told if (deed := deed_of(update)) is not None]
    return sum(map(len, expected(played(deeds)).values()))


def _opened(database: Path) -> tuple[str | None, set[int]]:
    """Return what is wrong with the file, if anything, and which updates it holds as handled."""
    if not database.exists():
        return EMPTY, set()
    try:
        with closing(sqlite3.connect(database)) as connection:
            ((verdict,),) = connection.execute("PRAGMA integrity_check(1)").fetchall()
            if verdict != "ok":
                return str(verdict), set()
            if not connection.execute(
                "SELECT 1 FROM sqlite_master WHERE name='handled'"
            ).fetchall():
                return EMPTY, set()
            return None, {row[0] for row in connection.execute('SELECT "update" FROM handled')}
    except sqlite3.DatabaseError as error:
        return str(error), set()


def tried(
    folder: Path, synchronous: str, told: argparse.Namespace, tell: Callable[[str], None]
) -> Outcome:
    """Record a run and judge it."""
    started = time.monotonic()
    folder.mkdir()
    run = asyncio.run(recorded(folder, synchronous, told.updates, told.people))
    tell(f"{synchronous}: {len(run.pushed)} updates, {len(run.events)} events")
    outcome = judged(run, synchronous, told.cuts, told.seed, tell)
    outcome.seconds = round(time.monotonic() - started)
    return outcome


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The figures of all, a line for each."""
    for name in asdict(outcomes[0]):
        yield f"{name.replace('_', ' '):>14}" + "".join(
            f" {getattr(each, name)!s:>10}" for each in outcomes
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="Cut the power at thousands of moments of a run.")
    parser.add_argument("--cuts", type=int, default=2000)
    parser.add_argument("--updates", type=int, default=600)
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    told = parser.parse_args()
    if shutil.which("strace") is None:
        sys.exit("This rig needs strace: apt-get install strace, or your system's way to get it.")
    tell: Callable[[str], None] = lambda line: print(line, file=sys.stderr, flush=True)  # noqa: E731
    with tempfile.TemporaryDirectory() as name:
        folder = Path(os.path.realpath(name))
        full, normal = (tried(folder / how, how, told, tell) for how in ("FULL", "NORMAL"))
    if told.json:
        print(json.dumps([asdict(full), asdict(normal)]))
    else:
        print(*table((full, normal)), sep="\n")
    sys.exit(0 if full.clean and normal.losing else 1)


if __name__ == "__main__":
    main()
