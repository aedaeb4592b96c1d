"""The rig of a database in trouble: locked, read-only or full while people answer, and well again after a while.

Rules:
- The bot is the real process; the people, the ledger and the checker are those of the kill rig.
- Half of the people do something when the trouble begins, the others when those know of it. Each must be told once
  that it takes longer: by the answer to their tap, or by a message. Until then it lasts, however short it is to be.
- When the trouble is over, all they did must count, without anybody's help.
- `locked`, `read-only` and `unwritable` work anywhere. `disk-full` needs a mount and `immutable` a chattr: run them as
  root, the first one also behind `unshare --user --map-root-user --mount`.

Run: python tests/rig_database.py --seconds 10
"""

import argparse
import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from botapi import BotApi
from botapi_world import PATIENCE
from content.loader import load
from rig_checker import Findings, check
from rig_kills import SETTINGS, Plan, Player, Rig, alive
from troubled import listen_for_trouble
from zygote import forked

PEOPLE = 30
ROUNDS = 3  # of deeds before the trouble
SIZE = "32m"  # of the disk that is full


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `told`: how often each person was told; `waited`: seconds from the end of the trouble."""

    told: tuple[int, ...]
    waited: float
    errors: int
    findings: Findings

    @property
    def figures(self) -> dict[str, float]:
        """Return the figures by their names."""
        never, often = self.told.count(0), sum(count > 1 for count in self.told)
        told = {"told_once": self.told.count(1), "never_told": never, "told_again": often}
        healed = {"healed_after_s": round(self.waited, 1), "errors_logged": self.errors}
        return told | healed | self.findings.figures

    @property
    def clean(self) -> bool:
        """Tell whether everybody was told once, and nothing else is wrong."""
        return set(self.told) == {1} and not self.errors and self.findings.clean


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the database as another program would."""
    database = folder / "advisor.sqlite3"
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Have SQLite refuse every write."""
    with _switched(folder, "read-only"):
        yield


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """Have the system refuse every write."""
    with _switched(folder, "unwritable"):
        yield


@contextmanager
def _switched(folder: Path, word: str) -> Iterator[None]:
    switch = folder / "trouble"
    switch.write_text(word)
    yield
    switch.unlink()


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """Fill the disk to the last byte."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096):
                pass
        except OSError:
            yield
    filler.unlink()


@contextmanager
def immutable(folder: Path) -> Iterator[None]:
    """Have the file system refuse every change of the database and its log."""
    files = [str(folder / name) for name in ("advisor.sqlite3", "advisor.sqlite3-wal")]
    subprocess.run(["chattr", "+i", *files], check=True)
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", *files], check=True)


Trouble = Callable[[Path], AbstractContextManager[None]]
ANYWHERE: Mapping[str, Trouble] = {
    "locked": locked,
    "read-only": read_only,
    "unwritable": unwritable,
}
PRIVILEGED: Mapping[str, Trouble] = {"disk-full": full, "immutable": immutable}


async def troubled(trouble: Trouble, seconds: float, folder: Path) -> Outcome:
    """Do all of it in this folder."""
    async with BotApi() as api:
        rig = Rig(api, Plan(0, people=PEOPLE), folder)
        early, late = rig.players[::2], rig.players[1::2]
        async with forked(api, folder, first=listen_for_trouble, **SETTINGS) as bot:
            for _ in range(ROUNDS):
                await _act(rig.players)
            await rig.still()
            began = time.monotonic()
            with trouble(folder):
                for players in (early, late):
                    _acted(players)
                    await _told_all(api, players)
                await asyncio.sleep(began + seconds - time.monotonic())
            over = time.monotonic()
            await _served(rig.players)
            waited = time.monotonic() - over
            await _act(rig.players)
            await rig.still()
            alive(bot)
            await bot.stop()
        errors = sum(" ERROR " in line for line in bot.log.read_text().splitlines())
        told = tuple(_told(api, player) for player in rig.players)
        return Outcome(told, waited, errors, check(rig.evidence()))


async def _act(players: Iterable[Player]) -> None:
    _acted(players)
    await _served(players)


def _acted(players: Iterable[Player]) -> None:
    for player in players:
        assert player.acts(), player.id


async def _served(players: Iterable[Player]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not all(player.served for player in players):
            await asyncio.sleep(0.02)


async def _told_all(api: BotApi, players: Sequence[Player]) -> None:
    """Wait until everybody is told; that it never happened is seen in the end."""
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while not all(_told(api, player) for player in players):
                await asyncio.sleep(0.05)


def _told(api: BotApi, player: Player) -> int:
    """Return how often somebody was told that it takes longer."""
    person = api.person(player.id)
    return len(person.toasts) + sum(each.text in _lines() for each in person.messages)


@cache
def _lines() -> frozenset[str]:
    """Return what people are told, in every language."""
    return frozenset(words.plain("trouble") for words in load().texts.values())


@contextmanager
def place(trouble: str) -> Iterator[Path]:
    """Give a folder for a trouble: a small disk of its own for one that is to be full."""
    with tempfile.TemporaryDirectory() as folder:
        if trouble != "disk-full":
            yield Path(folder)
            return
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "rig", folder], check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


def asked() -> argparse.Namespace:
    known = (*ANYWHERE, *PRIVILEGED)
    usual = known if os.geteuid() == 0 else tuple(ANYWHERE)
    parser = argparse.ArgumentParser(
        description="Put the database in trouble, and look for damage."
    )
    parser.add_argument("troubles", nargs="*", help=f"of {', '.join(known)}", default=usual)
    parser.add_argument(
        "--seconds", type=float, default=10.0, help="how long each one lasts at least"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser.parse_args()


def main() -> None:
    told, clean = asked(), True
    for name in told.troubles:
        with place(name) as folder:
            trouble = {**ANYWHERE, **PRIVILEGED}[name]
            outcome = asyncio.run(troubled(trouble, told.seconds, folder))
        clean = clean and outcome.clean
        figures = outcome.figures
        print(json.dumps({name: figures}) if told.json else "\n".join(table(name, outcome)))
    sys.exit(0 if clean else 1)


def table(name: str, outcome: Outcome) -> Iterator[str]:
    """The figures, a line for each, and what they are about."""
    yield name
    for label, figure in outcome.figures.items():
        yield f"{label.replace('_', ' '):>22} {figure:>8}"
    yield from outcome.findings.sentences[:40]


if __name__ == "__main__":
    main()
