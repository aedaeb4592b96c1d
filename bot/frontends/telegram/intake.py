"""Has batches of raw updates committed, whatever is in them.

Rules: an update that cannot be parsed or saved is set aside with its raw text and stops nobody else; so is, for some
seconds, what a person sends too fast. A database in trouble is waited for: the batch stays with Telegram, and its
people and all who come meanwhile are told once. A database that is damaged or gone ends the bot: nothing is confirmed.
"""

import asyncio
import json
import logging
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from time import monotonic

import orjson
from telegram import Bot, Update

from bot.advisor import Advisor, Arrival, Called, Heard, Left, place_of
from bot.core.inputs import Look
from bot.frontends.telegram.courier import Courier
from bot.frontends.telegram.double_tap import TapGuard
from bot.frontends.telegram.flood import Flood, Turn
from bot.frontends.telegram.patience import NEAR, durably, growing, in_trouble
from bot.frontends.telegram.plain import plain
from bot.frontends.telegram.reading import arrival
from storage.errors import Unusable
from storage.records import Misfit, SetAside

log = logging.getLogger(__name__)

TELL_AFTER = 3.0  # seconds a batch may take before its people are told, and then those who have come meanwhile
FULL = 100  # updates in one answer of getUpdates; there are more that have waited
DEEPEST = 100  # levels of an update that are kept; Telegram sends a tenth of them
NAMES = frozenset({"first_name", "last_name", "username", "phone_number", "vcard"})
TOO_FAST = "sent too fast, to be taken up soon"
LARGEST = 2**63  # what a database can hold as a number, and more than any id of Telegram's

Raw = dict[str, object]


@dataclass(frozen=True, slots=True)
class Taken:
    """An update as the advisor takes it and as it came, and the tap to be answered."""

    arrival: Arrival
    raw: Raw
    query: str | None = None
    early: bool = False


@dataclass(frozen=True, slots=True)
class Intake:
    """Takes batches; polling and the webhook only differ in where they come from."""

    bot: Bot
    advisor: Advisor
    courier: Courier
    username: str
    flood: Flood
    guard: TapGuard
    _told: set[int] = field(default_factory=set)  # in the present trouble
    _taking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def take(self, batch: Sequence[Raw]) -> None:
        """Return once every update of the batch is committed, or set aside for good."""
        at = monotonic()
        async with self._taking:
            await self._take(batch, at)

    async def _take(self, batch: Sequence[Raw], at: float) -> None:
        paced = [(raw, self.flood.turn(_chat(raw), at)) for raw in batch if number_of(raw)]
        taken = [
            self._put_by(raw) if turn is Turn.LATER else self._taken(raw)
            for raw, turn in paced
            if turn is not Turn.NEVER
        ]
        await self._hear([self._judged(each, at) for each in taken] if len(batch) < FULL else taken)

    async def take_again(self) -> None:
        """Take up what was put by, and what an operator wants tried once more.

        It goes under the negative number of its row, which no update of Telegram's has, so that it counts once even if
        the process ends in between. No batch is taken meanwhile: then nothing is put by but what has its row, though an
        update that comes again is put by without one.
        """
        async with self._taking:
            if waiting := await self.advisor.to_retry():
                await self._hear([self._again(each) for each in waiting])
                await self.advisor.note_retried(waiting)
            self.flood.taken_up()

    async def show_again(self, outage: timedelta) -> None:
        """Show the open cards again whose taps may have been lost in an outage that ends now."""
        async with self._taking:
            self.courier.deliver(await durably(lambda: self.advisor.shown_again(outage)))

    def _again(self, aside: SetAside) -> Taken:
        try:
            raw = dict(json.loads(aside.raw))
        except (ValueError, TypeError, RecursionError) as error:
            misfit = Misfit(-aside.id, aside.chat, aside.raw, type(error).__name__)
            return Taken(misfit, {})
        return self._taken(raw | {"update_id": -aside.id})

    def _put_by(self, raw: Raw) -> Taken:
        number = _id_of(raw) or 0
        misfit = Misfit(number, _chat(raw), _text(raw), TOO_FAST, again=True)
        return Taken(misfit, raw, _query(raw))

    def _judged(self, taken: Taken, at: float) -> Taken:
        """Return a tap that came too soon to be an answer as one that only looks at the card."""
        match taken.arrival:
            case Heard() as heard if self.guard.early(heard, at):
                return replace(taken, arrival=replace(heard, says=Look()), early=True)
        return taken

    def reassure(self, waiting: Iterable[Raw]) -> None:
        """Tell the people of updates that wait, each once, that it takes longer and nothing is lost."""
        for taken in map(self._taken, waiting):
            if isinstance(taken.arrival, Heard) and taken.arrival.person not in self._told:
                self._told.add(taken.arrival.person)
                self._tell(taken.arrival, taken.query)

    def _taken(self, raw: Raw) -> Taken:
        try:
            update = plain(raw) or Update.de_json(raw, self.bot)
            query = update.callback_query.id if update.callback_query else None
            taken = arrival(update, partial(_text, raw), self.username)
        except Exception as error:
            return _unread(raw, type(error).__name__)
        if _sound(taken):
            return Taken(taken, raw, query if isinstance(query, str) else None)
        return _unread(raw, "an id that is none")

    async def _hear(self, batch: Sequence[Taken]) -> None:
        """Commit the batch; when an update in it cannot be saved, commit them one at a time."""
        try:
            await self._commit_patiently(batch)
        except Unusable:
            raise
        except Exception as error:
            log.warning(
                "a batch of %d could not be saved (%s); one at a time",
                len(batch),
                type(error).__name__,
            )
            for taken in batch:
                await self._commit_alone(taken)

    async def _commit_alone(self, taken: Taken) -> None:
        """Commit one update, or else set it aside, or else pass it over: it must not stop the others."""
        try:
            await self._commit_patiently([taken])
        except Exception as error:
            misfit = _misfit(taken, type(error).__name__)
            await self._set_aside(replace(taken, arrival=misfit))

    async def _set_aside(self, taken: Taken) -> None:
        try:
            await self._commit_patiently([taken])
        except Unusable:
            raise
        except Exception as error:
            log.error(  # noqa: TRY400 - the text of the error may hold what somebody wrote
                "an update could not even be set aside (%s):\n%s",
                type(error).__name__,
                place_of(error),
            )

    async def _commit_patiently(self, batch: Sequence[Taken]) -> None:
        """Commit, however long the database is in trouble; raise what is not the database's trouble."""
        for pause in growing(NEAR):
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
            await asyncio.sleep(pause)
        return None

    async def _commit(self, batch: Sequence[Taken]) -> None:
        deliveries, parcels = await self.advisor.hear([taken.arrival for taken in batch])
        self._told.clear()
        self.courier.deliver(deliveries, parcels)
        for taken in batch:
            if taken.query is not None:
                self.courier.answer(_chat(taken.raw) or 0, taken.query, self._remark(taken))

    def _remark(self, taken: Taken) -> str | None:
        if taken.early and isinstance(taken.arrival, Heard):
            return self.advisor.words(taken.arrival.language).plain("tap-early")
        return None

    def _tell(self, heard: Heard, query: str | None) -> None:
        words = self.advisor.words(heard.language)
        if query is not None:
            self.courier.answer(heard.person, query, words.plain("tap-later"), alert=True)
        else:
            self.courier.tell(heard.person, words.plain("trouble"))


