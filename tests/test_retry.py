"""What is tried again and after which pauses, and what never is."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, column, create_engine, select, table, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram.retry import DATABASE_PAUSE, PAUSES, is_external, retry


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Let no time pass in pauses, and return them as they come."""
    found: list[float] = []

    async def pause(seconds: float) -> None:
        found.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", pause)
    return found


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{tmp_path / 'a.sqlite3'}", connect_args={"timeout": 0})
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE people (person INTEGER UNIQUE)"))
        connection.commit()
        yield connection
    engine.dispose()


async def test_a_misspelt_column_is_loud_and_never_tried_again(
    connection: Connection, pauses: list[float]
) -> None:
    async def work() -> None:
        connection.execute(select(column("persom")).select_from(table("people")))

    with pytest.raises(OperationalError, match="no such column"):
        await retry(work)

    assert pauses == []


@pytest.mark.parametrize(
    "statement", ["SELEC 1", "SELECT * FROM nothing", "INSERT INTO people VALUES ()"]
)
def test_a_statement_that_sqlite_cannot_read_is_a_bug(
    connection: Connection, statement: str
) -> None:
    with pytest.raises(OperationalError) as raised:
        connection.execute(text(statement))

    assert not is_external(raised.value)


def test_values_that_break_a_rule_of_the_table_or_are_missing_are_a_bug(
    connection: Connection,
) -> None:
    connection.execute(text("INSERT INTO people VALUES (1)"))
    with pytest.raises(IntegrityError) as repeated:
        connection.execute(text("INSERT INTO people VALUES (1)"))
    with pytest.raises(StatementError) as missing:
        connection.execute(text("INSERT INTO people VALUES (:person)"), {})

    assert not is_external(repeated.value)
    assert not is_external(missing.value)


async def test_a_locked_database_is_waited_for(
    connection: Connection, tmp_path: Path, pauses: list[float]
) -> None:
    with closing(sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        async def work() -> str:
            if len(pauses) == len(PAUSES):
                other.rollback()
            connection.execute(text("INSERT INTO people VALUES (1)"))
            return "written"

        assert await retry(work) == "written"

    assert pauses == [min(pause, DATABASE_PAUSE) for pause in PAUSES]


def test_a_database_that_may_not_be_written_is_waited_for(connection: Connection) -> None:
    connection.execute(text("PRAGMA query_only=1"))
    with pytest.raises(OperationalError) as raised:
        connection.execute(text("INSERT INTO people VALUES (1)"))

    assert is_external(raised.value)
    assert is_external(PoolTimeout())


@pytest.mark.parametrize(
    ("error", "external"),
    [
        (NetworkError("no route"), True),
        (TimedOut(), True),
        (Conflict("terminated by other getUpdates request"), True),
        (BadRequest("message is too long"), False),
        (Forbidden("bot was blocked by the user"), False),
        (InvalidToken(), False),
        (ZeroDivisionError(), False),
    ],
)
def test_telegram_is_tried_again_unless_it_refuses(error: Exception, *, external: bool) -> None:
    assert is_external(error) is external


@pytest.mark.parametrize(("longest", "pause"), [(float("inf"), 3600), (30.0, 30)])
async def test_telegram_says_how_long_to_wait_up_to_the_longest_pause(
    pauses: list[float], monkeypatch: pytest.MonkeyPatch, longest: float, pause: float
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # as the bot does
    errors: Iterator[TelegramError] = iter([RetryAfter(timedelta(hours=1)), TimedOut()])

    async def work() -> str:
        for error in errors:
            raise error
        return "done"

    assert await retry(work, longest=longest) == "done"
    assert pauses == [pause, PAUSES[0]]
