"""Parameters of a call: each read by its kind, or refused with Telegram's words.

Rules:
- A reader takes what came over HTTP (a string, JSON, an upload) and returns the value or raises Refused.
- A refusal that is the caller's own mistake is a fault; one that the world's state brings about is not.
- Stricter than Telegram in one thing: what it silently ignores (unknown names and fields) is refused.

https://core.telegram.org/bots/api#making-requests
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from botapi_text import Entity

Value = TypeVar("Value")
Reader = Callable[[object], object]
Record = dict[str, object]

ENTITY_TYPES = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
    ]
)
ACTIONS = frozenset(
    [
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    ]
)
LOOKS = frozenset({"text", "style", "icon_custom_emoji_id"})
PANELS = ("keyboard", "remove_keyboard", "force_reply")
BUTTON_URL = re.compile(r"(?i)(https?://[^\s/?#:]+\.[^\s/?#:]+(:\d+)?([/?#]\S*)?|tg://\S+)$")


class Refused(Exception):
    """A call Telegram says no to."""

    def __init__(
        self,
        description: str,
        status: int = 400,
        parameters: Mapping[str, int] | None = None,
        *,
        fault: bool = False,
    ) -> None:
        super().__init__(description)
        self.description = description
        self.status = status
        self.parameters = parameters
        self.fault = fault

    def again(self) -> "Refused":
        """The same answer once more; an exception raised twice would gather tracebacks."""
        return Refused(self.description, self.status, self.parameters)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file part of a multipart body."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Button:
    """What a person sees of a button, and what it does."""

    label: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Keyboard:
    """An inline keyboard: as people see it and as it goes over the wire."""

    rows: tuple[tuple[Button, ...], ...]
    wire: Record = field(compare=False)
    key: str = ""  # two keyboards are the same when every field of every button is

    def __bool__(self) -> bool:
        return bool(self.rows)


@dataclass(frozen=True, slots=True)
class Panel:
    """A reply keyboard, its removal, or a forced reply: accepted, never drawn."""

    wire: Record


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the menu of commands."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a method."""

    read: Reader
    required: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """The parameters of one call, read."""

    values: Mapping[str, object]

    def get(self, name: str, kind: type[Value]) -> Value | None:
        value = self.values.get(name)
        if value is None or isinstance(value, kind):
            return value
        raise TypeError(f"{name} is a {type(value).__name__}, not a {kind.__name__}")

    def need(self, name: str, kind: type[Value]) -> Value:
        value = self.get(name, kind)
        if value is None:
            raise TypeError(f"{name} is not a required parameter in the table")
        return value


def fault(description: str) -> Refused:
    return Refused(f"Bad Request: {description}", fault=True)


def refusal(description: str) -> Refused:
    return Refused(f"Bad Request: {description}")


def read_form(fields: Mapping[str, Field], given: Mapping[str, object]) -> Form:
    for name in given:
        if name not in fields:
            raise fault(f'unknown parameter "{name}"')
    missing = [name for name, kind in fields.items() if kind.required and name not in given]
    if missing:
        raise fault(f'parameter "{missing[0]}" is required')
    return Form({name: _read(name, fields[name].read, value) for name, value in given.items()})


def _read(name: str, read: Reader, value: object) -> object:
    try:
        return read(value)
    except _Mistyped as error:
        raise fault(f'parameter "{name}" must be {error}') from None


class _Mistyped(Exception):
    """The message ends the sentence 'parameter must be ...'."""


