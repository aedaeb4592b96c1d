"""A database that can be put in trouble from outside.

Rule: what the file `trouble` in the bot's folder says holds for every transaction that begins: `read-only` (SQLite
refuses every write) or `unwritable` (the system refuses every write to any file, as a full disk does). Both errors are
real.
"""

import resource
from pathlib import Path

from sqlalchemy import Connection, Engine, event

SWITCH = Path("trouble")


def listen_for_trouble() -> None:
    """Look at the file before each transaction of this process."""
    event.listen(Engine, "begin", _begin)


def _begin(connection: Connection) -> None:
    trouble = SWITCH.read_text() if SWITCH.exists() else ""
    connection.exec_driver_sql(f"PRAGMA query_only={trouble == 'read-only'}")
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0 if trouble == "unwritable" else most, most))
