"""Brings every chat to its wanted screen, and sends the parcels of the outbox.

Rules:
- Each chat has a queue, worked off by a task that ends when the queue is empty: first the parcels in order, then only the
  newest screen. Queues run concurrently.
- A task ends only when every message it sent, or turned into a photo, is recorded in the database, so the next one knows
  the card. Edits of a known message are recorded soon after, in groups.
- card_placement.py decides which message is the card and which messages lose their buttons.
- New messages are sent at an even rate; edits do not wait for them.
- Failed calls are repeated with growing pauses, or when Telegram says (calls.py, throttle.py), until Telegram rejects
  them with a 400.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from functools import partial
from math import inf
from time import monotonic
from typing import TypeVar, assert_never

from aiolimiter import AsyncLimiter
from telegram import Bot, InputFile
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.advisor import Advisor, format_traceback
from bot.core.screens.layout import Button
from bot.deliveries import Delivery
from bot.telegram import callback_data
from bot.telegram.commands import remove_menu
from bot.telegram.receive.double_tap import TapGuard
from bot.telegram.retry import seconds_to_wait, supervise
from bot.telegram.send import photos
from bot.telegram.send.calls import TAP_TIMEOUT, Unreachable, call_until_answered, retry_once
from bot.telegram.send.card_placement import (
    EditRefusal,
    KnownCard,
    find_edit_refusal,
    find_possible_duplicates,
    place_card,
)
from bot.telegram.send.receipts import Receipts
from bot.telegram.send.throttle import Throttle
from bot.telegram.transport import Method, SentMessage, call, upload
from storage.errors import Unusable
from storage.records import OutboxKind, OutboxMessage, ShownScreen

log = logging.getLogger(__name__)
Result = TypeVar("Result")

RECEIPT_DELAY = 0.25  # seconds in which receipts of edits gather before they are written together
DOCUMENT_NAME = "career-advisor.json"


@dataclass(slots=True)
class _ChatQueue:
    """What is still to be sent to a chat, and the card as this process knows it."""

    chat: int
    wanted: Delivery | None = None
    parcels: deque[OutboxMessage] = field(default_factory=deque)
    card: KnownCard | None = None
    may_have_duplicates: bool = False  # a message may have been sent without a reply from Telegram


class Sender:
    """Delivers screens and parcels in the background, until `close` is awaited."""

    def __init__(self, bot: Bot, advisor: Advisor, send_rate: int, guard: TapGuard) -> None:
        """Send through this bot, and record in the advisor's database what arrived.

        `send_rate` is the maximum of new messages a second, 0 for no limit; edits do not count. The guard learns which
        questions appear in place of another screen.
        """
        self._bot = bot
        self._advisor = advisor
        self._queues: dict[int, _ChatQueue] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._receipts = Receipts(advisor)
        self._is_gathering = False
        self._guard = guard
        self._throttle = Throttle()
        # One at a time, so without bursts.
        self._send_rate = AsyncLimiter(1, 1 / send_rate) if send_rate else nullcontext()

    def deliver(
        self, deliveries: Iterable[Delivery], parcels: Iterable[OutboxMessage] = ()
    ) -> None:
        """Queue screens and parcels and return at once; a newer screen replaces a queued one."""
        for parcel in parcels:
            queue = self._find_queue(parcel.chat)
            if parcel.kind is OutboxKind.FAREWELL:
                queue.parcels = deque(
                    each
                    for each in queue.parcels
                    if each.kind in (OutboxKind.CLOSE, OutboxKind.MENU)
                )
                queue.wanted = None
            queue.parcels.append(parcel)
        for delivery in deliveries:
            self._find_queue(delivery.person).wanted = delivery

    def resume(self, deliveries: Iterable[Delivery], parcels: Iterable[OutboxMessage]) -> None:
        """Queue what an earlier process left; it may have sent messages that it did not record."""
        self.deliver(deliveries, parcels)
        for queue in self._queues.values():
            queue.may_have_duplicates = True

    def answer(
        self, chat: int, query: str, text: str | None = None, *, alert: bool = False
    ) -> None:
        """Answer a tap, so that its button stops waiting. A failure is ignored.

        The text is shown for a moment; as an alert, until the person closes it.
        """
        self._start(self._answer(chat, query, text, alert=alert))

    def send_notice(self, chat: int, text: str) -> None:
        """Send a text once, outside the chat's queue. A failure is ignored."""
        self._start(self._send_notice(chat, text))

    async def close(self, grace: float) -> None:
        """Finish what can be finished in `grace` seconds; the next start does the rest."""
        end = monotonic() + grace
        # A queue that ends may start the writing of its receipts, so the set of tasks changes.
        while self._tasks and (left := end - monotonic()) > 0:
            await asyncio.wait(self._tasks, timeout=left)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _find_queue(self, chat: int) -> _ChatQueue:
        if chat not in self._queues:
            self._queues[chat] = _ChatQueue(chat)
            self._start(supervise("a chat's queue", partial(self._run, self._queues[chat])))
        return self._queues[chat]

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._finish)

    def _finish(self, task: "asyncio.Future[None]") -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        # Unusable ends the bot, which logs it.
        if error is not None and not isinstance(error, Unusable):
            log.error("a delivery failed (%s):\n%s", type(error).__name__, format_traceback(error))

    async def _send_notice(self, chat: int, text: str) -> None:
        try:
            await self._send_text(chat, text)
        except TelegramError as error:
            log.info("a notice could not be sent (%s)", type(error).__name__)

    async def _call(self, method: Method, chat: object, **parameters: object) -> SentMessage:
        return await self._call_throttled(
            chat, lambda: call(self._bot, method, SentMessage, **parameters)
        )

    async def _call_throttled(
        self, chat: object, work: Callable[[], Awaitable[Result]], end: float = inf
    ) -> Result:
        """Call when the throttle allows it, and report the outcome to the throttle."""
        await self._wait_until_allowed(end)
        begun = monotonic()
        self._throttle.record_call(begun)
        try:
            answer = await work()
        except RetryAfter as error:
            self._throttle.record_refusal(chat, seconds_to_wait(error), monotonic())
            raise
        except (BadRequest, Forbidden):  # a refusal of this call alone
            self._throttle.record_success(begun)
            raise
        self._throttle.record_success(begun)
        return answer

    async def _wait_until_allowed(self, end: float = inf) -> None:
        """Return when the throttle allows a call; raise TimedOut if that is after `end`."""
        while wait := self._throttle.wait(at := monotonic()):
            if at + wait > end:
                raise TimedOut("all chats are paused")
            await asyncio.sleep(wait)

    async def _wait_for_turn(self) -> None:
        """Return when a new message may be sent; a turn that comes while all chats are paused is lost."""
        while True:
            await self._wait_until_allowed()
            async with self._send_rate:
                pass
            if not self._throttle.wait(monotonic()):
                return

    async def _answer(self, chat: int, query: str, text: str | None, *, alert: bool) -> None:
        end = monotonic() + TAP_TIMEOUT
        parameters = {"callback_query_id": query, "text": text, "show_alert": alert or None}
        try:
            await retry_once(
                lambda: self._call_throttled(
                    chat, lambda: call(self._bot, "answerCallbackQuery", bool, **parameters), end
                )
            )
        except TelegramError as error:
            log.debug("a tap could not be answered (%s)", type(error).__name__)

    async def _run(self, queue: _ChatQueue) -> None:
        while queue.parcels or queue.wanted:
            await self._handle(queue, queue.parcels[0] if queue.parcels else queue.wanted)
        # No await between the last check and this line, so nothing can be queued in between and lost.
        del self._queues[queue.chat]

    async def _handle(self, queue: _ChatQueue, item: OutboxMessage | Delivery | None) -> None:
        """Send one item and take it out of the queue, also when it fails for good."""
        try:
            match item:
                case OutboxMessage():
                    farewell = await call_until_answered(lambda: self._send_parcel(queue, item))
                    await self._receipts.record(item.id)
                    if farewell is not None:
                        await self._confirm_erasure(item, farewell)
                case Delivery():
                    await self._show(queue, item)
        except Unreachable:
            await self._receipts.record_unreachable(queue.chat)
        except Unusable:
            raise
        except Exception as error:
            log.error("a delivery failed (%s):\n%s", type(error).__name__, format_traceback(error))  # noqa: TRY400
        if queue.wanted is item:
            queue.wanted = None
        elif queue.parcels and queue.parcels[0] is item:
            queue.parcels.popleft()

    async def _show(self, queue: _ChatQueue, wanted: Delivery) -> None:
        known = wanted.message
        shown = await call_until_answered(lambda: self._update_card(queue, wanted))
        if shown is None:
            return
        if shown.message == known and shown.pictured == wanted.pictured:
            # The database knows this message: if the receipt is lost, the same edit is made once more.
            self._record_soon(shown)
        else:
            await self._receipts.record(shown)
            await self._close_duplicates(queue, shown.message)

    def _record_soon(self, shown: ShownScreen) -> None:
        self._receipts.add(shown)
        if not self._is_gathering:
            self._is_gathering = True
            self._start(supervise("recording deliveries", self._write_gathered))

    async def _write_gathered(self) -> None:
        """Wait for more receipts, and write them together."""
        await asyncio.sleep(RECEIPT_DELAY)
        self._is_gathering = False
        await self._receipts.write()

    async def _update_card(self, queue: _ChatQueue, wanted: Delivery) -> ShownScreen | None:
        """Show this screen on the card; return None when a newer screen is queued."""
        if queue.wanted is not wanted:
            return None
        photo = await photos.draw(wanted.screen.picture)
        try:
            return await self._place_card(queue, wanted, photo)
        except BadRequest as error:
            if photo is None:
                raise
            log.warning("Telegram rejects a picture (%s); its text is shown", error.message)
            return await self._place_card(queue, wanted, None)

    async def _place_card(
        self, queue: _ChatQueue, wanted: Delivery, photo: bytes | None
    ) -> ShownScreen:
        stored = wanted.message and KnownCard(wanted.message, wanted.pictured)
        placement = place_card(
            queue.card,
            stored or None,
            adopted=wanted.adopted,
            fresh=wanted.fresh,
            photo=photo is not None,
        )
        for former in placement.close:
            await self._close_card(queue.chat, former)
        queue.card = placement.edit
        if queue.card is None or not await self._edit_card(wanted, queue.card.message, photo):
            message = await self._send_card(queue, wanted, photo)
        else:
            message = queue.card.message
        queue.card = KnownCard(message, photo is not None)
        return ShownScreen(wanted.person, wanted.version, message, photo is not None)

    async def _edit_card(self, wanted: Delivery, message: int, photo: bytes | None) -> bool:
        """Edit the card in place; return whether it now shows the screen."""
        begun = monotonic()
        self._guard.begin_edit(wanted, begun)
        content = _format_screen(wanted)
        try:
            if photo is None:
                await self._call("editMessageText", wanted.person, message_id=message, **content)
            else:
                await self._call_throttled(
                    wanted.person, lambda: photos.edit(self._bot, message, photo, content)
                )
        except BadRequest as error:
            match find_edit_refusal(error.message):
                case EditRefusal.UNCHANGED:
                    return True
                case EditRefusal.PHOTO:  # which was not recorded
                    await self._close_card(wanted.person, message)
                    return False
                case EditRefusal.GONE:
                    return False
                case None:
                    raise
                case refusal:
                    assert_never(refusal)
        self._guard.finish_edit(wanted, begun, monotonic())
        return True

    async def _send_card(self, queue: _ChatQueue, wanted: Delivery, photo: bytes | None) -> int:
        content = _format_screen(wanted)
        try:
            await self._wait_for_turn()
            if photo is None:
                sent = await self._call("sendMessage", wanted.person, **content)
            else:
                sent = await self._call_throttled(
                    wanted.person, lambda: photos.send(self._bot, photo, content)
                )
        except BadRequest:  # a NetworkError too, but nothing was sent
            raise
        except NetworkError:
            queue.may_have_duplicates = True
            raise
        self._guard.record_new_card(wanted, monotonic())
        return sent.message_id

    async def _send_text(self, chat: int, text: str, **more: object) -> SentMessage:
        await self._wait_for_turn()
        return await self._call("sendMessage", chat, chat_id=chat, text=text, **more)

    async def _close_card(self, chat: int, message: int | None) -> None:
        """Remove the buttons of a former card, if it still exists."""
        try:
            await self._call("editMessageReplyMarkup", chat, chat_id=chat, message_id=message)
        except BadRequest as error:
            log.debug("a former card could not be closed (%s)", error.message)

    async def _close_duplicates(self, queue: _ChatQueue, card: int) -> None:
        if queue.may_have_duplicates:
            queue.may_have_duplicates = False
            closing = (
                self._close_card(queue.chat, each) for each in find_possible_duplicates(card)
            )
            await asyncio.gather(*closing, return_exceptions=True)

    async def _send_parcel(self, queue: _ChatQueue, parcel: OutboxMessage) -> int | None:
        """Send a parcel; return the message of a farewell, which changes once everything is erased."""
        if parcel not in queue.parcels:
            return None  # a farewell has replaced it
        letter = await self._advisor.content_of(parcel)
        match parcel.kind:
            case OutboxKind.CLOSE:
                await self._close_card(parcel.chat, parcel.message)
            case OutboxKind.DATA:
                document = InputFile(letter.document, DOCUMENT_NAME)
                await self._wait_for_turn()
                if parcel not in queue.parcels:
                    return None  # a farewell has replaced it meanwhile
                content = {"document": document, "caption": letter.text}
                await self._call_throttled(
                    parcel.chat,
                    lambda: upload(self._bot, "sendDocument", chat_id=parcel.chat, **content),
                )
            case OutboxKind.FAREWELL:
                if queue.card and queue.card.message != parcel.message:
                    await self._close_card(parcel.chat, queue.card.message)
                queue.card = None
                return await self._send_farewell(parcel.chat, parcel.message, letter.text)
            case OutboxKind.GROUP:
                answered = {"message_id": parcel.message, "allow_sending_without_reply": True}
                await self._send_text(parcel.chat, letter.text, reply_parameters=answered)
            case OutboxKind.REPORT:
                await self._send_text(parcel.chat, letter.text, parse_mode=ParseMode.HTML)
            case OutboxKind.MENU:
                catalog = self._advisor.catalog
                await self._call_throttled(
                    parcel.chat, lambda: remove_menu(self._bot, catalog, parcel.chat)
                )
            case OutboxKind.UNREAD | OutboxKind.NOTICE:
                if letter.text:
                    await self._send_text(parcel.chat, letter.text)
            case unknown:
                assert_never(unknown)
        return None

    async def _send_farewell(self, chat: int, card: int | None, text: str) -> int | None:
        """Replace the card by the farewell, or send a new message if that fails; return the message."""
        try:
            if card is not None:
                await self._call("editMessageText", chat, chat_id=chat, message_id=card, text=text)
                return card
        except BadRequest as error:
            if find_edit_refusal(error.message) is EditRefusal.UNCHANGED:
                return card
            await self._close_card(chat, card)  # it may be a photo
        return (await self._send_text(chat, text)).message_id

    async def _confirm_erasure(self, farewell: OutboxMessage, message: int) -> None:
        """Change the farewell from "will be erased" to "is erased"."""
        text = await self._advisor.finish_erasure(farewell.language)
        with suppress(TelegramError):
            await self._call(
                "editMessageText",
                farewell.chat,
                chat_id=farewell.chat,
                message_id=message,
                text=text,
            )


def _format_screen(wanted: Delivery) -> dict[str, object]:
    """Return a screen as parameters of sendMessage and editMessageText."""
    stamp = callback_data.stamp(wanted.sitting)
    return {
        "chat_id": wanted.person,
        "text": wanted.screen.text,
        "parse_mode": ParseMode.HTML,
        "reply_markup": {
            "inline_keyboard": [
                [_format_button(stamp, each) for each in row] for row in wanted.screen.rows
            ]
        },
        "link_preview_options": {"is_disabled": True},
    }


def _format_button(stamp: str, button: Button) -> dict[str, str]:
    return {"text": button.label, "callback_data": callback_data.pack(stamp, button.says)}
