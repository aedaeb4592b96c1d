"""Commits batches of raw updates, whatever they contain.

Rules:
- An update that cannot be parsed or saved becomes a dead letter and stops no other update.
- Updates above the rate limit are stored before they are confirmed and processed in order, a few at a time, with other
  people's batches in between.
- While the database is in trouble, the batch stays with Telegram. Its people, and those who write meanwhile, are told
  once. A damaged or missing database ends the bot, and nothing is confirmed.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from time import monotonic, time

from sqlalchemy.exc import OperationalError
from telegram import Bot, Update

from bot.advisor import (
    Advisor,
    Arrival,
    GroupCalled,
    IgnoredUpdate,
    PersonLeft,
    PersonSpoke,
    format_traceback,
)
from bot.core.conversation.inputs import Look
from bot.deliveries import Delivery
from bot.telegram.receive.double_tap import TapGuard
from bot.telegram.receive.parse import parse_update
from bot.telegram.receive.rate_limit import ArrivalTime, RateLimit
from bot.telegram.receive.redaction import Raw, is_id, redact
from bot.telegram.receive.shapes import convert_known
from bot.telegram.retry import retry
from bot.telegram.send.sender import Sender
from storage.errors import Unusable
from storage.records import DeadLetter, OutboxMessage, RedactedUpdate, WaitingUpdate

log = logging.getLogger(__name__)

NOTIFY_AFTER = 3.0  # seconds until the people of a slow batch are told, and between further notices
FULL = 100  # updates in one reply of getUpdates; a full one is a backlog, in which the times of taps mean nothing
PORTION = 10  # deferred updates in one transaction, during which everybody else waits


@dataclass(frozen=True, slots=True)
class ParsedUpdate:
    """An update for the advisor, its raw form, and the tap to answer.

    `row` is its row among the deferred updates, 0 for one that has just arrived.
    """

    arrival: Arrival
    raw: Raw
    query: str | None = None
    is_too_early: bool = False
    row: int = 0


Commit = Callable[[Sequence[ParsedUpdate]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class BatchProcessor:
    """Processes the batches of polling or of the webhook."""

    bot: Bot
    advisor: Advisor
    sender: Sender
    username: str
    rate_limit: RateLimit
    guard: TapGuard
    _notified: set[int] = field(default_factory=set)  # people told about the present delay
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _some_deferred: asyncio.Event = field(default_factory=asyncio.Event)

    async def resume(self) -> None:
        """Load whose updates were deferred before a restart, so that new ones wait behind them."""
        people = await retry(self.advisor.find_waiting_people)
        self.rate_limit.deferred.update(dict.fromkeys(people))
        if people:
            self._some_deferred.set()

    async def process(self, batch: Sequence[Raw]) -> None:
        """Return once every update of the batch is committed, deferred, or a dead letter."""
        now = ArrivalTime(monotonic(), time())
        async with self._lock:
            parsed = [
                self._defer_if_too_fast(self._parse(raw), now)
                for raw in batch
                if find_update_id(raw)
            ]
            if len(batch) < FULL:
                parsed = [self._ignore_early_tap(each, now.ticks) for each in parsed]
            await self._commit_each_possible(parsed, self._commit)
        if self.rate_limit.deferred:
            self._some_deferred.set()

    async def release_deferred(self) -> None:
        """Wait until there are deferred updates, and process them: a portion of each person in turn.

        It pauses as long as it works, so half of the database's time is left for new batches.
        """
        await self._some_deferred.wait()
        while self.rate_limit.deferred:
            for person in tuple(self.rate_limit.deferred):
                async with self._lock:
                    begun = monotonic()
                    await self._release_person(person)
                    lasted = monotonic() - begun
                await asyncio.sleep(lasted)
        self._some_deferred.clear()

    async def retry_dead_letters(self) -> None:
        """Process the dead letters again that an operator has marked for it."""
        for letter in await self.advisor.load_dead_letters_to_retry():
            async with self._lock:
                again = partial(self._commit_again, letter.id)
                await self._commit_each_possible(
                    [self._parse_stored(letter.raw, letter.update)], again
                )

    async def redraw_cards(self, outage: timedelta) -> None:
        """Show open cards again after an outage in which Telegram may have dropped taps on them."""
        async with self._lock:
            self.sender.deliver(await retry(lambda: self.advisor.redeliver_after(outage)))

    async def _release_person(self, person: int) -> None:
        """Process the first deferred updates of a person; the card is shown after the last one."""
        rows = await retry(lambda: self.advisor.load_waiting(person, PORTION))
        waited = [replace(self._parse_stored(row.raw, row.update), row=row.id) for row in rows]
        await self._commit_each_possible(waited, partial(self._commit_deferred, person))
        if len(rows) < PORTION:
            del self.rate_limit.deferred[person]
            self.sender.deliver(await retry(lambda: self.advisor.pending_deliveries(person)))

    def _parse_stored(self, stored: str, number: int) -> ParsedUpdate:
        """Parse a stored update, whose tap has been answered already."""
        try:
            raw = dict(json.loads(stored)) | {"update_id": number}
        except (ValueError, TypeError, RecursionError) as error:
            return ParsedUpdate(
                DeadLetter(number, None, RedactedUpdate(), type(error).__name__), {}
            )
        return replace(self._parse(raw), query=None)

    def _defer_if_too_fast(self, parsed: ParsedUpdate, now: ArrivalTime) -> ParsedUpdate:
        """Return the update, or its deferred form when its person is above the rate limit."""
        person = _find_sender(parsed)
        if person is None or not self.rate_limit.must_defer(person, now, _find_date(parsed.raw)):
            return parsed
        kept = redact(parsed.raw).text
        waiting = WaitingUpdate(parsed.arrival.update, person, kept, _repeat_key(parsed))
        return replace(parsed, arrival=waiting)

    def _ignore_early_tap(self, parsed: ParsedUpdate, at: float) -> ParsedUpdate:
        """Return the update; a tap too early to be an answer only shows the card."""
        match parsed.arrival:
            case PersonSpoke() as heard if self.guard.is_too_early(heard, at):
                return replace(parsed, arrival=replace(heard, says=Look()), is_too_early=True)
        return parsed

    def notify_delay(self, waiting: Iterable[Raw]) -> None:
        """Tell the people of waiting updates, each once, that it takes longer and nothing is lost."""
        for parsed in map(self._parse, waiting):
            if (
                isinstance(parsed.arrival, PersonSpoke)
                and parsed.arrival.person not in self._notified
            ):
                self._notified.add(parsed.arrival.person)
                self._send_delay_notice(parsed.arrival, parsed.query)

    def _parse(self, raw: Raw) -> ParsedUpdate:
        try:
            update = convert_known(raw) or Update.de_json(raw, self.bot)
            query = update.callback_query.id if update.callback_query else None
            parsed = parse_update(update, partial(redact, raw), self.username)
        except Exception as error:
            return _build_unparsed(raw, type(error).__name__)
        if _has_valid_ids(parsed):
            return ParsedUpdate(parsed, raw, query if isinstance(query, str) else None)
        return _build_unparsed(raw, "an invalid id")

    async def _commit_each_possible(self, batch: Sequence[ParsedUpdate], commit: Commit) -> None:
        """Commit the batch, or its updates one at a time when it cannot be saved as a whole."""
        try:
            await retry(partial(commit, batch))
        except Unusable:
            raise
        except Exception as error:
            log.warning(
                "a batch of %d updates could not be saved (%s); saving them one at a time",
                len(batch),
                type(error).__name__,
            )
            for parsed in batch:
                await self._commit_alone(parsed, commit)

    async def _commit_alone(self, parsed: ParsedUpdate, commit: Commit) -> None:
        """Commit an update; if that fails, store it as a dead letter; if that fails too, skip it."""
        try:
            await retry(partial(commit, [parsed]))
        except Exception as error:
            letter = _build_dead_letter(parsed, type(error).__name__)
            await self._store_dead_letter(replace(parsed, arrival=letter), commit)

    async def _store_dead_letter(self, parsed: ParsedUpdate, commit: Commit) -> None:
        try:
            await retry(partial(commit, [parsed]))
        except (Unusable, OperationalError):  # a wrong statement: skipping would lose every update
            raise
        except Exception as error:
            log.error(  # noqa: TRY400 - the text of the error may contain what a person wrote
                "an update could not be stored as a dead letter (%s):\n%s",
                type(error).__name__,
                format_traceback(error),
            )
            if parsed.row:
                await retry(
                    partial(commit, [replace(parsed, arrival=IgnoredUpdate(parsed.arrival.update))])
                )

    async def _commit(self, batch: Sequence[ParsedUpdate]) -> None:
        deliveries, parcels = await self.advisor.handle([parsed.arrival for parsed in batch])
        self._send(deliveries, parcels)
        for parsed in batch:
            if parsed.query is not None:
                self.sender.answer(
                    _find_chat(parsed.raw) or 0, parsed.query, self._find_remark(parsed)
                )

    async def _commit_deferred(self, person: int, batch: Sequence[ParsedUpdate]) -> None:
        arrivals = {parsed.row: parsed.arrival for parsed in batch}
        _, parcels = await self.advisor.handle_waiting(person, arrivals)
        self._send((), parcels)

    async def _commit_again(self, letter: int, batch: Sequence[ParsedUpdate]) -> None:
        for parsed in batch:
            self._send(*await self.advisor.handle_dead_letter(letter, parsed.arrival))

    def _send(self, deliveries: Sequence[Delivery], parcels: Sequence[OutboxMessage]) -> None:
        self._notified.clear()
        self.sender.deliver(deliveries, parcels)

    def _find_remark(self, parsed: ParsedUpdate) -> str | None:
        if parsed.is_too_early and isinstance(parsed.arrival, PersonSpoke):
            return self.advisor.words(parsed.arrival.language).plain("tap-early")
        return None

    def _send_delay_notice(self, heard: PersonSpoke, query: str | None) -> None:
        words = self.advisor.words(heard.language)
        if query is not None:
            self.sender.answer(heard.person, query, words.plain("tap-later"), alert=True)
        else:
            self.sender.send_notice(heard.person, words.plain("trouble"))


def find_update_id(raw: Raw) -> int | None:
    """Return the id of an update, None when it has none that Telegram could confirm."""
    number = _find_id(raw)
    return number if number is not None and number > 0 else None


def _find_id(raw: Raw) -> int | None:
    number = raw.get("update_id")
    return number if isinstance(number, int) and is_id(number) else None


def _build_unparsed(raw: Raw, reason: str) -> ParsedUpdate:
    return ParsedUpdate(DeadLetter(_find_id(raw) or 0, _find_chat(raw), redact(raw), reason), raw)


def _has_valid_ids(parsed: Arrival) -> bool:
    """Return whether the ids are valid; python-telegram-bot does not check them."""
    match parsed:
        case PersonSpoke():
            return (
                is_id(parsed.person)
                and (parsed.message is None or is_id(parsed.message))
                and isinstance(parsed.language, str)
            )
        case GroupCalled():
            return is_id(parsed.chat) and is_id(parsed.message) and isinstance(parsed.language, str)
        case PersonLeft():
            return is_id(parsed.person)
    return True


def _find_chat(raw: Raw) -> int | None:
    """Return the person or chat of an update if it names one, so that it is erased with them."""
    for part in raw.values():
        if isinstance(part, dict):
            for key in ("from", "chat", "user"):
                who = part.get(key)
                if isinstance(who, dict) and is_id(who.get("id")):
                    return int(who["id"])
    return None


def _find_sender(parsed: ParsedUpdate) -> int | None:
    """Return the person whose rate an update counts for, None for an update without one."""
    match parsed.arrival:
        case PersonSpoke(person=person) | PersonLeft(person=person):
            return person
        case GroupCalled():
            return _find_chat(parsed.raw)
    return None


def _find_date(raw: Raw) -> float | None:
    """Return when a message was sent, in seconds since 1970; None for a tap, which has no date."""
    for part in raw.values():
        match part:
            case {"date": bool()}:
                return None
            case {"date": int(date)}:
                return date
    return None


def _repeat_key(parsed: ParsedUpdate) -> str | None:
    """Return what repetitions of a tap, or of a call in a group, have in common; None for other updates."""
    match parsed.arrival, parsed.raw:
        case PersonSpoke(message=int(message)), {"callback_query": {"data": str(data)}}:
            return f"{message} {data!a}"
        case GroupCalled(chat=chat), _:
            return f"{chat}"
    return None


def _build_dead_letter(parsed: ParsedUpdate, reason: str) -> DeadLetter:
    """Return the dead letter of an update that could not be saved."""
    match parsed.arrival:
        case DeadLetter() as letter:
            return replace(letter, chat=None, copy=RedactedUpdate())
        case IgnoredUpdate(update):
            return DeadLetter(update, None, RedactedUpdate(), reason)
        case PersonSpoke(update) | GroupCalled(update) | PersonLeft(update) | WaitingUpdate(update):
            return DeadLetter(update, _find_chat(parsed.raw), redact(parsed.raw), reason)
