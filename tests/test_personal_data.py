"""/mydata shows, and /delete removes, whatever any table holds about a person."""

from datetime import UTC, datetime

from sqlalchemy import Column, Connection, insert, select

from storage import personal_data
from storage.database import Database
from storage.tables import Moment, metadata

ANNA = 1001
NOT_ABOUT_PEOPLE = {"blocks", "handled", "heartbeat", "releases"}


def value_of(column: Column[object]) -> object:
    """Return Anna's id for every number, so that each column that may name a person names her."""
    if isinstance(column.type, Moment):
        return datetime(2026, 3, 1, tzinfo=UTC)
    return {int: ANNA, float: 1.0, bool: True}.get(column.type.python_type, "data")


def fill(connection: Connection) -> None:
    for table in metadata.sorted_tables:
        connection.execute(insert(table), {each.name: value_of(each) for each in table.c})


def filled(connection: Connection) -> set[str]:
    return {
        table.name for table in metadata.sorted_tables if connection.execute(select(table)).first()
    }


async def test_my_data_shows_every_column_of_every_table_about_a_person(database: Database) -> None:
    await database.write(fill)

    found = await database.read(lambda c: personal_data.load_rows_about(c, ANNA))

    shown = {name: set(row) for name, rows in found.items() for row in rows}
    assert shown == {
        table.name: {column.name for column in table.c}
        for table in metadata.sorted_tables
        if table.name not in NOT_ABOUT_PEOPLE
    }


async def test_deleting_leaves_no_row_about_a_person(database: Database) -> None:
    await database.write(fill)

    await database.write(lambda c: personal_data.erase(c, [ANNA]))

    assert await database.read(filled) == NOT_ABOUT_PEOPLE


async def test_the_data_and_the_rows_of_others_stay_with_them(database: Database) -> None:
    await database.write(fill)

    found = await database.read(lambda c: personal_data.load_rows_about(c, 1002))
    await database.write(lambda c: personal_data.erase(c, [1002]))

    assert not any(found.values())
    assert await database.read(filled) == {table.name for table in metadata.sorted_tables}