def number_of(raw: Raw) -> int | None:
    """Return an update's number, None when it has none that can be confirmed."""
    number = _id_of(raw)
    return number if number is not None and number > 0 else None


def _id_of(raw: Raw) -> int | None:
    number = raw.get("update_id")
    return number if isinstance(number, int) and _is_id(number) else None


def _text(raw: Raw) -> str:
    """Return an update as text that every database can hold, without anybody's name."""
    nameless = _nameless(raw)
    with suppress(orjson.JSONEncodeError):
        return orjson.dumps(nameless).decode()
    return json.dumps(nameless)  # which takes half of a surrogate pair and any number


def _nameless(value: object, deepest: int = DEEPEST) -> object:
    """Return the same with the names empty that Telegram adds; it takes no update for one without them."""
    match value:
        case dict() | list() if not deepest:
            return None
        case dict():
            return {
                key: "" if key in NAMES and isinstance(each, str) else _nameless(each, deepest - 1)
                for key, each in value.items()
            }
        case list():
            return [_nameless(each, deepest - 1) for each in value]
    return value


def _query(raw: Raw) -> str | None:
    """Return the number of a tap that is not read yet, so that its button need not wait."""
    match raw.get("callback_query"):
        case {"id": str(number)}:
            return number
    return None


def _unread(raw: Raw, reason: str) -> Taken:
    return Taken(Misfit(_id_of(raw) or 0, _chat(raw), _text(raw), reason), raw)


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGEST


def _sound(taken: Arrival) -> bool:
    """Tell whether the ids, which python-telegram-bot takes as they come, are ids."""
    match taken:
        case Heard():
            return (
                _is_id(taken.person)
                and (taken.message is None or _is_id(taken.message))
                and isinstance(taken.language, str)
            )
        case Called():
            return _is_id(taken.chat) and _is_id(taken.message) and isinstance(taken.language, str)
        case Left():
            return _is_id(taken.person)
    return True


def _chat(raw: Raw) -> int | None:
    """Return whose update it is, as far as that can be seen, so that it is erased with them."""
    for part in raw.values():
        if isinstance(part, dict):
            for key in ("from", "chat", "user"):
                who = part.get(key)
                if isinstance(who, dict) and _is_id(who.get("id")):
                    return int(who["id"])
    return None


def _misfit(taken: Taken, reason: str) -> Misfit:
    """Return an update that could not be saved as one to be set aside."""
    match taken.arrival:
        case Misfit():
            return replace(taken.arrival, chat=None)
        case Heard(update, person) | Left(update, person):
            return Misfit(update, person, _text(taken.raw), reason)
        case other:
            return Misfit(other.update, None, _text(taken.raw), reason)
