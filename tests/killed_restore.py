"""Restores a copy again and again, each time killed one step later, and prints what the database holds after each.

Run: python tests/killed_restore.py FOLDER COPY, with the database of a killed bot in FOLDER/advisor.sqlite3
"""

import os
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import alembic.command  # noqa: F401 - each process would import it anew

from storage.backups import restore

STEPS = {"os.rename", "os.link", "os.remove", "sqlite3.connect"}


def kill_before(step: int) -> None:
    """Let this process die before it takes this step."""
    steps = count()

    def look(event: str, _: tuple[object, ...]) -> None:
        if event in STEPS and next(steps) == step:
            os._exit(9)

    sys.addaudithook(look)


def survived(path: Path, copy: Path, step: int) -> bool:
    """Restore in a process that is killed before this step; return whether it came to its end before."""
    child = os.fork()
    if not child:
        kill_before(step)
        restore(f"sqlite:///{path}", copy, datetime(2026, 3, 1, tzinfo=UTC))
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def main() -> None:
    data, copy = (Path(argument) for argument in sys.argv[1:])
    for step in count():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(shutil.copytree(data, folder, dirs_exist_ok=True)) / "advisor.sqlite3"
            over = survived(path, copy, step)
            with closing(sqlite3.connect(path)) as shell:
                rows = shell.execute("SELECT bot FROM heartbeat ORDER BY bot")
                print([bot for (bot,) in rows], flush=True)
        if over:
            return


if __name__ == "__main__":
    main()
