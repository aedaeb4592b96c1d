"""Parses taps and texts in private chats, nearly all updates, at a fiftieth of python-telegram-bot's cost.

Rule: python-telegram-bot decides what can be parsed. An update that differs from the types below, even by one unknown
field, is left to it; one that fits them means the same when parsed by either (tests/test_reading.py).
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct, ValidationError, convert

LAST_SECOND = 253_402_300_799  # of the year 9999, the last of Python's dates
Date = Annotated[int, Meta(ge=0, le=LAST_SECOND)]


class _Shape(Struct, frozen=True, forbid_unknown_fields=True, rename={"from_user": "from"}):
    """As in https://core.telegram.org/bots/api#available-types."""


class User(_Shape, frozen=True):
    id: int
    is_bot: bool
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    is_premium: bool = False


class Chat(_Shape, frozen=True):
    id: int
    type: Literal["private"]
    first_name: str = ""
    last_name: str = ""
    username: str = ""


class Entity(_Shape, frozen=True):
    type: str
    offset: int
    length: int
    url: str = ""


class KeyboardButton(_Shape, frozen=True):
    text: str
    callback_data: str


class Keyboard(_Shape, frozen=True):
    inline_keyboard: list[list[KeyboardButton]]


class LinkPreview(_Shape, frozen=True):
    is_disabled: bool = False


class Photo(_Shape, frozen=True):
    file_id: str
    file_unique_id: str
    width: int
    height: int
    file_size: int = 0


class CardMessage(_Shape, frozen=True):
    """A message of the bot, or what Telegram still knows of one."""

    message_id: int
    chat: Chat
    date: Date
    from_user: User | None = None
    edit_date: Date = 0
    text: str = ""
    entities: list[Entity] = []
    photo: list[Photo] = []
    caption: str = ""
    caption_entities: list[Entity] = []
    reply_markup: Keyboard | None = None
    link_preview_options: LinkPreview | None = None


class TextMessage(_Shape, frozen=True):
    """A text that a person wrote."""

    message_id: int
    from_user: User
    chat: Chat
    date: Date
    text: str
    entities: list[Entity] = []


class Tap(_Shape, frozen=True):
    id: str
    from_user: User
    message: CardMessage
    chat_instance: str
    data: str


class Update(_Shape, frozen=True):
    update_id: int
    message: TextMessage | None = None
    callback_query: Tap | None = None


def convert_known(raw: dict[str, object]) -> Update | None:
    """Return an update of these types, None for any other."""
    try:
        return convert(raw, Update)
    except (
        ValidationError,
        RecursionError,
        UnicodeEncodeError,
    ):  # the last for half a surrogate pair
        return None
