"""What Telegram's refusals mean for a call: to be repeated later, to be given up, or that the person is out of reach.

https://core.telegram.org/bots/api#making-requests, https://core.telegram.org/bots/api#responseparameters
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.telegram.retry import growing_pauses

log = logging.getLogger(__name__)
Result = TypeVar("Result")

TAP_WAITS = 10.0  # seconds a tapped button waits for an answer


class Unreachable(Exception):
    """The person blocked the bot or never wrote to it."""


async def retry_once(call: Callable[[], Awaitable[Result]]) -> Result:
    """Call, and once more when Telegram says so while the tap is still waiting for an answer."""
    try:
        return await call()
    except RetryAfter as error:
        if seconds_to_wait(error) > TAP_WAITS:
            raise
        await asyncio.sleep(seconds_to_wait(error))
        return await call()


async def call_until_answered(call: Callable[[], Awaitable[Result]]) -> Result | None:
    """Call until it works, None when Telegram refuses for good; raise Unreachable when the person is."""
    for pause in growing_pauses():
        try:
            return await call()
        except RetryAfter as error:
            await asyncio.sleep(seconds_to_wait(error))
        except (Forbidden, ChatMigrated) as error:
            raise Unreachable from error
        except BadRequest as error:
            if has_reason(error, "chat not found"):
                raise Unreachable from error
            log.error("Telegram refuses a call for good: %s", error.message)  # noqa: TRY400 - no trace needed
            return None
        except (TelegramError, SQLAlchemyError) as error:
            log.info("a call is tried again in %s s (%s)", pause, type(error).__name__)
            await asyncio.sleep(pause)
    return None


def seconds_to_wait(error: RetryAfter) -> float:
    """Return how long Telegram says to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def has_reason(error: BadRequest, *parts: str) -> bool:
    """Tell whether a refusal holds one of these parts of Telegram's sentences."""
    return any(part in error.message.lower() for part in parts)
