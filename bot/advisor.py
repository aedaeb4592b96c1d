"""Handles batches of updates: loads the people, decides in memory, saves in one transaction, returns what to show.

Rules:
- An update that was handled before changes nothing. One that fails becomes a dead letter and does not affect the others.
- Nothing is sent before the transaction that caused it is committed.
- A tap on a card of an earlier sitting only shows the current card.
- Logs name kinds of failures and places in the code, never a person or what a person wrote.
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
    heartbeat,
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
WITHOUT_CONSENT = timedelta(hours=23)  # people without consent are stored for less than a day
HANDLED = timedelta(days=3)  # Telegram repeats an unconfirmed update for at most a day
DEAD_LETTERS = timedelta(days=7)
MOST_WAITING = 1000  # updates of one person; later ones are only counted
TAPS_LAST = timedelta(seconds=150)
ACTIVE = timedelta(
    minutes=30
)  # before an outage; a person who was silent longer has no tap waiting
WIPING = (0.0, 0.05, 0.2, 0.5)  # seconds before each attempt, while the erased person waits


@dataclass(frozen=True, slots=True)
class PersonSpoke:
    """A person typed or tapped something. `message` and `sitting` belong to the tapped card, if it was a tap.

    `copy` returns the redacted update; it is called only when handling fails.
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
    """A person called the bot in a group."""

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
    """An update that the bot does not react to."""

    update: int


Arrival = PersonSpoke | GroupCalled | PersonLeft | IgnoredUpdate | WaitingUpdate | DeadLetter


