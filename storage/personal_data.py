"""Loads and deletes everything stored about a person. The tables themselves say which columns name a person.

Rule: a column with a person's id has `info=PERSON` in tables.py. Everything else follows from it and the foreign keys.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import Column, ColumnElement, Connection, Table, delete, or_, select

from storage.database import leave_no_trace
from storage.tables import PERSON, answers, dead_letters, mentions, metadata

ORDER = {answers: (answers.c.sitting, answers.c.place)}  # others: by their primary key


def load_rows_about(connection: Connection, person: int) -> dict[str, list[dict[str, object]]]:
    """Return every row about a person, table by table."""
    found = {}
    for table in metadata.sorted_tables:
        about = _is_about(table, [person])
        if about is not None:
            query = select(table).where(about).order_by(*ORDER.get(table, table.primary_key))
            found[table.name] = [dict(row) for row in connection.execute(query).mappings()]
    return found


def erase(connection: Connection, persons: Iterable[int]) -> None:
    """Delete every row about these people and every dead letter that mentions them, and soon the bytes as well."""
    gone = set(persons)
    leave_no_trace(connection)
    mentioning = select(mentions.c.letter).where(mentions.c.person.in_(gone))
    connection.execute(delete(dead_letters).where(dead_letters.c.id.in_(mentioning)))
    for table in metadata.sorted_tables:
        for column in _person_columns(table):
            connection.execute(delete(table).where(column.in_(gone)))


def _person_columns(table: Table) -> list[Column[int]]:
    return [column for column in table.c if column.info == PERSON]


def _is_about(table: Table, persons: Collection[int]) -> ColumnElement[bool] | None:
    """Return the condition for rows about these people, None for a table that holds no such rows."""
    direct = [column.in_(persons) for column in _person_columns(table)]
    conditions = direct or [
        key.parent.in_(select(key.column).where(about))
        for key in table.foreign_keys
        if (about := _is_about(key.column.table, persons)) is not None
    ]
    return or_(*conditions) if conditions else None
