"""What is stored of a conversation <-> the values it is held in.

Rule: an answer and its record have the same fields in the same order.
"""

from bot.core.conversation import state as views
from bot.core.conversation.replies import NOTES, Note
from bot.core.conversation.state import Answer, Sitting
from storage.records import AnswerRecord, SittingRecord


def decode_sitting(record: SittingRecord) -> Sitting:
    """Return the sitting of a record."""
    answers = tuple(map(Answer._make, record.answers))
    return Sitting(record.started_at, answers, record.until, views.decode_view(record.view))


def encode_sitting(current: Sitting) -> SittingRecord:
    """Return the record of a sitting."""
    answers = tuple(map(AnswerRecord._make, current.answers))
    return SittingRecord(current.started, current.until, views.encode_view(current.view), answers)


def decode_note(words: str | None) -> Note | None:
    """Return a stored note; one that another version wrote is none."""
    message, _, count = (words or "").partition(" ")
    return Note(message, int(count)) if message in NOTES and count.isdecimal() else None


def encode_note(shown: Note | None) -> str | None:
    """Return a note as the words it is stored in."""
    return None if shown is None else f"{shown.message} {shown.count}"
