"""Updates as Telegram could send them, made from python-telegram-bot's own types, and such as nobody should send.

Rules:
- What a type holds is read from the signature of its constructor; a type that only has subtypes is one of those.
- Most updates are what the bot lives on: a line or a tap of a person in a private chat. The rest are all there is.
- A malformed one is a whole one with up to three things wrong with it, rather near its top than deep within.

https://docs.python-telegram-bot.org/en/stable/telegram.at-tree.html
"""

import json
import sys
import types
import typing
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from inspect import signature
from random import Random
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import telegram
from telegram import TelegramObject, Update

from botapi_forms import Record

DEEPEST = 3  # types within types that are given more than they need
OPTIONAL = 0.03  # how often a value is there that need not be
VARIETY = (
    20  # how often a value is used again before another one is made: making one takes milliseconds
)
PEOPLE = 50
WORDS = ("/start", "/help", "2", "yes", "Clearly the talks", "да", "/roles@bot", "/lost", "👍", "")
PLAIN_TAP: Record = {"id": "1", "chat_instance": "1"}
MOMENT = datetime(2026, 3, 1, tzinfo=UTC)
TEXTS = ("private", "group", "supergroup", "channel", "en", "ru", "user", "a", "б", "1")
NESTED = 300  # levels; what goes through HTTP and JSON has a limit of its own
ODD: tuple[object, ...] = (
    *(None, True, False, 0, -1, 1.5, 2**31, 2**53, 2**63, -(2**63) - 1, 2**100, 1e300),
    *(
        "",
        " ",
        "0",
        "x",
        "\ud800",
        "\udfff\ud800",
        "\x00",
        "\u202e\u200f",
        "𝔘𝔫𝔦",
        "ﷺ" * 50,
        "x" * 5000,
    ),
    *([], {}, [[]], [None], {"": ""}, {"id": {}}, {"\ud800": "\udc00"}, [{"id": 1}] * 3),
)


