"""What is kept of an update that waits or is set aside: enough to read it again, nothing else, and whom it mentions."""

import json
from collections.abc import Iterator
from itertools import count
from random import Random
from typing import Any

import pytest
from telegram import Update

from bot.advisor import Arrival, GroupCalled, IgnoredUpdate, PersonLeft, PersonSpoke
from bot.telegram.receive.parse import parse_update
from bot.telegram.receive.redaction import is_id, redact
from bot.telegram.receive.shapes import convert_known
from storage.records import RedactedUpdate
from updates import Author, Field, Kind, fields

# There are words in Telegram's updates that python-telegram-bot would rather see replaced.
pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")

ANNA, BORIS, CLARA, BOT = 1001, 1002, 1003, 7
GROUP = -1_001_234_567_890
DATA = ("mm7irhc0.c.one.yes", "mm7irhc0.delete!", "nothing of ours")
CANARY = "canary-{}"
# Where a string may be kept. "[]" is any place of a list.
LISTED = {
    ("message", "text"),
    ("message", "entities", "[]", "type"),
    ("message", "chat", "type"),
    ("message", "from", "language_code"),
    ("callback_query", "id"),
    ("callback_query", "data"),
    ("callback_query", "from", "language_code"),
    ("callback_query", "message", "chat", "type"),
    ("my_chat_member", "chat", "type"),
    ("my_chat_member", "from", "language_code"),
    ("my_chat_member", "new_chat_member", "status"),
    ("my_chat_member", "new_chat_member", "user", "language_code"),
}


def user(number: int, **more: object) -> dict[str, object]:
    return {"id": number, "is_bot": False, "first_name": "Anna", "last_name": "Smith"} | more


def private(number: int) -> dict[str, object]:
    return {"id": number, "type": "private", "first_name": "Anna", "username": "anna_smith"}


def message(**more: object) -> dict[str, Any]:
    whole = {"message_id": 5, "date": 1_790_000_000, "chat": private(ANNA), "from": user(ANNA)}
    return {"update_id": 9, "message": whole | more}


NESTED = message(
    text="/start",
    entities=[{"type": "text_mention", "offset": 0, "length": 2, "user": user(11)}],
    forward_origin={"type": "user", "date": 1, "sender_user": user(12, username="clara")},
    reply_to_message={
        "message_id": 1,
        "date": 1,
        "chat": {"id": GROUP, "type": "supergroup", "title": "Class of 2026"},
        "author_signature": "Dr. Clara Jones",
        "via_bot": user(13),
        "sender_chat": {"id": -14, "type": "channel", "title": "Clara's channel"},
    },
    external_reply={
        "origin": {"type": "chat", "date": 1, "sender_chat": {"id": -15, "type": "group"}},
        "location": {"latitude": 51.5074, "longitude": -0.1278},
    },
    contact={"phone_number": "+447700900", "first_name": "Clara", "user_id": 16, "vcard": "CLARA"},
    new_chat_members=[user(17), user(18)],
    users_shared={"request_id": 1, "users": [{"user_id": 19, "first_name": "Clara"}]},
    chat_shared={"request_id": 1, "chat_id": -20, "title": "Class"},
    migrate_to_chat_id=-21,
)


def read(raw: dict[str, Any]) -> Arrival | None:
    """Return what an update means, None for what cannot be read."""
    try:
        return parse_update(
            convert_known(raw) or Update.de_json(raw, None), RedactedUpdate, "advisor_bot"
        )
    except Exception:
        return None


def reread(copy: RedactedUpdate, number: object) -> Arrival | None:
    return read(json.loads(copy.text) | {"update_id": number})


