"""Updates that were set aside, with their raw text: not understood, or to be taken later."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from storage.records import Misfit, SetAside
from storage.tables import quarantine


def set_aside(connection: Connection, bot: int, misfits: Iterable[Misfit], at: datetime) -> None:
    """Keep updates that could not be handled, with their raw text."""
    rows = [
        {
            "bot": bot,
            "update": each.update,
            "chat": each.chat,
            "raw": each.raw,
            "reason": each.reason,
            "at": at,
            "again": each.again,
        }
        for each in misfits
    ]
    if rows:
        connection.execute(insert(quarantine), rows)


def misfits(connection: Connection) -> tuple[SetAside, ...]:
    """Return what was set aside, the oldest first."""
    rows = connection.execute(select(quarantine).order_by(quarantine.c.id))
    return tuple(SetAside(row.id, row.chat, row.at, row.reason, row.raw, row.again) for row in rows)


def want_retried(connection: Connection) -> None:
    """Have everything that was set aside tried once more."""
    connection.execute(update(quarantine).values(again=True))


def drop_misfits(connection: Connection, ids: Iterable[int]) -> None:
    """Delete what was set aside under these ids."""
    connection.execute(delete(quarantine).where(quarantine.c.id.in_(set(ids))))
