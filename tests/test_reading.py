"""What an update means is the same however it is read, and python-telegram-bot's word counts."""

import copy
from collections.abc import Iterator
from datetime import UTC, datetime
from inspect import signature
from typing import Any

import pytest
from telegram import Chat, Message, Update
from telegram.ext import filters

from bot.core.conversation.inputs import Begin
from bot.telegram import callback_data
from bot.telegram.receive.parse import SERVICE, parse_update
from bot.telegram.receive.shapes import convert_known
from storage.records import RedactedUpdate
from story import BEGINNING

ANNA = {
    "id": 1001,
    "is_bot": False,
    "first_name": "Anna",
    "language_code": "ru",
    "is_premium": True,
}
CHAT = {"id": 1001, "type": "private", "first_name": "Anna", "username": "anna"}
BOT = {"id": 7, "is_bot": True, "first_name": "Advisor", "username": "advisor_bot"}
BUTTON = {
    "text": "Begin",
    "callback_data": callback_data.pack(callback_data.stamp(BEGINNING), Begin()),
}
BOLD = {"type": "bold", "offset": 0, "length": 5}
CARD = {
    "message_id": 50,
    "from": BOT,
    "chat": CHAT,
    "date": 1_790_000_000,
    "edit_date": 1_790_000_100,
    "text": "Hello there",
    "entities": [BOLD],
    "link_preview_options": {"is_disabled": True},
    "reply_markup": {"inline_keyboard": [[BUTTON]]},
}
PICTURE = {
    "message_id": 51,
    "from": BOT,
    "chat": CHAT,
    "date": 1_790_000_000,
    "photo": [{"file_id": "a", "file_unique_id": "b", "width": 800, "height": 800, "file_size": 9}],
    "caption": "Hello there",
    "caption_entities": [BOLD],
    "reply_markup": {"inline_keyboard": [[BUTTON]]},
}
LONG_GONE = {"message_id": 50, "chat": CHAT, "date": 0}


def tap(message: dict[str, Any]) -> dict[str, Any]:
    query = {"id": "9", "from": ANNA, "message": message, "chat_instance": "3"}
    return {"update_id": 5, "callback_query": query | {"data": BUTTON["callback_data"]}}


def words(text: str, **more: Any) -> dict[str, Any]:
    message = {"message_id": 60, "from": ANNA, "chat": CHAT, "date": 1_790_000_000, "text": text}
    return {"update_id": 6, "message": message | more}


UPDATES = {
    "a tap": tap(CARD),
    "a tap on a picture": tap(PICTURE),
    "a tap on a message long gone": tap(LONG_GONE),
    "a command": words("/start", entities=[{"type": "bot_command", "offset": 0, "length": 6}]),
    "an answer": words("2"),
    "nothing": {"update_id": 7},
}


@pytest.mark.parametrize("raw", UPDATES.values(), ids=UPDATES)
def test_a_plain_update_means_what_python_telegram_bot_reads_in_it(raw: dict[str, Any]) -> None:
    quickly = convert_known(raw)

    assert quickly is not None
    assert parse_update(quickly, RedactedUpdate, "advisor_bot") == parse_update(
        Update.de_json(raw, None), RedactedUpdate, "advisor_bot"
    )


@pytest.mark.parametrize(
    "raw",
    [
        words("2", reply_to_message={"message_id": 1, "date": 1, "chat": CHAT}),
        words("2", chat={"id": -5, "type": "group", "title": "Us"}),
        {"update_id": 6, "edited_message": words("2")["message"]},
        {"update_id": 6, "message": {key: CARD[key] for key in ("message_id", "date", "chat")}},
        words("2", **{"half of a pair \ud83d": 1}),
    ],
)
def test_whatever_is_not_plain_is_left_to_python_telegram_bot(raw: dict[str, Any]) -> None:
    assert convert_known(raw) is None


def wrong(raw: Any) -> Iterator[Any]:
    """Return the value with one thing in it wrong, everywhere in turn."""
    yield from (None, True, -1, 1e400, "?", [], {}, [[]], {"id": {}})
    match raw:
        case dict():
            for key in raw:
                yield {name: value for name, value in raw.items() if name != key}
                yield from ({**raw, key: value} for value in wrong(raw[key]))
        case list():
            yield from ([*raw[1:], value] for value in wrong(raw[0]) if raw)


def refused(raw: dict[str, Any]) -> bool:
    try:
        Update.de_json(raw, None)
    except Exception:
        return True
    return False


@pytest.mark.parametrize("raw", UPDATES.values(), ids=UPDATES)
def test_what_python_telegram_bot_refuses_is_never_plain(raw: dict[str, Any]) -> None:
    changed = [each for each in wrong(raw) if isinstance(each, dict)]

    read = [each for each in changed if convert_known(copy.deepcopy(each)) is not None]

    assert [each for each in read if refused(each)] == []
    assert len(read) < len(changed)


def test_a_message_in_which_nobody_says_anything_is_known_by_the_fields_the_library_knows() -> None:
    known = set()
    for field in set(signature(Message).parameters) - {"message_id", "date", "chat", "api_kwargs"}:
        told = Message(1, datetime(2026, 3, 1, tzinfo=UTC), Chat(1001, "private"))
        with told._unfrozen():
            setattr(told, field, True)
        if filters.StatusUpdate.ALL.check_update(Update(1, message=told)):
            known.add(field)

    assert known | {"successful_payment"} == SERVICE
