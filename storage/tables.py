"""Declares the tables; migrations/ creates them.

Rules: only SQL that both SQLite and PostgreSQL understand. Telegram's ids have up to 52 bits. Times are UTC. No name,
username or phone number is stored.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class Moment(TypeDecorator[datetime]):
    """A time in UTC: aware in Python, naive in the database, so that it reads well in the sqlite3 shell.

    In SQLite the text is the same as that of SQLAlchemy's DateTime, converted in a third of the time. That matters
    because a batch reads one for every answer of its people.
    """

    impl = DateTime
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], object]:
        return _as_text if dialect.name == "sqlite" else _plain

    def result_processor(
        self,
        dialect: Dialect,
        coltype: object,  # noqa: ARG002
    ) -> Callable[..., datetime | None]:
        return _from_text if dialect.name == "sqlite" else _aware


def _plain(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC).replace(tzinfo=None)


def _aware(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=UTC)


def _as_text(moment: datetime | None) -> str | None:
    plain = _plain(moment)
    return None if plain is None else plain.isoformat(" ", "microseconds")


def _from_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


Identity = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up only in an INTEGER
metadata = MetaData()
PERSON = {"names": "person"}  # the `info` of a column that holds the id of a person


def _person_key() -> Column[int]:
    return Column(
        "person", ForeignKey("people.person", ondelete="CASCADE"), primary_key=True, info=PERSON
    )


people = Table(
    "people",
    metadata,
    Column(
        "person", BigInteger, primary_key=True, autoincrement=False, info=PERSON
    ),  # the id of the private chat
    Column("language", String(16), nullable=False),
    Column("consented_at", Moment),
    Column("gone_at", Moment),  # since when the bot is blocked
    Column("met_at", Moment, nullable=False),
    Column("notified_at", Moment),  # when the person was told that they will be erased
)

# Searched every minute; without an index the search reads everybody.
Index(
    "ix_people_without_consent",
    people.c.met_at,
    sqlite_where=people.c.consented_at.is_(None),
    postgresql_where=people.c.consented_at.is_(None),
)

# Every report counts people by language.
Index(
    "ix_people_language",
    people.c.language,
    sqlite_where=people.c.consented_at.is_not(None),
    postgresql_where=people.c.consented_at.is_not(None),
)

sittings = Table(
    "sittings",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("person", ForeignKey("people.person", ondelete="CASCADE"), nullable=False, info=PERSON),
    Column("started_at", Moment, nullable=False),
    Column("until", Integer, nullable=False),
    Column("view", Text),
    UniqueConstraint("person", "started_at"),
    sqlite_autoincrement=True,
)

answers = Table(
    "answers",
    metadata,
    Column("sitting", ForeignKey("sittings.id", ondelete="CASCADE"), primary_key=True),
    Column("question", String(64), primary_key=True),
    Column("option", String(64)),  # NULL: not sure
    Column("place", Integer, nullable=False),  # 1-based position in the sitting
    Column("answered_at", Moment, nullable=False),
    Column("content", String(64), nullable=False),  # the version of the content that asked
)

cards = Table(
    "cards",
    metadata,
    _person_key(),
    Column("message", BigInteger),  # the message that is the card, once sent
    # Grows with every requested screen, and is at least the time of the request in ms since 1970.
    Column("version", BigInteger, nullable=False),
    Column("shown", BigInteger, nullable=False),  # the version known to be shown
    Column("fresh", Boolean, nullable=False),  # send a new message below what the person typed
    Column("note", Text),  # the line above the requested screen
    Column("pictured", Boolean, nullable=False),  # whether the message is known to be a photo
)

finishes = Table(
    "finishes",
    metadata,
    _person_key(),
    Column("finished_at", Moment, nullable=False),
    Column("outcome", String(64)),  # NULL: too few answers, or already released in a block
    Column("released", Boolean, nullable=False),
)

# The next block takes the people who have waited longest; they are few among all who finished.
Index(
    "ix_finishes_waiting",
    finishes.c.finished_at,
    finishes.c.person,
    sqlite_where=~finishes.c.released,
    postgresql_where=~finishes.c.released,
)

blocks = Table(
    "blocks",
    metadata,
    Column("block", Integer, primary_key=True, autoincrement=False),
    Column("size", Integer),  # how many people; NULL: released by a version that did not store it
    Column("epsilon", Float, nullable=False),  # the privacy loss of its noise
    Column(
        "clipped", Boolean, nullable=False
    ),  # released by a version that raised numbers below 0 to 0
)

releases = Table(
    "releases",
    metadata,
    Column("block", ForeignKey("blocks.block"), primary_key=True),
    Column("outcome", String(64), primary_key=True),  # '': too few answers
    Column("people", Integer, nullable=False),  # noisy, so it may be below 0
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("chat", BigInteger, nullable=False, index=True, info=PERSON),
    Column("kind", String(16), nullable=False),
    Column("language", String(16), nullable=False),
    Column("message", BigInteger),  # the message that it answers or replaces
    Column("number", Integer),  # the number in its text
    sqlite_autoincrement=True,
)

# Chats that have the admin menu at Telegram. An admin may be missing in `people`.
menus = Table(
    "menus",
    metadata,
    Column("person", BigInteger, primary_key=True, autoincrement=False, info=PERSON),
)

handled = Table(
    "handled",
    metadata,
    Column("bot", BigInteger, primary_key=True, autoincrement=False),
    Column("update", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False, index=True),
)

# Updates that came too fast. They are handled in the order of their ids, person by person.
waiting = Table(
    "waiting",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("update", BigInteger, nullable=False),
    Column("person", BigInteger, nullable=False, index=True, info=PERSON),
    Column("raw", Text, nullable=False),  # the redacted update
    Column("repeat_key", Text),  # equal for repeats of one tap; only one of them waits
    UniqueConstraint("person", "repeat_key"),
    sqlite_autoincrement=True,
)

# People whose queue is full, and how many updates came after that. While there is a row, nothing is added to the queue.
unread = Table(
    "unread",
    metadata,
    Column("person", BigInteger, primary_key=True, autoincrement=False, info=PERSON),
    Column("updates", Integer, nullable=False),
)

# Updates that could not be handled.
dead_letters = Table(
    "dead_letters",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("bot", BigInteger, nullable=False),
    Column("update", BigInteger, nullable=False),
    Column("chat", BigInteger, index=True, info=PERSON),
    Column("raw", Text, nullable=False),  # the redacted update; '': nothing
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("again", Boolean, nullable=False),  # to be handled again
    sqlite_autoincrement=True,
)

# People whose id is anywhere in a dead letter. The letter is erased with any of them.
mentions = Table(
    "mentions",
    metadata,
    Column("letter", ForeignKey("dead_letters.id", ondelete="CASCADE"), primary_key=True),
    Column("person", BigInteger, primary_key=True, autoincrement=False, index=True, info=PERSON),
)

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("bot", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)
