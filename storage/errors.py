"""Errors of a database that cannot be used. Each text is one line that says what to do."""

import sqlite3
from pathlib import Path

DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Unusable(Exception):
    """The database cannot be used, and waiting does not help."""


class Misnamed(Unusable):
    """A named file or folder is missing or is not what it should be."""


class Displaced(Unusable):
    """A file that the running program needs was removed, replaced or emptied."""


class Damaged(Unusable):
    """The database's file is damaged."""

    def __init__(self, path: Path, finding: str) -> None:
        """Build the message from the file and what SQLite reports about it."""
        super().__init__(
            f"The database {path} is damaged ({' '.join(finding.split())}). "
            "Replace it with a good copy: career-advisor restore FILE"
        )


def is_damage(error: BaseException | None) -> bool:
    """Return whether an error of SQLite says that the file itself is damaged.

    https://www.sqlite.org/rescode.html#corrupt
    """
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return primary in DAMAGE
