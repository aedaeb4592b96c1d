"""Numbers the moments before and after every database and HTTP call of this process, and ends it at one of them.

Rule: it stands at the edges, which are sqlite3's connections and python-telegram-bot's request object, and knows nothing
of the bot behind them. Each moment is written to a file before it can be the last.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.telegram.transport import AiohttpRequest

DIED = 9  # the code of exit

Around = Callable[[str], AbstractContextManager[None]]


def number_moments(last: int | None, told: Path) -> None:
    """Number the moments from now on, tell each in a line of this file, and die at the last one."""
    line = os.open(told, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    numbers = count(1)

    def passes(name: str) -> None:
        number = next(numbers)
        os.write(line, f"{name}\n".encode())
        if number == last:
            os._exit(DIED)

    _watch(passes)


def die_at(*moments: str) -> None:
    """Die at the last of these moments, once those before it have passed in this order."""
    left = list(moments)

    def passes(name: str) -> None:
        if name == left[0]:
            del left[0]
        if not left:
            os._exit(DIED)

    _watch(passes)


def _watch(passes: Callable[[str], None]) -> None:
    @contextmanager
    def around(call: str) -> Iterator[None]:
        passes(f"before {call}")
        yield
        passes(f"after {call}")

    _watch_database(around)
    _watch_requests(around)


def _watch_database(around: Around) -> None:
    class Cursor(sqlite3.Cursor):
        def execute(self, statement: str, *more: Any) -> Any:
            with around(_named(statement)):
                return super().execute(statement, *more)

        def executemany(self, statement: str, *more: Any) -> Any:
            with around(_named(statement)):
                return super().executemany(statement, *more)

    class Connection(sqlite3.Connection):
        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

        def execute(self, statement: str, *more: Any) -> Any:
            return self.cursor().execute(statement, *more)

        def commit(self) -> None:
            with around("COMMIT"):
                super().commit()

        def rollback(self) -> None:
            with around("ROLLBACK"):
                super().rollback()

    connect = sqlite3.connect
    vars(sqlite3)["connect"] = lambda *given, **named: connect(
        *given, **{"factory": Connection} | named
    )


def _watch_requests(around: Around) -> None:
    request = AiohttpRequest.exchange

    async def watched(self: AiohttpRequest, url: str, *given: Any, **named: Any) -> Any:
        with around(urlsplit(url).path.rpartition("/")[2]):
            return await request(self, url, *given, **named)

    setattr(AiohttpRequest, "exchange", watched)  # noqa: B010 - mypy takes no other method for it


def _named(statement: str) -> str:
    """Return what a statement does, and to which table."""
    words = statement.split("(", maxsplit=1)[0].split()
    if words[0] == "SELECT" and "FROM" in statement:
        return f"SELECT {statement.partition('FROM')[2].split()[0]}"
    return " ".join(words[: 3 if words[0] in ("INSERT", "DELETE") else 2])
