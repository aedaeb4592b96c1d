"""Inputs in, screens out: a whole batch is loaded, decided in memory, saved in one transaction and drawn.

Rules:
- An update that was handled before changes nothing; one whose handling fails is set aside and stops nobody else.
- Nothing is told to anybody before the transaction that caused it is committed.
- A tap on a card from an earlier sitting shows where things stand now; it never counts as anything else.
- Logs name kinds of failures and places in the code, never a person, nor what a person wrote.
"""

import asyncio
import logging
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import assert_never

from sqlalchemy import Connection

from bot import admin_report, export, persistence
from bot.core.assessment.advice import Standing, advise
from bot.core.conversation import machine
from bot.core.conversation.inputs import Input, Look, Start, Type
from bot.core.conversation.replies import Farewell, Reply, SendData, SendReport
from bot.core.conversation.state import Person
from bot.core.screens.card import draw_screen
from bot.core.screens.layout import Screen
from bot.deliveries import (
    Delivery,
    MessageContent,
    build_delivery,
    least_version,
    load_pending,
    next_card,
    redraw,
)
from content.model import Catalog, Words
from storage import (
    conversations,
    dead_letters,
    expiry,
    menus,
    outbox,
    personal_data,
    retention,
    statistics,
    waiting,
)
from storage.database import Database
from storage.records import (
    DeadLetter,
    FinishRecord,
    OutboxKind,
    OutboxMessage,
    PersonRecord,
    RedactedUpdate,
    ShownScreen,
    SittingRecord,
    StoredDeadLetter,
    WaitingUpdate,
)

log = logging.getLogger(__name__)

FALLBACK_LANGUAGE = "en"
GREETED = timedelta(
    hours=23
)  # swept hourly, so that nobody without consent is kept for more than a day
HANDLED = timedelta(days=3)  # Telegram repeats an unconfirmed update for a day at most
SET_ASIDE = timedelta(days=7)
MOST_WAITING = 1000  # updates of one person; what comes after them is not read
TAPS_LAST = timedelta(seconds=150)
ACTIVE = timedelta(minutes=30)  # before an outage; who was silent longer has no tap waiting
WIPING = (0.0, 0.05, 0.2, 0.5)  # seconds before each attempt while an erased person looks on


@dataclass(frozen=True, slots=True)
class PersonSpoke:
    """A person said something. `message` and `sitting` are those of the card it was tapped on, if it was.

    `copy` returns what may be kept of the update; it is only asked for when handling it fails.
    """

    update: int
    person: int
    says: Input
    language: str = ""
    message: int | None = None
    sitting: datetime | None = None
    copy: Callable[[], RedactedUpdate] = RedactedUpdate


@dataclass(frozen=True, slots=True)
class GroupCalled:
    """Somebody called the bot in a group."""

    update: int
    chat: int
    message: int
    language: str = ""


@dataclass(frozen=True, slots=True)
class PersonLeft:
    """A person blocked the bot."""

    update: int
    person: int


@dataclass(frozen=True, slots=True)
class IgnoredUpdate:
    """An update that is none of the bot's business."""

    update: int


Arrival = PersonSpoke | GroupCalled | PersonLeft | IgnoredUpdate | WaitingUpdate | DeadLetter


