"""The database: durable on every connection, migrated at the start, and never blamed for what it is not."""

import asyncio
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from random import Random

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, insert, select, text
from sqlalchemy.engine.interfaces import DBAPIConnection

from storage import dead_letters, expiry, outbox, personal_data
from storage.database import NEWEST, REWRITTEN, Database, open_database
from storage.errors import Unusable
from storage.records import DeadLetter, OutboxKind, OutboxMessage, RedactedUpdate
from storage.tables import cards, heartbeat, metadata, people
from traces import CANARY, traces


def beats(bot: int, at: datetime) -> Callable[[Connection], None]:
    """Return the work of noting that a bot is alive."""

    def work(connection: Connection) -> None:
        connection.execute(insert(heartbeat).values(bot=bot, at=at))

    return work


async def test_every_connection_survives_a_power_cut(database: Database) -> None:
    def settings(connection: Connection) -> tuple[object, ...]:
        names = ("synchronous", "journal_mode", "foreign_keys", "secure_delete", "busy_timeout")
        return tuple(connection.execute(text(f"PRAGMA {name}")).scalar() for name in names)

    full = 2
    found = await asyncio.gather(
        *(database.read(settings) for _ in range(8)), *(database.write(settings) for _ in range(8))
    )

    assert set(found) == {(full, "wal", 1, 1, 5000)}


async def test_deleted_rows_are_overwritten_whatever_the_library_was_built_with(
    database: Database,
) -> None:
    def as_built(connection: DBAPIConnection, _: object) -> None:
        connection.cursor().execute("PRAGMA secure_delete=OFF")

    event.listen(database.engine.sync_engine, "connect", as_built, insert=True)
    await database.close()  # so that the next connection is a new one

    overwritten = text("PRAGMA secure_delete")
    assert await database.read(lambda c: c.execute(overwritten).scalar_one()) == 1


async def test_what_is_read_in_a_writing_transaction_is_still_true_when_it_writes(
    database: Database,
) -> None:
    await database.write(beats(0, datetime(2026, 1, 1, tzinfo=UTC)))

    def count_up(connection: Connection) -> None:
        last = connection.execute(select(heartbeat.c.at)).scalar_one()
        connection.execute(heartbeat.update().values(at=last + timedelta(seconds=1)))

    await asyncio.gather(*(database.write(count_up) for _ in range(50)))

    last = await database.read(lambda c: c.execute(select(heartbeat.c.at)).scalar_one())
    assert last == datetime(2026, 1, 1, 0, 0, 50, tzinfo=UTC)


