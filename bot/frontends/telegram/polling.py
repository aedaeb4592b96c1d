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
from typing import NoReturn
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot.advisor import TAPS_LAST
from bot.frontends.telegram.dead_letters import Raw
from bot.frontends.telegram.intake import TELL_AFTER, Intake, number_of
from bot.frontends.telegram.patience import PAUSES, accompanied, growing
from bot.frontends.telegram.reading import WANTED
from bot.frontends.telegram.refusals import seconds
from bot.frontends.telegram.request import NOT_TELEGRAMS

log = logging.getLogger(__name__)

LONG_POLL = 30  # seconds Telegram may hold the question when there is nothing
OUTAGE = TAPS_LAST + timedelta(seconds=LONG_POLL)  # after it, taps are lost that nobody asked for
GLANCE = 2.0  # seconds a look at what has come may take: polling goes on only when it is over


async def poll(intake: Intake, line: BaseRequest, polled: asyncio.Event) -> NoReturn:
    """Poll without end on a line of its own; raise InvalidToken when Telegram refuses the token.

    `polled` is set once Telegram has answered. The first question does not wait for updates, so that the rest of the
    start need not wait either.
    """
    offset = wait = 0
    while True:
        begun = monotonic()
        batch = await _patiently_asked(intake.bot, line, offset, wait)
        polled.set()
        wait = LONG_POLL
        if batch:
            offset = await _committed(intake, line, batch, offset)
        lasted = timedelta(seconds=monotonic() - begun)
        if lasted > OUTAGE:
            await intake.show_again(lasted)


async def _committed(intake: Intake, line: BaseRequest, batch: list[Raw], offset: int) -> int:
    """Have a batch committed, and what came while that took long; return the offset that confirms it."""
    while batch:
        later: dict[int, Raw] = {}
        peek = partial(_peek, intake, line, offset, batch, later)
        await accompanied(intake.take(batch), TELL_AFTER, peek)
        offset, batch = _following(batch, offset), list(later.values())
    return offset


async def _peek(
    intake: Intake, line: BaseRequest, offset: int, batch: Iterable[Raw], later: dict[int, Raw]
) -> None:
    """Tell the people of a batch that it takes long, and those of what has come meanwhile.

    Looking what has come confirms nothing. It is kept: a tap would not stay with Telegram for long.
    """
    intake.reassure(batch)
    with suppress(TelegramError, TimeoutError):
        async with asyncio.timeout(GLANCE):
            seen = await _asked(intake.bot, line, offset, 0)
        for raw in seen:
            number = number_of(raw)
            if number is not None and raw not in batch:
                later.setdefault(number, raw)
        intake.reassure(later.values())


def _following(batch: Iterable[Raw], offset: int) -> int:
    """Return the offset that confirms a batch."""
    return (
        max((number for raw in batch if (number := number_of(raw)) is not None), default=offset - 1)
        + 1
    )


async def _patiently_asked(bot: Bot, line: BaseRequest, offset: int, wait: int) -> list[Raw]:
    """Ask until Telegram answers; after a failure without waiting for updates, so that its end is known at once."""
    for pause in growing():
        try:
            batch = await _asked(bot, line, offset, wait)
        except InvalidToken:
            raise
        except Conflict as error:
            await _contested(bot, error, pause)
        except RetryAfter as error:
            log.warning("Telegram wants to be asked less often; trying again in %s s", told(error))
            await asyncio.sleep(told(error))
            continue
        except TelegramError as error:
            log.warning(
                "Telegram is out of reach (%s); trying again in %s s", type(error).__name__, pause
            )
        else:
            if not batch or any(number_of(raw) is not None for raw in batch):
                return batch
            log.error("%d updates without numbers cannot be confirmed; asking again", len(batch))
        await asyncio.sleep(pause)
        wait = 0
    return []


def told(error: RetryAfter) -> float:
    """Return how many seconds to wait when told so: never longer than after any other failure, people wait too."""
    return min(seconds(error), PAUSES[-1])


async def _asked(bot: Bot, line: BaseRequest, offset: int, wait: int) -> list[Raw]:
    """Ask for updates as they are, since one that cannot be parsed must not cost the others."""
    asked = {"offset": offset, "timeout": wait, "allowed_updates": json.dumps(WANTED)}
    try:
        answer = await line.post(
            f"{bot.base_url}/getUpdates?{urlencode(asked)}", read_timeout=LONG_POLL + 10
        )
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
        # The library stumbled over the answer; nothing that can be answered may end the bot.
        raise NetworkError(NOT_TELEGRAMS) from None
    return [raw for raw in answer if isinstance(raw, dict)] if isinstance(answer, list) else []


async def _contested(bot: Bot, conflict: Conflict, pause: float) -> None:
    """Take the updates back from a webhook; another program that polls can only be waited for."""
    log.warning(
        "somebody else takes this bot's updates (%s); trying again in %s s", conflict.message, pause
    )
    if "webhook" in conflict.message.lower():
        with suppress(TelegramError):
            await bot.delete_webhook()