@dataclass(slots=True)
class _Batch:
    """What a batch has come to so far."""

    at: datetime
    before: dict[int, PersonRecord]
    people: dict[int, PersonRecord]
    changed: dict[int, PersonRecord] = field(default_factory=dict)
    erased: set[int] = field(default_factory=set)
    messages: list[OutboxMessage] = field(default_factory=list)
    waiting: list[WaitingUpdate] = field(default_factory=list)
    letters: list[DeadLetter] = field(default_factory=list)
    deliveries: dict[int, Delivery] = field(default_factory=dict)


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Advisor:
    """The advisor behind every front end. `bot` is whose update ids these are (0: the terminal's)."""

    catalog: Catalog
    database: Database
    clock: Callable[[], datetime] = now
    bot: int = 0
    admins: frozenset[int] = frozenset()
    block: int = 50
    blur: statistics.Noise = statistics.noise
    link: str = ""
    # A report at a time: many at once would take processors and connections from those who answer.
    _reporting: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def handle(
        self, arrivals: Sequence[Arrival]
    ) -> tuple[tuple[Delivery, ...], tuple[OutboxMessage, ...]]:
        """Decide and save a batch in one transaction; return what is now to be shown and sent."""
        return await self.database.write(lambda connection: self._handle(connection, arrivals))

    async def load_pending(self) -> tuple[tuple[Delivery, ...], tuple[OutboxMessage, ...]]:
        """Return what was wanted before a restart and is not known to have arrived."""
        records, parcels = await self.database.read(load_pending)
        return tuple(each for record in records if (each := self._try_redraw(record))), parcels

    async def content_of(self, message: OutboxMessage) -> MessageContent:
        """Return what a message of the outbox says at this moment."""
        words = self.words(message.language)
        match message.kind:
            case OutboxKind.DATA:
                return await self._build_data(words, message.chat)
            case OutboxKind.REPORT if message.chat in self.admins:
                async with self._reporting:
                    return MessageContent(
                        await admin_report.read_report(
                            self.database, self.catalog, words, self.block
                        )
                    )
            case OutboxKind.REPORT:  # requested by a former admin
                return MessageContent(words("unknown-command.alone"))
            case OutboxKind.GROUP:
                return MessageContent(words.plain("group", link=self.link))
            case OutboxKind.FAREWELL:
                return MessageContent(words.plain("farewell-soon"))
            case OutboxKind.UNREAD:
                return MessageContent(words.plain("unread", count=message.number or 0))
            case OutboxKind.NOTICE:
                if not await self._is_notified(message.chat):
                    return MessageContent("")
                return MessageContent(words.plain("erasure-notice", count=retention.NOTICE.days))
            case OutboxKind.CLOSE | OutboxKind.MENU:
                return MessageContent("")
            case unknown:
                assert_never(unknown)

    async def finish_erasure(self, language: str) -> str:
        """Wipe the files, and return what is then true: the person is erased, or will be within a minute."""
        words = self.words(language)
        for pause in WIPING:
            await asyncio.sleep(pause)
            if await self.database.wipe():
                return words.plain("farewell")
        return words.plain("farewell-soon")

    async def find_waiting_people(self) -> list[int]:
        """Return everybody whose updates wait."""
        return await self.database.read(waiting.find_people)

    async def load_waiting(self, person: int, most: int) -> tuple[WaitingUpdate, ...]:
        """Return the first updates of a person that wait, so many at most."""
        return await self.database.read(lambda c: waiting.load_next(c, person, most))

    async def handle_waiting(
        self, person: int, arrivals: Mapping[int, Arrival]
    ) -> tuple[tuple[Delivery, ...], tuple[OutboxMessage, ...]]:
        """Decide and save updates of a person that waited, by the ids of their rows, which go in the same transaction.

        Once nothing more waits, the person is told how many updates came when too many waited, if any did.
        """
        return await self.database.write(lambda c: self._handle_waiting(c, person, arrivals))

    async def pending_deliveries(self, person: int) -> tuple[Delivery, ...]:
        """Return the screen of a person that is not known to be shown, if there is one."""
        records = await self.database.read(lambda c: conversations.load(c, [person]))
        return tuple(
            delivery
            for record in records.values()
            if record.gone_at is None and record.card and record.card.shown < record.card.version
            if (delivery := self._try_redraw(record))
        )

    async def load_dead_letters_to_retry(self) -> tuple[StoredDeadLetter, ...]:
        """Return the dead letters that are to be tried once more."""
        return await self.database.read(dead_letters.load_to_retry)

    async def handle_dead_letter(
        self, letter: int, arrival: Arrival
    ) -> tuple[tuple[Delivery, ...], tuple[OutboxMessage, ...]]:
        """Decide and save what was set aside under this id; it stays there when it fails again."""
        return await self.database.write(lambda c: self._handle_dead_letter(c, letter, arrival))

    async def record_deliveries(self, shown: Sequence[ShownScreen], sent: Sequence[int]) -> None:
        """Note which screens and parcels have arrived."""
        at = self._now()
        await self.database.write(
            lambda connection: outbox.record_deliveries(connection, shown, sent, at)
        )

    async def record_unreachable(self, person: int) -> None:
        """Note that a person cannot be written to until they return."""
        at = self._now()
        await self.database.write(
            lambda connection: outbox.record_unreachable(connection, person, at)
        )

    async def recover(self) -> None:
        """Prepare a start: remove the menu of former admins, and show cards again whose taps may be lost.

        Telegram keeps a tap for TAPS_LAST at most.
        """
        await self.database.write(self._prepare_start)
        await self.purge_expired()
        await self.database.wipe()

    async def redeliver_after(self, outage: timedelta) -> tuple[Delivery, ...]:
        """Want the cards shown again of the people who were there before an outage that ends now; return what waits."""
        since = least_version(self._now() - outage - ACTIVE)
        await self.database.write(lambda connection: outbox.request_redelivery(connection, since))
        deliveries, _ = await self.load_pending()
        return deliveries

    async def record_heartbeat(self) -> None:
        """Note that the bot is alive, which also shows that the database can be written."""
        at = self._now()
        await self.database.write(
            lambda connection: expiry.record_heartbeat(connection, self.bot, at)
        )

    async def purge_expired(self) -> None:
        """Forget what has been kept long enough, and note that the bot is alive."""
        while await self.database.write(self._purge_expired):
            pass

    async def release_block(self) -> bool:
        """Release the results of the next block of people; tell whether enough were waiting.

        That is read first: nearly always they are too few, and then nobody has to wait for the writer.
        """
        waiting = await self.database.read(
            lambda connection: statistics.has_block(connection, self.block)
        )
        if waiting:
            await self.database.write(self._release_block)
        return waiting

    async def enforce_retention(self) -> tuple[OutboxMessage, ...]:
        """Erase some people who have been silent too long, and notify some who soon will be; return what to send."""
        if self.catalog.retention_months is None:
            return ()
        at = self._now()
        now = retention.deadlines(self.catalog.retention_months, at)
        found = await self.database.read(lambda connection: retention.find(connection, now))
        if not (found.notify or found.erase):
            return ()
        return await self.database.write(
            lambda connection: retention.enforce(connection, now, found, at)
        )

    def nearest_language(self, language: str) -> str:
        """Return the language there are texts in that is nearest to an IETF language tag."""
        texts = self.catalog.texts
        for tag in (language, language.partition("-")[0], FALLBACK_LANGUAGE):
            if tag in texts:
                return tag
        return next(iter(texts))

    def words(self, language: str) -> Words:
        """Return the texts for an IETF language tag, as near as there are any."""
        return self.catalog.texts[self.nearest_language(language)]

    def _handle(
        self, connection: Connection, arrivals: Sequence[Arrival]
    ) -> tuple[tuple[Delivery, ...], tuple[OutboxMessage, ...]]:
        hour = self._now().replace(
            minute=0, second=0, microsecond=0
        )  # a moment could be that of an answer
        taken = conversations.mark_handled(
            connection, self.bot, {each.update for each in arrivals}, hour
        )
        new = {each.update: each for each in arrivals if each.update in taken}
        batch = self._start_batch(connection, new.values())
        for arrival in new.values():
            self._apply(batch, arrival)
        return self._save(connection, batch)

    def _handle_waiting(
        self, connection: Connection, person: int, arrivals: Mapping[int, Arrival]
    ) -> tuple[tuple[Delivery, ...], tuple[OutboxMessage, ...]]:
        claimed = waiting.claim(connection, arrivals)
        left = [arrival for row, arrival in arrivals.items() if row in claimed]
        batch = self._start_batch(connection, left)
        for arrival in left:
            if person not in batch.erased:  # what still waits is erased with everything else
                self._apply(batch, arrival)
        if person not in batch.erased and (count := waiting.claim_unread(connection, person)):
            log.warning("a person is told that %d updates were not read", count)
            batch.messages.append(
                OutboxMessage(
                    person, OutboxKind.UNREAD, self._language(batch, person, left), number=count
                )
            )
        return self._save(connection, batch)

    def _handle_dead_letter(
        self, connection: Connection, letter: int, arrival: Arrival
    ) -> tuple[tuple[Delivery, ...], tuple[OutboxMessage, ...]]:
        if not dead_letters.claim(connection, letter):
            return (), ()
        batch = self._start_batch(connection, [arrival])
        self._apply(batch, arrival)
        if batch.letters:
            dead_letters.record_failure(connection, letter, batch.letters.pop().reason)
        else:
            dead_letters.remove(connection, letter)
        return self._save(connection, batch)

    def _start_batch(self, connection: Connection, arrivals: Iterable[Arrival]) -> _Batch:
        """Return an empty batch that knows the people of these updates."""
        persons = {each.person for each in arrivals if isinstance(each, PersonSpoke | PersonLeft)}
        before = conversations.load(connection, persons)
        return _Batch(self._now(), before, dict(before))

    def _language(self, batch: _Batch, person: int, arrivals: Iterable[Arrival]) -> str:
        """Return the language of a person: their own, or that of what they sent last."""
        if person in batch.people:
            return self.nearest_language(batch.people[person].language)
        sent = [each.language for each in arrivals if isinstance(each, PersonSpoke | GroupCalled)]
        return self.nearest_language(sent[-1] if sent else FALLBACK_LANGUAGE)

    def _prepare_start(self, connection: Connection) -> None:
        last = expiry.last_heartbeat(connection, self.bot)
        if last is not None and self._now() - last > TAPS_LAST:
            outbox.request_redelivery(connection, least_version(last - ACTIVE))
        former = menus.update_holders(connection, self.admins)
        outbox.withdraw(connection, OutboxKind.MENU, self.admins)
        outbox.add(connection, [_menu(person) for person in former])

    def _release_block(self, connection: Connection) -> None:
        statistics.release_block(connection, self.block, self.catalog.roles, self.blur)

    def _purge_expired(self, connection: Connection) -> bool:
        at = self._now()
        expiry.record_heartbeat(connection, self.bot, at)
        return expiry.purge_expired(
            connection,
            greeted_before=at - GREETED,
            handled_before=at - HANDLED,
            kept_before=at - SET_ASIDE,
        )

    def _now(self) -> datetime:
        """Return the time to the millisecond: that much of it fits on a button."""
        now = self.clock()
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    def _apply(self, batch: _Batch, arrival: Arrival) -> None:
        match arrival:
            case PersonSpoke():
                self._apply_input(batch, arrival)
            case GroupCalled(_, chat, message, language):
                batch.messages.append(
                    OutboxMessage(chat, OutboxKind.GROUP, self.nearest_language(language), message)
                )
            case PersonLeft(_, person) if person in batch.people:
                gone = replace(batch.people[person], gone_at=batch.at)
                batch.people[person] = batch.changed[person] = gone
            case WaitingUpdate():
                batch.waiting.append(arrival)
            case DeadLetter():
                log.error("an update could not be understood and is set aside: %s", arrival.reason)
                batch.letters.append(arrival)

    def _apply_input(self, batch: _Batch, heard: PersonSpoke) -> None:
        record = batch.people.get(heard.person) or self._new_person(heard, batch.at)
        try:
            turn = self._advance(record, heard, batch.at)
            following = self._next_record(record, turn, batch.at)
            screen = draw_screen(self.catalog, turn.person, turn.replies)
        except Exception as error:
            batch.letters.append(_dead_letter_of(heard, error))
            return
        if Farewell() in turn.replies:
            self._forget(batch, record, heard)
            return
        batch.messages += [
            parcel for reply in turn.replies if (parcel := _outbox_message(reply, following))
        ]
        if screen is not None:
            following = self._request_screen(batch, following, heard, turn.replies, screen)
        elif record.card is None and not turn.person.consented:
            return  # an admin who only looks at the figures is not a person of the advisor's
        batch.people[record.person] = batch.changed[record.person] = following

    def _request_screen(
        self,
        batch: _Batch,
        record: PersonRecord,
        heard: PersonSpoke,
        replies: tuple[Reply, ...],
        screen: Screen,
    ) -> PersonRecord:
        """Return the record with a newer screen wanted; the card just tapped becomes the only one."""
        former = record.card.message if record.card else None
        if heard.message is not None and former not in (None, heard.message):
            batch.messages.append(
                OutboxMessage(record.person, OutboxKind.CLOSE, record.language, former)
            )
        card = next_card(record.card, heard.message, replies, batch.at)
        following = replace(record, card=card)
        batch.deliveries[record.person] = build_delivery(
            following, card, screen, adopted=heard.message is not None
        )
        return following

    def _advance(
        self, record: PersonRecord, heard: PersonSpoke, at: datetime
    ) -> machine.Transition:
        current = persistence.decode_sitting(record.sittings[-1])
        says = _input_that_counts(record, heard, current.started)
        return machine.advance(self.catalog, self._person(record), current, says, at)

    def _new_person(self, heard: PersonSpoke, at: datetime) -> PersonRecord:
        return PersonRecord(
            heard.person, self.nearest_language(heard.language), at, (SittingRecord(at),)
        )

    def _person(self, record: PersonRecord) -> Person:
        consented = record.consented_at is not None
        return Person(
            self.nearest_language(record.language), consented, admin=record.person in self.admins
        )

    def _next_record(
        self, record: PersonRecord, turn: machine.Transition, at: datetime
    ) -> PersonRecord:
        kept = persistence.encode_sitting(turn.sitting)
        same = record.sittings[-1].started_at == kept.started_at
        return replace(
            record,
            language=turn.person.language,
            consented_at=(record.consented_at or at) if turn.person.consented else None,
            gone_at=None,
            notified_at=None,
            sittings=(*record.sittings[:-1], kept) if same else (*record.sittings, kept),
            finish=self._finish(record.finish, turn, at),
        )

    def _finish(
        self, finish: FinishRecord | None, turn: machine.Transition, at: datetime
    ) -> FinishRecord | None:
        """Return the result that counts: the latest one, until it is released."""
        if (finish and finish.released) or not turn.over:
            return finish
        advice = advise(self.catalog, turn.sitting.answers)
        outcome = None if advice.standing is Standing.LITTLE else advice.outcome
        return FinishRecord(finish.finished_at if finish else at, outcome)

    def _forget(self, batch: _Batch, record: PersonRecord, heard: PersonSpoke) -> None:
        person = record.person
        batch.erased.add(person)
        batch.people.pop(person, None)
        batch.changed.pop(person, None)
        batch.deliveries.pop(person, None)
        batch.messages = [parcel for parcel in batch.messages if parcel.chat != person]
        batch.letters = [each for each in batch.letters if person not in each.copy.mentioned]
        known = record.card.message if record.card else None
        if known not in (None, heard.message):
            batch.messages.append(OutboxMessage(person, OutboxKind.CLOSE, record.language, known))
        if person in self.admins:
            batch.messages.append(_menu(person))
        # Last, since nothing of the person may be left in the outbox when it is said that they are erased.
        batch.messages.append(
            OutboxMessage(person, OutboxKind.FAREWELL, record.language, heard.message)
        )

    def _save(
        self, connection: Connection, batch: _Batch
    ) -> tuple[tuple[Delivery, ...], tuple[OutboxMessage, ...]]:
        """Write what a batch has come to; return what is now to be shown and sent."""
        if batch.erased:
            personal_data.erase(connection, batch.erased)
        left = {each: record for each, record in batch.before.items() if each not in batch.erased}
        conversations.save(connection, left, batch.changed.values())
        dead_letters.add(connection, self.bot, batch.letters, batch.at)
        if batch.waiting:
            refused = waiting.add(connection, batch.waiting, MOST_WAITING)
            for count in refused.values():
                log.info("%d updates of a person are not read: too many wait", count)
        parcels = outbox.add(connection, batch.messages)
        return tuple(batch.deliveries.values()), parcels

    def _try_redraw(self, record: PersonRecord) -> Delivery | None:
        """Return the wanted screen of a person, None when there is none or it cannot be drawn: the others go on."""
        try:
            return redraw(self.catalog, self._person(record), record)
        except Exception as error:
            log.error(  # noqa: TRY400
                "a card cannot be drawn (%s):\n%s", type(error).__name__, format_traceback(error)
            )
            return None

    async def _is_notified(self, person: int) -> bool:
        return await self.database.read(lambda c: retention.is_notified(c, person))

    async def _build_data(self, words: Words, person: int) -> MessageContent:
        rows = await self.database.read(
            lambda connection: personal_data.load_rows_about(connection, person)
        )
        return MessageContent(
            words.plain("data-caption"), export.build_document(self.catalog, words, rows)
        )


