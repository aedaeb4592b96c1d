"""Opens the database, runs its transactions and migrates it.

Rules:
- A commit survives a power cut: `synchronous=FULL` on every connection. NORMAL loses confirmed commits in WAL mode:
  https://www.sqlite.org/pragma.html#pragma_synchronous
- Writing transactions begin IMMEDIATE, so what they read is still true when they write. The writers of this process
  queue for a lock here instead of polling the lock of the file.
- A commit counts only if its file still has its name.
- Erased data is wiped from the files soon after: see `Database.wipe`.
"""

import asyncio
import logging
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.copies import connect_existing, copy_name, uri_of, write_copy
from storage.errors import Damaged, Misnamed, Unusable, is_damage
from storage.open_files import FileIdentity, OpenFiles
from storage.sqlite_driver import connect

if TYPE_CHECKING:
    from alembic.config import Config

log = logging.getLogger(__name__)
Result = TypeVar("Result")

NEWEST = "0007"  # the newest revision in migrations/
BUSY_TIMEOUT = 5_000  # milliseconds to wait for another process that holds the file
REWRITTEN = 8 * 2**20  # bytes; SQLite rewrites a file of this size in about a tenth of a second

ON_CONNECT = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    f"PRAGMA busy_timeout={BUSY_TIMEOUT}",
)


def _traces_of_before() -> asyncio.Event:
    """Return a set event: an earlier process may have been killed after an erasure."""
    traces = asyncio.Event()
    traces.set()
    return traces


@dataclass(frozen=True, slots=True)
class Database:
    """An open database. A transaction is a function of a connection; it runs completely or not at all.

    Every method raises Damaged or Displaced when something is wrong with the files. `watch` raises the first such error
    of any method, even when that method's caller handles it. `traces` is set while the files may hold erased bytes.
    """

    engine: AsyncEngine
    files: OpenFiles
    _writer: asyncio.Lock = field(default_factory=asyncio.Lock)
    _failures: asyncio.Queue[Unusable] = field(default_factory=asyncio.Queue)
    traces: asyncio.Event = field(default_factory=_traces_of_before)

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        """Return the result of the work, which sees one state of the database."""
        with self._reporting():
            async with self.engine.connect() as connection:
                return await connection.run_sync(_run_transaction, work, {})

    async def write(self, work: Callable[[Connection], Result]) -> Result:
        """Return the result of the work once its changes are durable. If it raises, they are rolled back."""
        with self._reporting():
            async with self._writer, self.engine.connect() as connection:
                options = {"writing": True, "traces": self.traces}
                result = await connection.run_sync(_run_transaction, work, options)
            await self._compare_files()
            return result

    async def wipe(self) -> bool:
        """Remove erased bytes from the files; return False while another connection prevents it.

        `secure_delete` overwrites deleted rows in the file, but earlier states of their pages stay in the write-ahead
        log until it is emptied (https://www.sqlite.org/pragma.html#pragma_wal_checkpoint). Copies also stay in the
        unused part of pages whose rows SQLite moved to a neighbour, for about 4 of 1,000 people; only rewriting the
        file removes those, which is done up to REWRITTEN.
        """
        if self.traces.is_set():
            with self._reporting():
                self.files.require_in_place()
                # Do most of the work while others can write.
                await asyncio.to_thread(_copy_log, self.files.path)
                async with self._writer:
                    if await asyncio.to_thread(_wipe, self.files.path):
                        self.files.accept_size()
                        self.traces.clear()
        return not self.traces.is_set()

    async def check(self) -> None:
        """Have SQLite check every page. This takes seconds for a large database and blocks no transaction.

        https://www.sqlite.org/pragma.html#pragma_quick_check
        """
        with self._reporting():
            self.files.require_in_place()
            await self._check_pages()

    async def watch(self, every: float) -> NoReturn:
        """Check the files every `every` seconds; raise the first error found here or by any other method."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(every):
                    raise await self._failures.get()
            await self._compare_files()

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()
        self.files.close()

    async def _compare_files(self) -> None:
        if not self.files.have_shrunk():
            return
        try:
            await self._check_pages()
        except sqlite3.Error as error:
            raise Damaged(self.files.path, str(error)) from error
        self.files.accept_size()  # another program's VACUUM made it smaller; nothing is missing

    async def _check_pages(self) -> None:
        with closing(connect_existing(self.files.path)) as connection:
            checking = asyncio.ensure_future(asyncio.to_thread(_check_file, connection))
            try:
                finding = await asyncio.shield(checking)
            except sqlite3.DatabaseError as error:
                if is_damage(error):
                    raise Damaged(self.files.path, str(error)) from error
                raise
            except asyncio.CancelledError:
                await _interrupt(connection, checking)
                raise
        if finding != "ok":
            raise Damaged(self.files.path, finding)

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        try:
            yield
        except DatabaseError as error:
            if not is_damage(error.orig):
                self.files.require_in_place()  # a file that is gone is no trouble that passes
                raise
            damaged = Damaged(self.files.path, str(error.orig))
            self._failures.put_nowait(damaged)
            raise damaged from error
        except sqlite3.Error:
            self.files.require_in_place()
            raise
        except Unusable as error:
            self._failures.put_nowait(error)
            raise


def leave_no_trace(connection: Connection) -> None:
    """Request that the bytes deleted by this writing transaction are wiped from the files after its commit."""
    connection.get_execution_options()["traces"].set()


async def open_database(url: str, *others: FileIdentity) -> Database:
    """Open the database, and create or migrate its tables; raise Unusable when that fails.

    The database also becomes unusable when one of `others` is removed or replaced.
    """
    address = _address(url)
    path = prepare_path(url)
    try:
        _make_file(path)
        return await _migrate_or_close(Database(_engine(address), OpenFiles(path, others)))
    except (DatabaseError, sqlite3.Error, OSError) as error:
        why = error.orig if isinstance(error, DatabaseError) else error
        if is_damage(why):
            raise Damaged(path, str(why)) from error
        raise Unusable(_explain(address, error)) from error


@asynccontextmanager
async def database_at(url: str, *others: FileIdentity) -> AsyncIterator[Database]:
    """Open the database as `open_database` does, and close it at the end."""
    database = await open_database(url, *others)
    try:
        yield database
    finally:
        await database.close()


def prepare_path(url: str) -> Path:
    """Return the path of the database's file, and create its folder, accessible only to its owner."""
    address = _address(url)
    path = Path(address.database or "")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Unusable(_explain(address, error)) from error
    return path


