"""Reads and writes conversations in bulk: a few statements for a whole batch, plain records in and out.

Rule: every function works on a connection it is given, so that one transaction holds whatever belongs together.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Table,
    Update,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as insert_new

from storage.database import leave_no_trace
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
    dead_letters,
    finishes,
    handled,
    mentions,
    menus,
    outbox,
    people,
    sittings,
    unread,
    waiting,
)

Values = dict[str, object]
Key = tuple[int, datetime]  # a sitting: its person and its start


# Statements of the way every update takes are built once; building one costs as much as running it.
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
# Columns in the order of the fields of the records.
PERSON = (
    people.c.person,
    people.c.language,
    people.c.met_at,
    people.c.consented_at,
    people.c.gone_at,
    people.c.notified_at,
)
CURRENT = (sittings.c.id, sittings.c.started_at, sittings.c.until, sittings.c.view)
CARD = (
    cards.c.person,
    cards.c.message,
    cards.c.version,
    cards.c.shown,
    cards.c.fresh,
    cards.c.note,
    cards.c.pictured,
)
FINISH = (finishes.c.person, finishes.c.finished_at, finishes.c.outcome, finishes.c.released)
CURRENT_AT = len(PERSON)
CARD_AT = CURRENT_AT + len(CURRENT)
FINISH_AT = CARD_AT + len(CARD)
PEOPLE = (
    select(*PERSON, *CURRENT, *CARD, *FINISH)
    .join(sittings, sittings.c.id == NEWEST)
    .join(cards, cards.c.person == people.c.person, isouter=True)
    .join(finishes, finishes.c.person == people.c.person, isouter=True)
    .where(people.c.person.in_(bindparam("persons", expanding=True)))
)
ANSWERS = (
    select(
        answers.c.sitting,
        answers.c.question,
        answers.c.option,
        answers.c.answered_at,
        answers.c.content,
    )
    .where(answers.c.sitting.in_(bindparam("sittings", expanding=True)))
    .order_by(answers.c.sitting, answers.c.place)
)


def mark_handled(
    connection: Connection, bot: int, updates: Iterable[int], at: datetime
) -> set[int]:
    """Note that these updates are handled; return those that had not been before."""
    rows = [{"bot": bot, "update": each, "at": at} for each in updates]
    return set((connection.execute(TAKE, rows)).scalars()) if rows else set()


def load(connection: Connection, wanted: Iterable[int]) -> dict[int, PersonRecord]:
    """Return these people, each with the current sitting; whoever is unknown is left out."""
    persons = list(set(wanted))
    if not persons:
        return {}
    rows = (connection.execute(PEOPLE, {"persons": persons})).all()
    given = _load_answers(connection, [row[CURRENT_AT] for row in rows])
    return {row[0]: _person(row, given) for row in rows}


def save(
    connection: Connection, before: Mapping[int, PersonRecord], after: Iterable[PersonRecord]
) -> None:
    """Write what differs between the people as they were loaded and as they are now."""
    pairs = [(before.get(record.person), record) for record in after]
    _write(
        connection,
        people,
        ("person",),
        [(_person_row(old), _person_row(new)) for old, new in pairs],
    )
    _write(
        connection,
        cards,
        ("person",),
        [(_card_row(old), _card_row(new)) for old, new in pairs],
    )
    _write(
        connection,
        finishes,
        ("person",),
        [(_finish_row(old), _finish_row(new)) for old, new in pairs],
    )
    _write_sittings(connection, pairs)


def erase(connection: Connection, persons: Iterable[int]) -> None:
    """Delete every row about these people and every dead letter that mentions them, and soon the bytes as well."""
    gone = set(persons)
    leave_no_trace(connection)
    connection.execute(delete(people).where(people.c.person.in_(gone)))
    connection.execute(delete(outbox).where(outbox.c.chat.in_(gone)))
    connection.execute(delete(waiting).where(waiting.c.person.in_(gone)))
    connection.execute(delete(unread).where(unread.c.person.in_(gone)))
    mentioning = select(mentions.c.letter).where(mentions.c.person.in_(gone))
    about = or_(dead_letters.c.chat.in_(gone), dead_letters.c.id.in_(mentioning))
    connection.execute(delete(dead_letters).where(about))
    connection.execute(delete(menus).where(menus.c.person.in_(gone)))


def load_rows_about(connection: Connection, person: int) -> dict[str, list[Values]]:
    """Return every row about a person, table by table."""
    own = select(sittings.c.id).where(sittings.c.person == person)
    queries = {
        people: select(people).where(people.c.person == person),
        sittings: select(sittings).where(sittings.c.person == person).order_by(sittings.c.id),
        answers: select(answers)
        .where(answers.c.sitting.in_(own))
        .order_by(answers.c.sitting, answers.c.place),
        cards: select(cards).where(cards.c.person == person),
        finishes: select(finishes).where(finishes.c.person == person),
        waiting: select(waiting).where(waiting.c.person == person).order_by(waiting.c.id),
        unread: select(unread).where(unread.c.person == person),
        dead_letters: select(dead_letters).where(dead_letters.c.chat == person),
        menus: select(menus).where(menus.c.person == person),
    }
    return {
        table.name: [dict(row) for row in (connection.execute(query)).mappings()]
        for table, query in queries.items()
    }


def _person(row: Sequence[Any], given: Mapping[int, Sequence[AnswerRecord]]) -> PersonRecord:
    person, language, met_at, consented_at, gone_at, notified_at = row[:CURRENT_AT]
    sitting, started_at, until, view = row[CURRENT_AT:CARD_AT]
    carded, *card = row[CARD_AT:FINISH_AT]
    finished, *finish = row[FINISH_AT:]
    current = SittingRecord(started_at, until, view, tuple(given.get(sitting, ())), sitting)
    return PersonRecord(
        person,
        language,
        met_at,
        (current,),
        consented_at,
        gone_at,
        notified_at,
        None if carded is None else CardRecord(*card),
        None if finished is None else FinishRecord(*finish),
    )


def _load_answers(connection: Connection, of: Sequence[int]) -> dict[int, list[AnswerRecord]]:
    """Return the answers of these sittings, in order."""
    given: dict[int, list[AnswerRecord]] = {}
    if not of:
        return given
    for sitting, *values in connection.execute(ANSWERS, {"sittings": of}):
        given.setdefault(sitting, []).append(AnswerRecord._make(values))
    return given


Pairs = Sequence[tuple[PersonRecord | None, PersonRecord]]
RowPairs = Sequence[tuple[Values | None, Values | None]]


def _write(connection: Connection, table: Table, key: tuple[str, ...], pairs: RowPairs) -> None:
    """Insert the rows that are new and update those that changed; in a pair the old row comes first."""
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


def _person_row(record: PersonRecord | None) -> Values | None:
    if record is None:
        return None
    return {
        "person": record.person,
        "language": record.language,
        "met_at": record.met_at,
        "consented_at": record.consented_at,
        "gone_at": record.gone_at,
        "notified_at": record.notified_at,
    }


def _card_row(record: PersonRecord | None) -> Values | None:
    if record is None or (card := record.card) is None:
        return None
    return {
        "person": record.person,
        "message": card.message,
        "version": card.version,
        "shown": card.shown,
        "fresh": card.fresh,
        "note": card.note,
        "pictured": card.pictured,
    }


def _finish_row(record: PersonRecord | None) -> Values | None:
    if record is None or (finish := record.finish) is None:
        return None
    return {
        "person": record.person,
        "finished_at": finish.finished_at,
        "outcome": finish.outcome,
        "released": finish.released,
    }


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
    """Return the ids of sittings: as they were loaded, or as they were just given to new ones."""
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
            row = _answer_row(sitting, place, answer)
            yield (_answer_row(sitting, place, before) if before else None), row


def _answer_row(sitting: int, place: int, answer: AnswerRecord) -> Values:
    return {
        "sitting": sitting,
        "question": answer.question,
        "option": answer.option,
        "place": place,
        "answered_at": answer.answered_at,
        "content": answer.content,
    }
