"""Stores updates that could not be handled: redacted, and with the people they mention."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, true, update

from storage.records import DeadLetter, StoredDeadLetter
from storage.tables import dead_letters, mentions


def add(connection: Connection, bot: int, letters: Sequence[DeadLetter], at: datetime) -> None:
    """Store updates that could not be handled."""
    if not letters:
        return
    rows = [
        {
            "bot": bot,
            "update": each.update,
            "chat": each.chat,
            "raw": each.copy.text,
            "reason": each.reason,
            "at": at,
            "again": False,
        }
        for each in letters
    ]
    inserting = insert(dead_letters).returning(dead_letters.c.id, sort_by_parameter_order=True)
    ids = connection.execute(inserting, rows).scalars()
    mentioned = [
        {"letter": letter, "person": person}
        for letter, each in zip(ids, letters, strict=True)
        for person in each.copy.mentioned
    ]
    if mentioned:
        connection.execute(insert(mentions), mentioned)


def load_all(connection: Connection) -> tuple[StoredDeadLetter, ...]:
    """Return all dead letters, the oldest first."""
    return _load(connection, true())


def load_to_retry(connection: Connection) -> tuple[StoredDeadLetter, ...]:
    """Return the dead letters that are to be handled again, the oldest first."""
    return _load(connection, dead_letters.c.again)


def request_retry(connection: Connection) -> None:
    """Request that every dead letter with a stored update is handled again."""
    connection.execute(update(dead_letters).where(dead_letters.c.raw != "").values(again=True))


def claim(connection: Connection, letter: int) -> bool:
    """Claim a dead letter before handling it again; return False when it is gone or no retry was requested."""
    wanted = dead_letters.c.id == letter, dead_letters.c.again
    changed = connection.execute(update(dead_letters).where(*wanted).values(again=False))
    return changed.rowcount > 0


def record_failure(connection: Connection, letter: int, reason: str) -> None:
    """Record why a dead letter failed again."""
    connection.execute(
        update(dead_letters).where(dead_letters.c.id == letter).values(reason=reason)
    )


def remove(connection: Connection, letter: int) -> None:
    """Delete a dead letter that was handled."""
    connection.execute(delete(dead_letters).where(dead_letters.c.id == letter))


def _load(connection: Connection, which: ColumnElement[bool]) -> tuple[StoredDeadLetter, ...]:
    rows = connection.execute(select(dead_letters).where(which).order_by(dead_letters.c.id))
    return tuple(
        StoredDeadLetter(
            id=row.id,
            update=row.update,
            chat=row.chat,
            at=row.at,
            reason=row.reason,
            raw=row.raw,
            again=row.again,
        )
        for row in rows
    )
