"""How long to wait before trying again, and which failures of the database pass by themselves."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from itertools import chain, repeat
from time import monotonic
from typing import TypeVar

from sqlalchemy.exc import (
    InterfaceError,
    InternalError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.advisor import place_of
from storage.errors import Unusable

log = logging.getLogger(__name__)
Result = TypeVar("Result")

NEAR = 5.0  # seconds to wait for the database at most: it is near, and people wait for it
FINISHING = 1.0  # seconds for what is begun when everything has to end
PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)  # seconds; the last one again and again

# A locked, full, failing or vanished database: waited for, never blamed on an update.
Trouble = (OperationalError, InterfaceError, InternalError, PoolTimeout)


def growing_pauses(longest: float = PAUSES[-1]) -> Iterator[float]:
    """Return pauses in seconds that grow up to the longest, without end."""
    return (min(pause, longest) for pause in chain(PAUSES, repeat(PAUSES[-1])))


async def retry(work: Callable[[], Awaitable[Result]]) -> Result:
    """Return what the work returns, however long the database is in trouble before."""
    pauses = growing_pauses(NEAR)
    while True:
        try:
            return await work()
        except SQLAlchemyError as error:
            pause = next(pauses)
            log.warning(
                "the database is in trouble (%s); trying again in %s s", type(error).__name__, pause
            )
        await asyncio.sleep(pause)


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
            log.error(  # noqa: TRY400 - the text of the error may contain what somebody wrote
                "%s failed (%s); restarting in %s s:\n%s",
                name,
                type(error).__name__,
                pause,
                place_of(error),
            )
        await asyncio.sleep(pause)


def in_trouble(error: Exception) -> bool:
    """Tell whether the database as a whole is in trouble, rather than one statement wrong."""
    return isinstance(error, Trouble)


async def run_with_reminders(
    work: Coroutine[object, object, None], every: float, meanwhile: Callable[[], Awaitable[None]]
) -> None:
    """Finish the work; as long as it lasts, do something else every so many seconds.

    Cancelled, it gives the work FINISHING seconds to come to its end.
    """
    task = asyncio.ensure_future(work)
    try:
        while not (await asyncio.wait({task}, timeout=every))[0]:
            await meanwhile()
        await task
    except asyncio.CancelledError:
        await asyncio.wait({task}, timeout=FINISHING)
        raise
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