def parsed(value: object) -> object:
    """JSON may come as a string, as forms bring it, or as itself in a JSON body."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise _Mistyped("JSON") from None


def string(value: object) -> str:
    if not isinstance(value, str):
        raise _Mistyped("a string")
    if any(0xD800 <= ord(character) < 0xE000 for character in value):
        raise fault("strings must be encoded in UTF-8")
    return value


def integer(value: object) -> int:
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,19}", value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _Mistyped("an integer")


def boolean(value: object) -> bool:
    known = {"true": True, "1": True, "false": False, "0": False}
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in known:
        return known[value.lower()]
    raise _Mistyped("a boolean")


def chat_id(value: object) -> int:
    if isinstance(value, str) and value.startswith("@"):
        raise refusal("chat not found")
    return integer(value)


def strings(value: object) -> tuple[str, ...]:
    listed = parsed(value)
    if not isinstance(listed, list):
        raise _Mistyped("an array of strings")
    return tuple(string(item) for item in listed)


def upload(value: object) -> Upload | str:
    """A file, or the identifier of one that Telegram has."""
    return value if isinstance(value, Upload) else string(value)


def one_of(*allowed: str) -> Reader:
    def read(value: object) -> str:
        if value not in allowed:
            raise _Mistyped(f"one of {', '.join(allowed)}")
        return string(value)

    return read


def record(value: object, needed: Mapping[str, Reader], extra: Mapping[str, Reader]) -> Record:
    """An object with these fields and no others, each read by its kind."""
    found = parsed(value)
    if not isinstance(found, dict):
        raise _Mistyped("an object")
    for name in needed:
        if name not in found:
            raise fault(f'can\'t find field "{name}"')
    for name in found:
        if name not in needed and name not in extra:
            raise fault(f'unknown field "{name}"')
    known = {**needed, **extra}
    return {name: _read(name, known[name], item) for name, item in found.items()}


def shaped(needed: Mapping[str, Reader], extra: Mapping[str, Reader]) -> Reader:
    return lambda value: record(value, needed, extra)


def anything(value: object) -> object:
    return value


def entities(value: object) -> tuple[Entity, ...]:
    listed = parsed(value)
    if not isinstance(listed, list):
        raise _Mistyped("an array of MessageEntity")
    return tuple(_entity(item) for item in listed)


def _entity(value: object) -> Entity:
    extra = {"url": string, "language": string, "custom_emoji_id": string}
    form = Form(
        record(value, {"type": string, "offset": integer, "length": integer}, extra),
    )
    if form.need("type", str) not in ENTITY_TYPES:
        raise fault("can't parse MessageEntity: Unsupported type")
    return Entity(
        form.need("type", str),
        form.need("offset", int),
        form.need("length", int),
        *(form.get(name, str) for name in extra),
    )


def inline_keyboard(value: object) -> Keyboard:
    wire = parsed(value)
    if not isinstance(wire, dict) or set(wire) != {"inline_keyboard"}:
        raise _Mistyped("an InlineKeyboardMarkup")
    given = wire["inline_keyboard"]
    if not isinstance(given, list) or not all(isinstance(row, list) for row in given):
        raise fault('can\'t parse inline keyboard: Field "inline_keyboard" must be of type Array')
    full = [row for row in given if row]  # Telegram leaves out empty rows
    if any(len(row) > 8 for row in full):
        raise fault("inline keyboard row has more than 8 buttons")
    if sum(map(len, full)) > 100:
        raise fault("REPLY_MARKUP_TOO_LONG")
    rows = tuple(tuple(_button(item) for item in row) for row in full)
    return Keyboard(rows, {"inline_keyboard": full}, json.dumps(full, sort_keys=True))


def reply_markup(value: object) -> Keyboard | Panel:
    wire = parsed(value)
    if isinstance(wire, dict) and any(name in wire for name in PANELS):
        return Panel(wire)
    return inline_keyboard(wire)


def _button(value: object) -> Button:
    readers = dict.fromkeys((ACTIONS | LOOKS) - {"text"}, anything)
    item = Form(
        record(value, {"text": string}, {**readers, "url": string, "callback_data": string})
    )
    label, data, url = item.need("text", str), item.get("callback_data", str), item.get("url", str)
    actions = ACTIONS & item.values.keys()
    if not label.strip():
        raise fault("can't parse inline keyboard button: button text must be non-empty")
    if not actions:
        raise fault(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise fault(f"can't parse inline keyboard button: more than one of {sorted(actions)}")
    if data is not None and not 1 <= len(data.encode()) <= 64:
        raise fault("BUTTON_DATA_INVALID")
    if url is not None and not BUTTON_URL.match(url):
        raise fault(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return Button(label, data, url)


def commands(value: object) -> tuple[Command, ...]:
    listed = parsed(value)
    if not isinstance(listed, list):
        raise _Mistyped("an array of BotCommand")
    if len(listed) > 100:
        raise fault("BOT_COMMANDS_TOO_MUCH")
    return tuple(_command(item) for item in listed)


def _command(value: object) -> Command:
    item = Form(record(value, {"command": string, "description": string}, {}))
    name = item.need("command", str)
    if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
        raise fault("BOT_COMMAND_INVALID")
    if not 1 <= len(item.need("description", str)) <= 256:
        raise fault("BOT_COMMAND_DESCRIPTION_INVALID")
    return Command(name, item.need("description", str))


SCOPES: dict[str, dict[str, Reader]] = {
    "default": {},
    "all_private_chats": {},
    "all_group_chats": {},
    "all_chat_administrators": {},
    "chat": {"chat_id": chat_id},
    "chat_administrators": {"chat_id": chat_id},
    "chat_member": {"chat_id": chat_id, "user_id": integer},
}


def scope(value: object) -> tuple[object, ...]:
    """Who sees the commands, as (type, chat, user)."""
    found = parsed(value)
    kind = found.get("type") if isinstance(found, dict) else None
    if not isinstance(kind, str) or kind not in SCOPES:
        raise fault("can't parse BotCommandScope: Unsupported type specified")
    item = record(found, {"type": string, **SCOPES[kind]}, {})
    return (kind, *(item[name] for name in SCOPES[kind]))


def language(value: object) -> str:
    if not re.fullmatch(r"([a-z]{2})?", string(value)):
        raise fault("invalid language code specified")
    return string(value)


def up_to(limit: int, complaint: str) -> Reader:
    def read(value: object) -> str:
        if len(string(value)) > limit:
            raise fault(complaint)
        return string(value)

    return read


def known(names: Iterable[str], what: str) -> Reader:
    """An array of names out of a list."""

    def read(value: object) -> tuple[str, ...]:
        given = strings(value)
        strange = set(given) - set(names)
        if strange:
            raise fault(f"unknown {what} {sorted(strange)}")
        return given

    return read
