"""Why a database cannot be used. The text of each error is one line that says what to do."""

import sqlite3
from pathlib import Path

DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Unusable(Exception):
    """The database cannot be used, and waiting does not help."""


class Misnamed(Unusable):
    """What was named is not there, or is not what it should be."""


class Displaced(Unusable):
    """A file that the running program relies on was removed, replaced or emptied."""


class Damaged(Unusable):
    """The content of the database's file is damaged."""

    def __init__(self, path: Path, finding: str) -> None:
        """Name the file, and what SQLite says about it."""
        super().__init__(
            f"The database {path} is damaged ({' '.join(finding.split())}). "
            "Put a good copy in its place: career-advisor restore FILE"
        )


def is_damage(error: BaseException | None) -> bool:
    """Return whether an error of SQLite says that the file itself is damaged.

    https://www.sqlite.org/rescode.html#corrupt
    """
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return primary in DAMAGE
