"""Stores updates that came too fast until they are handled, in order and once each.

Rules:
- The number of waiting updates of a person is limited. Later updates are only counted until the queue is empty, so no
  update in the middle is missing.
- The transaction that handles a waiting update also deletes its row, so it is handled once.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, exists, select, union
from sqlalchemy.dialects.sqlite import insert as insert_new

from storage.records import WaitingUpdate
from storage.tables import unread, waiting

ADD = (
    insert_new(waiting)
    .on_conflict_do_nothing(index_elements=[waiting.c.person, waiting.c.repeat_key])
    .returning(waiting.c.id, waiting.c.person)
)
COUNTING = insert_new(unread)
COUNT = COUNTING.on_conflict_do_update(
    index_elements=[unread.c.person],
    set_={"updates": unread.c.updates + COUNTING.excluded.updates},
)


def add(connection: Connection, updates: Sequence[WaitingUpdate], most: int) -> Counter[int]:
    """Add updates, at most `most` for each person; return how many of each person are only counted."""
    persons = {each.person for each in updates}
    room, full = _free_places(connection, persons, most), _find_full(connection, persons)
    refused = Counter(each.person for each in updates if each.person in full)
    surplus = []
    for row, person in _insert(connection, [each for each in updates if each.person not in full]):
        room[person] -= 1
        if room[person] < 0:
            surplus.append(row)
            refused[person] += 1
    claim(connection, surplus)
    if refused:
        counts = [{"person": person, "updates": count} for person, count in refused.items()]
        connection.execute(COUNT, counts)
    return refused


def find_people(connection: Connection) -> list[int]:
    """Return the people who have waiting or counted updates."""
    whose = union(select(waiting.c.person), select(unread.c.person))
    return list(connection.execute(whose).scalars())


def load_next(connection: Connection, person: int, most: int) -> tuple[WaitingUpdate, ...]:
    """Return at most `most` updates of a person, the oldest first."""
    query = select(waiting).where(waiting.c.person == person).order_by(waiting.c.id).limit(most)
    return tuple(
        WaitingUpdate(
            id=row.id,
            update=row.update,
            person=row.person,
            raw=row.raw,
            repeat_key=row.repeat_key,
        )
        for row in connection.execute(query)
    )


def claim(connection: Connection, rows: Iterable[int]) -> set[int]:
    """Delete waiting updates by the ids of their rows; return the ids that were still there."""
    taking = delete(waiting).where(waiting.c.id.in_(set(rows))).returning(waiting.c.id)
    return set(connection.execute(taking).scalars())


def claim_unread(connection: Connection, person: int) -> int:
    """Return how many updates of a person were only counted, and reset the count; 0 while any of theirs waits."""
    still = exists().where(waiting.c.person == person)
    taking = delete(unread).where(unread.c.person == person, ~still).returning(unread.c.updates)
    return connection.execute(taking).scalar() or 0


def _insert(connection: Connection, updates: Sequence[WaitingUpdate]) -> list[tuple[int, int]]:
    """Insert updates except repeats; return the ids of their rows in order, each with its person."""
    rows = [
        {
            "update": each.update,
            "person": each.person,
            "raw": each.raw,
            "repeat_key": each.repeat_key,
        }
        for each in updates
    ]
    added = connection.execute(ADD, rows) if rows else ()
    return sorted((row, person) for row, person in added)


def _free_places(connection: Connection, persons: set[int], most: int) -> Counter[int]:
    """Return how many more updates of each person can be added."""
    theirs = select(waiting.c.person).where(waiting.c.person.in_(persons))
    counts = Counter(connection.execute(theirs).scalars())
    return Counter({each: most - counts[each] for each in persons})


def _find_full(connection: Connection, persons: set[int]) -> set[int]:
    """Return the people whose queue is closed until it is empty."""
    theirs = select(unread.c.person).where(unread.c.person.in_(persons))
    return set(connection.execute(theirs).scalars())
