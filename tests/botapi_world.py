"""What Telegram's side knows: chats and their messages, waiting updates, taps, the bot's profile.

Rules:
- Everything here is synchronous state; the clock is given, and only the bell is waited for.
- An update waits until a higher offset confirms it, or until it is too old: taps 150 s, the rest 24 h.
- Message ids grow over all private chats together, as Telegram counts them; a supergroup counts its own.

https://core.telegram.org/bots/api#getting-updates
"""

import asyncio
import math
import mimetypes
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count

from botapi_forms import Button, Command, Keyboard, Record, Refused, refusal
from botapi_text import Entity

UPDATE_KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "guest_message",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
)
ONLY_ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}
DAY = 86_400.0
FAR = 10  # an offset further ahead than this belongs to another numbering


@dataclass(frozen=True, slots=True)
class Document:
    """A file in a message."""

    name: str
    content: bytes
    file_id: str = field(default="", compare=False)
    kind: str = "document"

    def wire(self) -> object:
        if self.kind == "photo":
            sizes = ({"width": side, "height": side} for side in (90, 320, 800))
            return [{**self._file(), **size} for size in sizes]
        mime = mimetypes.guess_type(self.name)[0] or "application/octet-stream"
        return {**self._file(), "file_name": self.name, "mime_type": mime}

    def _file(self) -> Record:
        return {
            "file_id": self.file_id,
            "file_unique_id": f"u{self.file_id}",
            "file_size": len(self.content),
        }


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it is shown now; `text` is the caption where there is a document."""

    id: int
    sender: int
    text: str
    entities: tuple[Entity, ...] = ()
    keyboard: Keyboard | None = None
    document: Document | None = None
    edited: int = 0
    reply_to: int | None = None
    by_bot: bool = False
    sent_at: float = 0.0
    edited_at: float = 0.0
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def picture(self) -> bytes | None:
        """The photo, as it was uploaded."""
        return self.document.content if self.document and self.document.kind == "photo" else None

    @property
    def buttons(self) -> tuple[tuple[Button, ...], ...]:
        return self.keyboard.rows if self.keyboard else ()

    def button(self, label: str) -> Button | None:
        """The button with this label, else the first whose label contains it."""
        shown = [button for row in self.buttons for button in row]
        exact = (button for button in shown if button.label == label)
        near = (button for button in shown if label in button.label)
        return next(exact, None) or next(near, None)

    def says(self, text: str) -> bool:
        return text in self.text or self.button(text) is not None


@dataclass(slots=True)
class Chat:
    """A private chat or a group, and why the bot cannot write there, if it cannot."""

    id: int
    wire: Record
    ids: "count[int]"
    messages: dict[int, Message] = field(default_factory=dict)
    closed: Refused | None = None
    next_call: float = 0.0


@dataclass(frozen=True, slots=True)
class Tap:
    """A callback query: whose it is and until when it can be answered."""

    person: int
    expires: float


@dataclass(frozen=True, slots=True)
class Pending:
    """An update that no offset has confirmed yet."""

    id: int
    payload: Record
    expires: float


@dataclass(slots=True)
class Queue:
    """Updates, at least once. Ids below `confirmed` have been taken by the bot."""

    next_id: int
    confirmed: int
    allowed: frozenset[str] = frozenset(UPDATE_KINDS) - ONLY_ON_REQUEST
    waiting: list[Pending] = field(default_factory=list)

    def add(self, payload: Record, expires: float) -> int:
        update_id = self.next_id
        self.next_id += 1
        self.waiting.append(Pending(update_id, {"update_id": update_id, **payload}, expires))
        return update_id

    def allow(self, kinds: tuple[str, ...]) -> None:
        """An empty list means Telegram's default."""
        self.allowed = frozenset(kinds) or frozenset(UPDATE_KINDS) - ONLY_ON_REQUEST

    def prune(self, now: float) -> None:
        self.waiting = [update for update in self.waiting if update.expires > now]

    def take(self, update_id: int) -> None:
        """Confirm one update, as a webhook does; those before it may still wait."""
        self.waiting = [update for update in self.waiting if update.id != update_id]
        self.confirmed = self.waiting[0].id if self.waiting else self.next_id

    def confirm(self, offset: int) -> None:
        if offset < 0:
            offset = self.waiting[offset:][0].id if self.waiting else 0
        if not 0 < offset <= self.next_id + FAR:
            return
        self.waiting = [update for update in self.waiting if update.id >= offset]
        self.confirmed = max(self.confirmed, offset)


@dataclass(slots=True)
class Webhook:
    """Where updates are posted to, and what was wrong with the last answer, if anything was, and when."""

    url: str
    secret: str
    connections: int
    free: asyncio.Semaphore
    error: tuple[float, str] | None = None


PATIENCE = 60.0  # seconds to wait for what takes a moment, also on a busy machine


