"""What is kept of an update that waits or is set aside: an allow-list, and the ids of everybody in it.

Rules:
- Only what is listed here is kept: ids, kinds, dates, a written text, what a button carries, the language of who sent it.
  No name, no title, no number of a phone, no place, no file.
- An update that could be read means the same when it is read from what is kept (tests/test_dead_letters.py).
- The ids are those of the whole update, however deep: a dead letter is erased with everybody it mentions. What mentions
  nobody could be erased by nobody, so nothing of it is kept.

https://core.telegram.org/bots/api#update
"""

import json
from collections.abc import Callable, Mapping

import orjson

from bot.telegram.receive.parse import SERVICE
from storage.records import Copy

Raw = dict[str, object]
Rule = Callable[[object], object]  # what is there -> what is kept of it

LARGEST = 2**63  # what a database can hold as a number, and more than any id of Telegram's
MENTIONED = "mentioned"  # where an update keeps the ids that are nowhere else in what is kept of it


def redact(raw: Raw) -> Copy:
    """Return what is kept of an update."""
    everybody = find_ids(raw)
    kept = _select(raw, UPDATE)
    if not everybody or not kept:
        return Copy("", everybody)
    if hidden := everybody - find_ids(kept):
        kept[MENTIONED] = sorted(hidden)
    return Copy(_to_json(kept), everybody)


def find_ids(raw: Raw) -> frozenset[int]:
    """Return the ids of all people and chats in an update, however deep."""
    found: set[int] = set()
    left: list[tuple[str, object]] = [("", raw)]
    while left:
        key, value = left.pop()
        match value:
            case dict():
                left += value.items()
            case list():
                left += [(key, each) for each in value]
            case int() if is_id(value) and _tells_who(key):
                found.add(value)
    return frozenset(found)


def is_id(value: object) -> bool:
    """Tell whether this can be the id of a person, a chat, a message or an update."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGEST


def _tells_who(key: str) -> bool:
    return key in ("id", MENTIONED) or key.endswith(("user_id", "user_ids", "chat_id"))


def _to_json(kept: Raw) -> str:
    """Return it as text that every database can hold."""
    try:
        return orjson.dumps(kept).decode()
    except orjson.JSONEncodeError:
        return json.dumps(kept)  # which takes half of a surrogate pair and any number


def _select(value: Mapping[str, object], rules: Mapping[str, Rule]) -> Raw:
    return {key: rule(value[key]) for key, rule in rules.items() if key in value}


def _wrong(value: object) -> object:
    """Return what stands for something of another kind than listed, so that it is refused again: not the thing itself."""
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
    """Return what stands for something that python-telegram-bot wants to be there and nobody reads."""
    return ""


def _no(_: object) -> bool:
    return False


def _date(value: object) -> object:
    return value if value is None or isinstance(value, int | float) else ""


def _message(value: object) -> object:
    """Keep a message; when there is no text, also that it is none that somebody wrote."""
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
