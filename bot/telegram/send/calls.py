"""What Telegram's errors mean for a call: repeat it, give it up, or stop writing to the person.

https://core.telegram.org/bots/api#making-requests, https://core.telegram.org/bots/api#responseparameters
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter

from bot.telegram.retry import retry, seconds_to_wait

log = logging.getLogger(__name__)
Result = TypeVar("Result")

TAP_TIMEOUT = 10.0  # seconds a tapped button waits for an answer


class Unreachable(Exception):
    """The person blocked the bot or never wrote to it."""


async def retry_once(call: Callable[[], Awaitable[Result]]) -> Result:
    """Call, and repeat it once if Telegram asks to wait and the tap still waits for its answer by then."""
    try:
        return await call()
    except RetryAfter as error:
        if seconds_to_wait(error) > TAP_TIMEOUT:
            raise
        await asyncio.sleep(seconds_to_wait(error))
        return await call()


async def call_until_answered(call: Callable[[], Awaitable[Result]]) -> Result | None:
    """Call until Telegram accepts it; return None if Telegram rejects it, raise Unreachable if the person cannot be reached."""
    try:
        return await retry(call, level=logging.INFO)
    except (Forbidden, ChatMigrated) as error:
        raise Unreachable from error
    except BadRequest as error:
        if "chat not found" in error.message.lower():
            raise Unreachable from error
        log.error("Telegram rejects a call: %s", error.message)  # noqa: TRY400 - the trace says nothing more
        return None
