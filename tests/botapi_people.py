"""People and groups at the other side of the bot, so that a test reads like a story.

Rules:
- Whatever a person does goes through Telegram: it becomes an update, and its id is returned
  (0 when the bot did not ask for that kind).
- A person can tap only what is shown; `taps_data` is for those who can do more.
- What is asserted and fails prints the chat.

https://core.telegram.org/bots/api#update
"""

import time
from collections.abc import Mapping

from botapi_forms import Button, Record, Refused
from botapi_text import commands
from botapi_world import PATIENCE, Chat, Message, World

BLOCKED = Refused("Forbidden: bot was blocked by the user", 403)
NEVER_WROTE = Refused("Forbidden: bot can't initiate conversation with a user", 403)
EXPELLED = Refused("Forbidden: bot was kicked from the supergroup chat", 403)


class Room:
    """A chat as somebody in it sees it."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self.chat = chat
        self.id = chat.id

    @property
    def messages(self) -> tuple[Message, ...]:
        return tuple(self.chat.messages.values())

    @property
    def open_cards(self) -> tuple[Message, ...]:
        """The bot's messages that still have buttons."""
        return tuple(message for message in self.messages if message.by_bot and message.buttons)

    @property
    def card(self) -> Message | None:
        """The newest of them."""
        return self.open_cards[-1] if self.open_cards else None

    async def sees(self, text: str, timeout: float = PATIENCE) -> Message:  # noqa: ASYNC109
        """Wait until the bot shows this text or a button with it."""
        end = time.monotonic() + timeout
        while (found := self._shown(text)) is None:
            if not await self._world.bell.heard(end - time.monotonic()):
                raise AssertionError(f"{text!r} is not shown after {timeout} s\n{self}")
        return found

    def _shown(self, text: str) -> Message | None:
        newest = reversed(self.messages)
        return next((message for message in newest if message.by_bot and message.says(text)), None)

    def __str__(self) -> str:
        return chat_text(self.chat)


class Group(Room):
    """A group the bot is a member of and reads everything in."""

    def expels(self) -> int:
        """The bot is removed; every call into the group is 403 from now on."""
        self.chat.closed = EXPELLED
        return self._membership("member", "kicked")

    def admits(self) -> int:
        self.chat.closed = None
        return self._membership("kicked", "member")

    def moves(self, new: "Group") -> None:
        """The group becomes another, as when it is upgraded to a supergroup."""
        parameters = {"migrate_to_chat_id": new.id}
        self.chat.closed = Refused(
            "Bad Request: group chat was upgraded to a supergroup chat", 400, parameters
        )

    def _membership(self, old: str, new: str) -> int:
        someone = next(iter(self._world.people.values()))
        return self._world.happens(
            "my_chat_member", membership(self._world, self.chat, someone, old, new)
        )


