"""Databases of every released schema, with people in them, brought to today's: nobody loses anything.

Whoever adds a revision says in HELD what a database of it holds.
"""

import json
import logging
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from storage import (
    conversations,
    dead_letters,
    heartbeat,
    outbox,
    personal_data,
    statistics,
)
from storage.database import NEWEST, database_at, known_revisions, open_database, upgrade
from storage.errors import Unusable
from storage.records import (
    AnswerRecord,
    CardRecord,
    FinishRecord,
    OutboxKind,
    OutboxMessage,
    PersonRecord,
    SittingRecord,
    StoredDeadLetter,
)
from test_backups import files_no_larger_than

ANNA, BORIS = 1001, 1002
Rows = Mapping[str, list[dict[str, object]]]

BEGINNING: Rows = {
    "people": [
        {
            "person": ANNA,
            "language": "en",
            "consented_at": "2026-01-05 10:00:01.000000",
            "gone_at": "2026-02-01 08:30:00.000000",
            "met_at": "2026-01-05 10:00:00.000000",
        },
        {"person": BORIS, "language": "ru", "met_at": "2026-01-06 11:00:00.000000"},
    ],
    "sittings": [
        {"id": 1, "person": ANNA, "started_at": "2026-01-05 10:00:00.000000", "until": 0},
        {
            "id": 2,
            "person": ANNA,
            "started_at": "2026-01-07 12:00:00.123000",
            "until": 12,
            "view": '{"page": "roles"}',
        },
        {"id": 3, "person": BORIS, "started_at": "2026-01-06 11:00:00.000000", "until": 0},
    ],
    "answers": [
        {
            "sitting": sitting,
            "question": question,
            "option": option,
            "place": place,
            "answered_at": f"2026-01-07 12:0{place}:00.000000",
            "content": "a1b2c3",
        }
        for sitting, question, option, place in (
            (1, "bridge-or-dates", "far-more-the-first", 1),
            (2, "bridge-or-dates", "a-bit-more-the-second", 1),
            (2, "week-of-making", None, 2),
        )
    ],
    "cards": [
        {
            "person": ANNA,
            "message": 77,
            "version": 1767787200123,
            "shown": 1767787200000,
            "fresh": 1,
            "note": "taken-back",
            "pictured": 1,
        }
    ],
    "finishes": [
        {
            "person": ANNA,
            "finished_at": "2026-01-05 10:20:00.000000",
            "outcome": "expert",
            "released": 0,
        }
    ],
    "releases": [
        {"block": 1, "outcome": "expert", "people": 31},
        {"block": 1, "outcome": "", "people": 4},
    ],
    "outbox": [{"id": 5, "chat": ANNA, "kind": "data", "language": "en", "message": 78}],
    "handled": [{"bot": 42, "update": 900, "at": "2026-01-07 12:02:00.000000"}],
    "quarantine": [
        {
            "id": 9,
            "bot": 42,
            "update": 901,
            "chat": ANNA,
            "raw": '{"update_id": 901}',
            "reason": "KeyError",
            "at": "2026-01-07 12:03:00.000000",
            "again": 1,
        }
    ],
    "heartbeat": [{"bot": 42, "at": "2026-01-07 12:04:00.000000"}],
}

FIRST, SECOND = BEGINNING["people"]
BLOCKS: Rows = {**BEGINNING, "blocks": [{"block": 1, "size": 50, "epsilon": 1.0, "clipped": 0}]}
NOTIFYING: Rows = {
    **BLOCKS,
    "people": [FIRST | {"notified_at": "2026-02-01 08:00:00.000000"}, SECOND],
}

WAITING: Rows = {
    **NOTIFYING,
    "outbox": [{**BEGINNING["outbox"][0], "number": 7}],
    "waiting": [
        {"id": 3, "update": 902, "person": ANNA, "raw": "{}", "repeat_key": "77 '0.begin'"},
    ],
    "unread": [{"person": ANNA, "updates": 5}],
    "mentions": [{"letter": 9, "person": ANNA}],
}

MENUS: Rows = {**WAITING, "menus": [{"person": ANNA}]}

