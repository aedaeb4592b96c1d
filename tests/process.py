"""The bot as its users run it: a process of its own, talking HTTP to the local Bot API."""

import asyncio
import os
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from botapi import BotApi
from botapi_world import PATIENCE as PATIENCE  # noqa: PLC0414 - the tests' as well

ROOT = Path(__file__).parent.parent
BOT = (sys.executable, "-m", "bot", "run")

# What the bot has still to do, as far as its database tells.
UNDELIVERED = """
    SELECT (SELECT count(*) FROM cards JOIN people USING (person) WHERE shown < version AND gone_at IS NULL)
        + (SELECT count(*) FROM outbox) + (SELECT count(*) FROM waiting) + (SELECT count(*) FROM unread)
"""


class Process(Protocol):
    """A process: one of asyncio's own, or a forked one (zygote.py)."""

    @property
    def returncode(self) -> int | None: ...

    def kill(self) -> None: ...

    def terminate(self) -> None: ...

    async def wait(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Running:
    """A running bot and the file it logs to."""

    process: Process
    log: Path

    async def kill(self) -> None:
        """End it without a warning, as a power cut or the kernel would."""
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """Ask it to leave, and return its code of exit."""
        self.process.terminate()
        return await asyncio.wait_for(self.process.wait(), PATIENCE)

    async def ended(self) -> int:
        """Wait until it leaves by itself, and return its code of exit."""
        return await asyncio.wait_for(self.process.wait(), PATIENCE)

    async def logs(self, words: str, times: int = 1) -> None:
        """Wait until it has logged these words so often."""
        async with asyncio.timeout(PATIENCE):
            while self.logged(words) < times:
                await asyncio.sleep(0.05)

    def logged(self, words: str) -> int:
        """Return how often it has logged these words."""
        return self.log.read_text(encoding="utf-8").count(words)


async def until_idle(api: BotApi, folder: Path) -> None:
    """Wait until the bot has nothing left to do: every update is confirmed, and what it led to noted as delivered."""
    async with asyncio.timeout(PATIENCE):
        await api.drained()
        while stored(folder, UNDELIVERED) != [(0,)]:
            await asyncio.sleep(0.02)
        await api.drained()


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """Return the environment of a bot that lives in this folder."""
    ours = {
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "error",
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "TAP_GUARD_MS": "0",  # the people of the tests need no time to read
    }
    return ours | {"DATABASE_URL": f"sqlite:///{folder / 'advisor.sqlite3'}"} | settings


@asynccontextmanager
async def running(
    api: BotApi, folder: Path, *, command: Sequence[str] = BOT, **settings: str
) -> AsyncIterator[Running]:
    """Run the bot against this server, in this folder; what it logs is in bot.log."""
    ours = {"TELEGRAM_BOT_TOKEN": api.token, "TELEGRAM_API_URL": api.url} | settings
    async with commanded(command, folder, environment(folder, **ours)) as bot:
        yield bot


@asynccontextmanager
async def commanded(
    command: Sequence[str], folder: Path, settings: Mapping[str, str]
) -> AsyncIterator[Running]:
    """Run any bot in this folder; what it logs is in bot.log."""
    log = folder / "bot.log"
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *command, cwd=folder, env=settings, stdout=output, stderr=output
        )
    try:
        yield Running(process, log)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def stored(folder: Path, query: str) -> list[tuple[object, ...]]:
    """Ask the bot's database, as anybody could with the sqlite3 shell."""
    with closing(sqlite3.connect(folder / "advisor.sqlite3")) as connection:
        return connection.execute(query).fetchall()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep the bot's database locked, as another program might."""
    with closing(sqlite3.connect(folder / "advisor.sqlite3", isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def take_time(folder: Path) -> None:
    """Let the answers so far have taken twenty seconds each, as those of a person who reads."""
    earlier = """
        UPDATE answers SET answered_at = strftime(
            '%Y-%m-%d %H:%M:%f', answered_at, (-20 * (1 + (
                SELECT max(place) FROM answers AS others WHERE others.sitting = answers.sitting
            ) - place)) || ' seconds'
        )
    """
    database = sqlite3.connect(folder / "advisor.sqlite3", timeout=PATIENCE)
    with closing(database) as connection, connection:
        connection.execute(earlier)
