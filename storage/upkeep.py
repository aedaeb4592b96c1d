"""Noting that the bot is alive, and forgetting what has been kept long enough."""

from datetime import datetime

from sqlalchemy import Connection, and_, delete, insert, select, update

from storage.tables import handled, heartbeat, people, quarantine


def last_beat(connection: Connection, bot: int) -> datetime | None:
    """Return when the bot was last known to be alive, None before its first start."""
    return (connection.execute(select(heartbeat.c.at).where(heartbeat.c.bot == bot))).scalar()


def beat(connection: Connection, bot: int, at: datetime) -> None:
    """Note that the bot is alive; doing so also proves that the database can be written."""
    changed = connection.execute(update(heartbeat).where(heartbeat.c.bot == bot).values(at=at))
    if not changed.rowcount:
        connection.execute(insert(heartbeat).values(bot=bot, at=at))


def sweep(
    connection: Connection,
    *,
    greeted_before: datetime,
    handled_before: datetime,
    kept_before: datetime,
) -> None:
    """Delete what has been kept long enough: greeted people without consent, handled ids, quarantined updates."""
    strangers = and_(people.c.consented_at.is_(None), people.c.met_at < greeted_before)
    connection.execute(delete(people).where(strangers))
    connection.execute(delete(handled).where(handled.c.at < handled_before))
    connection.execute(delete(quarantine).where(quarantine.c.at < kept_before))
