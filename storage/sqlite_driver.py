"""Adapts aiosqlite to use one call to the connection's thread for each statement.

aiosqlite creates, executes, reads and closes a cursor in separate calls, and every call wakes two threads; this was most
of the cost of a transaction. Here one call executes a statement and reads its rows.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import aiosqlite
from aiosqlite.context import contextmanager

CHUNK = 64  # rows per call when iterating, as in aiosqlite


class Cursor(aiosqlite.Cursor):
    """A cursor that reads all rows when a statement is executed, so it needs no closing."""

    _rows: Sequence[Any] = ()

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> "Cursor":
        self._rows = await self._execute(self._run, sql, parameters or ())
        return self

    async def fetchall(self) -> Iterable[sqlite3.Row]:
        return self._rows

    async def close(self) -> None:
        pass

    def _run(self, sql: str, parameters: Any) -> list[Any]:
        self._cursor.execute(sql, parameters)
        return self._cursor.fetchall() if self._cursor.description else []


class Connection(aiosqlite.Connection):
    """A connection that makes such cursors, and rolls back only an open transaction."""

    def __init__(self, uri: str) -> None:
        """Prepare the connection; awaiting it opens the file."""
        connect = partial(sqlite3.connect, uri, uri=True, check_same_thread=False)
        super().__init__(connect, CHUNK)
        self._thread.daemon = True  # it must not keep a failed process alive

    @contextmanager
    async def cursor(self) -> aiosqlite.Cursor:
        return Cursor(self, self._conn.cursor())

    async def rollback(self) -> None:
        if self.in_transaction:
            await super().rollback()


async def connect(uri: str) -> Connection:
    """Return an open connection to an SQLite file: https://www.sqlite.org/uri.html."""
    connection = Connection(uri)
    await connection
    return connection
