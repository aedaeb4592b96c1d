"""Decides which message of a chat is the card, and which other messages lose their buttons.

Rules:
- At most one message of a chat has open buttons: all others lose theirs before the card is edited or sent.
- Telegram can turn a text into a photo, but not a photo into a text; then a new message becomes the card.
- A card that cannot be edited is replaced by a new message.
"""

from dataclasses import dataclass
from enum import Enum, auto

DUPLICATES = 10  # messages before a new card that may be unrecorded copies of it


@dataclass(frozen=True, slots=True)
class KnownCard:
    """A message that was the card when this process, or the database, last heard of it."""

    message: int
    is_photo: bool


@dataclass(frozen=True, slots=True)
class Placement:
    """The message to edit, None when a new one is sent; and those that lose their buttons first."""

    edit: KnownCard | None
    close: frozenset[int]


class EditRefusal(Enum):
    """What Telegram's refusal of an edit says about the message."""

    UNCHANGED = auto()
    PHOTO = auto()
    GONE = auto()


# Parts of Telegram's error descriptions, which have no codes.
EDIT_REFUSALS = {
    "not modified": EditRefusal.UNCHANGED,
    "no text in the message": EditRefusal.PHOTO,
    "message to edit not found": EditRefusal.GONE,
    "can't be edited": EditRefusal.GONE,
    "message_id_invalid": EditRefusal.GONE,
    "message identifier": EditRefusal.GONE,
}


def place_card(
    sent: KnownCard | None, stored: KnownCard | None, *, adopted: bool, fresh: bool, photo: bool
) -> Placement:
    """Return where the next screen goes.

    `sent` is the card that this process sent or edited last, `stored` the one in the database. `adopted`: the person has
    just tapped the stored one. `fresh`: the screen needs a new message. `photo`: it has a picture.
    """
    card = stored if adopted else sent or stored
    if card and sent and card.message == sent.message:
        card = sent  # the database may not know yet that it became a photo
    if card and (fresh or (card.is_photo and not photo)):
        card = None
    kept = card.message if card else None
    others = {each.message for each in (sent, stored) if each} - {kept}
    return Placement(card, frozenset(others))


def find_edit_refusal(description: str) -> EditRefusal | None:
    """Return what an error description says about the edited message, None when it is about something else."""
    text = description.lower()
    return next((refusal for part, refusal in EDIT_REFUSALS.items() if part in text), None)


def find_possible_duplicates(card: int) -> range:
    """Return the messages that may be copies of a new card, sent before it without a reply from Telegram.

    Telegram numbers the messages of all private chats of a bot together, so a copy lies just below the card unless many
    people write at once. It refuses edits of other chats' messages and of what a person wrote.
    """
    return range(max(card - DUPLICATES, 1), card)
