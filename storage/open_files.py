"""Checks that the files a running program relies on are still the ones it opened.

Others can remove, replace or empty a file that is open, and SQLite goes on writing to it without an error:
https://www.sqlite.org/howtocorrupt.html#unlink

Rule: only SQLite opens the database's file. A process that closes any descriptor of a file loses all its locks on it,
SQLite's included (https://www.sqlite.org/howtocorrupt.html, 2.2), so files are checked by path.
"""

import os
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from storage.copies import INDEX, LOG, connect_existing
from storage.errors import Displaced

PUT_BACK = (
    "Put the right file in its place, or a copy: career-advisor restore FILE. Then start again."
)


@dataclass(frozen=True, slots=True)
class FileIdentity:
    """The file that a path led to when it was opened, and what to do when it leads elsewhere."""

    path: Path
    device: int
    inode: int
    remedy: str

    def require_same(self) -> int:
        """Return the file's size in bytes; raise Displaced when the path leads to another file or to none."""
        try:
            present = self.path.stat()
        except OSError as error:
            raise Displaced(
                f"{self.path} is gone while it is in use ({error.strerror}). {self.remedy}"
            ) from error
        if (present.st_dev, present.st_ino) != (self.device, self.inode):
            raise Displaced(f"{self.path} was replaced while it is in use. {self.remedy}")
        return present.st_size


class OpenFiles:
    """The files of an open database, and others the program relies on."""

    def __init__(self, path: Path, others: Iterable[FileIdentity] = ()) -> None:
        """Open the database and keep it open: SQLite removes its log and index with the last connection."""
        database = identify(path, path.stat(), PUT_BACK)
        self._connection = connect_existing(path)
        try:
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            self._connection.execute("PRAGMA busy_timeout=0")
            companions = (Path(f"{path.resolve()}{end}") for end in (LOG, INDEX))
            known = (identify(each, each.stat(), PUT_BACK) for each in companions)
            self._others = (*known, *others)
            self._size = database.require_same()
        except BaseException:
            self._connection.close()
            raise
        self._database = database

    @property
    def path(self) -> Path:
        """The database's file."""
        return self._database.path

    def require_in_place(self) -> int:
        """Return the database's size in bytes; raise Displaced when a file was removed, replaced or emptied."""
        for each in self._others:
            each.require_same()
        size = self._database.require_same()
        if not size:
            raise Displaced(f"{self.path} was emptied while it is in use. {PUT_BACK}")
        return size

    def have_shrunk(self) -> bool:
        """Return whether the database is smaller than at the last check; raise Displaced as `require_in_place` does."""
        size = self.require_in_place()
        if size < self._size:
            return True
        self._size = size
        return False

    def accept_size(self) -> None:
        """Accept the current size."""
        self._size = self._database.require_same()

    def close(self) -> None:
        """Close the connection that kept the files in place; all others must be closed by now.

        SQLite leaves the log of a moved file behind, and would apply it to the next file with that name. So the log is
        first emptied into the file it belongs to.
        """
        try:
            self._database.require_same()
        except Displaced:
            with suppress(sqlite3.Error):
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()


def identify(path: Path, present: os.stat_result, remedy: str) -> FileIdentity:
    """Return the identity of the file that a path leads to."""
    return FileIdentity(path, present.st_dev, present.st_ino, remedy)
