"""Records in the database what has arrived in the chats, many arrivals in one transaction."""

import asyncio

from bot.advisor import Advisor
from bot.telegram.retry import retry
from storage.records import ShownScreen


class Receipts:
    """Records arrivals; those that gather during a commit are written with the next one."""

    def __init__(self, advisor: Advisor) -> None:
        self._advisor = advisor
        self._waiting: list[ShownScreen | int] = []
        self._writing = asyncio.Lock()

    def add(self, arrived: ShownScreen | int) -> None:
        """Add a screen, or the id of a parcel, to the next commit."""
        self._waiting.append(arrived)

    async def record(self, arrived: ShownScreen | int) -> None:
        """Return once this and all that was added before is recorded."""
        self.add(arrived)
        async with self._writing:
            if arrived in self._waiting:  # else another call has written it
                await self._write()

    async def write(self) -> None:
        """Return once all that was added is recorded."""
        async with self._writing:
            await self._write()

    async def _write(self) -> None:
        gathered, self._waiting = self._waiting, []
        shown = [each for each in gathered if isinstance(each, ShownScreen)]
        sent = [each for each in gathered if isinstance(each, int)]
        if gathered:
            await retry(lambda: self._advisor.record_deliveries(shown, sent))

    async def record_unreachable(self, person: int) -> None:
        """Return once it is recorded that the person cannot be written to."""
        await retry(lambda: self._advisor.record_unreachable(person))
