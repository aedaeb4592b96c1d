"""Brings every chat to its wanted screen, and sends the parcels of the outbox.

Rules:
- One lane per chat, each a task that ends when nothing is left: first the parcels in order, then the newest
  screen, whatever came in between. Many lanes at once.
- A lane ends only when a message it sent, or made a photo of, is noted in the database, so that its memory of the card
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
from bot.telegram.retry import supervise
from bot.telegram.send import photos
from bot.telegram.send.errors import TAP_WAITS, Unreachable, briefly, patiently, says, seconds
from bot.telegram.send.receipts import Notes
from bot.telegram.send.throttle import Limits
from bot.telegram.transport import Message, Method, call, upload
from storage.errors import Unusable
from storage.records import Parcel, Shown

log = logging.getLogger(__name__)
Result = TypeVar("Result")

SPARES = 10  # messages before a new card among which the same card may lie, sent and never known
LINGER = 0.25  # seconds notes of edits gather before they are written together
DOCUMENT_NAME = "career-advisor.json"


@dataclass(slots=True)
class _Lane:
    """What is still to be done in a chat, and the card as this process knows it."""

    chat: int
    wanted: Delivery | None = None
    parcels: deque[Parcel] = field(default_factory=deque)
    message: int | None = None
    unsure: bool = False  # whether a message may have been sent whose number nobody knows
    pictured: bool = False


class Courier:
    """Delivers; `deliver` returns at once. Ends its tasks when `close` is awaited."""

    def __init__(self, bot: Bot, advisor: Advisor, send_rate: int, guard: TapGuard) -> None:
        """Deliver through this bot, and note in the advisor's database what arrived.

        `send_rate` is how many new messages a second it sends at most (0: no limit); edits go at once. The guard is
        told which questions come under somebody's finger.
        """
        self._bot = bot
        self._advisor = advisor
        self._lanes: dict[int, _Lane] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._notes = Notes(advisor)
        self._lingering = False
        self._guard = guard
        self._limits = Limits()
        self._turn = AsyncLimiter(1, 1 / send_rate) if send_rate else nullcontext()  # no burst

    def deliver(self, deliveries: Iterable[Delivery], parcels: Iterable[Parcel] = ()) -> None:
        """Take on screens and parcels; a newer screen replaces one that still waits."""
        for parcel in parcels:
            lane = self._lane(parcel.chat)
            if parcel.kind == "farewell":
                lane.parcels = deque(
                    each for each in lane.parcels if each.kind in ("close", "menu")
                )
                lane.wanted = None
            lane.parcels.append(parcel)
        for delivery in deliveries:
            self._lane(delivery.person).wanted = delivery

    def resume(self, deliveries: Iterable[Delivery], parcels: Iterable[Parcel]) -> None:
        """Take on what an earlier process left, which may have sent messages and not noted them."""
        self.deliver(deliveries, parcels)
        for lane in self._lanes.values():
            lane.unsure = True

    def answer(
        self, chat: int, query: str, text: str | None = None, *, alert: bool = False
    ) -> None:
        """Answer a tap in a chat, so that its button stops waiting; it does not matter when that fails.

        A text comes up for a moment, or as an alert until it is closed.
        """
        self._start(self._answer(chat, query, text, alert=alert))

    def tell(self, chat: int, text: str) -> None:
        """Say something once, outside any order; it does not matter when that fails."""
        self._start(self._tell(chat, text))

    async def close(self, grace: float) -> None:
        """Finish what can be finished within so many seconds; the rest is done after the next start."""
        end = monotonic() + grace
        # A lane that ends starts the note of what it did, so what there is to wait for changes.
        while self._tasks and (left := end - monotonic()) > 0:
            await asyncio.wait(self._tasks, timeout=left)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _lane(self, chat: int) -> _Lane:
        if chat not in self._lanes:
            self._lanes[chat] = _Lane(chat)
            self._start(supervise("a chat's queue", partial(self._run, self._lanes[chat])))
        return self._lanes[chat]

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Future[None]") -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(
            error, Unusable
        ):  # which ends the bot, with a line of its own
            log.error("a delivery failed (%s):\n%s", type(error).__name__, place_of(error))

    async def _tell(self, chat: int, text: str) -> None:
        try:
            await self._say(chat, text)
        except TelegramError as error:
            log.info("a line could not be sent (%s)", type(error).__name__)

    async def _call(self, method: Method, whom: object, **parameters: object) -> Message:
        return await self._calmly(whom, lambda: call(self._bot, method, Message, **parameters))

    async def _calmly(
        self, whom: object, work: Callable[[], Awaitable[Result]], end: float = inf
    ) -> Result:
        """Call, after all have waited who must; `whom` is the chat that a refusal may be about."""
        await self._allowed(end)
        begun = monotonic()
        self._limits.begins(begun)
        try:
            answer = await work()
        except RetryAfter as error:
            self._limits.told(whom, seconds(error), monotonic())
            raise
        except (BadRequest, Forbidden):  # a no to this call alone
            self._limits.went_through(begun)
            raise
        self._limits.went_through(begun)
        return answer

    async def _allowed(self, end: float = inf) -> None:
        """Return when nothing keeps a call from being made now; raise TimedOut when that would be after the end."""
        while wait := self._limits.wait(at := monotonic()):
            if at + wait > end:
                raise TimedOut("all have to wait")
            await asyncio.sleep(wait)

    async def _in_turn(self) -> None:
        """Return when a new message may be sent now; a turn that came while all had to wait has passed."""
        while True:
            await self._allowed()
            async with self._turn:
                pass
            if not self._limits.wait(monotonic()):
                return

    async def _answer(self, chat: int, query: str, text: str | None, *, alert: bool) -> None:
        end = monotonic() + TAP_WAITS
        given = {"callback_query_id": query, "text": text, "show_alert": alert or None}
        try:
            await briefly(
                lambda: self._calmly(
                    chat, lambda: call(self._bot, "answerCallbackQuery", bool, **given), end
                )
            )
        except TelegramError as error:
            log.debug("a tap could not be answered (%s)", type(error).__name__)

    async def _run(self, lane: _Lane) -> None:
        while lane.parcels or lane.wanted:
            await self._step(lane, lane.parcels[0] if lane.parcels else lane.wanted)
        # No await stands between the last look at the lane and this, so nothing can be lost in it.
        del self._lanes[lane.chat]

    async def _step(self, lane: _Lane, item: Parcel | Delivery | None) -> None:
        """Do one thing; whatever goes wrong with it for good, it is taken out of the lane and the rest goes on."""
        try:
            match item:
                case Parcel():
                    last_line = await patiently(lambda: self._posted(lane, item))
                    await self._notes.note(item.id)
                    if last_line is not None:
                        await self._confirm_erasure(item, last_line)
                case Delivery():
                    await self._show(lane, item)
        except Unreachable:
            await self._notes.gone(lane.chat)
        except Unusable:
            raise
        except Exception as error:
            log.error("a delivery failed (%s):\n%s", type(error).__name__, place_of(error))  # noqa: TRY400
        if lane.wanted is item:
            lane.wanted = None
        elif lane.parcels and lane.parcels[0] is item:
            lane.parcels.popleft()

    async def _show(self, lane: _Lane, wanted: Delivery) -> None:
        known = wanted.message
        shown = await patiently(lambda: self._shown(lane, wanted))
        if shown is None:
            return
        if shown.message == known and shown.pictured == wanted.pictured:
            # The database knows this message: were the note lost, the same edit would only be made once more.
            self._note_soon(shown)
        else:
            await self._notes.note(shown)
            await self._close_spares(lane, shown.message)

    def _note_soon(self, shown: Shown) -> None:
        self._notes.add(shown)
        if not self._lingering:
            self._lingering = True
            self._start(supervise("noting deliveries", self._linger))

    async def _linger(self) -> None:
        """Let the notes of some more edits gather, and write them."""
        await asyncio.sleep(LINGER)
        self._lingering = False
        await self._notes.write()

    async def _shown(self, lane: _Lane, wanted: Delivery) -> Shown | None:
        """Bring the card to this screen, or to nothing when a newer one has come meanwhile."""
        if lane.wanted is not wanted:
            return None
        photo = await photos.drawn(wanted.screen.picture)
        try:
            return await self._placed(lane, wanted, photo)
        except BadRequest as error:
            if photo is None:
                raise
            log.warning("Telegram refuses a picture (%s); its text is shown", error.message)
            return await self._placed(lane, wanted, None)

    async def _placed(self, lane: _Lane, wanted: Delivery, photo: bytes | None) -> Shown:
        """Put the screen into its chat, with this photo or as a text; the former card is closed first."""
        card = wanted.message if wanted.adopted else lane.message or wanted.message
        pictured = lane.pictured if card == lane.message else wanted.pictured
        kept = None if wanted.fresh or (pictured and photo is None) else card
        for former in {lane.message, wanted.message} - {None, kept}:
            await self._close(lane.chat, former)
        lane.message, lane.pictured = kept, pictured
        lane.message = await self._edited(wanted, kept, photo) or await self._sent(
            lane, wanted, photo
        )
        lane.pictured = photo is not None
        return Shown(wanted.person, wanted.version, lane.message, lane.pictured)

    async def _edited(
        self, wanted: Delivery, message: int | None, photo: bytes | None
    ) -> int | None:
        """Edit the card in place and return its message, None when that cannot be done."""
        if message is None:
            return None
        begun = monotonic()
        self._guard.changing(wanted, begun)
        try:
            if photo is None:
                await self._call(
                    "editMessageText", wanted.person, message_id=message, **_content(wanted)
                )
            else:
                await self._calmly(
                    wanted.person,
                    lambda: photos.edit(self._bot, message, photo, _content(wanted)),
                )
            self._guard.changed(wanted, begun, monotonic())
        except BadRequest as error:
            if says(error, "not modified"):
                return message
            if says(error, "no text in the message"):  # a photo, though this was not noted
                await self._close(wanted.person, message)
                return None
            if says(
                error,
                "message to edit not found",
                "can't be edited",
                "message_id_invalid",
                "message identifier",
            ):
                return None
            raise
        return message

    async def _sent(self, lane: _Lane, wanted: Delivery, photo: bytes | None) -> int:
        content = _content(wanted)
        try:
            await self._in_turn()
            if photo is None:
                sent = await self._call("sendMessage", wanted.person, **content)
            else:
                sent = await self._calmly(
                    wanted.person, lambda: photos.send(self._bot, photo, content)
                )
        except NetworkError as error:
            lane.unsure = lane.unsure or not isinstance(error, BadRequest)  # which is one of them
            raise
        self._guard.sent(wanted, monotonic())
        return sent.message_id

    async def _say(self, chat: int, text: str, **more: object) -> Message:
        await self._in_turn()
        return await self._call("sendMessage", chat, chat_id=chat, text=text, **more)

    async def _close(self, chat: int, message: int | None) -> None:
        """Take the buttons off a former card; it does not matter when it is gone."""
        try:
            await self._call("editMessageReplyMarkup", chat, chat_id=chat, message_id=message)
        except BadRequest as error:
            log.debug("a former card was not there to be closed (%s)", error.message)

    async def _close_spares(self, lane: _Lane, card: int) -> None:
        """Take the buttons off a card that was sent before this one without our knowing its number.

        Telegram counts the messages of all private chats of a bot together, so that it lies just below unless many
        people write at once. A number of another chat, or of what the person wrote, is refused.
        """
        if not lane.unsure:
            return
        lane.unsure = False
        spares = (self._close(lane.chat, spare) for spare in range(max(card - SPARES, 1), card))
        await asyncio.gather(*spares, return_exceptions=True)

    async def _posted(self, lane: _Lane, parcel: Parcel) -> int | None:
        """Send a parcel; return the message of a farewell, which says more once the parcel itself is erased."""
        if parcel not in lane.parcels:
            return None  # erased meanwhile
        letter = await self._advisor.opened(parcel)
        match parcel.kind:
            case "close" if parcel.message is not None:
                await self._close(parcel.chat, parcel.message)
            case "data" if letter.document is not None:
                document = InputFile(letter.document, DOCUMENT_NAME)
                await self._in_turn()
                if parcel not in lane.parcels:
                    return None  # erased while it was opened or waited for its turn
                content = {"document": document, "caption": letter.text}
                await self._calmly(
                    parcel.chat,
                    lambda: upload(self._bot, "sendDocument", chat_id=parcel.chat, **content),
                )
            case "farewell":
                if lane.message not in (None, parcel.message):
                    await self._close(parcel.chat, lane.message)
                lane.message = None
                return await self._last_line(parcel.chat, parcel.message, letter.text)
            case "group":
                answered = {"message_id": parcel.message, "allow_sending_without_reply": True}
                await self._say(parcel.chat, letter.text, reply_parameters=answered)
            case "report":
                await self._say(parcel.chat, letter.text, parse_mode=ParseMode.HTML)
            case "menu":
                catalog = self._advisor.catalog
                await self._calmly(
                    parcel.chat, lambda: remove_menu(self._bot, catalog, parcel.chat)
                )
            case "unread":
                await self._say(parcel.chat, letter.text)
            case "notice" if letter.text:
                await self._say(parcel.chat, letter.text)
        return None

    async def _last_line(self, chat: int, card: int | None, text: str) -> int | None:
        """Put the last line in the place of the card, or below what was said when there is none; return its message."""
        try:
            if card is not None:
                await self._call("editMessageText", chat, chat_id=chat, message_id=card, text=text)
                return card
        except BadRequest as error:
            if says(error, "not modified"):
                return card
            await self._close(chat, card)  # it may be a photo
        return (await self._say(chat, text)).message_id

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


def _content(wanted: Delivery) -> dict[str, object]:
    """Return what a screen is in the parameters of sendMessage and editMessageText."""
    stamp = callback_data.stamp(wanted.sitting)
    return {
        "chat_id": wanted.person,
        "text": wanted.screen.text,
        "parse_mode": ParseMode.HTML,
        "reply_markup": {
            "inline_keyboard": [[_key(stamp, each) for each in row] for row in wanted.screen.rows]
        },
        "link_preview_options": {"is_disabled": True},
    }


def _key(stamp: str, button: Button) -> dict[str, str]:
    return {"text": button.label, "callback_data": callback_data.pack(stamp, button.says)}
