"""Loads and saves conversations: a few statements for a whole batch, plain records in and out.

Rule: every function gets its connection, so that the caller decides what one transaction holds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Row,
    Table,
    Update,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as insert_new

from storage.records import (
    AnswerRecord,
    CardRecord,
    FinishRecord,
    PersonRecord,
    SittingRecord,
)
from storage.tables import (
    answers,
    cards,
    finishes,
    handled,
    people,
    sittings,
)

Values = dict[str, object]
Key = tuple[int, datetime]  # a sitting: its person and its start


# Built once, because every update runs them: building a statement costs as much as running it.
TAKE = (
    insert_new(handled)
    .on_conflict_do_nothing(index_elements=[handled.c.bot, handled.c.update])
    .returning(handled.c.update)
)
NEWEST = (
    select(func.max(sittings.c.id))
    .where(sittings.c.person == people.c.person)
    .correlate(people)
    .scalar_subquery()
)
PEOPLE = (
    select(
        people,
        sittings.c.id.label("sitting"),
        sittings.c.started_at,
        sittings.c.until,
        sittings.c.view,
        *(each for each in cards.c if each.name != "person"),
        *(each for each in finishes.c if each.name != "person"),
    )
    .join(sittings, sittings.c.id == NEWEST)
    .join(cards, cards.c.person == people.c.person, isouter=True)
    .join(finishes, finishes.c.person == people.c.person, isouter=True)
    .where(people.c.person.in_(bindparam("persons", expanding=True)))
)
ANSWERS = (
    select(answers)
    .where(answers.c.sitting.in_(bindparam("sittings", expanding=True)))
    .order_by(answers.c.sitting, answers.c.place)
)


def mark_handled(
    connection: Connection, bot: int, updates: Iterable[int], at: datetime
) -> set[int]:
    """Mark updates as handled; return those that were not handled before."""
    rows = [{"bot": bot, "update": each, "at": at} for each in updates]
    return set((connection.execute(TAKE, rows)).scalars()) if rows else set()


def load(connection: Connection, wanted: Iterable[int]) -> dict[int, PersonRecord]:
    """Return these people, each with the current sitting; unknown people are left out."""
    persons = list(set(wanted))
    if not persons:
        return {}
    rows = connection.execute(PEOPLE, {"persons": persons}).all()
    answered = _load_answers(connection, [row.sitting for row in rows])
    return {row.person: _build_person(row, answered.get(row.sitting, ())) for row in rows}


def save(
    connection: Connection, before: Mapping[int, PersonRecord], after: Iterable[PersonRecord]
) -> None:
    """Write what differs between the people as they were loaded and as they are now."""
    pairs = [(before.get(record.person), record) for record in after]
    for table, build_row in ((people, _person_row), (cards, _card_row), (finishes, _finish_row)):
        rows = [(build_row(old) if old else None, build_row(new)) for old, new in pairs]
        _write(connection, table, ("person",), rows)
    _write_sittings(connection, pairs)


def _build_person(row: Row[Any], answered: Iterable[AnswerRecord]) -> PersonRecord:
    sitting = SittingRecord(
        started_at=row.started_at,
        until=row.until,
        view=row.view,
        answers=tuple(answered),
        id=row.sitting,
    )
    card = CardRecord(
        message=row.message,
        version=row.version,
        shown=row.shown,
        fresh=row.fresh,
        note=row.note,
        pictured=row.pictured,
    )
    finish = FinishRecord(finished_at=row.finished_at, outcome=row.outcome, released=row.released)
    return PersonRecord(
        person=row.person,
        language=row.language,
        met_at=row.met_at,
        sittings=(sitting,),
        consented_at=row.consented_at,
        gone_at=row.gone_at,
        notified_at=row.notified_at,
        card=None if row.version is None else card,
        finish=None if row.finished_at is None else finish,
    )


def _load_answers(connection: Connection, of: Sequence[int]) -> dict[int, list[AnswerRecord]]:
    """Return the answers of these sittings, in order."""
    found: dict[int, list[AnswerRecord]] = {}
    if not of:
        return found
    for row in connection.execute(ANSWERS, {"sittings": of}):
        answer = AnswerRecord(
            question=row.question,
            option=row.option,
            answered_at=row.answered_at,
            content=row.content,
        )
        found.setdefault(row.sitting, []).append(answer)
    return found


Pairs = Sequence[tuple[PersonRecord | None, PersonRecord]]
RowPairs = Sequence[tuple[Values | None, Values | None]]


def _write(connection: Connection, table: Table, key: tuple[str, ...], pairs: RowPairs) -> None:
    """Insert new rows and update changed ones. Each pair is the old row and the new one."""
    new = [row for old, row in pairs if row is not None and old is None]
    changed = [row for old, row in pairs if row is not None and old is not None and row != old]
    if new:
        connection.execute(insert(table), new)
    if changed:
        rows = [
            {f"{'key' if name in key else 'new'}_{name}": value for name, value in row.items()}
            for row in changed
        ]
        connection.execute(_build_update(table, key, tuple(changed[0])), rows)


@cache
def _build_update(table: Table, key: tuple[str, ...], columns: tuple[str, ...]) -> Update:
    matching = [table.c[name] == bindparam(f"key_{name}") for name in key]
    values: dict[str, BindParameter[object]] = {
        name: bindparam(f"new_{name}") for name in columns if name not in key
    }
    return update(table).where(*matching).values(values)


@cache
def _names(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.c)


def _row(table: Table, record: object, **key: object) -> Values:
    """Return the row of a record, whose fields are called like the columns."""
    return key | {name: getattr(record, name) for name in _names(table) if name not in key}


def _person_row(record: PersonRecord) -> Values:
    return _row(people, record)


def _card_row(record: PersonRecord) -> Values | None:
    return _row(cards, record.card, person=record.person) if record.card else None


def _finish_row(record: PersonRecord) -> Values | None:
    return _row(finishes, record.finish, person=record.person) if record.finish else None


def _write_sittings(connection: Connection, pairs: Pairs) -> None:
    old = {
        key: sitting for before, _ in pairs if before for key, sitting in _sittings_by_key(before)
    }
    new = {key: sitting for _, after in pairs for key, sitting in _sittings_by_key(after)}
    rows = [
        (_sitting_row(key, old.get(key)), _sitting_row(key, sitting))
        for key, sitting in new.items()
    ]
    _write(connection, sittings, ("person", "started_at"), rows)
    touched = [
        key for key, sitting in new.items() if key not in old or old[key].answers != sitting.answers
    ]
    ids = _ids(connection, old, [key for key in touched if new[key].answers])
    _write(
        connection,
        answers,
        ("sitting", "question"),
        [
            pair
            for key, number in ids.items()
            for pair in _answer_rows(number, old.get(key), new[key])
        ],
    )


def _sittings_by_key(record: PersonRecord) -> Iterator[tuple[Key, SittingRecord]]:
    for sitting in record.sittings:
        yield (record.person, sitting.started_at), sitting


def _sitting_row(key: Key, sitting: SittingRecord | None) -> Values | None:
    if sitting is None:
        return None
    return {"person": key[0], "started_at": key[1], "until": sitting.until, "view": sitting.view}


def _ids(
    connection: Connection, old: Mapping[Key, SittingRecord], keys: Sequence[Key]
) -> dict[Key, int]:
    """Return the ids of sittings: the loaded ones, and those of rows that were just inserted."""
    known = {key: old[key].id for key in keys if key in old}
    if fresh := {person for person, started in keys if (person, started) not in known}:
        query = select(sittings).where(sittings.c.person.in_(fresh))
        for row in connection.execute(query):
            known.setdefault((row.person, row.started_at), row.id)
    return {key: known[key] for key in keys}


def _answer_rows(
    sitting: int, old: SittingRecord | None, new: SittingRecord
) -> Iterator[tuple[Values | None, Values]]:
    earlier = {answer.question: answer for answer in old.answers} if old else {}
    for place, answer in enumerate(new.answers, start=1):
        before = earlier.get(answer.question)
        if answer != before:
            row = _row(answers, answer, sitting=sitting, place=place)
            yield (_row(answers, before, sitting=sitting, place=place) if before else None), row