class Bell:
    """Wakes whoever waits for something to happen."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def heard(self, seconds: float) -> bool:
        """Whether it rang within so many seconds."""
        try:
            async with asyncio.timeout(max(seconds, 0)):
                await self._event.wait()
        except TimeoutError:
            return False
        return True


@dataclass(slots=True)
class World:
    """All of it. One instance per server."""

    bot: Record
    clock: Callable[[], float] = time.time
    tap_lifetime: float = 150.0
    query_lifetime: float = 15.0
    first_update_id: int = 1
    chats: dict[int, Chat] = field(default_factory=dict)
    people: dict[int, Record] = field(default_factory=dict)
    queue: Queue = field(init=False)
    taps: dict[str, Tap] = field(default_factory=dict)
    answered: list[str] = field(default_factory=list)
    toasts: list[tuple[int, str]] = field(default_factory=list)
    files: dict[str, Document] = field(default_factory=dict)
    commands: dict[tuple[object, str], tuple[Command, ...]] = field(default_factory=dict)
    about: dict[tuple[str, str], str] = field(default_factory=dict)
    webhook: Webhook | None = None
    chat_gap: float = 0.0  # seconds between two calls into one chat
    total_gap: float = 0.0  # and into all of them
    next_call: float = 0.0
    bell: Bell = field(default_factory=Bell)
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    private_ids: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.queue = Queue(self.first_update_id, self.first_update_id)

    @property
    def bot_id(self) -> int:
        identity = self.bot["id"]
        assert isinstance(identity, int)
        return identity

    def add_chat(self, chat_id: int, wire: Record, closed: Refused | None = None) -> Chat:
        ids = self.private_ids if chat_id > 0 else count(1)
        return self.chats.setdefault(chat_id, Chat(chat_id, wire, ids, closed=closed))

    def chat(self, chat_id: int) -> Chat:
        """The chat the bot may write to, or Telegram's refusal."""
        chat = self.chats.get(chat_id)
        if chat is None:
            raise refusal("chat not found")
        if chat.closed is not None:
            raise chat.closed.again()
        return chat

    def pace(self, chat: Chat) -> None:
        """Refuse a call that comes too soon after the former one."""
        now = self.clock()
        wait = max(
            chat.next_call - now if self.chat_gap else 0.0,
            self.next_call - now if self.total_gap else 0.0,
        )
        if wait > 0:
            seconds = math.ceil(wait)
            raise Refused(
                f"Too Many Requests: retry after {seconds}", 429, {"retry_after": seconds}
            )
        chat.next_call, self.next_call = now + self.chat_gap, now + self.total_gap

    def happens(self, kind: str, content: Record) -> int:
        """Queue an update, if the bot wants its kind; 0 if not."""
        if kind not in self.queue.allowed:
            return 0
        return self.push({kind: content}, kind)

    def push(self, payload: Record, kind: str = "") -> int:
        lifetime = self.tap_lifetime if kind == "callback_query" else DAY
        update_id = self.queue.add(payload, self.clock() + lifetime)
        self.bell.ring()
        return update_id

    def tapped(self, person: Record, content: Record) -> int:
        """Queue a callback query that can be answered for a while."""
        number = f"{next(self.numbers) + 4_000_000_000_000_000_000}"
        identity = person["id"]
        assert isinstance(identity, int)
        self.taps[number] = Tap(identity, self.clock() + self.query_lifetime)
        return self.happens("callback_query", {"id": number, "from": person, **content})

    def keep(self, kind: str, name: str, content: bytes) -> Document:
        document = Document(name, content, f"BQACAgIAAx{next(self.numbers):08d}", kind)
        self.files[document.file_id] = document
        return document

    def wire(self, chat: Chat, message: Message, *, alone: bool = False) -> Record:
        """The message as Telegram's JSON; alone: without the one it replies to."""
        found: Record = {
            "message_id": message.id,
            "from": self.bot if message.by_bot else self.people[message.sender],
            "chat": chat.wire,
            "date": int(message.sent_at),
            **({"edit_date": int(message.edited_at)} if message.edited else {}),
            **_body(message),
            **message.extra,
        }
        replied = chat.messages.get(message.reply_to) if message.reply_to else None
        if replied is not None and not alone:
            found["reply_to_message"] = self.wire(chat, replied, alone=True)
        return found


def _body(message: Message) -> Record:
    """Text, caption, document and keyboard; what a person sent otherwise is in `extra`."""
    found: Record = {}
    captioned = message.document is not None
    if message.text and not ("text" in message.extra or "caption" in message.extra):
        found["caption" if captioned else "text"] = message.text
    if message.entities:
        name = "caption_entities" if captioned else "entities"
        found[name] = [entity.wire() for entity in message.entities]
    if message.document is not None:
        found[message.document.kind] = message.document.wire()
    if message.keyboard:
        found["reply_markup"] = message.keyboard.wire
    return found
