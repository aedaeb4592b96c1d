"""The bots of the bench: how each is started, what it costs, and what it has stored."""

import asyncio
import os
import pickle
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from crowd import Given
from server import TOKEN, Server

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
OURS = ROOT / ".venv" / "bin" / "python"
PEERS = HERE / ".venv" / "bin" / "python"
TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 30.0  # seconds a bot may take to start or to leave
DATABASE = "bench.sqlite3"

STORED = "stored"  # the version of the content in the answers of those stored before a run
OUR_ANSWERS = f"""
    SELECT person, question, option FROM answers JOIN sittings ON sittings.id = answers.sitting
    WHERE answers.content != '{STORED}'
"""
PEERS_ANSWERS = "SELECT person, question, option FROM answers"


@dataclass(frozen=True, slots=True)
class Contender:
    """A bot, the command that runs it, and how to read its answers out of its folder."""

    letter: str
    name: str
    command: tuple[str, ...]
    stored: Callable[[Path], Counter[Given]]

    def environment(self, folder: Path, url: str, limit: int) -> dict[str, str]:
        """Return the settings of all; each bot reads what it knows. `limit` is FLOOD_RATE."""
        return {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": url,
            "DATABASE_PATH": str(folder / DATABASE),
            "DATABASE_URL": f"sqlite:///{folder / DATABASE}",
            # No limit on sending, or on taps that come at once: these people need no time to read.
            "SEND_RATE": "0",
            "FLOOD_RATE": str(limit),
            "TAP_GUARD_MS": "0",
        } | ({"PYTHONPATH": str(ROOT)} if self.letter == "a" else {})


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that runs, and how long it took to its first getUpdates."""

    process: asyncio.subprocess.Process
    start: float

    def cpu(self) -> float:
        """Return the seconds of processor it has used, in its own code and in the kernel for it."""
        fields = self._proc("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def peak(self) -> float:
        """Return the most memory it ever had, in MB."""
        line = next(line for line in self._proc("status").splitlines() if "VmHWM" in line)
        return int(line.split()[1]) / 1024

    def _proc(self, name: str) -> str:
        return Path(f"/proc/{self.process.pid}/{name}").read_text(encoding="utf-8")


@asynccontextmanager
async def running(
    contender: Contender, folder: Path, server: Server, limit: int
) -> AsyncIterator[Running]:
    """Run a bot until it has polled, give it, and ask it to leave; raise RuntimeError when it does not run."""
    started = time.perf_counter()
    process = await _started(contender, folder, contender.environment(folder, server.url, limit))
    try:
        await _polled(process, server, folder)
        yield Running(process, time.perf_counter() - started)
    except FileNotFoundError as error:  # its /proc is gone
        raise RuntimeError(f"the bot ended by itself:\n{_log(folder)}") from error
    finally:
        await _left(process)


async def _started(
    contender: Contender, folder: Path, environment: dict[str, str]
) -> asyncio.subprocess.Process:
    with (folder / "bot.log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            *contender.command,
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
        )


async def _polled(process: asyncio.subprocess.Process, server: Server, folder: Path) -> None:
    ended = asyncio.ensure_future(process.wait())
    polled = asyncio.ensure_future(server.polled.wait())
    await asyncio.wait({ended, polled}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
    ready = polled.done()
    for task in (ended, polled):
        task.cancel()
    if not ready:
        raise RuntimeError(f"the bot did not start:\n{_log(folder)}")


def _log(folder: Path) -> str:
    return (folder / "bot.log").read_text(encoding="utf-8", errors="replace")[-2000:]


async def _left(process: asyncio.subprocess.Process) -> None:
    """Ask it to leave; end it when it does not."""
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), PATIENCE)
    except TimeoutError:
        process.kill()
        await process.wait()


def _from_sqlite(query: str) -> Callable[[Path], Counter[Given]]:
    def stored(folder: Path) -> Counter[Given]:
        with closing(sqlite3.connect(folder / DATABASE)) as connection:
            rows = connection.execute(query).fetchall()
        return Counter((person, str(question), str(option)) for person, question, option in rows)

    return stored


def _from_pickle(folder: Path) -> Counter[Given]:
    """Return the answers that PicklePersistence wrote when the bot was stopped."""
    with (folder / DATABASE).open("rb") as file:
        people = pickle.load(file)["user_data"]
    return Counter(
        (person, str(question), str(option))
        for person, data in people.items()
        for question, option in data.get("answers", {}).items()
    )


def _peer(letter: str, name: str, file: str, stored: Callable[[Path], Counter[Given]]) -> Contender:
    return Contender(letter, name, (str(PEERS), str(HERE / "peers" / file)), stored)


CONTENDERS = (
    Contender("a", "this bot", (str(OURS), "-m", "bot", "run"), _from_sqlite(OUR_ANSWERS)),
    _peer("b", "python-telegram-bot, PicklePersistence", "usual.py", _from_pickle),
    _peer("c", "python-telegram-bot, SQLAlchemy", "durable.py", _from_sqlite(PEERS_ANSWERS)),
    _peer("d", "aiogram, aiosqlite", "aiogram_fsm.py", _from_sqlite(PEERS_ANSWERS)),
)
