"""The rows of the tables as plain frozen values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class AnswerRecord(NamedTuple):
    """A row of `answers`; its position in the sitting's tuple is its place."""

    question: str
    option: str | None
    answered_at: datetime
    content: str


@dataclass(frozen=True, slots=True)
class SittingRecord:
    """A row of `sittings` with its answers in the order they were first given; the id is 0 until it has one."""

    started_at: datetime
    until: int = 0
    view: str | None = None
    answers: tuple[AnswerRecord, ...] = ()
    id: int = 0


@dataclass(frozen=True, slots=True)
class CardRecord:
    """A row of `cards`: the requested screen, and what is known of the shown one."""

    message: int | None
    version: int
    shown: int
    fresh: bool
    note: str | None
    pictured: bool


@dataclass(frozen=True, slots=True)
class FinishRecord:
    """A row of `finishes`: the result that counts in the statistics, until it is released in a block."""

    finished_at: datetime
    outcome: str | None
    released: bool = False


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """Everything a conversation needs. The current sitting is the last of `sittings`; earlier ones are there only when new."""

    person: int
    language: str
    met_at: datetime
    sittings: tuple[SittingRecord, ...]
    consented_at: datetime | None = None
    gone_at: datetime | None = None
    notified_at: datetime | None = None
    card: CardRecord | None = None
    finish: FinishRecord | None = None


class OutboxKind(StrEnum):
    """What a message of the outbox does."""

    CLOSE = "close"  # removes the buttons of a former card
    DATA = "data"  # sends what is stored about the person
    FAREWELL = "farewell"  # says that the person is erased
    GROUP = "group"  # points people in a group to the private chat
    MENU = "menu"  # removes the admin menu
    NOTICE = "notice"  # announces that a silent person will be erased
    REPORT = "report"  # sends the admins' report
    UNREAD = "unread"  # says how many updates were not read


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A row of `outbox`: something to send besides the card, at least once."""

    chat: int
    kind: OutboxKind
    language: str
    message: int | None = None
    id: int = 0
    number: int | None = None


class RedactedUpdate(NamedTuple):
    """What is stored of an update (empty: nothing), and the ids of all people and chats in it."""

    text: str = ""
    mentioned: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An update that could not be handled, for the table `dead_letters`."""

    update: int
    chat: int | None
    copy: RedactedUpdate
    reason: str


@dataclass(frozen=True, slots=True)
class WaitingUpdate:
    """A row of `waiting`: an update that came too fast. Of updates with the same `repeat_key` only one waits."""

    update: int
    person: int
    raw: str
    repeat_key: str | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class ShownScreen:
    """A screen that reached its chat: which version, in which message, and whether that is a photo."""

    person: int
    version: int
    message: int
    pictured: bool = False


@dataclass(frozen=True, slots=True)
class StoredDeadLetter:
    """A row of `dead_letters` as it is listed and handled again."""

    id: int
    update: int
    chat: int | None
    at: datetime
    reason: str
    raw: str
    again: bool
