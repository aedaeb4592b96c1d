"""Records when each bot was last known to be alive."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from storage.tables import heartbeat


def load_last(connection: Connection, bot: int) -> datetime | None:
    """Return when the bot was last known to be alive, None before its first start."""
    return (connection.execute(select(heartbeat.c.at).where(heartbeat.c.bot == bot))).scalar()


def record(connection: Connection, bot: int, at: datetime) -> None:
    """Record that the bot is alive; this also shows that the database can be written."""
    changed = connection.execute(update(heartbeat).where(heartbeat.c.bot == bot).values(at=at))
    if not changed.rowcount:
        connection.execute(insert(heartbeat).values(bot=bot, at=at))
