"""aiosqlite with one visit to the connection's thread for each statement.

aiosqlite makes, runs, reads and closes a cursor in a visit each, and every visit wakes two threads: below SQLAlchemy
that was most of a transaction's cost. Here a statement is run and its rows are read in the same visit.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import aiosqlite
from aiosqlite.context import contextmanager

CHUNK = 64  # rows at a time for whoever iterates, as in aiosqlite


class Cursor(aiosqlite.Cursor):
    """A cursor that has read all its rows once a statement has run, and so needs no closing."""

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
    """A connection that makes such cursors, and rolls back only what has begun."""

    def __init__(self, uri: str) -> None:
        """Open nothing yet; awaiting does."""
        connect = partial(sqlite3.connect, uri, uri=True, check_same_thread=False)
        super().__init__(connect, CHUNK)
        self._thread.daemon = True  # it must not keep a process alive that has failed

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
