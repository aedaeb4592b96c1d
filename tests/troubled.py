"""The bot as from the shell, with a database that can be put in trouble from outside.

Rule: what the file `trouble` in its folder says holds for every transaction that begins: `read-only` (SQLite refuses
every write) or `unwritable` (the system refuses every write to any file, as a full disk does). Both errors are real.
"""

import resource
import sys
from pathlib import Path

from sqlalchemy import Connection, Engine, event

from bot.__main__ import main

SWITCH = Path("trouble")


@event.listens_for(Engine, "begin")
def _begun(connection: Connection) -> None:
    trouble = SWITCH.read_text() if SWITCH.exists() else ""
    connection.exec_driver_sql(f"PRAGMA query_only={trouble == 'read-only'}")
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0 if trouble == "unwritable" else most, most))


if __name__ == "__main__":
    sys.argv[1:] = ["run"]
    main()