def strings(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield where all strings are."""
    match value:
        case dict():
            for key, each in value.items():
                yield from strings(each, (*path, key))
        case list():
            for each in value:
                yield from strings(each, (*path, "[]"))
        case str():
            yield path


def with_canaries(value: Any, path: tuple[str, ...], numbers: Iterator[int]) -> Any:
    """Return the same with another canary in every string that is not listed, and as an unknown key of every object."""
    match value:
        case dict():
            found = {key: with_canaries(each, (*path, key), numbers) for key, each in value.items()}
            return found | {CANARY.format(next(numbers)): CANARY.format(next(numbers))}
        case list():
            return [with_canaries(each, (*path, "[]"), numbers) for each in value]
        case str() if path not in LISTED:
            return CANARY.format(next(numbers))
    return value


class Lavish(Author):
    """Writes updates that hold everything there is, three types deep."""

    def _given(self, kind: Kind, depth: int) -> list[Field]:
        if kind is Update or depth > 2:
            return super()._given(kind, depth)
        return list(fields(kind))


def test_an_update_means_the_same_when_it_is_read_from_what_is_kept() -> None:
    author, seen = Author(Random(1), DATA), 0

    for number in range(1, 2001):
        raw = author.update(number) if number % 2 else author.malformed(number)
        raw = json.loads(json.dumps(raw))
        meant = read(raw)
        if isinstance(meant, PersonSpoke | GroupCalled | PersonLeft) and sound(meant):
            assert reread(redact(raw), raw["update_id"]) == meant, raw
            seen += 1

    assert seen > 1000


def sound(meant: PersonSpoke | GroupCalled | PersonLeft) -> bool:
    """Tell whether the ids are ids; else the intake refuses the update."""
    match meant:
        case PersonSpoke(person=person, message=known):
            return is_id(person) and (known is None or is_id(known))
        case GroupCalled(chat=chat, message=known):
            return is_id(chat) and is_id(known)
        case PersonLeft(person=person):
            return is_id(person)


IN_GROUP = message(
    text="/start@advisor_bot now",
    chat={"id": GROUP, "type": "supergroup", "title": "Class"},
    entities=[{"type": "bot_command", "offset": 0, "length": 18}],
    **{"from": user(ANNA, language_code="ru")},
)
STICKER = message(sticker={"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1,
                           "type": "regular", "is_animated": False, "is_video": False})  # fmt: skip
BLOCKED = {
    "update_id": 9,
    "my_chat_member": {
        "chat": private(ANNA),
        "from": user(ANNA),
        "date": 1_790_000_000,
        "old_chat_member": {"status": "member", "user": user(BOT)},
        "new_chat_member": {"status": "kicked", "user": user(BOT), "until_date": 0},
    },
}
TAP = {
    "update_id": 9,
    "callback_query": {
        "id": "77",
        "from": user(ANNA, language_code="ru"),
        "chat_instance": "3",
        "data": DATA[0],
        "message": message(text="Which one?")["message"],
    },
}


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (message(text="/start"), PersonSpoke),
        (message(text="lone \ud800 half"), PersonSpoke),
        (STICKER, PersonSpoke),
        (TAP, PersonSpoke),
        (IN_GROUP, GroupCalled),
        (BLOCKED, PersonLeft),
    ],
)
def test_what_people_do_means_the_same_when_it_is_read_from_what_is_kept(
    raw: dict[str, Any], kind: type
) -> None:
    copy = redact(raw)

    assert isinstance(read(raw), kind)
    assert reread(copy, 9) == read(raw)
    assert "Anna" not in copy.text


def test_nobody_says_something_in_a_message_of_which_a_part_could_not_be_read() -> None:
    pinned = message(pinned_message=17)

    assert read(pinned) is None
    assert reread(redact(pinned), 9) is None


@pytest.mark.parametrize("seed", range(3))
def test_no_string_is_kept_that_is_not_listed(seed: int) -> None:
    author, examples = Lavish(Random(seed), DATA), [NESTED, IN_GROUP, STICKER, BLOCKED, TAP]

    for number in range(1, 101):
        update = author.malformed(number) if number % 2 else author.update(number)
        examples.append(json.loads(json.dumps(update)))
    for whole in examples:
        copy = redact(with_canaries(whole, (), count(1)))

        assert "canary" not in copy.text
        assert set(strings(json.loads(copy.text or "{}"))) <= {*LISTED, *BLANK}


# Strings that are kept empty.
BLANK = {
    ("message", "from", "first_name"),
    ("message", "date"),
    ("callback_query", "from", "first_name"),
    ("callback_query", "chat_instance"),
    ("callback_query", "message", "date"),
    ("my_chat_member", "from", "first_name"),
    ("my_chat_member", "date"),
    ("my_chat_member", "new_chat_member", "user", "first_name"),
    ("my_chat_member", "new_chat_member", "until_date"),
}


def test_no_place_and_no_number_of_a_phone_is_kept() -> None:
    kept = redact(NESTED).text

    assert not any(part in kept for part in ("51.5", "0.1278", "4477", "Clara", "Class", "CLARA"))
    assert json.loads(kept)["message"]["text"] == "/start"


def test_everybody_is_found_however_deep_and_again_in_what_is_kept() -> None:
    copy = redact(NESTED)

    assert copy.mentioned == {ANNA, 11, 12, 13, -14, -15, 16, 17, 18, 19, -20, -21, GROUP}
    assert redact(json.loads(copy.text)) == copy


def test_somebody_is_found_below_any_number_of_levels() -> None:
    inner: object = {"id": CLARA}
    for level in range(900):
        inner = [inner] if level % 2 else {"reply_to_message": inner}

    assert redact(message(reply_to_message=inner)).mentioned == {ANNA, CLARA}


@pytest.mark.parametrize("odd", [True, "1001", 1.5, 2**63, None, [], {}])
def test_an_update_that_mentions_nobody_is_kept_without_content(odd: object) -> None:
    raw = message(text="hello", chat={"id": odd}, **{"from": {"id": odd}})

    assert redact(raw) == RedactedUpdate("", frozenset())


def test_an_update_of_another_kind_is_kept_without_content_and_goes_with_its_people() -> None:
    raw = {"update_id": 9, "edited_message": message(text="hello")["message"]}

    assert read(raw) == IgnoredUpdate(9)
    assert redact(raw) == RedactedUpdate("", frozenset({ANNA}))
