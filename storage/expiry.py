"""Deletes what has been stored long enough."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from storage import personal_data
from storage.database import leave_no_trace
from storage.tables import dead_letters, handled, people

BATCH = 500  # people erased in one transaction, which blocks other writers


def purge_expired(
    connection: Connection,
    *,
    met_before: datetime,
    handled_before: datetime,
    failed_before: datetime,
) -> bool:
    """Delete people without consent, ids of handled updates and dead letters, each older than its limit.

    A dead letter that is to be handled again stays; that happens within a minute.

    Return whether there are more people to erase.
    """
    without_consent = (
        select(people.c.person)
        .where(people.c.consented_at.is_(None), people.c.met_at < met_before)
        .limit(BATCH)
    )
    if found := connection.execute(without_consent).scalars().all():
        personal_data.erase(connection, found)
    connection.execute(delete(handled).where(handled.c.at < handled_before))
    old = delete(dead_letters).where(dead_letters.c.at < failed_before, ~dead_letters.c.again)
    if connection.execute(old).rowcount:
        leave_no_trace(connection)
    return len(found) == BATCH
