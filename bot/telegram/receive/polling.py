"""Asks Telegram for updates, and lets it forget a batch only once that is committed.

Rule: the offset follows the batch just committed, never a stored maximum: Telegram's ids can restart lower after an
idle week (https://core.telegram.org/bots/api#update).
"""

import asyncio
import json
import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import Any, NoReturn
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.advisor import TAPS_LAST
from bot.telegram.receive.batches import FULL, NOTIFY_AFTER, BatchProcessor, find_update_id
from bot.telegram.receive.parse import ALLOWED_UPDATES
from bot.telegram.receive.redaction import Raw
from bot.telegram.retry import PAUSES, growing_pauses, run_with_reminders
from bot.telegram.send.errors import seconds_to_wait
from bot.telegram.transport import LARGEST, AiohttpRequest, Oversized, Unreadable, address, call

log = logging.getLogger(__name__)

LONG_POLL = 30  # seconds Telegram may hold the question when there is nothing
OUTAGE = TAPS_LAST + timedelta(seconds=LONG_POLL)  # after it, taps are lost that nobody asked for
PEEK_TIMEOUT = 2.0  # seconds a look at what has come may take: polling goes on only when it is over


async def poll(processor: BatchProcessor, line: AiohttpRequest, polled: asyncio.Event) -> NoReturn:
    """Poll without end on a line of its own; raise InvalidToken when Telegram refuses the token.

    `polled` is set once Telegram has answered. The first question does not wait for updates, so that the rest of the
    start need not wait either.
    """
    offset = wait = 0
    while True:
        begun = monotonic()
        batch = await _get_updates_with_retry(processor.bot, line, offset, wait)
        polled.set()
        wait = LONG_POLL
        if batch:
            offset = await _process_batch(processor, line, batch, offset)
        lasted = timedelta(seconds=monotonic() - begun)
        if lasted > OUTAGE:
            await processor.redraw_cards(lasted)


async def _process_batch(
    processor: BatchProcessor, line: AiohttpRequest, batch: list[Raw], offset: int
) -> int:
    """Have a batch committed, and what came while that took long; return the offset that confirms it."""
    while batch:
        later: dict[int, Raw] = {}
        peek = partial(_peek, processor, line, offset, batch, later)
        await run_with_reminders(processor.process(batch), NOTIFY_AFTER, peek)
        offset, batch = _next_offset(batch, offset), list(later.values())
    return offset


async def _peek(
    processor: BatchProcessor,
    line: AiohttpRequest,
    offset: int,
    batch: Iterable[Raw],
    later: dict[int, Raw],
) -> None:
    """Tell the people of a batch that it takes long, and those of what has come meanwhile.

    Looking what has come confirms nothing. It is kept: a tap would not stay with Telegram for long.
    """
    processor.notify_delay(batch)
    with suppress(TelegramError, TimeoutError):
        async with asyncio.timeout(PEEK_TIMEOUT):
            seen = await _get_updates(processor.bot, line, offset, 0)
        for raw in seen:
            number = find_update_id(raw)
            if number is not None and raw not in batch:
                later.setdefault(number, raw)
        processor.notify_delay(later.values())


def _next_offset(batch: Iterable[Raw], offset: int) -> int:
    """Return the offset that confirms a batch."""
    return (
        max(
            (number for raw in batch if (number := find_update_id(raw)) is not None),
            default=offset - 1,
        )
        + 1
    )


async def _get_updates_with_retry(
    bot: Bot, line: AiohttpRequest, offset: int, wait: int
) -> list[Raw]:
    """Ask until Telegram answers; after a failure without waiting for updates, so that its end is known at once."""
    limit = FULL
    for pause in growing_pauses():
        try:
            return await _get_updates(bot, line, offset, wait, limit)
        except InvalidToken:
            raise
        except Conflict as error:
            await _resolve_conflict(bot, error, pause)
        except RetryAfter as error:
            log.warning(
                "Telegram wants to be asked less often; trying again in %s s",
                find_retry_delay(error),
            )
            await asyncio.sleep(find_retry_delay(error))
            continue
        except Oversized:
            limit = 1
            log.error(  # noqa: TRY400 - no trace needed
                "the updates are larger than %d bytes and cannot be read; asking for one update in %s s",
                LARGEST,
                pause,
            )
        except TelegramError as error:
            log.warning(
                "Telegram is out of reach (%s); trying again in %s s", type(error).__name__, pause
            )
        await asyncio.sleep(pause)
        wait = 0
    return []


def find_retry_delay(error: RetryAfter) -> float:
    """Return how many seconds to wait when told so: never longer than after any other failure, people wait too."""
    return min(seconds_to_wait(error), PAUSES[-1])


async def _get_updates(
    bot: Bot, line: AiohttpRequest, offset: int, wait: int, limit: int = FULL
) -> list[Raw]:
    """Ask for updates as they are, since one that cannot be parsed must not cost the others.

    Updates without a number cannot be confirmed and are left out; raise Unreadable when no others are there.
    """
    kinds = json.dumps(ALLOWED_UPDATES)
    asked = {"offset": offset, "timeout": wait, "limit": limit, "allowed_updates": kinds}
    url = f"{address(bot, 'getUpdates')}?{urlencode(asked)}"
    found = await line.call(url, {}, list[Any], LONG_POLL + 10)
    batch = [raw for raw in found if isinstance(raw, dict) and find_update_id(raw) is not None]
    if found and not batch:
        raise Unreadable
    return batch


async def _resolve_conflict(bot: Bot, conflict: Conflict, pause: float) -> None:
    """Take the updates back from a webhook; another program that polls can only be waited for."""
    log.warning(
        "somebody else takes this bot's updates (%s); trying again in %s s", conflict.message, pause
    )
    if "webhook" in conflict.message.lower():
        with suppress(TelegramError):
            await call(bot, "deleteWebhook", bool)
