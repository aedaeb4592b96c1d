"""Backs up, rotates and restores copies of the database.

Rules:
- A copy gets its name only when it is complete and on the disk. Older copies are removed only after that.
- Restoring changes nothing until the copy has passed every check. Then one rename replaces the old database with the
  new one.
"""

import os
import re
import sqlite3
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine

from storage.copies import (
    INDEX,
    LOG,
    connect_existing,
    copy_name,
    format_timestamp,
    sync,
    unnamed_copy,
    write_copy,
)
from storage.database import known_revisions, prepare_path, require_file, upgrade
from storage.errors import Misnamed, Unusable, is_damage

KEPT_STEM = "career-advisor"
KEPT = re.compile(rf"{KEPT_STEM}-\d{{8}}T\d{{6}}Z\.sqlite3")
COLUMNS = """
    SELECT tables.name, columns.name FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
    WHERE tables.type = 'table'
"""


def back_up(url: str, target: Path) -> None:
    """Write a copy of the database, even while it is in use; raise Unusable when that fails."""
    write_copy(require_file(url), target)


def back_up_and_rotate(url: str, folder: Path, keep: int, at: datetime) -> Path:
    """Write a copy named after this time into a folder, and remove all copies named so except the newest `keep`.

    Returns the copy; raises Unusable when it cannot be written, and then removes nothing.
    """
    if not folder.is_dir():
        raise Misnamed(f"{folder} is no folder. Make it, or name another one.")
    copy = folder / copy_name(KEPT_STEM, at)
    write_copy(require_file(url), copy)
    others = sorted(each for each in folder.iterdir() if KEPT.fullmatch(each.name) and each != copy)
    for oldest in others[: max(0, len(others) - keep + 1)]:
        _remove(oldest)
    return copy


def restore(url: str, source: Path, at: datetime) -> Path | None:
    """Replace the database with a copy; no bot may be running on it.

    Returns the new path of the former database, None if there was none. Raises Unusable when the copy is not valid or
    cannot be written; then nothing has changed.
    """
    path = prepare_path(url).resolve()
    _require_copy(source, path)
    with unnamed_copy(source, path.parent) as copy, ExitStack() as undo:
        former = _move_away(
            path, path.with_name(f"{path.name}.replaced-{format_timestamp(at)}"), undo
        )
        sync(path.parent)
        copy.replace(path)
        undo.pop_all()
        sync(path.parent)
        return former


def _remove(copy: Path) -> None:
    try:
        copy.unlink(missing_ok=True)
    except OSError as error:
        raise Unusable(
            f"The new copy is written, but {copy} cannot be removed ({error.strerror})."
        ) from error


def _require_copy(source: Path, path: Path) -> None:
    """Raise Unusable unless the file is a complete, readable database of this program, and not the one in use."""
    if not source.is_file():
        raise Misnamed(f"There is no file {source}.")
    if path.exists() and source.samefile(path):
        raise Misnamed(f"{source} is the database itself. Name a copy of it.")
    try:
        with closing(connect_existing(source)) as connection:
            finding = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if finding != "ok":
                raise Unusable(
                    f"{source} is damaged ({' '.join(finding.split())}). Name another copy."
                )
            _require_ours(source, connection)
    except sqlite3.Error as error:
        if not is_damage(error):
            raise Unusable(f"{source} cannot be read ({error}).") from error
        raise Unusable(
            f"{source} is damaged, or is no database ({error}). Name another copy."
        ) from error


def _require_ours(source: Path, connection: sqlite3.Connection) -> None:
    columns = set(connection.execute(COLUMNS))
    if ("alembic_version", "version_num") not in columns:
        raise Unusable(f"{source} is no database of this program. Name another copy.")
    versions = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    revision = versions[0][0] if versions else None
    if revision not in known_revisions():
        raise Unusable(
            f"{source} was written by a newer version of this program (revision {revision}). Update the program first."
        )
    if not _columns_at(revision) <= columns:
        raise Unusable(f"{source} is no database of this program. Name another copy.")


def _columns_at(revision: str) -> set[tuple[str, str]]:
    """Return the tables and columns of an empty database of this revision."""
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            upgrade(connection, revision)
            return {(table, column) for table, column in connection.exec_driver_sql(COLUMNS)}
    finally:
        engine.dispose()


def _move_away(path: Path, former: Path, undo: ExitStack) -> Path | None:
    """Give the database a second name, and move its log away from its own name."""
    _empty_log(path)
    log, index = Path(f"{path}{LOG}"), Path(f"{path}{INDEX}")
    if log.exists():
        former_log = Path(f"{former}{LOG}")
        log.rename(former_log)
        undo.callback(former_log.rename, log)
    index.unlink(missing_ok=True)
    if not path.exists():
        return None
    os.link(path, former)
    undo.callback(former.unlink)
    return former


def _empty_log(path: Path) -> None:
    """Have SQLite move the log into the database; leave both alone when the database is damaged."""
    if not path.exists() or not path.stat().st_size:
        return  # SQLite would discard the log
    try:
        with closing(connect_existing(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        if is_damage(error):
            return
        raise Unusable(f"{path} cannot be moved away ({error}).") from error
    if Path(f"{path}{LOG}").exists():
        raise Unusable(f"Another program has {path} open. End it, and try again.")
