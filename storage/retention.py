"""Erasing people who have been silent for a long time: who is notified, and who is erased.

Rules:
- Silence begins with the last thing a person said, which is when their newest screen was wanted.
- Whoever can be reached is notified once in each silence, NOTICE before its end, and is erased no sooner than NOTICE
  after that message went out. Whoever blocked the bot is erased without a message.
- Nobody waits for this: finding people reads the whole table, so it is no part of a writing transaction, which then
  looks once more at the few who were found.
- When more than BATCH people are due, because the retention is new or the bot was off, they take turns over a week.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, or_, select, update

from storage import outbox, personal_data
from storage.records import OutboxKind, OutboxMessage
from storage.tables import cards, people
from storage.tables import outbox as parcels

NOTICE = timedelta(days=30)
TURNS = 7  # days
BATCH = 20  # people notified, and people erased, at a time


@dataclass(frozen=True, slots=True)
class Deadlines:
    """What a retention means at one moment.

    Whoever was last here before `notify` is to be notified, and before `erase` to be erased, unless the message went out
    after `notified`. `turn` is whose turn it is today.
    """

    notify: datetime
    erase: datetime
    notified: datetime
    turn: int


@dataclass(frozen=True, slots=True)
class Silent:
    """People who are to be notified, and people who are to be erased."""

    notify: tuple[int, ...]
    erase: tuple[int, ...]


def deadlines(months: int, at: datetime) -> Deadlines:
    """Return what a retention of so many months means at this moment."""
    return Deadlines(
        notify=_months_before(at + NOTICE, months),
        erase=_months_before(at, months),
        notified=at - NOTICE,
        turn=at.toordinal() % TURNS,
    )


def find(connection: Connection, now: Deadlines) -> Silent:
    """Return some of those whose moment has come."""
    return Silent(
        _take_turns(connection, _to_notify(now), now.turn),
        _take_turns(connection, _to_erase(now), now.turn),
    )


def enforce(
    connection: Connection, now: Deadlines, found: Silent, at: datetime
) -> tuple[OutboxMessage, ...]:
    """Erase those who were found, notify the others, and return what is to be sent; who came back is left alone."""
    erase = _to_erase(now).where(cards.c.person.in_(found.erase))
    if gone := connection.execute(erase).scalars().all():
        personal_data.erase(connection, gone)
    notify = people.c.person.in_(_to_notify(now).where(cards.c.person.in_(found.notify)))
    rows = connection.execute(select(people.c.person, people.c.language).where(notify)).all()
    notified = people.c.person.in_([person for person, _ in rows])
    connection.execute(update(people).where(notified).values(notified_at=at))
    return outbox.add(
        connection,
        [OutboxMessage(person, OutboxKind.NOTICE, language) for person, language in rows],
    )


def is_notified(connection: Connection, person: int) -> bool:
    """Return whether the person is still to be told: they have not come back since that was decided."""
    query = select(people.c.notified_at).where(people.c.person == person)
    return connection.execute(query).scalar() is not None


def _take_turns(connection: Connection, due: Select[int], turn: int) -> tuple[int, ...]:
    found = connection.execute(due.limit(BATCH + 1)).scalars().all()
    if len(found) > BATCH:
        having_turn = due.where(cards.c.person % TURNS == turn)
        found = connection.execute(having_turn.limit(BATCH)).scalars().all()
    return tuple(found)


def _to_notify(now: Deadlines) -> Select[int]:
    reachable = and_(people.c.consented_at.is_not(None), people.c.gone_at.is_(None))
    return _silent(now.notify, and_(reachable, people.c.notified_at.is_(None)))


def _to_erase(now: Deadlines) -> Select[int]:
    waiting = select(parcels.c.chat).where(parcels.c.kind == OutboxKind.NOTICE)
    notified = and_(people.c.notified_at < now.notified, people.c.person.not_in(waiting))
    return _silent(now.erase, or_(people.c.gone_at.is_not(None), notified))


def _silent(since: datetime, condition: ColumnElement[bool]) -> Select[int]:
    """Look through the cards, and look up only the silent among the people, which takes a twentieth of a join's time."""
    milliseconds = int(since.timestamp() * 1000)
    fitting = exists().where(people.c.person == cards.c.person, condition)
    return select(cards.c.person).where(cards.c.version < milliseconds, fitting)


def _months_before(moment: datetime, months: int) -> datetime:
    """Return the same day so many months earlier, or the last of that month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    last = monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))
