"""Screens and messages on their way to chats: which screen a chat waits for, and how it is drawn again.

Rules:
- A screen has a version. A version is at least the time in milliseconds, so it grows even after an erasure.
- A stored card holds no screen: the screen is drawn again from the answers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot import persistence
from bot.core.conversation.open_card import current_card
from bot.core.conversation.replies import Note, Reply
from bot.core.conversation.state import Person
from bot.core.screens.card import draw_screen
from bot.core.screens.layout import Screen
from content.model import Catalog
from storage import conversations, outbox
from storage.records import CardRecord, OutboxMessage, PersonRecord

PART = 500  # people loaded at a time after a restart; databases limit the values of one statement


@dataclass(frozen=True, slots=True)
class Delivery:
    """A screen to show in a chat.

    `message` is the card as far as is known, and `pictured` whether it is a photo. `fresh`: send a new message below
    what the person typed. `adopted`: the person just tapped this message.
    """

    person: int
    version: int
    screen: Screen
    sitting: datetime
    message: int | None
    fresh: bool
    pictured: bool
    adopted: bool = False


@dataclass(frozen=True, slots=True)
class MessageContent:
    """The text of a message of the outbox, and its document if it has one."""

    text: str
    document: bytes = b""


def least_version(at: datetime) -> int:
    """Return the lowest version that a screen requested at this time can have."""
    return int(at.timestamp() * 1000)


def next_card(
    card: CardRecord | None, tapped: int | None, replies: Iterable[Reply], at: datetime
) -> CardRecord:
    """Return the card with a newer screen requested. `tapped` is the message that was tapped, None for typed text.

    Typed text moves the card out of sight, so it is sent again, unless a tap on another message shows that it came below.
    """
    least = least_version(at)
    if card is None:
        card = CardRecord(
            message=None, version=least, shown=least, fresh=False, note=None, pictured=False
        )
    waits_below = card.fresh and card.shown < card.version
    note = next((each for each in replies if isinstance(each, Note)), None)
    return CardRecord(
        message=tapped or card.message,
        version=max(card.version + 1, least),
        shown=card.shown,
        fresh=tapped is None or (waits_below and tapped == card.message),
        note=persistence.encode_note(note),
        pictured=card.pictured and tapped in (None, card.message),
    )


def build_delivery(
    record: PersonRecord, card: CardRecord, screen: Screen, *, adopted: bool
) -> Delivery:
    """Return the delivery of a screen to the person's card."""
    return Delivery(
        person=record.person,
        version=card.version,
        screen=screen,
        sitting=record.sittings[-1].started_at,
        message=card.message,
        fresh=card.fresh,
        pictured=card.pictured,
        adopted=adopted,
    )


def redraw(catalog: Catalog, person: Person, record: PersonRecord) -> Delivery | None:
    """Return the screen of a person drawn again from what is stored, None if they have no card."""
    if record.card is None:
        return None
    current = persistence.decode_sitting(record.sittings[-1])
    note = persistence.decode_note(record.card.note)
    card = current_card(catalog, person, current)
    screen = draw_screen(catalog, person, (note, card) if note else (card,))
    return build_delivery(record, record.card, screen or Screen(""), adopted=False)


def load_pending(
    connection: Connection,
) -> tuple[list[PersonRecord], tuple[OutboxMessage, ...]]:
    """Return the people whose screen is not known to be shown, and the messages not known to be sent."""
    persons = outbox.find_unshown(connection)
    parts = [persons[start : start + PART] for start in range(0, len(persons), PART)]
    records = [record for part in parts for record in conversations.load(connection, part).values()]
    return records, outbox.load_unsent(connection)
