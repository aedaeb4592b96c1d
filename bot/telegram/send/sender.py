"""Brings every chat to its wanted screen, and sends the parcels of the outbox.

Rules:
- One queue per chat, each a task that ends when nothing is left: first the parcels in order, then the newest
  screen, whatever came in between. Many queues at once.
- A queue ends only when a message it sent, or made a photo of, is noted in the database, so that its memory of the card
  is never missed; that a known message was edited is noted soon after, along with others.
- The former card loses its buttons before a new one is sent, so that two are never open.
- Where a new message may have been sent before without our knowing its number, the messages just below the one sent now
  lose their buttons.
- Telegram makes a photo of a text, but never a text of a photo: then the photo loses its buttons, and a new card follows.
- New messages leave one after another, evenly; edits do not wait for them.
- What fails is repeated with growing pauses, or as Telegram says (refusals.py, limits.py); only its plain no (a 400) ends the attempt.
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
from typing import TypeVar

from aiolimiter import AsyncLimiter
from telegram import Bot, InputFile
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.advisor import Advisor, Delivery, place_of
from bot.core.screens.layout import Button
from bot.telegram import callback_data
from bot.telegram.commands import remove_menu
from bot.telegram.receive.double_tap import TapGuard
from bot.telegram.retry import seconds_to_wait, supervise
from bot.telegram.send import photos
from bot.telegram.send.calls import TAP_TIMEOUT, Unreachable, call_until_answered, retry_once
from bot.telegram.send.receipts import Receipts
from bot.telegram.send.throttle import Throttle
from bot.telegram.transport import Method, SentMessage, call, upload
from storage.errors import Unusable
from storage.records import Parcel, Shown

log = logging.getLogger(__name__)
Result = TypeVar("Result")

SPARES = 10  # messages before a new card among which the same card may lie, sent and never known
LINGER = 0.25  # seconds notes of edits gather before they are written together
DOCUMENT_NAME = "career-advisor.json"


@dataclass(slots=True)
class _ChatQueue:
    """What is still to be done in a chat, and the card as this process knows it."""

    chat: int
    wanted: Delivery | None = None
    parcels: deque[Parcel] = field(default_factory=deque)
    message: int | None = None
    unsure: bool = False  # whether a message may have been sent whose number nobody knows
    pictured: bool = False


class Sender:
    """Delivers; `deliver` returns at once. Ends its tasks when `close` is awaited."""

    def __init__(self, bot: Bot, advisor: Advisor, send_rate: int, guard: TapGuard) -> None:
        """Deliver through this bot, and note in the advisor's database what arrived.

        `send_rate` is how many new messages a second it sends at most (0: no limit); edits go at once. The guard is
        told which questions come under somebody's finger.
        """
        self._bot = bot
        self._advisor = advisor
        self._queues: dict[int, _ChatQueue] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._receipts = Receipts(advisor)
        self._is_gathering = False
        self._guard = guard
        self._throttle = Throttle()
        self._send_rate = AsyncLimiter(1, 1 / send_rate) if send_rate else nullcontext()  # no burst

    def deliver(self, deliveries: Iterable[Delivery], parcels: Iterable[Parcel] = ()) -> None:
        """Take on screens and parcels; a newer screen replaces one that still waits."""
        for parcel in parcels:
            queue = self._find_queue(parcel.chat)
            if parcel.kind == "farewell":
                queue.parcels = deque(
                    each for each in queue.parcels if each.kind in ("close", "menu")
                )
                queue.wanted = None
            queue.parcels.append(parcel)
        for delivery in deliveries:
            self._find_queue(delivery.person).wanted = delivery

    def resume(self, deliveries: Iterable[Delivery], parcels: Iterable[Parcel]) -> None:
        """Take on what an earlier process left, which may have sent messages and not noted them."""
        self.deliver(deliveries, parcels)
        for queue in self._queues.values():
            queue.unsure = True

    def answer(
        self, chat: int, query: str, text: str | None = None, *, alert: bool = False
    ) -> None:
        """Answer a tap in a chat, so that its button stops waiting; it does not matter when that fails.

        A text comes up for a moment, or as an alert until it is closed.
        """
        self._start(self._answer(chat, query, text, alert=alert))

    def send_notice(self, chat: int, text: str) -> None:
        """Say something once, outside any order; it does not matter when that fails."""
        self._start(self._send_notice(chat, text))

    async def close(self, grace: float) -> None:
        """Finish what can be finished within so many seconds; the rest is done after the next start."""
        end = monotonic() + grace
        # A queue that ends starts the note of what it did, so what there is to wait for changes.
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
        task.add_done_callback(self._log_failure)

    def _log_failure(self, task: "asyncio.Future[None]") -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(
            error, Unusable
        ):  # which ends the bot, with a line of its own
            log.error("a delivery failed (%s):\n%s", type(error).__name__, place_of(error))

    async def _send_notice(self, chat: int, text: str) -> None:
        try:
            await self._send_text(chat, text)
        except TelegramError as error:
            log.info("a line could not be sent (%s)", type(error).__name__)

    async def _call(self, method: Method, whom: object, **parameters: object) -> SentMessage:
        return await self._call_throttled(
            whom, lambda: call(self._bot, method, SentMessage, **parameters)
        )

    async def _call_throttled(
        self, whom: object, work: Callable[[], Awaitable[Result]], end: float = inf
    ) -> Result:
        """Call, after all have waited who must; `whom` is the chat that a refusal may be about."""
        await self._wait_until_allowed(end)
        begun = monotonic()
        self._throttle.record_call(begun)
        try:
            answer = await work()
        except RetryAfter as error:
            self._throttle.record_refusal(whom, seconds_to_wait(error), monotonic())
            raise
        except (BadRequest, Forbidden):  # a no to this call alone
            self._throttle.record_success(begun)
            raise
        self._throttle.record_success(begun)
        return answer

    async def _wait_until_allowed(self, end: float = inf) -> None:
        """Return when nothing keeps a call from being made now; raise TimedOut when that would be after the end."""
        while wait := self._throttle.wait(at := monotonic()):
            if at + wait > end:
                raise TimedOut("all have to wait")
            await asyncio.sleep(wait)

    async def _wait_for_turn(self) -> None:
        """Return when a new message may be sent now; a turn that came while all had to wait has passed."""
        while True:
            await self._wait_until_allowed()
            async with self._send_rate:
                pass
            if not self._throttle.wait(monotonic()):
                return

    async def _answer(self, chat: int, query: str, text: str | None, *, alert: bool) -> None:
        end = monotonic() + TAP_TIMEOUT
        given = {"callback_query_id": query, "text": text, "show_alert": alert or None}
        try:
            await retry_once(
                lambda: self._call_throttled(
                    chat, lambda: call(self._bot, "answerCallbackQuery", bool, **given), end
                )
            )
        except TelegramError as error:
            log.debug("a tap could not be answered (%s)", type(error).__name__)

    async def _run(self, queue: _ChatQueue) -> None:
        while queue.parcels or queue.wanted:
            await self._handle(queue, queue.parcels[0] if queue.parcels else queue.wanted)
        # No await stands between the last look at the queue and this, so nothing can be lost in it.
        del self._queues[queue.chat]

    async def _handle(self, queue: _ChatQueue, item: Parcel | Delivery | None) -> None:
        """Do one thing; whatever goes wrong with it for good, it is taken out of the queue and the rest goes on."""
        try:
            match item:
                case Parcel():
                    last_line = await call_until_answered(lambda: self._send_parcel(queue, item))
                    await self._receipts.record(item.id)
                    if last_line is not None:
                        await self._confirm_erasure(item, last_line)
                case Delivery():
                    await self._show(queue, item)
        except Unreachable:
            await self._receipts.record_unreachable(queue.chat)
        except Unusable:
            raise
        except Exception as error:
            log.error("a delivery failed (%s):\n%s", type(error).__name__, place_of(error))  # noqa: TRY400
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
            # The database knows this message: were the note lost, the same edit would only be made once more.
            self._record_soon(shown)
        else:
            await self._receipts.record(shown)
            await self._remove_duplicate_buttons(queue, shown.message)

    def _record_soon(self, shown: Shown) -> None:
        self._receipts.add(shown)
        if not self._is_gathering:
            self._is_gathering = True
            self._start(supervise("noting deliveries", self._write_gathered))

    async def _write_gathered(self) -> None:
        """Let the notes of some more edits gather, and write them."""
        await asyncio.sleep(LINGER)
        self._is_gathering = False
        await self._receipts.write()

    async def _update_card(self, queue: _ChatQueue, wanted: Delivery) -> Shown | None:
        """Bring the card to this screen, or to nothing when a newer one has come meanwhile."""
        if queue.wanted is not wanted:
            return None
        photo = await photos.draw(wanted.screen.picture)
        try:
            return await self._place_card(queue, wanted, photo)
        except BadRequest as error:
            if photo is None:
                raise
            log.warning("Telegram refuses a picture (%s); its text is shown", error.message)
            return await self._place_card(queue, wanted, None)

    async def _place_card(self, queue: _ChatQueue, wanted: Delivery, photo: bytes | None) -> Shown:
        """Put the screen into its chat, with this photo or as a text; the former card is closed first."""
        card = wanted.message if wanted.adopted else queue.message or wanted.message
        pictured = queue.pictured if card == queue.message else wanted.pictured
        kept = None if wanted.fresh or (pictured and photo is None) else card
        for former in {queue.message, wanted.message} - {None, kept}:
            await self._remove_buttons(queue.chat, former)
        queue.message, queue.pictured = kept, pictured
        queue.message = await self._edit_card(wanted, kept, photo) or await self._send_card(
            queue, wanted, photo
        )
        queue.pictured = photo is not None
        return Shown(wanted.person, wanted.version, queue.message, queue.pictured)

    async def _edit_card(
        self, wanted: Delivery, message: int | None, photo: bytes | None
    ) -> int | None:
        """Edit the card in place and return its message, None when that cannot be done."""
        if message is None:
            return None
        begun = monotonic()
        self._guard.begin_edit(wanted, begun)
        try:
            if photo is None:
                await self._call(
                    "editMessageText", wanted.person, message_id=message, **_format_screen(wanted)
                )
            else:
                await self._call_throttled(
                    wanted.person,
                    lambda: photos.edit(self._bot, message, photo, _format_screen(wanted)),
                )
            self._guard.finish_edit(wanted, begun, monotonic())
        except BadRequest as error:
            if _has_reason(error, "not modified"):
                return message
            if _has_reason(error, "no text in the message"):  # a photo, though this was not noted
                await self._remove_buttons(wanted.person, message)
                return None
            if _has_reason(
                error,
                "message to edit not found",
                "can't be edited",
                "message_id_invalid",
                "message identifier",
            ):
                return None
            raise
        return message

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
        except NetworkError as error:
            queue.unsure = queue.unsure or not isinstance(error, BadRequest)  # which is one of them
            raise
        self._guard.record_new_card(wanted, monotonic())
        return sent.message_id

    async def _send_text(self, chat: int, text: str, **more: object) -> SentMessage:
        await self._wait_for_turn()
        return await self._call("sendMessage", chat, chat_id=chat, text=text, **more)

    async def _remove_buttons(self, chat: int, message: int | None) -> None:
        """Take the buttons off a former card; it does not matter when it is gone."""
        try:
            await self._call("editMessageReplyMarkup", chat, chat_id=chat, message_id=message)
        except BadRequest as error:
            log.debug("a former card was not there to be closed (%s)", error.message)

    async def _remove_duplicate_buttons(self, queue: _ChatQueue, card: int) -> None:
        """Take the buttons off a card that was sent before this one without our knowing its number.

        Telegram counts the messages of all private chats of a bot together, so that it lies just below unless many
        people write at once. A number of another chat, or of what the person wrote, is refused.
        """
        if not queue.unsure:
            return
        queue.unsure = False
        spares = (
            self._remove_buttons(queue.chat, spare) for spare in range(max(card - SPARES, 1), card)
        )
        await asyncio.gather(*spares, return_exceptions=True)

    async def _send_parcel(self, queue: _ChatQueue, parcel: Parcel) -> int | None:
        """Send a parcel; return the message of a farewell, which says more once the parcel itself is erased."""
        if parcel not in queue.parcels:
            return None  # erased meanwhile
        letter = await self._advisor.opened(parcel)
        match parcel.kind:
            case "close" if parcel.message is not None:
                await self._remove_buttons(parcel.chat, parcel.message)
            case "data" if letter.document is not None:
                document = InputFile(letter.document, DOCUMENT_NAME)
                await self._wait_for_turn()
                if parcel not in queue.parcels:
                    return None  # erased while it was opened or waited for its turn
                content = {"document": document, "caption": letter.text}
                await self._call_throttled(
                    parcel.chat,
                    lambda: upload(self._bot, "sendDocument", chat_id=parcel.chat, **content),
                )
            case "farewell":
                if queue.message not in (None, parcel.message):
                    await self._remove_buttons(parcel.chat, queue.message)
                queue.message = None
                return await self._send_farewell(parcel.chat, parcel.message, letter.text)
            case "group":
                answered = {"message_id": parcel.message, "allow_sending_without_reply": True}
                await self._send_text(parcel.chat, letter.text, reply_parameters=answered)
            case "report":
                await self._send_text(parcel.chat, letter.text, parse_mode=ParseMode.HTML)
            case "menu":
                catalog = self._advisor.catalog
                await self._call_throttled(
                    parcel.chat, lambda: remove_menu(self._bot, catalog, parcel.chat)
                )
            case "unread":
                await self._send_text(parcel.chat, letter.text)
            case "notice" if letter.text:
                await self._send_text(parcel.chat, letter.text)
        return None

    async def _send_farewell(self, chat: int, card: int | None, text: str) -> int | None:
        """Put the last line in the place of the card, or below what was said when there is none; return its message."""
        try:
            if card is not None:
                await self._call("editMessageText", chat, chat_id=chat, message_id=card, text=text)
                return card
        except BadRequest as error:
            if _has_reason(error, "not modified"):
                return card
            await self._remove_buttons(chat, card)  # it may be a photo
        return (await self._send_text(chat, text)).message_id

    async def _confirm_erasure(self, farewell: Parcel, line: int) -> None:
        """Say that everything is erased as soon as it is; until then the line says that it soon will be."""
        text = await self._advisor.last_line(farewell.language)
        with suppress(TelegramError):
            await self._call(
                "editMessageText",
                farewell.chat,
                chat_id=farewell.chat,
                message_id=line,
                text=text,
            )


def _format_screen(wanted: Delivery) -> dict[str, object]:
    """Return what a screen is in the parameters of sendMessage and editMessageText."""
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


def _has_reason(error: BadRequest, *parts: str) -> bool:
    return any(part in error.message.lower() for part in parts)