@dataclass(slots=True)
class _Batch:
    """The changes of a batch so far."""

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
    """Return the current time in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Advisor:
    """The advisor behind every front end. `bot` is the id of the bot that numbers the updates (0: the terminal)."""

    catalog: Catalog
    database: Database
    clock: Callable[[], datetime] = now
    bot: int = 0
    admins: frozenset[int] = frozenset()
    block: int = 50
    blur: statistics.Noise = statistics.noise
    link: str = ""
    # One report at a time: several at once would slow down everybody who answers.
    _reporting: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def handle(
        self, arrivals: Sequence[Arrival]
    ) -> tuple[tuple[Delivery, ...], tuple[OutboxMessage, ...]]:
        """Handle a batch in one transaction; return what to show and what to send."""
        return await self.database.write(lambda connection: self._handle(connection, arrivals))

    async def load_pending(self) -> tuple[tuple[Delivery, ...], tuple[OutboxMessage, ...]]:
        """Return what an earlier process may not have shown or sent."""
        records, messages = await self.database.read(load_pending)
        return tuple(each for record in records if (each := self._try_redraw(record))), messages

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
        """Wipe the files; return the text that is then true: the person is erased, or will be within a minute."""
        words = self.words(language)
        for pause in WIPING:
            await asyncio.sleep(pause)
            if await self.database.wipe():
                return words.plain("farewell")
        return words.plain("farewell-soon")

    async def find_waiting_people(self) -> list[int]:
        """Return the people whose updates wait."""
        return await self.database.read(waiting.find_people)

    async def load_waiting(self, person: int, most: int) -> tuple[WaitingUpdate, ...]:
        """Return at most `most` waiting updates of a person, the oldest first."""
        return await self.database.read(lambda c: waiting.load_next(c, person, most))

    async def handle_waiting(
        self, person: int, arrivals: Mapping[int, Arrival]
    ) -> tuple[tuple[Delivery, ...], tuple[OutboxMessage, ...]]:
        """Handle waiting updates of a person, given by the ids of their rows; the same transaction deletes the rows.

        When no more updates wait, the person gets a message with the number of updates that were not read, if any.
        """
        return await self.database.write(lambda c: self._handle_waiting(c, person, arrivals))

    async def pending_deliveries(self, person: int) -> tuple[Delivery, ...]:
        """Return the screen of a person unless it is known to be shown."""
        records = await self.database.read(lambda c: conversations.load(c, [person]))
        return tuple(
            delivery
            for record in records.values()
            if record.gone_at is None and record.card and record.card.shown < record.card.version
            if (delivery := self._try_redraw(record))
        )

    async def load_dead_letters_to_retry(self) -> tuple[StoredDeadLetter, ...]:
        """Return the dead letters that are to be handled again."""
        return await self.database.read(dead_letters.load_to_retry)

    async def handle_dead_letter(
        self, letter: int, arrival: Arrival
    ) -> tuple[tuple[Delivery, ...], tuple[OutboxMessage, ...]]:
        """Handle a dead letter again; it stays when that fails."""
        return await self.database.write(lambda c: self._handle_dead_letter(c, letter, arrival))

    async def record_deliveries(self, shown: Sequence[ShownScreen], sent: Sequence[int]) -> None:
        """Record which screens are shown and which messages are sent."""
        at = self._now()
        await self.database.write(
            lambda connection: outbox.record_deliveries(connection, shown, sent, at)
        )

    async def record_unreachable(self, person: int) -> None:
        """Record that a person cannot be reached until they return."""
        at = self._now()
        await self.database.write(
            lambda connection: outbox.record_unreachable(connection, person, at)
        )

    async def recover(self) -> None:
        """Prepare a start: show cards again whose taps may be lost, and remove the menu of former admins.

        Telegram keeps a tap for at most TAPS_LAST.
        """
        await self.database.write(self._prepare_start)
        await self.purge_expired()
        await self.database.wipe()

    async def redeliver_after(self, outage: timedelta) -> tuple[Delivery, ...]:
        """Request the cards again of people who were active before an outage that ends now; return all pending ones."""
        since = least_version(self._now() - outage - ACTIVE)
        await self.database.write(lambda connection: outbox.request_redelivery(connection, since))
        deliveries, _ = await self.load_pending()
        return deliveries

    async def record_heartbeat(self) -> None:
        """Record that the bot is alive; this also shows that the database can be written."""
        at = self._now()
        await self.database.write(lambda connection: heartbeat.record(connection, self.bot, at))

    async def purge_expired(self) -> None:
        """Delete what has been stored long enough, and record that the bot is alive."""
        while await self.database.write(self._purge_expired):
            pass

    async def release_block(self) -> bool:
        """Release the results of the next block of people; return whether enough people were waiting.

        A read comes first: usually there are too few people, and then no writer is blocked.
        """
        waiting = await self.database.read(
            lambda connection: statistics.has_block(connection, self.block)
        )
        if waiting:
            await self.database.write(self._release_block)
        return waiting

    async def enforce_retention(self) -> tuple[OutboxMessage, ...]:
        """Erase some people who were silent for too long, and notify some who soon will be; return what to send."""
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
        """Return the language of the texts that is nearest to an IETF language tag."""
        texts = self.catalog.texts
        for tag in (language, language.partition("-")[0], FALLBACK_LANGUAGE):
            if tag in texts:
                return tag
        return next(iter(texts))

    def words(self, language: str) -> Words:
        """Return the texts in the language nearest to an IETF language tag."""
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
            if person not in batch.erased:  # the rest is erased with the person
                self._apply(batch, arrival)
        if person not in batch.erased and (count := waiting.claim_unread(connection, person)):
            log.warning("%d updates of a person were not read; the person gets a message", count)
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
        """Return an empty batch with the people of these updates loaded."""
        persons = {each.person for each in arrivals if isinstance(each, PersonSpoke | PersonLeft)}
        before = conversations.load(connection, persons)
        return _Batch(self._now(), before, dict(before))

    def _language(self, batch: _Batch, person: int, arrivals: Iterable[Arrival]) -> str:
        """Return the language of a person, or that of their last update if they are not stored."""
        if person in batch.people:
            return self.nearest_language(batch.people[person].language)
        sent = [each.language for each in arrivals if isinstance(each, PersonSpoke | GroupCalled)]
        return self.nearest_language(sent[-1] if sent else FALLBACK_LANGUAGE)

    def _prepare_start(self, connection: Connection) -> None:
        last = heartbeat.load_last(connection, self.bot)
        if last is not None and self._now() - last > TAPS_LAST:
            outbox.request_redelivery(connection, least_version(last - ACTIVE))
        former = menus.update_holders(connection, self.admins)
        outbox.withdraw(connection, OutboxKind.MENU, self.admins)
        outbox.add(connection, [_menu(person) for person in former])

    def _release_block(self, connection: Connection) -> None:
        statistics.release_block(connection, self.block, self.catalog.roles, self.blur)

    def _purge_expired(self, connection: Connection) -> bool:
        at = self._now()
        heartbeat.record(connection, self.bot, at)
        return expiry.purge_expired(
            connection,
            met_before=at - WITHOUT_CONSENT,
            handled_before=at - HANDLED,
            failed_before=at - DEAD_LETTERS,
        )

    def _now(self) -> datetime:
        """Return the time in whole milliseconds, as buttons hold it."""
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
            case PersonLeft(_, person):
                if person in batch.people:
                    gone = replace(batch.people[person], gone_at=batch.at)
                    batch.people[person] = batch.changed[person] = gone
            case IgnoredUpdate():
                pass
            case WaitingUpdate():
                batch.waiting.append(arrival)
            case DeadLetter():
                log.error(
                    "an update could not be understood and becomes a dead letter: %s",
                    arrival.reason,
                )
                batch.letters.append(arrival)
            case unknown:
                assert_never(unknown)

    def _apply_input(self, batch: _Batch, event: PersonSpoke) -> None:
        record = batch.people.get(event.person) or self._new_person(event, batch.at)
        try:
            transition = self._advance(record, event, batch.at)
            following = self._next_record(record, transition, batch.at)
            screen = draw_screen(self.catalog, transition.person, transition.replies)
        except Exception as error:
            batch.letters.append(_dead_letter_of(event, error))
            return
        if Farewell() in transition.replies:
            self._forget(batch, record, event)
            return
        batch.messages += [
            message
            for reply in transition.replies
            if (message := _outbox_message(reply, following))
        ]
        if screen is not None:
            following = self._request_screen(batch, following, event, transition.replies, screen)
        elif record.card is None and not transition.person.consented:
            return  # an admin who only reads the report is not stored
        batch.people[record.person] = batch.changed[record.person] = following

    def _request_screen(
        self,
        batch: _Batch,
        record: PersonRecord,
        event: PersonSpoke,
        replies: tuple[Reply, ...],
        screen: Screen,
    ) -> PersonRecord:
        """Return the record with a newer screen requested; a card that was just tapped becomes the only one."""
        former = record.card.message if record.card else None
        if event.message is not None and former not in (None, event.message):
            batch.messages.append(
                OutboxMessage(record.person, OutboxKind.CLOSE, record.language, former)
            )
        card = next_card(record.card, event.message, replies, batch.at)
        following = replace(record, card=card)
        batch.deliveries[record.person] = build_delivery(
            following, card, screen, adopted=event.message is not None
        )
        return following

    def _advance(
        self, record: PersonRecord, event: PersonSpoke, at: datetime
    ) -> machine.Transition:
        current = persistence.decode_sitting(record.sittings[-1])
        says = _input_that_counts(record, event, current.started)
        return machine.advance(self.catalog, self._person(record), current, says, at)

    def _new_person(self, event: PersonSpoke, at: datetime) -> PersonRecord:
        return PersonRecord(
            event.person, self.nearest_language(event.language), at, (SittingRecord(at),)
        )

    def _person(self, record: PersonRecord) -> Person:
        consented = record.consented_at is not None
        return Person(
            self.nearest_language(record.language), consented, admin=record.person in self.admins
        )

    def _next_record(
        self, record: PersonRecord, transition: machine.Transition, at: datetime
    ) -> PersonRecord:
        kept = persistence.encode_sitting(transition.sitting)
        same = record.sittings[-1].started_at == kept.started_at
        return replace(
            record,
            language=transition.person.language,
            consented_at=(record.consented_at or at) if transition.person.consented else None,
            gone_at=None,
            notified_at=None,
            sittings=(*record.sittings[:-1], kept) if same else (*record.sittings, kept),
            finish=self._finish(record.finish, transition, at),
        )

    def _finish(
        self, finish: FinishRecord | None, transition: machine.Transition, at: datetime
    ) -> FinishRecord | None:
        """Return the result for the statistics: the latest one, until it is released."""
        if (finish and finish.released) or not transition.over:
            return finish
        advice = advise(self.catalog, transition.sitting.answers)
        outcome = None if advice.standing is Standing.LITTLE else advice.outcome
        return FinishRecord(finish.finished_at if finish else at, outcome)

    def _forget(self, batch: _Batch, record: PersonRecord, event: PersonSpoke) -> None:
        person = record.person
        batch.erased.add(person)
        batch.people.pop(person, None)
        batch.changed.pop(person, None)
        batch.deliveries.pop(person, None)
        batch.messages = [message for message in batch.messages if message.chat != person]
        batch.letters = [each for each in batch.letters if person not in each.copy.mentioned]
        known = record.card.message if record.card else None
        if known not in (None, event.message):
            batch.messages.append(OutboxMessage(person, OutboxKind.CLOSE, record.language, known))
        if person in self.admins:
            batch.messages.append(_menu(person))
        # Last: when it is sent, nothing else of the person may be left in the outbox.
        batch.messages.append(
            OutboxMessage(person, OutboxKind.FAREWELL, record.language, event.message)
        )

    def _save(
        self, connection: Connection, batch: _Batch
    ) -> tuple[tuple[Delivery, ...], tuple[OutboxMessage, ...]]:
        """Save the changes of a batch; return what to show and what to send."""
        if batch.erased:
            personal_data.erase(connection, batch.erased)
        left = {each: record for each, record in batch.before.items() if each not in batch.erased}
        conversations.save(connection, left, batch.changed.values())
        dead_letters.add(connection, self.bot, batch.letters, batch.at)
        if batch.waiting:
            refused = waiting.add(connection, batch.waiting, MOST_WAITING)
            for count in refused.values():
                log.info("%d updates of a person are only counted: too many wait", count)
        messages = outbox.add(connection, batch.messages)
        return tuple(batch.deliveries.values()), messages

    def _try_redraw(self, record: PersonRecord) -> Delivery | None:
        """Return the screen of a person, None without a card or when drawing fails: the others must go on."""
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
    """Return where in the code an error was raised. Its text is left out; it may hold what a person wrote."""
    return "".join(traceback.format_tb(error.__traceback__))


def _dead_letter_of(event: PersonSpoke, error: Exception) -> DeadLetter:
    """Return an update whose handling failed; the log gets the place in the code, not the person's words."""
    log.error(
        "handling an update failed (%s); it becomes a dead letter:\n%s",
        type(error).__name__,
        format_traceback(error),
    )
    return DeadLetter(event.update, event.person, event.copy(), type(error).__name__)


def _input_that_counts(record: PersonRecord, event: PersonSpoke, started: datetime) -> Input:
    """Return the input that counts: taps of another sitting only look, and text before any card starts the chat."""
    if event.sitting not in (None, started):
        return Look()
    match event.says:
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
    """Return the message that removes the admin menu of a person's chat."""
    return OutboxMessage(person, OutboxKind.MENU, FALLBACK_LANGUAGE)
