"""Bots forked from one process that has imported everything and read the content.

It is for rigs that start a bot hundreds of times: such a start costs a tenth of a fresh one. What is forked is the
same program with the same command line and settings. `forked` is used exactly as process.running is.

It stands on the standard library's fork server, a process of its own that has no threads
(https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods).
"""

import asyncio
import multiprocessing
import os
import subprocess
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory

from botapi import BotApi
from process import Running, environment

# All that a rig and its bot import, the migration of a new database included; `forked` is the last.
IMPORTED = ["zygote", "aiosqlite", "uvloop", "alembic.command", "alembic.script"]
IMPORTED += ["bot.terminal", "bot.map_image", "forked"]
LONGEST = 600.0  # seconds a command may take, also on a busy machine
Streams = tuple[Path, Path, Path]  # the files a process reads, writes and complains to


class Forked:
    """A forked process, to be waited for as one of asyncio's own."""

    def __init__(self, process: ForkServerProcess) -> None:
        """Watch a process that has been started."""
        loop = asyncio.get_running_loop()
        self._process = process
        self._ended: asyncio.Future[int] = loop.create_future()
        loop.add_reader(process.sentinel, self._end)

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    @property
    def returncode(self) -> int | None:
        return self._ended.result() if self._ended.done() else None

    def kill(self) -> None:
        self._process.kill()

    def terminate(self) -> None:
        self._process.terminate()

    async def wait(self) -> int:
        return await asyncio.shield(self._ended)

    def _end(self) -> None:
        asyncio.get_running_loop().remove_reader(self._process.sentinel)
        self._process.join()
        self._ended.set_result(self._process.exitcode or 0)


@asynccontextmanager
async def forked(
    api: BotApi, folder: Path, *, first: Callable[[], None] | None = None, **settings: str
) -> AsyncIterator[Running]:
    """Run the bot against this server, in this folder; what it logs is in bot.log.

    `first` is done in its process before it starts; it must be something pickle can name.
    """
    log = folder / "bot.log"
    log.touch(0o600)
    ours = {"TELEGRAM_BOT_TOKEN": api.token, "TELEGRAM_API_URL": api.url} | settings
    streams = (Path(os.devnull), log, log)
    process = _process(("run",), environment(folder, **ours), folder, streams, first)
    process.start()
    bot = Forked(process)
    try:
        yield Running(bot, log)
    finally:
        with suppress(ProcessLookupError):
            bot.kill()
        await bot.wait()
        process.close()


def called(
    folder: Path, *arguments: str, typed: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """Call the command line in this folder and wait for its end, as subprocess.run does."""
    with TemporaryDirectory() as aside:
        streams = Path(aside, "typed"), Path(aside, "output"), Path(aside, "errors")
        streams[0].write_text(typed, encoding="utf-8")
        process = _process(arguments, environment(folder, **settings), folder, streams, None)
        process.start()
        process.join(LONGEST)
        code = process.exitcode
        output, errors = (stream.read_text(encoding="utf-8") for stream in streams[1:])
    if code is None:
        process.kill()
        raise subprocess.TimeoutExpired(arguments, LONGEST, output, errors)
    return subprocess.CompletedProcess(arguments, code, output, errors)


def _process(
    arguments: Sequence[str],
    settings: Mapping[str, str],
    folder: Path,
    streams: Streams,
    first: Callable[[], None] | None,
) -> ForkServerProcess:
    given = (tuple(arguments), settings, folder, streams, first)
    return _server().Process(target=_run, args=given, daemon=True)


def _run(
    arguments: Sequence[str],
    settings: Mapping[str, str],
    folder: Path,
    streams: Streams,
    first: Callable[[], None] | None,
) -> None:
    # Not for the rig itself: importing it freezes what there is.
    from forked import run  # noqa: PLC0415

    run(arguments, settings, folder, streams, first)


def _server() -> multiprocessing.context.ForkServerContext:
    """Return the context whose processes are forked from one that has imported all the bot does."""
    # Before Python 3.12 the fork server does not look where we do for what it is to import.
    os.environ["PYTHONPATH"] = str(Path(__file__).parent)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(IMPORTED)
    return context
