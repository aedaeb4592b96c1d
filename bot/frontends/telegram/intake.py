"""Takes updates from Telegram in batches and has each batch committed before Telegram may forget it.

Rules: the offset follows the batch just committed, never a stored maximum (Telegram's ids can restart lower).
An update that cannot be parsed is set aside with its raw text. A database in trouble is waited for: the batch
stays with Telegram, and the people in it are told once.
"""

import asyncio
import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import urlencode

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot.advisor import Advisor, Arrival, Heard
from bot.frontends.telegram.courier import Courier
from bot.frontends.telegram.patience import growing, in_trouble
from bot.frontends.telegram.reading import WANTED, arrival
from storage.records import Misfit

log = logging.getLogger(__name__)

LONG_POLL = 30  # seconds Telegram may hold the question when there is nothing
TELL_AFTER = 2  # attempts to save before people are told

Raw = dict[str, object]


@dataclass(frozen=True, slots=True)
class Taken:
    """An update as the advisor takes it, and the tap to be answered."""

    arrival: Arrival
    query: str | None = None


@dataclass(slots=True)
class Intake:
    """The polling loop. `polled` is set once Telegram has answered for the first time."""

    bot: Bot
    line: BaseRequest
    advisor: Advisor
    courier: Courier
    username: str
    polled: asyncio.Event = field(default_factory=asyncio.Event)
    offset: int = 0

    async def run(self) -> NoReturn:
        """Poll and commit without end; raise InvalidToken when Telegram refuses the token."""
        while True:
            batch = await self._polled()
            self.polled.set()
            if batch:
                await self._hear([self._taken(raw) for raw in batch])
                self.offset = max(_number(raw) for raw in batch) + 1

    async def _polled(self) -> list[Raw]:
        for pause in growing():
            try:
                return await self._poll()
            except InvalidToken:
                raise
            except Conflict as error:
                log.warning(
                    "somebody else takes this bot's updates (%s); trying again in %s s",
                    error.message,
                    pause,
                )
            except TelegramError as error:
                log.warning(
                    "Telegram is out of reach (%s); trying again in %s s",
                    type(error).__name__,
                    pause,
                )
            await asyncio.sleep(pause)
        return []

    async def _poll(self) -> list[Raw]:
        """Ask for updates as they are, since one that cannot be parsed must not cost the others.

        The first time it does not wait for any, so that the rest of the start need not wait either.
        """
        wait = LONG_POLL if self.polled.is_set() else 0
        asked = {"offset": self.offset, "timeout": wait, "allowed_updates": json.dumps(WANTED)}
        answer = await self.line.post(
            f"{self.bot.base_url}/getUpdates?{urlencode(asked)}", read_timeout=LONG_POLL + 10
        )
        return [raw for raw in answer if isinstance(raw, dict)] if isinstance(answer, list) else []

    def _taken(self, raw: Raw) -> Taken:
        text = json.dumps(raw, ensure_ascii=False)
        try:
            update = Update.de_json(raw, self.bot)
            query = update.callback_query.id if update.callback_query else None
            return Taken(arrival(update, text, self.username), query)
        except Exception as error:
            return Taken(Misfit(_number(raw), _chat(raw), text, type(error).__name__))

    async def _hear(self, batch: Sequence[Taken]) -> None:
        """Commit the batch; when an update in it cannot be saved, commit them one at a time."""
        try:
            await self._commit_patiently(batch)
        except Exception as error:
            log.warning(
                "a batch of %d could not be saved (%s); one at a time",
                len(batch),
                type(error).__name__,
            )
            for taken in batch:
                await self._commit_alone(taken)

    async def _commit_alone(self, taken: Taken) -> None:
        try:
            await self._commit_patiently([taken])
        except Exception as error:
            await self._commit_patiently(
                [Taken(_misfit(taken.arrival, type(error).__name__), taken.query)]
            )

    async def _commit_patiently(self, batch: Sequence[Taken]) -> None:
        """Commit, however long the database is in trouble; raise what is not the database's trouble."""
        for attempt, pause in enumerate(growing(), start=1):
            try:
                return await self._commit(batch)
            except Exception as error:
                if not in_trouble(error):
                    raise
                log.warning(
                    "the database is in trouble (%s); trying again in %s s",
                    type(error).__name__,
                    pause,
                )
            if attempt == TELL_AFTER:
                await self._tell(batch)
            await asyncio.sleep(pause)
        return None

    async def _commit(self, batch: Sequence[Taken]) -> None:
        deliveries, parcels = await self.advisor.hear([taken.arrival for taken in batch])
        self.courier.deliver(deliveries, parcels)
        for taken in batch:
            if taken.query is not None:
                self.courier.answer(taken.query)

    async def _tell(self, batch: Iterable[Taken]) -> None:
        """Tell the people of a batch, each once, that it takes longer and nothing is lost."""
        told: set[int] = set()
        for taken in batch:
            if isinstance(taken.arrival, Heard) and taken.arrival.person not in told:
                told.add(taken.arrival.person)
                words = self.advisor.words(taken.arrival.language)
                if taken.query is not None:
                    self.courier.answer(taken.query, words.plain("tap-later"))
                else:
                    await self.courier.tell(taken.arrival.person, words.plain("trouble"))


def _number(raw: Raw) -> int:
    number = raw.get("update_id")
    return number if isinstance(number, int) else 0


def _chat(raw: Raw) -> int | None:
    """Return whose update it is, as far as that can be seen, so that it is erased with them."""
    for part in raw.values():
        if isinstance(part, dict):
            for key in ("from", "chat", "user"):
                who = part.get(key)
                if isinstance(who, dict) and isinstance(who.get("id"), int):
                    return int(who["id"])
    return None


def _misfit(taken: Arrival, reason: str) -> Misfit:
    person = taken.person if isinstance(taken, Heard) else None
    return Misfit(taken.update, person, taken.raw if isinstance(taken, Heard) else "", reason)