async def test_no_other_program_writes_between_what_is_read_and_written_in_a_transaction(
    database: Database, database_url: str
) -> None:
    await database.write(beats(0, datetime(2026, 1, 1, tzinfo=UTC)))
    path = database_url.removeprefix("sqlite:///")

    def count_up(connection: Connection) -> None:
        last = connection.execute(select(heartbeat.c.at)).scalar_one()
        with (
            closing(sqlite3.connect(path, timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("UPDATE heartbeat SET at = '2030-01-01 00:00:00'")
        connection.execute(heartbeat.update().values(at=last + timedelta(seconds=1)))

    await database.write(count_up)

    last = await database.read(lambda c: c.execute(select(heartbeat.c.at)).scalar_one())
    assert last == datetime(2026, 1, 1, 0, 0, 1, tzinfo=UTC)


async def test_a_failing_transaction_leaves_no_trace(database: Database) -> None:
    def write_and_fail(connection: Connection) -> None:
        beats(1, datetime.now(UTC))(connection)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.write(write_and_fail)

    assert await database.read(lambda c: c.execute(select(heartbeat)).all()) == []


async def test_a_cancelled_transaction_stops_nobody_else(database: Database) -> None:
    cancelled = [
        asyncio.create_task(database.write(beats(bot, datetime.now(UTC)))) for bot in range(30)
    ]
    for ticks, task in enumerate(cancelled):
        for _ in range(ticks):
            await asyncio.sleep(0)
        task.cancel()
    done = await asyncio.gather(*cancelled, return_exceptions=True)

    await database.write(beats(99, datetime.now(UTC)))

    kept = await database.read(lambda c: set(c.execute(select(heartbeat.c.bot)).scalars()))
    assert {bot for bot, result in enumerate(done) if result is None} | {99} <= kept


async def test_moments_are_kept_in_utc_and_read_well_in_the_shell(
    database: Database, database_url: str
) -> None:
    moscow = timezone(timedelta(hours=3))
    await database.write(beats(1, datetime(2026, 3, 1, 12, 0, tzinfo=moscow)))

    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as shell:
        assert shell.execute("SELECT at FROM heartbeat").fetchone() == (
            "2026-03-01 09:00:00.000000",
        )


async def test_the_migrations_make_the_tables_the_code_knows(database: Database) -> None:
    def differences(connection: Connection) -> object:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    assert await database.read(differences) == []


def test_the_newest_revision_is_the_one_the_start_looks_for() -> None:
    folder = Path(__file__).parent.parent / "storage" / "migrations"

    assert ScriptDirectory(str(folder)).get_current_head() == NEWEST


async def test_a_database_of_a_newer_version_is_refused_untouched(
    database: Database, database_url: str
) -> None:
    newer = text("UPDATE alembic_version SET version_num = '9999'")
    await database.write(lambda c: c.execute(newer))
    await database.close()

    with pytest.raises(Unusable, match="newer version"):
        await open_database(database_url)


@pytest.mark.parametrize(
    "url", ["", "hello", "postgresql://localhost/x", "sqlite://", "sqlite:///:memory:"]
)
async def test_what_is_no_sqlite_file_is_refused_in_one_line(url: str) -> None:
    with pytest.raises(Unusable) as refused:
        await open_database(url)

    assert "sqlite:///data/" in str(refused.value)
    assert "\n" not in str(refused.value)


async def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Anna, " * 200)

    with pytest.raises(Unusable, match=r"not a database\).*career-advisor restore FILE"):
        await open_database(f"sqlite:///{letter}")

    assert letter.read_text().startswith("Dear Anna")


async def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(Unusable, match="cannot be used"):
        await open_database(f"sqlite:///{tmp_path}/file/advisor.sqlite3")


async def test_the_file_is_for_its_owner_alone(database: Database, database_url: str) -> None:
    await database.write(beats(1, datetime.now(UTC)))
    path = Path(database_url.removeprefix("sqlite:///"))

    assert {stat.S_IMODE(each.stat().st_mode) for each in path.parent.glob("advisor*")} == {0o600}


# Erased bytes


def meets(*persons: int) -> Callable[[Connection], None]:
    """Return the work of keeping these people, each with a card."""
    at = datetime(2026, 3, 1, tzinfo=UTC)
    card = {"version": 1, "shown": 1, "fresh": False, "pictured": False}

    def work(connection: Connection) -> None:
        rows = [{"person": each, "language": "en", "met_at": at} for each in persons]
        connection.execute(insert(people), rows)
        connection.execute(insert(cards), [{"person": each, **card} for each in persons])

    return work


async def test_deleted_rows_are_overwritten_in_the_file(database: Database, tmp_path: Path) -> None:
    await database.write(meets(CANARY, 1002))
    await database.write(lambda c: personal_data.erase(c, [CANARY]))
    await database.close()  # which moves the log into the file, and does no more

    assert traces(tmp_path, CANARY) == {}


async def test_what_was_erased_leaves_the_log_once_nobody_reads_it_any_more(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await database.write(meets(CANARY, 1002))
    assert await database.wipe()
    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM people").fetchall()
        await database.write(lambda c: personal_data.erase(c, [CANARY]))
        blocked = await database.wipe(), bool(traces(tmp_path, CANARY))
        await database.write(beats(1, datetime.now(UTC)))

    wiped = await database.wipe(), bool(traces(tmp_path, CANARY))

    assert (blocked, wiped) == ((False, True), (True, False))
    assert (tmp_path / "advisor.sqlite3-wal").stat().st_size == 0


def waits(connection: Connection) -> None:
    """Have somebody's last line wait to be sent, and something of theirs lie aside."""
    at = datetime(2026, 3, 1, tzinfo=UTC)
    outbox.add(connection, [OutboxMessage(CANARY, OutboxKind.FAREWELL, "en")])
    letter = DeadLetter(1, None, RedactedUpdate(f"{CANARY}", frozenset({CANARY})), "a bug")
    dead_letters.add(connection, 1, [letter], at)


def is_sent(connection: Connection) -> None:
    sent = [parcel.id for parcel in outbox.load_unsent(connection)]
    outbox.record_deliveries(connection, [], sent, datetime.now(UTC))


def cannot_be_sent(connection: Connection) -> None:
    outbox.record_unreachable(connection, CANARY, datetime.now(UTC))


def lay_there_long_enough(connection: Connection) -> None:
    ever = datetime.max.replace(tzinfo=UTC)
    expiry.purge_expired(connection, met_before=ever, handled_before=ever, failed_before=ever)


@pytest.mark.parametrize(
    ("others", "last"),
    [
        (lay_there_long_enough, is_sent),
        (lay_there_long_enough, cannot_be_sent),
        (is_sent, lay_there_long_enough),
    ],
)
async def test_whatever_deletes_something_personal_has_it_wiped(
    database: Database,
    tmp_path: Path,
    others: Callable[[Connection], None],
    last: Callable[[Connection], None],
) -> None:
    await database.write(waits)
    await database.write(others)
    assert await database.wipe()

    await database.write(last)
    before = traces(tmp_path, CANARY)

    assert await database.wipe()
    assert set(before) == {CANARY}
    assert traces(tmp_path, CANARY) == {}


async def test_all_who_never_agreed_are_erased_however_many(database: Database) -> None:
    everybody = range(1, 2 * expiry.BATCH + 2)
    await database.write(meets(*everybody))
    ever = datetime.max.replace(tzinfo=UTC)

    def sweep(connection: Connection) -> bool:
        return expiry.purge_expired(
            connection, met_before=ever, handled_before=ever, failed_before=ever
        )

    more = [await database.write(sweep) for _ in range(3)]

    assert more == [True, True, False]
    assert await database.read(lambda c: c.execute(select(people)).all()) == []


async def test_copies_of_rows_that_were_moved_to_other_pages_are_erased_as_well(
    database: Database, tmp_path: Path
) -> None:
    chance = Random(6)
    everybody = [CANARY + 65_537 * number for number in range(500)]
    gone = everybody[::2]

    def make_room(connection: Connection) -> None:
        for person in chance.sample(everybody, len(everybody)):
            longer = cards.update().where(cards.c.person == person)
            connection.execute(longer.values(note="n" * chance.choice((10, 20, 40, 80))))

    await database.write(meets(*everybody))
    await database.write(make_room)
    await database.write(lambda c: personal_data.erase(c, gone))

    assert await database.wipe()
    assert traces(tmp_path, *gone) == {}


async def test_a_large_file_is_not_rewritten_for_one_person(
    database: Database, tmp_path: Path
) -> None:
    filling = text("CREATE TABLE filling AS SELECT randomblob(:size) AS content")
    await database.write(lambda c: c.execute(filling, {"size": REWRITTEN}))
    await database.write(lambda c: c.execute(text("DROP TABLE filling")))
    await database.write(meets(CANARY))
    await database.write(lambda c: personal_data.erase(c, [CANARY]))

    assert await database.wipe()
    assert (tmp_path / "advisor.sqlite3").stat().st_size > REWRITTEN
    assert traces(tmp_path, CANARY) == {}
