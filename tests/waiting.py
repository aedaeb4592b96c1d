"""People who have finished and wait for the release of their block, straight into the tables."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, insert

from storage.database import database_at
from storage.tables import finishes, people

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def store_waiting(connection: Connection, outcomes: Sequence[str]) -> None:
    """Store a person for each of these outcomes ('': too little to tell); whoever has the highest id finished first."""
    everybody = [
        {"person": person, "language": "en", "consented_at": AT, "met_at": AT}
        for person in range(1, len(outcomes) + 1)
    ]
    finished = [
        {
            "person": person,
            "finished_at": AT - timedelta(minutes=person),
            "outcome": outcome or None,
            "released": False,
        }
        for person, outcome in enumerate(outcomes, start=1)
    ]
    connection.execute(insert(people), everybody)
    connection.execute(insert(finishes), finished)


async def make_waiting(url: str, outcomes: Sequence[str]) -> None:
    """Make a database with such people, as a bot leaves it that stops before it has released them."""
    async with database_at(url) as database:
        await database.write(lambda connection: store_waiting(connection, outcomes))