def require_file(url: str) -> Path:
    """Return the database's file; raise Unusable when there is none yet."""
    path = Path(_address(url).database or "")
    if not path.exists():
        raise Unusable(f"There is no database {path} yet; the first start of the bot creates it.")
    return path


def upgrade(connection: Connection, revision: str) -> None:
    """Bring the tables to this revision; the connection may be to a database that has none yet."""
    # Importing Alembic takes longer than starting the bot, and is rarely needed.
    from alembic import command  # noqa: PLC0415

    config = _alembic()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def known_revisions() -> frozenset[str]:
    """Return the revisions of the tables that this program can read or migrate."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    scripts = ScriptDirectory.from_config(_alembic()).walk_revisions()
    return frozenset(script.revision for script in scripts)


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise Misnamed(
            "DATABASE_URL is not a database URL; an example: sqlite:///data/career-advisor.sqlite3"
        ) from error
    if address.get_backend_name() != "sqlite" or address.database in (None, "", ":memory:"):
        raise Misnamed(
            "DATABASE_URL must name an SQLite file; an example: sqlite:///data/career-advisor.sqlite3"
        )
    return address.set(drivername="sqlite+aiosqlite")


def _engine(address: URL) -> AsyncEngine:
    uri = uri_of(Path(address.database or ""))
    # hide_parameters: what people wrote must not appear in the text of an error.
    engine = create_async_engine(address, async_creator=lambda: connect(uri), hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _on_connect)
    event.listen(engine.sync_engine, "begin", _on_begin)
    return engine


def _make_file(path: Path) -> None:
    """Create the database's file, accessible only to its owner; SQLite gives its companions the same mode."""
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


async def _migrate_or_close(database: Database) -> Database:
    try:
        await database.write(lambda connection: _migrate(connection, database.files.path))
    except BaseException:
        await database.close()
        raise
    return database


def _explain(address: URL, error: Exception) -> str:
    why = error.orig if isinstance(error, DatabaseError) else error
    return (
        f"The database {address.database} cannot be used ({why}). See that the folder exists, may be written, "
        "has free space, and that the file is a database of this program."
    )


def _on_connect(connection: DBAPIConnection, _: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ON_CONNECT:
        cursor.execute(pragma)
    cursor.close()


def _check_file(connection: sqlite3.Connection) -> str:
    return str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])


async def _interrupt(connection: sqlite3.Connection, work: "asyncio.Future[str]") -> None:
    """Stop what another thread does with a connection, even if it has not started yet."""
    while not work.done():
        connection.interrupt()
        await asyncio.wait({work}, timeout=0.05)
    await asyncio.gather(work, return_exceptions=True)


def _run_transaction(
    connection: Connection, work: Callable[[Connection], Result], options: dict[str, object]
) -> Result:
    # One function for the whole transaction: it crosses SQLAlchemy's greenlets once instead of once per statement.
    with connection.execution_options(**options).begin():
        return work(connection)


def _on_begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _copy_log(path: Path) -> None:
    """Copy the write-ahead log into the file as far as readers allow, without blocking anybody."""
    with suppress(sqlite3.Error), _connect_without_waiting(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


def _wipe(path: Path) -> bool:
    """Empty the log and rewrite a small file; return whether that was possible. Raise Damaged for a damaged file."""
    try:
        with _connect_without_waiting(path) as connection:
            if not _empty_log(connection):
                return False
            if path.stat().st_size > REWRITTEN:
                return True
            connection.execute("VACUUM")
            return _empty_log(connection)
    except (sqlite3.Error, OSError) as error:
        if is_damage(error):
            raise Damaged(path, str(error)) from error
        return False  # in use, full or failing: the next transaction reports which


def _empty_log(connection: sqlite3.Connection) -> bool:
    busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


@contextmanager
def _connect_without_waiting(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a connection that never waits for others: they would have to wait for it too."""
    with closing(connect_existing(path)) as connection:
        connection.execute("PRAGMA busy_timeout=0")
        yield connection


def _migrate(connection: Connection, path: Path) -> None:
    found = _revision(connection)
    if found == NEWEST:
        return
    if found is not None:
        if found not in known_revisions():
            raise Unusable(
                f"The database was written by a newer version of this program (revision {found}). "
                "Update the program, or go back to a backup from before."
            )
        copy = path.with_name(copy_name(path.stem, datetime.now(UTC)))
        write_copy(path, copy)  # nothing is uncommitted at this point
        log.info(
            "migrating the database from %s to %s; a copy of the old one: %s", found, NEWEST, copy
        )
    upgrade(connection, NEWEST)


def _alembic() -> "Config":
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
