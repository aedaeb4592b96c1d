"""Noting that the bot is alive, and forgetting what has been kept long enough."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from storage import personal_data
from storage.database import leave_no_trace
from storage.tables import dead_letters, handled, heartbeat, people

BATCH = 500  # people erased in one transaction, for which everybody else waits


def last_heartbeat(connection: Connection, bot: int) -> datetime | None:
    """Return when the bot was last known to be alive, None before its first start."""
    return (connection.execute(select(heartbeat.c.at).where(heartbeat.c.bot == bot))).scalar()


def record_heartbeat(connection: Connection, bot: int, at: datetime) -> None:
    """Note that the bot is alive; doing so also proves that the database can be written."""
    changed = connection.execute(update(heartbeat).where(heartbeat.c.bot == bot).values(at=at))
    if not changed.rowcount:
        connection.execute(insert(heartbeat).values(bot=bot, at=at))


def purge_expired(
    connection: Connection,
    *,
    greeted_before: datetime,
    handled_before: datetime,
    kept_before: datetime,
) -> bool:
    """Delete what has been kept long enough: people without consent, handled ids, dead letters.

    A dead letter that is to be tried once more is left: that happens within a minute.

    Return whether there are more people to erase.
    """
    strangers = (
        select(people.c.person)
        .where(people.c.consented_at.is_(None), people.c.met_at < greeted_before)
        .limit(BATCH)
    )
    if found := connection.execute(strangers).scalars().all():
        personal_data.erase(connection, found)
    connection.execute(delete(handled).where(handled.c.at < handled_before))
    old = delete(dead_letters).where(dead_letters.c.at < kept_before, ~dead_letters.c.again)
    if connection.execute(old).rowcount:
        leave_no_trace(connection)
    return len(found) == BATCH
