"""Converts a conversation between its stored records and the values of the core."""

from bot.core.conversation import state as views
from bot.core.conversation.replies import NOTES, Note
from bot.core.conversation.state import Answer, Sitting
from storage.records import AnswerRecord, SittingRecord


def decode_sitting(record: SittingRecord) -> Sitting:
    """Return the sitting of a record."""
    answers = tuple(
        Answer(
            question=each.question,
            option=each.option,
            at=each.answered_at,
            content=each.content,
        )
        for each in record.answers
    )
    return Sitting(
        started=record.started_at,
        answers=answers,
        until=record.until,
        view=views.decode_view(record.view),
    )


def encode_sitting(current: Sitting) -> SittingRecord:
    """Return the record of a sitting."""
    answers = tuple(
        AnswerRecord(
            question=each.question,
            option=each.option,
            answered_at=each.at,
            content=each.content,
        )
        for each in current.answers
    )
    return SittingRecord(
        started_at=current.started,
        until=current.until,
        view=views.encode_view(current.view),
        answers=answers,
    )


def decode_note(words: str | None) -> Note | None:
    """Return a stored note, None for one that this version does not know."""
    message, _, count = (words or "").partition(" ")
    return Note(message, int(count)) if message in NOTES and count.isdecimal() else None


def encode_note(shown: Note | None) -> str | None:
    """Return the text in which a note is stored."""
    return None if shown is None else f"{shown.message} {shown.count}"
