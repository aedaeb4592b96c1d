"""Writes down in the database what has arrived in the chats, many arrivals at a time."""

import asyncio

from bot.advisor import Advisor
from bot.telegram.retry import retry
from storage.records import Shown


class Receipts:
    """Writes what has arrived, all that has gathered during the last commit in the next one."""

    def __init__(self, advisor: Advisor) -> None:
        self._advisor = advisor
        self._waiting: list[Shown | int] = []
        self._writing = asyncio.Lock()

    def add(self, arrived: Shown | int) -> None:
        """Keep a screen, or the id of a parcel, for the next writing."""
        self._waiting.append(arrived)

    async def record(self, arrived: Shown | int) -> None:
        """Return once this is noted, along with all that has gathered."""
        self.add(arrived)
        async with self._writing:
            if arrived in self._waiting:  # else somebody wrote it along with theirs
                await self._write()

    async def write(self) -> None:
        """Return once all that has gathered is noted."""
        async with self._writing:
            await self._write()

    async def _write(self) -> None:
        gathered, self._waiting = self._waiting, []
        shown = [each for each in gathered if isinstance(each, Shown)]
        sent = [each for each in gathered if isinstance(each, int)]
        if gathered:
            await retry(lambda: self._advisor.note(shown, sent))

    async def record_unreachable(self, person: int) -> None:
        """Return once it is noted that the person cannot be written to."""
        await retry(lambda: self._advisor.note_gone(person))