DEAD_LETTERS: Rows = {
    ("dead_letters" if table == "quarantine" else table): rows for table, rows in MENUS.items()
}

HELD: Mapping[str, Rows] = {
    "0001": BEGINNING,
    "0002": BEGINNING,
    "0003": BLOCKS,
    "0004": NOTIFYING,
    "0005": WAITING,
    "0006": MENUS,
    "0007": DEAD_LETTERS,
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


SITTING = SittingRecord(
    at("2026-01-07 12:00:00.123"),
    until=12,
    view='{"page": "roles"}',
    answers=(
        AnswerRecord("bridge-or-dates", "a-bit-more-the-second", at("2026-01-07 12:01"), "a1b2c3"),
        AnswerRecord("week-of-making", None, at("2026-01-07 12:02"), "a1b2c3"),
    ),
    id=2,
)
PEOPLE = {
    ANNA: PersonRecord(
        ANNA,
        "en",
        at("2026-01-05 10:00"),
        (SITTING,),
        consented_at=at("2026-01-05 10:00:01"),
        gone_at=at("2026-02-01 08:30"),
        card=CardRecord(
            77, 1767787200123, 1767787200000, fresh=True, note="taken-back", pictured=True
        ),
        finish=FinishRecord(at("2026-01-05 10:20"), "expert"),
    ),
    BORIS: PersonRecord(
        BORIS,
        "ru",
        at("2026-01-06 11:00"),
        (SittingRecord(at("2026-01-06 11:00"), id=3),),
    ),
}


def build(path: Path, revision: str) -> None:
    """Make a database as the version of this revision left it."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        upgrade(connection, revision)
        for table, rows in HELD[revision].items():
            for row in rows:
                names = ", ".join(f'"{name}"' for name in row)
                values = ", ".join("?" for _ in row)
                connection.exec_driver_sql(
                    f'INSERT INTO "{table}" ({names}) VALUES ({values})', tuple(row.values())
                )
    engine.dispose()


def shell(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def test_what_a_database_holds_is_told_for_every_revision_with_every_column_filled(
    tmp_path: Path,
) -> None:
    assert set(HELD) == known_revisions()
    for revision, held in HELD.items():
        path = tmp_path / revision
        build(path, revision)
        columns = shell(
            path,
            "SELECT tables.name, columns.name"
            " FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns"
            " WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%'",
        )
        filled = {
            (table, name)
            for table, rows in held.items()
            for row in rows
            for name, value in row.items()
            if value is not None
        }
        assert set(columns) - filled == {("alembic_version", "version_num")}, revision


@pytest.mark.parametrize("revision", sorted(HELD))
async def test_everything_people_have_is_there_after_the_migration(
    tmp_path: Path, revision: str
) -> None:
    path = tmp_path / "advisor.sqlite3"
    build(path, revision)

    async with database_at(f"sqlite:///{path}") as database:
        people = await database.read(lambda c: conversations.load(c, [ANNA, BORIS]))
        data = await database.read(lambda c: personal_data.load_rows_about(c, ANNA))
        parcels = await database.read(outbox.load_unsent)
        aside = await database.read(dead_letters.load_all)
        known = await database.read(statistics.read_figures)
        beat = await database.read(lambda c: heartbeat.load_last(c, 42))
        new = await database.write(
            lambda c: conversations.mark_handled(c, 42, [900, 902], at("2026-03-01"))
        )

    notified_at = at("2026-02-01 08:00") if revision >= "0004" else None
    assert people == PEOPLE | {ANNA: replace(PEOPLE[ANNA], notified_at=notified_at)}
    assert [len(data[table]) for table in ("people", "sittings", "answers", "cards")] == [
        1,
        2,
        3,
        1,
    ]
    number = HELD[revision]["outbox"][0].get("number")
    assert parcels == (
        OutboxMessage(ANNA, OutboxKind.DATA, "en", 78, id=5, number=7 if number else None),
    )
    assert aside == (
        StoredDeadLetter(
            9, 901, ANNA, at("2026-01-07 12:03"), "KeyError", '{"update_id": 901}', again=True
        ),
    )
    tally = known.clipped if revision < "0003" else known.released
    assert (tally.blocks, tally.outcomes, known.waiting) == (1, {"expert": 31, "": 4}, 1)
    assert beat == at("2026-01-07 12:04")
    assert new == {902}


@pytest.mark.parametrize("revision", sorted(known_revisions() - {NEWEST}))
async def test_a_migration_writes_a_copy_of_everything_first_and_says_where(
    tmp_path: Path, revision: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "advisor.sqlite3"
    build(path, revision)
    caplog.set_level(logging.INFO, "storage")

    async with database_at(f"sqlite:///{path}"):
        pass

    (copy,) = tmp_path.glob("advisor-*Z.sqlite3")
    assert shell(copy, "SELECT version_num FROM alembic_version") == [(revision,)]
    assert shell(copy, "SELECT count(*) FROM answers") == [(3,)]
    assert shell(path, "SELECT version_num FROM alembic_version") == [(NEWEST,)]
    assert str(copy) in caplog.text


async def test_what_waited_in_the_quarantine_waits_on_and_the_rest_keeps_what_is_listed(
    tmp_path: Path,
) -> None:
    text = {"message_id": 5, "date": 1, "chat": {"id": 1, "title": "Class"}, "text": "hello"}
    forwarded = text | {"forward_origin": {"sender_user": {"id": 3}, "sender_user_name": "Clara"}}
    tap = {"id": "7", "data": "0.begin", "message": {"chat": {"id": 1}, "author_signature": "Eva"}}
    too_fast = "sent too fast, to be taken up soon"
    rows = [
        (11, 1, {"message": text}, too_fast, True),
        (12, 2, {"message": forwarded}, "KeyError", False),
        (13, 1, {"callback_query": tap}, too_fast, True),
        (14, None, {"message": 17}, "TypeError", False),
        (15, 1, "no update at all", "JSONDecodeError", True),
    ]
    path = tmp_path / "advisor.sqlite3"
    build(path, "0002")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM quarantine")
        connection.executemany(
            'INSERT INTO quarantine (bot, "update", chat, raw, reason, at, again)'
            " VALUES (1, ?, ?, ?, ?, '2026-03-01 09:00:00', ?)",
            [(number, chat, json.dumps(raw), *more) for number, chat, raw, *more in rows],
        )

    async with database_at(f"sqlite:///{path}"):
        pass

    waits = shell(path, 'SELECT "update", person, raw FROM waiting ORDER BY id')
    letters = shell(path, 'SELECT "update", raw, again FROM dead_letters ORDER BY id')
    mentioned = shell(
        path,
        'SELECT dead_letters."update", person FROM mentions JOIN dead_letters ON id = letter',
    )
    assert [row[:2] for row in waits] == [(11, 1), (13, 1)]
    assert json.loads(str(waits[0][2]))["message"]["text"] == "hello"
    assert json.loads(str(waits[1][2]))["callback_query"]["data"] == "0.begin"
    assert [(number, again) for number, _, again in letters] == [(12, 0), (14, 0), (15, 1)]
    assert json.loads(str(letters[0][1]))["message"]["text"] == "hello"
    assert [raw for _, raw, _ in letters[1:]] == ["", ""]
    assert set(mentioned) == {(12, 1), (12, 2), (12, 3), (15, 1)}
    assert not any(name in f"{waits}{letters}" for name in ("Class", "Clara", "Eva"))


async def test_neither_a_new_database_nor_one_of_today_is_copied(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'advisor.sqlite3'}"

    for _ in range(2):
        async with database_at(url):
            pass

    assert [each.name for each in tmp_path.iterdir()] == ["advisor.sqlite3"]


async def test_without_space_for_the_copy_nothing_is_migrated(tmp_path: Path) -> None:
    path = tmp_path / "advisor.sqlite3"
    build(path, "0001")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE quarantine SET raw = ?", ("x" * 100_000,))

    with files_no_larger_than(50_000), pytest.raises(Unusable, match="Free some space") as stopped:
        await open_database(f"sqlite:///{path}")

    assert "\n" not in str(stopped.value)
    assert [each.name for each in tmp_path.iterdir()] == ["advisor.sqlite3"]
    assert shell(path, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert shell(path, "SELECT count(*) FROM answers") == [(3,)]
