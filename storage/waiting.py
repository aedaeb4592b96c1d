"""Updates that came too fast: they wait here in order, and each is handled once.

Rules:
- So many updates of one person may wait. What comes after that is not read, only counted, until all that waits has been
  handled: what is read is a beginning without holes.
- Whoever handles a waiting update takes its row away in the same transaction, so that it counts once.
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
    """Let updates wait, at most so many of each person; return how many of each are not read instead."""
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
    """Return everybody for whom something is left to do here."""
    whose = union(select(waiting.c.person), select(unread.c.person))
    return list(connection.execute(whose).scalars())


def load_next(connection: Connection, person: int, most: int) -> tuple[WaitingUpdate, ...]:
    """Return the first updates of a person that wait, so many at most."""
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
    """Take waiting updates away, by the ids of their rows; return those that were still there."""
    taking = delete(waiting).where(waiting.c.id.in_(set(rows))).returning(waiting.c.id)
    return set(connection.execute(taking).scalars())


def claim_unread(connection: Connection, person: int) -> int:
    """Return how many updates of a person were not read, 0 while any of theirs waits; from now on they may wait again."""
    still = exists().where(waiting.c.person == person)
    taking = delete(unread).where(unread.c.person == person, ~still).returning(unread.c.updates)
    return connection.execute(taking).scalar() or 0


def _insert(connection: Connection, updates: Sequence[WaitingUpdate]) -> list[tuple[int, int]]:
    """Add updates that wait, but for repeats; return their rows in order, each with its person."""
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
    """Return how many more updates of each person may wait."""
    theirs = select(waiting.c.person).where(waiting.c.person.in_(persons))
    counts = Counter(connection.execute(theirs).scalars())
    return Counter({each: most - counts[each] for each in persons})


def _find_full(connection: Connection, persons: set[int]) -> set[int]:
    """Return those of whom nothing more may wait."""
    theirs = select(unread.c.person).where(unread.c.person.in_(persons))
    return set(connection.execute(theirs).scalars())