class Person(Room):
    """Somebody with a private chat; its id is the person's."""

    @property
    def user(self) -> Record:
        return self._world.people[self.id]

    @property
    def toasts(self) -> tuple[str, ...]:
        """What the bot answered to taps with."""
        return tuple(text for person, text in self._world.toasts if person == self.id)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Taps the bot has not answered: their buttons still glow."""
        mine = (number for number, tap in self._world.taps.items() if tap.person == self.id)
        return tuple(number for number in mine if number not in self._world.answered)

    def types(self, text: str, chat: Group | None = None, reply_to: int | None = None) -> int:
        found = commands(text)
        fields: Record = {"text": text}
        if found:
            fields["entities"] = [entity.wire() for entity in found]
        return self._sends(chat, fields, reply_to)

    def sends(self, chat: Group | None = None, **fields: object) -> int:
        """Send a message with any fields: sticker=..., voice=..., caption=..."""
        return self._sends(chat, fields, None)

    def _sends(self, group: Group | None, fields: Record, reply_to: int | None) -> int:
        chat = self._enters(group)
        message = Message(
            id=next(chat.ids),
            sender=self.id,
            text=str(fields.get("text") or fields.get("caption") or ""),
            reply_to=reply_to,
            sent_at=self._world.clock(),
            extra=fields,
        )
        chat.messages[message.id] = message
        return self._world.happens("message", self._world.wire(chat, message))

    def edits(self, message_id: int, text: str, chat: Group | None = None) -> int:
        room = self._enters(chat)
        old = room.messages[message_id]
        assert old.sender == self.id, f"message {message_id} is not {self.id}'s\n{self}"
        new = Message(
            id=old.id,
            sender=self.id,
            text=text,
            edited=old.edited + 1,
            reply_to=old.reply_to,
            sent_at=old.sent_at,
            edited_at=self._world.clock(),
            extra={**old.extra, "text": text, "entities": [e.wire() for e in commands(text)]},
        )
        room.messages[message_id] = new
        return self._world.happens("edited_message", self._world.wire(room, new))

    def taps(self, label: str, chat: Group | None = None) -> int:
        """Tap the button with this label on the newest message that has it."""
        room = chat or self
        message, button = self._target(room, label)
        if button.data is None:
            raise AssertionError(f"{button.label!r} opens {button.url}\n{room}")
        return self.taps_data(button.data, message.id, chat)

    def _target(self, room: Room, label: str) -> tuple[Message, Button]:
        for message in reversed(room.open_cards):
            button = message.button(label)
            if button is not None:
                return message, button
        raise AssertionError(f"there is no button {label!r} to tap\n{room}")

    def taps_data(self, data: str, message_id: int | None = None, chat: Group | None = None) -> int:
        """Tap with any payload, on any message, there or not."""
        room = chat or self
        where = self._enters(chat)
        if message_id is None:
            message_id = room.card.id if room.card else 0
        message = where.messages.get(message_id)
        gone: Record = {"message_id": message_id, "chat": where.wire, "date": 0}
        shown = self._world.wire(where, message) if message else gone
        content: Record = {"message": shown, "chat_instance": f"{where.id}", "data": data}
        return self._world.tapped(self.user, content)

    def reacts(self, message_id: int, emoji: str, chat: Group | None = None) -> int:
        content: Record = {
            "chat": self._enters(chat).wire,
            "message_id": message_id,
            "user": self.user,
            "date": int(self._world.clock()),
            "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": emoji}],
        }
        return self._world.happens("message_reaction", content)

    def blocks(self) -> int:
        """Every call into the private chat is 403 from now on."""
        self.chat.closed = BLOCKED
        return self._membership("member", "kicked")

    def unblocks(self) -> int:
        self.chat.closed = None
        return self._membership("kicked", "member")

    def _membership(self, old: str, new: str) -> int:
        content = membership(self._world, self.chat, self.user, old, new)
        return self._world.happens("my_chat_member", content)

    def _enters(self, group: Group | None) -> Chat:
        """The chat somebody acts in; the first act in the private one opens it for the bot."""
        if group is not None:
            return group.chat
        if self.chat.closed is BLOCKED:
            raise AssertionError(f"{self.id} blocked the bot and cannot write to it: unblocks()")
        if self.chat.closed is NEVER_WROTE:
            self.chat.closed = None
        return self.chat


def membership(world: World, chat: Chat, by: Record, old: str, new: str) -> Record:
    return {
        "chat": chat.wire,
        "from": by,
        "date": int(world.clock()),
        "old_chat_member": _member(world, old),
        "new_chat_member": _member(world, new),
    }


def _member(world: World, status: str) -> Record:
    until: Mapping[str, object] = {"until_date": 0} if status == "kicked" else {}
    return {"user": world.bot, "status": status, **until}


def chat_text(chat: Chat) -> str:
    """A chat to be read in a failure message."""
    state = f" ({chat.closed.description})" if chat.closed else ""
    lines = [f"--- chat {chat.id}{state}"]
    for message in chat.messages.values():
        lines += _lines(message)
    return "\n".join(lines)


def _lines(message: Message) -> list[str]:
    who = "bot" if message.by_bot else str(message.sender)
    edited = f", edited {message.edited}x" if message.edited else ""
    content = message.text or ", ".join(f"[{name}]" for name in message.extra)
    file = f" [{message.document.kind} {message.document.name}]" if message.document else ""
    rows = ("   ".join(f"[{button.label}]" for button in row) for row in message.buttons)
    head = f"#{message.id} {who}{edited}:{file} {content}"
    return [head, *(f"    {row}" for row in rows)]


def sample(kind: str) -> object:
    """A complete value for a field of a message, as Telegram would send it."""
    if kind not in SAMPLES:
        raise KeyError(f"no sample of {kind}; there are {', '.join(sorted(SAMPLES))}")
    return SAMPLES[kind]


def _file(kind: str, **more: object) -> Record:
    return {"file_id": f"CAAC{kind}", "file_unique_id": f"AQ{kind}", "file_size": 4096, **more}


QUESTION = "Tea or coffee?"
SAMPLES: Record = {
    "sticker": _file(
        "sticker",
        type="regular",
        width=512,
        height=512,
        is_animated=False,
        is_video=False,
        emoji="👍",
        set_name="Thumbs",
    ),
    "voice": _file("voice", duration=3, mime_type="audio/ogg"),
    "audio": _file("audio", duration=180, mime_type="audio/mpeg", title="Song"),
    "video": _file("video", width=640, height=480, duration=9, mime_type="video/mp4"),
    "video_note": _file("video_note", length=240, duration=5),
    "animation": _file("animation", width=320, height=240, duration=2, mime_type="video/mp4"),
    "document": _file("document", file_name="cv.pdf", mime_type="application/pdf"),
    "photo": [_file(f"photo{side}", width=side, height=side) for side in (90, 320, 800)],
    "location": {"latitude": 55.75, "longitude": 37.62},
    "venue": {
        "location": {"latitude": 55.75, "longitude": 37.62},
        "title": "Library",
        "address": "1 Book Street",
    },
    "contact": {"phone_number": "+15550100", "first_name": "Bo", "user_id": 1002},
    "dice": {"emoji": "🎲", "value": 4},
    "poll": {
        "id": "5000000000000000001",
        "question": QUESTION,
        "options": [
            {"persistent_id": str(place), "text": text, "voter_count": 0}
            for place, text in enumerate(("Tea", "Coffee"))
        ],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
    },
    "successful_payment": {
        "currency": "XTR",
        "total_amount": 1,
        "invoice_payload": "thanks",
        "telegram_payment_charge_id": "stxAB",
        "provider_payment_charge_id": "0_AB",
    },
    "game": {
        "title": "Chess",
        "description": "A game",
        "photo": [_file("game", width=90, height=90)],
    },
    "story": {"chat": {"id": 1002, "type": "private", "first_name": "Bo"}, "id": 7},
    "web_app_data": {"data": "{}", "button_text": "Open"},
    "users_shared": {"request_id": 1, "users": [{"user_id": 1002}]},
    "new_chat_members": [{"id": 1002, "is_bot": False, "first_name": "Bo"}],
    "left_chat_member": {"id": 1002, "is_bot": False, "first_name": "Bo"},
    "forward_origin": {
        "type": "user",
        "date": 1_750_000_000,
        "sender_user": {"id": 1002, "is_bot": False, "first_name": "Bo"},
    },
}
