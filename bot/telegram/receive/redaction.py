"""Redacts updates that are deferred or become dead letters: an allow-list, and the ids of everybody in it.

Rules:
- Only the fields listed here are kept: ids, kinds, dates, texts, callback data, the sender's language. No name, title,
  phone number, location or file.
- A valid update means the same when it is parsed from its redacted form (tests/test_dead_letters.py).
- The ids are those of the whole update, at any depth: a dead letter is erased with everybody it mentions. An update that
  mentions nobody could never be erased, so nothing of it is kept.

https://core.telegram.org/bots/api#update
"""

import json
from collections.abc import Callable, Mapping

import orjson

from bot.telegram.receive.parse import SERVICE
from storage.records import RedactedUpdate

Raw = dict[str, object]
Rule = Callable[[object], object]  # a value -> what is kept of it

LARGEST = 2**63  # the range of integers in SQLite, larger than any id of Telegram's
MENTIONED = "mentioned"  # where a redacted update keeps the ids of fields that were removed


def redact(raw: Raw) -> RedactedUpdate:
    """Return what is kept of an update, and the ids in it."""
    everybody = find_ids(raw)
    kept = _select(raw, UPDATE)
    if not everybody or not kept:
        return RedactedUpdate("", everybody)
    if hidden := everybody - find_ids(kept):
        kept[MENTIONED] = sorted(hidden)
    return RedactedUpdate(_to_json(kept), everybody)


def find_ids(raw: Raw) -> frozenset[int]:
    """Return the ids of all people and chats in an update, at any depth."""
    found: set[int] = set()
    left: list[tuple[str, object]] = [("", raw)]
    while left:
        key, value = left.pop()
        match value:
            case dict():
                left += value.items()
            case list():
                left += [(key, each) for each in value]
            case int() if is_id(value) and _is_id_field(key):
                found.add(value)
    return frozenset(found)


def is_id(value: object) -> bool:
    """Return whether this can be the id of a person, a chat, a message or an update."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGEST


def _is_id_field(key: str) -> bool:
    return key in ("id", MENTIONED) or key.endswith(("user_id", "user_ids", "chat_id"))


def _to_json(kept: Raw) -> str:
    """Return JSON that the database can store."""
    try:
        return orjson.dumps(kept).decode()
    except orjson.JSONEncodeError:
        return json.dumps(kept)  # which accepts half a surrogate pair and any number


def _select(value: Mapping[str, object], rules: Mapping[str, Rule]) -> Raw:
    return {key: rule(value[key]) for key, rule in rules.items() if key in value}


def _wrong(value: object) -> object:
    """Return a stand-in for a value of the wrong type, which is rejected again when it is parsed."""
    return True if value else None


def _plain(*kinds: type) -> Rule:
    def keep(value: object) -> object:
        return value if value is None or isinstance(value, kinds) else _wrong(value)

    return keep


def _object(rules: Mapping[str, Rule]) -> Rule:
    def keep(value: object) -> object:
        return _select(value, rules) if isinstance(value, dict) else _wrong(value)

    return keep


def _each(rule: Rule) -> Rule:
    def keep(value: object) -> object:
        return [rule(each) for each in value] if isinstance(value, list) else _wrong(value)

    return keep


def _blank(_: object) -> str:
    """Return a stand-in for a field that python-telegram-bot requires and nobody reads."""
    return ""


def _no(_: object) -> bool:
    return False


def _date(value: object) -> object:
    return value if value is None or isinstance(value, int | float) else ""


def _message(value: object) -> object:
    """Keep a message; without a text, also which kind of service message it is."""
    kept = WRITTEN(value)
    match value, kept:
        case dict(), dict() if value.get("text") is None:
            return kept | {field: True for field in SERVICE if value.get(field)}
    return kept


ID = _plain(int)
TEXT = _plain(str)
KIND = _plain(str)
USER = _object({"id": ID, "is_bot": _no, "first_name": _blank, "language_code": TEXT})
CHAT = _object({"id": ID, "type": KIND})
ENTITY = _object({"type": KIND, "offset": ID, "length": ID})
CARD = {"message_id": ID, "date": _date, "chat": CHAT}
WRITTEN = _object(CARD | {"from": USER, "text": TEXT, "entities": _each(ENTITY)})
MEMBER = _object({"status": KIND, "user": USER, "until_date": _date})
TAP = {"id": TEXT, "from": USER, "message": _object(CARD), "chat_instance": _blank, "data": TEXT}
CHANGE = {"chat": CHAT, "from": USER, "date": _date, "new_chat_member": MEMBER}
UPDATE: Mapping[str, Rule] = {
    "message": _message,
    "callback_query": _object(TAP),
    "my_chat_member": _object(CHANGE),
    MENTIONED: _each(ID),
}
