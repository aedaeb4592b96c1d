"""Repeats what fails for reasons outside the program, and restarts what fails for any other reason."""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from datetime import timedelta
from itertools import chain, repeat
from math import inf
from time import monotonic
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.advisor import format_traceback
from storage.errors import Unusable

log = logging.getLogger(__name__)
Result = TypeVar("Result")

PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)  # seconds; the last one repeats
DATABASE_PAUSE = 5.0  # seconds at most: the database is on this machine, and people wait for it
FINISHING = 1.0  # seconds for work in progress when the bot stops

REFUSALS = (BadRequest, ChatMigrated, EndPointNotFound, Forbidden, InvalidToken)
# SQLite's codes for a wrong statement or a wrong use of the library (https://www.sqlite.org/rescode.html).
WRONG_STATEMENT = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISUSE, sqlite3.SQLITE_RANGE)


def growing_pauses() -> Iterator[float]:
    """Return pauses in seconds that grow up to the longest, without end."""
    return chain(PAUSES, repeat(PAUSES[-1]))


def is_external(error: Exception) -> bool:
    """Return whether an error has a cause outside the program, so that repeating the same call can help.

    This holds for a locked, full, unwritable or failing database, and for a Telegram that does not answer or answers
    "later". It does not hold for a wrong statement, a refused call or any other bug.
    """
    match error:
        case OperationalError() | InterfaceError() | InternalError():
            return not _is_wrong_statement(error)
        case PoolTimeout():
            return True
        case TelegramError():
            return not isinstance(error, REFUSALS)
    return False


def _is_wrong_statement(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in WRONG_STATEMENT


async def retry(
    work: Callable[[], Awaitable[Result]], *, longest: float = inf, level: int = logging.WARNING
) -> Result:
    """Return what the work returns, repeating it as long as it fails for external reasons; raise any other error.

    Pauses grow, but last as long as Telegram says when it does; none is longer than `longest` seconds.
    """
    pauses = growing_pauses()
    while True:
        try:
            return await work()
        except Exception as error:
            if not is_external(error):
                raise
            pause = min(_find_pause(error, pauses), longest)
            cause, kind = _describe(error), type(error).__name__
            log.log(level, "%s (%s); trying again in %s s", cause, kind, pause)
        await asyncio.sleep(pause)


def _find_pause(error: Exception, pauses: Iterator[float]) -> float:
    match error:
        case RetryAfter():
            return seconds_to_wait(error)
        case TelegramError():
            return next(pauses)
    return min(next(pauses), DATABASE_PAUSE)


def _describe(error: Exception) -> str:
    match error:
        case RetryAfter():
            return "Telegram asks for fewer calls"
        case Conflict():
            return "another program receives this bot's updates"
        case TelegramError():
            return "Telegram is out of reach"
    return "the database is in trouble"


def seconds_to_wait(error: RetryAfter) -> float:
    """Return how many seconds Telegram asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


async def supervise(
    name: str, work: Callable[[], Awaitable[Result]], ends: tuple[type[Exception], ...] = ()
) -> Result:
    """Return what the work returns, restarting it after every failure except Unusable and those in `ends`.

    The kind and the place of a failure are logged. The pauses before a restart grow, and become short again once the
    work has run for longer than the longest of them.
    """
    pauses = growing_pauses()
    while True:
        begun = monotonic()
        try:
            return await work()
        except Unusable:
            raise
        except ends:
            raise
        except Exception as error:
            if monotonic() - begun > PAUSES[-1]:
                pauses = growing_pauses()
            pause = next(pauses)
            log.error(  # noqa: TRY400 - the text of the error may contain what a person wrote
                "%s failed (%s); restarting in %s s:\n%s",
                name,
                type(error).__name__,
                pause,
                format_traceback(error),
            )
        await asyncio.sleep(pause)


async def run_with_reminders(
    work: Coroutine[object, object, None], every: float, remind: Callable[[], Awaitable[None]]
) -> None:
    """Finish the work; as long as it takes, call `remind` every so many seconds.

    When cancelled, it gives the work FINISHING seconds to end.
    """
    task = asyncio.ensure_future(work)
    try:
        while not (await asyncio.wait({task}, timeout=every))[0]:
            await remind()
        await task
    except asyncio.CancelledError:
        await asyncio.wait({task}, timeout=FINISHING)
        raise
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
