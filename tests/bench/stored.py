"""Fills our database with people who finished long ago, straight into the tables of storage/tables.py.

Rule: it says which columns it fills, so a change of the tables that matters here fails loudly.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from contenders import STORED
from crowd import FIRST_ID, LAST_ID

ANSWERS = 12  # each
AT = "2025-01-01 12:00:00.000000"

NUMBERED = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :people)"
FILLING = (
    f"""INSERT INTO people (person, language, consented_at, met_at)
        {NUMBERED} SELECT :first + i * :step, 'en', :at, :at FROM n""",
    """INSERT INTO sittings (person, started_at, until) SELECT person, :at, 0 FROM people""",
    f"""INSERT INTO answers (sitting, question, option, place, answered_at, content)
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ANSWERS})
        SELECT id, 'a-question-' || i, 'very-gladly', i, :at, '{STORED}' FROM sittings, n""",
    """INSERT INTO cards (person, message, version, shown, fresh, pictured) SELECT person, 1, 1, 1, 0, 0 FROM people""",
    """INSERT INTO finishes (person, finished_at, released) SELECT person, :at, 1 FROM people""",
)


def fill(database: Path, people: int) -> None:
    """Store so many people beside none, spread over all ids; theirs are even."""
    step = 2 * ((LAST_ID - FIRST_ID) // 2 // people)
    values = {"people": people, "first": FIRST_ID, "step": step, "at": AT}
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        with connection:
            for statement in FILLING:
                connection.execute(statement, values)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
