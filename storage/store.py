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
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as insert_new

from storage.records import (
    AnswerRecord,
    CardRecord,
    FinishRecord,
    Misfit,
    Parcel,
    PersonRecord,
    SetAside,
    Shown,
    SittingRecord,
)
from storage.tables import (
    answers,
    cards,
    finishes,
    handled,
    heartbeat,
    outbox,
    people,
    quarantine,
    sittings,
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
IS_NEWEST = cards.c.version == bindparam("was")
SHOWN = (
    update(cards)
    .where(
        cards.c.person == bindparam("whose"),
        cards.c.shown < bindparam("was"),
        cards.c.version >= bindparam("was"),
    )
    .values(
        shown=bindparam("was"),
        message=bindparam("where"),
        pictured=bindparam("photo"),
        fresh=case((IS_NEWEST, False), else_=cards.c.fresh),
        note=case((IS_NEWEST, None), else_=cards.c.note),
    )
)


def take(connection: Connection, bot: int, updates: Iterable[int], at: datetime) -> set[int]:
    """Note that these updates are handled; return those that had not been before."""
    rows = [{"bot": bot, "update": each, "at": at} for each in updates]
    return set((connection.execute(TAKE, rows)).scalars()) if rows else set()


def load(connection: Connection, wanted: Iterable[int]) -> dict[int, PersonRecord]:
    """Return these people, each with the current sitting; whoever is unknown is left out."""
    persons = list(set(wanted))
    if not persons:
        return {}
    rows = (connection.execute(PEOPLE, {"persons": persons})).all()
    given = _given(connection, [row[CURRENT_AT] for row in rows])
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
    """Delete every row about these people."""
    gone = set(persons)
    connection.execute(delete(people).where(people.c.person.in_(gone)))
    connection.execute(delete(outbox).where(outbox.c.chat.in_(gone)))
    connection.execute(delete(quarantine).where(quarantine.c.chat.in_(gone)))


def set_aside(connection: Connection, bot: int, misfits: Iterable[Misfit], at: datetime) -> None:
    """Keep updates that could not be handled, with their raw text."""
    rows = [
        {
            "bot": bot,
            "update": each.update,
            "chat": each.chat,
            "raw": each.raw,
            "reason": each.reason,
            "at": at,
            "again": each.again,
        }
        for each in misfits
    ]
    if rows:
        connection.execute(insert(quarantine), rows)


def misfits(connection: Connection) -> tuple[SetAside, ...]:
    """Return what was set aside, the oldest first."""
    rows = connection.execute(select(quarantine).order_by(quarantine.c.id))
    return tuple(SetAside(row.id, row.chat, row.at, row.reason, row.raw, row.again) for row in rows)


def want_retried(connection: Connection) -> None:
    """Have everything that was set aside tried once more."""
    connection.execute(update(quarantine).values(again=True))


def drop_misfits(connection: Connection, ids: Iterable[int]) -> None:
    """Delete what was set aside under these ids."""
    connection.execute(delete(quarantine).where(quarantine.c.id.in_(set(ids))))


def post(connection: Connection, parcels: Sequence[Parcel]) -> tuple[Parcel, ...]:
    """Put parcels into the outbox and return them with their ids."""
    if not parcels:
        return ()
    rows = [
        {"chat": each.chat, "kind": each.kind, "language": each.language, "message": each.message}
        for each in parcels
    ]
    inserting = insert(outbox).returning(outbox.c.id, sort_by_parameter_order=True)
    ids = (connection.execute(inserting, rows)).scalars()
    return tuple(
        Parcel(p.chat, p.kind, p.language, p.message, new)
        for p, new in zip(parcels, ids, strict=True)
    )


def unsent(connection: Connection) -> tuple[Parcel, ...]:
    """Return the outbox in order."""
    rows = connection.execute(select(outbox).order_by(outbox.c.id))
    return tuple(Parcel(row.chat, row.kind, row.language, row.message, row.id) for row in rows)


def unshown(connection: Connection) -> list[int]:
    """Return the people whose wanted screen is not known to be shown, but for those who blocked the bot."""
    query = (
        select(cards.c.person)
        .join(people, people.c.person == cards.c.person)
        .where(cards.c.shown < cards.c.version, people.c.gone_at.is_(None))
        .order_by(cards.c.person)
    )
    return list((connection.execute(query)).scalars())


def note_deliveries(connection: Connection, shown: Sequence[Shown], sent: Sequence[int]) -> None:
    """Note which screens are shown now and which parcels have gone out."""
    if shown:
        rows = [
            {
                "whose": each.person,
                "was": each.version,
                "where": each.message,
                "photo": each.pictured,
            }
            for each in shown
        ]
        connection.execute(SHOWN, rows)
    if sent:
        connection.execute(delete(outbox).where(outbox.c.id.in_(sent)))


def note_gone(connection: Connection, person: int, at: datetime) -> None:
    """Note that the person blocked the bot; nothing waits for them any more."""
    connection.execute(update(people).where(people.c.person == person).values(gone_at=at))
    connection.execute(delete(outbox).where(outbox.c.chat == person))


def last_beat(connection: Connection, bot: int) -> datetime | None:
    """Return when the bot was last known to be alive, None before its first start."""
    return (connection.execute(select(heartbeat.c.at).where(heartbeat.c.bot == bot))).scalar()


def want_again(connection: Connection, active_since: datetime) -> None:
    """Want the cards of the people shown again, below, who came or answered since then."""
    answered = (
        select(sittings.c.person)
        .join(answers, answers.c.sitting == sittings.c.id)
        .where(answers.c.answered_at >= active_since)
    )
    came = select(people.c.person).where(people.c.met_at >= active_since)
    active = or_(cards.c.person.in_(answered), cards.c.person.in_(came))
    connection.execute(update(cards).where(active).values(version=cards.c.version + 1, fresh=True))


def beat(connection: Connection, bot: int, at: datetime) -> None:
    """Note that the bot is alive; doing so also proves that the database can be written."""
    changed = connection.execute(update(heartbeat).where(heartbeat.c.bot == bot).values(at=at))
    if not changed.rowcount:
        connection.execute(insert(heartbeat).values(bot=bot, at=at))


def sweep(
    connection: Connection,
    *,
    greeted_before: datetime,
    handled_before: datetime,
    kept_before: datetime,
) -> None:
    """Delete what has been kept long enough: greeted people without consent, handled ids, quarantined updates."""
    strangers = and_(people.c.consented_at.is_(None), people.c.met_at < greeted_before)
    connection.execute(delete(people).where(strangers))
    connection.execute(delete(handled).where(handled.c.at < handled_before))
    connection.execute(delete(quarantine).where(quarantine.c.at < kept_before))


def everything(connection: Connection, person: int) -> dict[str, list[Values]]:
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
        quarantine: select(quarantine).where(quarantine.c.chat == person),
    }
    return {
        table.name: [dict(row) for row in (connection.execute(query)).mappings()]
        for table, query in queries.items()
    }


def _person(row: Sequence[Any], given: Mapping[int, Sequence[AnswerRecord]]) -> PersonRecord:
    person, language, met_at, consented_at, gone_at = row[:CURRENT_AT]
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
        None if carded is None else CardRecord(*card),
        None if finished is None else FinishRecord(*finish),
    )


def _given(connection: Connection, of: Sequence[int]) -> dict[int, list[AnswerRecord]]:
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
        connection.execute(_updating(table, key, tuple(changed[0])), rows)


@cache
def _updating(table: Table, key: tuple[str, ...], columns: tuple[str, ...]) -> Update:
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
    old = {key: sitting for before, _ in pairs if before for key, sitting in _keyed(before)}
    new = {key: sitting for _, after in pairs for key, sitting in _keyed(after)}
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


def _keyed(record: PersonRecord) -> Iterator[tuple[Key, SittingRecord]]:
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