def format_traceback(error: BaseException) -> str:
    """Return where in the code an error came up, without its text, which may hold what somebody wrote."""
    return "".join(traceback.format_tb(error.__traceback__))


def _dead_letter_of(heard: PersonSpoke, error: Exception) -> DeadLetter:
    """Return an update whose handling failed; its place in the code goes to the log, its words do not."""
    log.error(
        "handling an update failed (%s); it is set aside:\n%s",
        type(error).__name__,
        format_traceback(error),
    )
    return DeadLetter(heard.update, heard.person, heard.copy(), type(error).__name__)


def _input_that_counts(record: PersonRecord, heard: PersonSpoke, started: datetime) -> Input:
    """Return what counts of what was said: nothing from another sitting, no words about a card nobody has seen."""
    if heard.sitting not in (None, started):
        return Look()
    match heard.says:
        case Type() if record.card is None:
            return Start()
        case says:
            return says


def _outbox_message(reply: Reply, record: PersonRecord) -> OutboxMessage | None:
    match reply:
        case SendData():
            return OutboxMessage(record.person, OutboxKind.DATA, record.language)
        case SendReport():
            return OutboxMessage(record.person, OutboxKind.REPORT, record.language)
    return None


def _menu(person: int) -> OutboxMessage:
    """Return the parcel that removes the admin menu of a person's chat."""
    return OutboxMessage(person, OutboxKind.MENU, FALLBACK_LANGUAGE)
