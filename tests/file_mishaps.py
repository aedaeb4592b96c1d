"""What others may do to the files under a running program; each deed takes the path of the database.

`ending` is how a bot is to end then. Rigs use both against the real process.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from process import Running

PAGE = 4096


def remove(path: Path) -> None:
    path.unlink()


def replace(path: Path) -> None:
    """Put another file in its place, which is as good as it."""
    other = path.with_name("other")
    shutil.copyfile(path, other)
    other.replace(path)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def cut(path: Path) -> None:
    """Leave half of its pages."""
    settle(path)
    os.truncate(path, path.stat().st_size // PAGE // 2 * PAGE)


def damage(path: Path) -> None:
    """Overwrite all its pages but the first."""
    settle(path)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(PAGE)
        file.write(b"\xff" * (size - PAGE))


def damage_table(path: Path, table: str) -> None:
    """Overwrite the first page of one table, which nobody may read for long."""
    settle(path)
    with closing(sqlite3.connect(path)) as shell:
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        page = shell.execute(query, (table,)).fetchone()[0]
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(b"\xff" * PAGE)


def remove_log(path: Path) -> None:
    path.with_name(f"{path.name}-wal").unlink()


def replace_log(path: Path) -> None:
    replace(path.with_name(f"{path.name}-wal"))


def remove_index(path: Path) -> None:
    path.with_name(f"{path.name}-shm").unlink()


def remove_lock(path: Path) -> None:
    path.with_name(f"{path.name}.lock").unlink()


def replace_lock(path: Path) -> None:
    replace(path.with_name(f"{path.name}.lock"))


DISPLACING: Mapping[str, Callable[[Path], None]] = {
    deed.__name__: deed for deed in (remove, replace, empty, remove_log, replace_log, remove_index)
}
DAMAGING: Mapping[str, Callable[[Path], None]] = {deed.__name__: deed for deed in (cut, damage)}
UNLOCKING: Mapping[str, Callable[[Path], None]] = {
    deed.__name__: deed for deed in (remove_lock, replace_lock)
}


def settle(path: Path) -> None:
    """Have everything moved from the log into the file."""
    with closing(sqlite3.connect(path)) as shell:
        assert shell.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0


async def ending(bot: Running) -> tuple[int, list[str]]:
    """Wait for a bot to end; return its code and what it wrote but for the lines that tell of its ordinary life."""
    code = await bot.ended()
    lines = bot.log.read_text(encoding="utf-8").splitlines()
    return code, [line for line in lines if " INFO " not in line]
