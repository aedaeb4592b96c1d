"""Polls Telegram for updates, and confirms a batch only once it is committed.

Rule: the next offset follows the batch just committed, never a stored maximum: Telegram's ids can restart lower after an
idle week (https://core.telegram.org/bots/api#update).
"""

import asyncio
import json
import logging
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import Any, NoReturn
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import Conflict, TelegramError

from bot.advisor import TAPS_LAST
from bot.telegram.receive.batches import FULL, NOTIFY_AFTER, BatchProcessor, find_update_id
from bot.telegram.receive.parse import ALLOWED_UPDATES
from bot.telegram.receive.redaction import Raw
from bot.telegram.retry import PAUSES, retry, run_with_reminders
from bot.telegram.transport import LARGEST, AiohttpRequest, Oversized, Unreadable, address, call

log = logging.getLogger(__name__)

LONG_POLL = 30  # seconds Telegram may wait for updates before it answers
OUTAGE = TAPS_LAST + timedelta(seconds=LONG_POLL)  # after it, Telegram has dropped taps
PEEK_TIMEOUT = 2.0  # seconds; the next poll waits for it


async def poll(
    processor: BatchProcessor, connection: AiohttpRequest, polled: asyncio.Event
) -> NoReturn:
    """Poll without end on a connection of its own; raise InvalidToken when Telegram refuses the token.

    `polled` is set once Telegram has answered. The first call does not wait for updates, because the rest of the start
    waits for its answer.
    """
    offset = wait = 0
    while True:
        begun = monotonic()
        request = _Request(processor.bot, connection, offset, wait)
        batch = await retry(request.send, longest=PAUSES[-1])
        polled.set()
        wait = LONG_POLL
        if batch:
            offset = await _process_batch(processor, connection, batch, offset)
        lasted = timedelta(seconds=monotonic() - begun)
        if lasted > OUTAGE:
            await processor.redraw_cards(lasted)


async def _process_batch(
    processor: BatchProcessor, connection: AiohttpRequest, batch: list[Raw], offset: int
) -> int:
    """Commit a batch, then what arrived meanwhile if that took long; return the offset that confirms all of it."""
    while batch:
        later: dict[int, Raw] = {}
        peek = partial(_peek, processor, connection, offset, batch, later)
        await run_with_reminders(processor.process(batch), NOTIFY_AFTER, peek)
        offset, batch = _next_offset(batch, offset), list(later.values())
    return offset


async def _peek(
    processor: BatchProcessor,
    connection: AiohttpRequest,
    offset: int,
    batch: Iterable[Raw],
    later: dict[int, Raw],
) -> None:
    """Tell the people of a batch, and those who have written since, that it takes long.

    This confirms nothing. The newer updates are kept, because Telegram drops taps soon.
    """
    processor.notify_delay(batch)
    with suppress(TelegramError, TimeoutError):
        async with asyncio.timeout(PEEK_TIMEOUT):
            seen = await _get_updates(processor.bot, connection, offset, 0)
        for raw in seen:
            number = find_update_id(raw)
            if number is not None and raw not in batch:
                later.setdefault(number, raw)
        processor.notify_delay(later.values())


def _next_offset(batch: Iterable[Raw], offset: int) -> int:
    """Return the offset that confirms a batch."""
    numbers = (number for raw in batch if (number := find_update_id(raw)) is not None)
    return max(numbers, default=offset - 1) + 1


@dataclass(slots=True)
class _Request:
    """A call of getUpdates. Repeated after a failure, it does not wait for updates: its success ends the outage."""

    bot: Bot
    connection: AiohttpRequest
    offset: int
    wait: int
    limit: int = FULL

    async def send(self) -> list[Raw]:
        wait, self.wait = self.wait, 0
        try:
            return await _get_updates(self.bot, self.connection, self.offset, wait, self.limit)
        except Oversized:
            self.limit = 1
            log.error("the updates are larger than %d bytes; asking for one update", LARGEST)  # noqa: TRY400
            raise
        except Conflict as error:
            # A webhook can be removed; another program that polls cannot.
            if "webhook" in error.message.lower():
                with suppress(TelegramError):
                    await call(self.bot, "deleteWebhook", bool)
            raise


async def _get_updates(
    bot: Bot, connection: AiohttpRequest, offset: int, wait: int, limit: int = FULL
) -> list[Raw]:
    """Get updates as plain JSON, so that one that cannot be parsed does not cost the others.

    Updates without an id cannot be confirmed and are left out; raise Unreadable when there are no others.
    """
    kinds = json.dumps(ALLOWED_UPDATES)
    query = {"offset": offset, "timeout": wait, "limit": limit, "allowed_updates": kinds}
    url = f"{address(bot, 'getUpdates')}?{urlencode(query)}"
    found = await connection.call(url, {}, list[Any], LONG_POLL + 10)
    batch = [raw for raw in found if isinstance(raw, dict) and find_update_id(raw) is not None]
    if found and not batch:
        raise Unreadable
    return batch