Kind = Any  # a type of python-telegram-bot: what mypy calls one has no hash and cannot be called


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a constructor."""

    name: str
    kind: object
    needed: bool


class Author:
    """Writes updates by chance. `data`: what buttons carry that the bot would know."""

    def __init__(self, chance: Random, data: Sequence[str]) -> None:
        self._chance = chance
        self._data = data
        self._made_before: dict[Kind, list[str]] = {}

    def update(self, number: int) -> Record:
        """Return an update that Telegram could send."""
        drawn = self._chance.random()
        if drawn < 0.35:
            return {"update_id": number, "callback_query": self._tap(plain=drawn < 0.25)}
        if drawn < 0.7:
            return {"update_id": number, "message": self._line(plain=drawn < 0.6)}
        return {**self._whole(Update), "update_id": number}

    def malformed(self, number: int) -> Record:
        """Return an update with something wrong with it."""
        update = self.update(number)
        for _ in range(self._chance.choice((1, 1, 1, 2, 3))):
            self._spoil(update)
        return update

    # Whole updates

    def _line(self, *, plain: bool) -> Record:
        """Return what a person writes; unless it is plain, with whatever else there can be in it."""
        person = self._person(plain=plain)
        text = {} if self._chance.random() < 0.2 else {"text": self._chance.choice(WORDS)}
        return {**self._message(plain=plain), "from": person, "chat": self._private(person), **text}

    def _tap(self, *, plain: bool) -> Record:
        person = self._person(plain=plain)
        data = self._chance.choice(self._data)
        button: Record = {"text": "x", "callback_data": data}
        markup = {"inline_keyboard": [[button]]}
        keys = markup if plain else self._whole(telegram.InlineKeyboardMarkup)
        card = self._message(plain=plain) | {"chat": self._private(person), "reply_markup": keys}
        query = PLAIN_TAP if plain else self._whole(telegram.CallbackQuery)
        return {**query, "from": person, "message": card, "data": data}

    def _message(self, *, plain: bool) -> Record:
        if not plain:
            return self._whole(telegram.Message)
        moment = int(self._moment().timestamp())
        return {"message_id": self._chance.randint(1, 10_000), "date": moment, "text": "x"}

    def _person(self, *, plain: bool) -> Record:
        person = {"first_name": "Anna"} if plain else self._whole(telegram.User)
        return {**person, "id": self._chance.randint(1, PEOPLE), "is_bot": False}

    @staticmethod
    def _private(person: Record) -> Record:
        return {"id": person["id"], "type": "private", "first_name": person["first_name"]}

    def _whole(self, kind: Kind) -> Record:
        """Return what a type is on the wire: one of those made before, or once in a while a new one."""
        known = self._made_before.setdefault(kind, [])
        if not known or self._chance.random() < 1 / VARIETY:
            known.append(self._object(kind, 0).to_json())
        found: Record = json.loads(self._chance.choice(known))
        return found

    def _object(self, kind: Kind, depth: int) -> Any:
        kind = self._chance.choice(concrete(kind))
        given = self._given(kind, depth)
        try:
            return self._constructed(kind, given, depth)
        except TypeError:
            # What Telegram came to need later is checked by the constructor, not by its signature.
            return self._constructed(kind, fields(kind), depth)

    def _given(self, kind: Kind, depth: int) -> list[Field]:
        if kind is Update:
            number, *kinds = fields(kind)
            return [number, self._chance.choice(kinds)]
        more = OPTIONAL if depth < DEEPEST else 0.0
        return [each for each in fields(kind) if each.needed or self._chance.random() < more]

    def _constructed(self, kind: Kind, given: Iterable[Field], depth: int) -> Any:
        return kind(**{each.name: self._made(each.kind, depth + 1) for each in given})

    def _made(self, kind: object, depth: int) -> object:
        """Return a value of a type."""
        if isinstance(kind, type):
            return (
                self._object(kind, depth) if issubclass(kind, TelegramObject) else self._plain(kind)
            )
        options = [each for each in get_args(kind) if each is not NoneType]
        match get_origin(kind):
            case typing.Union | types.UnionType:
                return self._made(self._chance.choice(options), depth)
            case typing.Literal:
                return self._chance.choice(options)
            case type() as origin if issubclass(origin, Sequence):
                return [
                    self._made(options[0], depth + 1) for _ in range(self._chance.randint(1, 2))
                ]
        return None

    def _moment(self) -> datetime:
        return MOMENT + timedelta(seconds=self._chance.randint(0, 10**6))

    def _plain(self, kind: type) -> object:
        if kind is bool:
            return self._chance.random() < 0.5
        if kind is datetime:
            return self._moment()
        if kind is timedelta:
            return timedelta(seconds=self._chance.randint(1, 10_000))
        if issubclass(kind, int | float):
            return kind(self._chance.randint(1, 10_000))
        return self._chance.choice(TEXTS)

    # What is wrong with the others

    def _spoil(self, update: Record) -> None:
        holder, key = self._place(update)
        spoils: tuple[Callable[[], None], ...] = (
            lambda: _put(holder, key, self._odd()),
            lambda: _put(holder, key, self._odd()),
            lambda: _put(holder, key, self._nested()),
            lambda: _put(holder, key, [_at(holder, key)]),
            lambda: _put(holder, key, str(_at(holder, key))[:50]),
            lambda: _drop(holder, key),
            lambda: _drop(holder, key),
            lambda: update.update({f"unknown_{key}": _copied(_at(holder, key))}),
            lambda: self._swap(update, holder, key),
        )
        self._chance.choice(spoils)()

    def _place(self, update: Record) -> tuple[object, object]:
        """Return where something is: what holds it, and under which key."""
        holder: object = update
        if self._chance.random() < 0.95:
            holder = next((each for each in update.values() if isinstance(each, dict)), update)
        while True:
            keys: list[object] = list(holder) if isinstance(holder, dict) else []
            keys = list(range(len(holder))) if isinstance(holder, list) else keys
            key = self._chance.choice(keys) if keys else ""
            inner = _at(holder, key)
            if not (inner and isinstance(inner, dict | list)) or self._chance.random() < 0.25:
                return holder, key
            holder = inner

    def _odd(self) -> object:
        return _copied(self._chance.choice(ODD))

    def _nested(self) -> object:
        found = self._odd()
        for _ in range(self._chance.randint(2, NESTED)):
            found = [found] if self._chance.random() < 0.5 else {"message": found}
        return found

    def _swap(self, update: Record, holder: object, key: object) -> None:
        _put(holder, key, _copied(_at(*self._place(update))))


def _at(holder: object, key: object) -> object:
    match holder, key:
        case dict(), str():
            return holder.get(key)
        case list(), int():
            return holder[key]
    return None


def _put(holder: object, key: object, value: object) -> None:
    match holder, key:
        case dict(), _:
            holder[key] = value
        case list(), int():
            holder[key] = value


def _drop(holder: object, key: object) -> None:
    match holder, key:
        case dict(), _:
            holder.pop(key, None)
        case list(), int():
            del holder[key]


def _copied(value: object) -> object:
    """Return a copy, so that nothing holds itself."""
    match value:
        case dict():
            return {key: _copied(each) for key, each in value.items()}
        case list():
            return [_copied(each) for each in value]
    return value


# What python-telegram-bot's types say about themselves


@cache
def fields(kind: Kind) -> tuple[Field, ...]:
    """Return what a constructor takes."""
    names = vars(sys.modules[kind.__module__]) | vars(telegram)
    kinds = get_type_hints(kind.__init__, names)
    taken = [each for each in signature(kind).parameters.values() if each.name != "api_kwargs"]
    return tuple(Field(each.name, kinds[each.name], each.default is each.empty) for each in taken)


@cache
def concrete(kind: Kind) -> tuple[Kind, ...]:
    """Return the type, or those it stands for."""
    found = [leaf for each in kind.__subclasses__() for leaf in concrete(each)]
    return tuple(each for each in found if each.__module__.startswith("telegram.")) or (kind,)
