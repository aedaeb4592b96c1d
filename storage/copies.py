"""Copies a database consistently while others write. A copy is on the disk before it gets its name, for its owner only."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from storage.errors import Damaged, Misnamed, Unusable, is_damage

LOG, INDEX = "-wal", "-shm"  # suffixes of the files that SQLite keeps beside a database


def copy_name(stem: str, at: datetime) -> str:
    """Return the name of a copy made at this time; names with the same stem sort by age."""
    return f"{stem}-{format_timestamp(at)}.sqlite3"


def format_timestamp(at: datetime) -> str:
    """Return a time in UTC, in whole seconds, as a part of a file name."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def write_copy(source: Path, target: Path) -> None:
    """Write a copy completely or not at all; raise Unusable when that fails."""
    if target.exists():
        raise Misnamed(f"{target} exists already. Name a new file.")
    with unnamed_copy(source, target.parent) as copy:
        copy.rename(target)
        sync(target.parent)


@contextmanager
def unnamed_copy(source: Path, folder: Path) -> Iterator[Path]:
    """Make a copy under a temporary name in this folder; it is removed unless it is renamed.

    SQLite's VACUUM INTO leaves it to the caller to sync the copy:
    https://www.sqlite.org/lang_vacuum.html#vacuum_with_an_into_clause
    """
    try:
        descriptor, name = tempfile.mkstemp(prefix=".copy-", dir=folder)
    except OSError as error:
        raise _unwritable(folder, str(error.strerror)) from error
    os.close(descriptor)
    copy = Path(name)
    try:
        with closing(connect_existing(source)) as connection:
            connection.execute("VACUUM INTO ?", (name,))
        sync(copy)
        yield copy
    except sqlite3.Error as error:
        if is_damage(error):
            raise Damaged(source, str(error)) from error
        raise _unwritable(folder, str(error)) from error
    except OSError as error:
        raise _unwritable(folder, str(error.strerror)) from error
    finally:
        copy.unlink(missing_ok=True)


def uri_of(path: Path) -> str:
    """Return the URI with which SQLite opens an existing file, read-only where writing is not allowed."""
    return f"{path.resolve().as_uri()}?mode=rw"


def connect_existing(path: Path) -> sqlite3.Connection:
    """Return a connection to an existing database; it never begins a transaction by itself."""
    connection = sqlite3.connect(
        uri_of(path), uri=True, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA secure_delete=ON")
    return connection


def sync(path: Path) -> None:
    """Return when a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unwritable(folder: Path, why: str) -> Unusable:
    return Unusable(
        f"No copy can be written to {folder} ({why}). Free some space, or see that the folder may be written."
    )
