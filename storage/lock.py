"""Lets only one bot at a time use a database."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from filelock import AsyncFileLock, Timeout

from storage.database import prepare_path
from storage.errors import Unusable
from storage.open_files import FileIdentity, identify


@asynccontextmanager
async def exclusive_use(url: str, wait: float) -> AsyncIterator[FileIdentity]:
    """Lock a database for one bot and yield the lock file. The lock ends with the process, however it ends.

    Waits `wait` seconds for another bot to exit, then raises Unusable.
    """
    path = prepare_path(url).resolve()  # two paths of one file are one database
    place = path.with_name(f"{path.name}.lock")
    locked: list[FileIdentity] = []

    def remember(descriptor: int) -> None:
        locked.append(
            identify(place, os.fstat(descriptor), "Start the bot again, and leave the file alone.")
        )

    lock = AsyncFileLock(place, timeout=wait, mode=0o600, on_acquired=remember)
    try:
        await lock.acquire()
    except Timeout:
        raise Unusable(
            f"A bot is running on {path}. Stop it first, or name another database in DATABASE_URL."
        ) from None
    except OSError as error:
        raise Unusable(f"{place} cannot be locked ({error.strerror}).") from error
    try:
        yield locked[0]
    finally:
        await lock.release()
