"""The tables, as SQLAlchemy Core knows them; migrations/ makes them.

Rules: SQL that SQLite and PostgreSQL both understand. Telegram's ids have up to 52 bits. Times are UTC. Whatever
belongs to a person goes with the person (ON DELETE CASCADE), and no name, username or phone number is kept.
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
    """A moment in UTC, aware in Python and plain in the database, so that it reads well in the sqlite3 shell.

    SQLite keeps moments as text. They are written and read here in the form of SQLAlchemy's own DateTime, in a third of
    the time: there is one for every answer of everybody in a batch.
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


def _persons_own() -> Column[int]:
    return Column("person", ForeignKey("people.person", ondelete="CASCADE"), primary_key=True)


people = Table(
    "people",
    metadata,
    Column(
        "person", BigInteger, primary_key=True, autoincrement=False
    ),  # the id of the private chat
    Column("language", String(16), nullable=False),
    Column("consented_at", Moment),
    Column("gone_at", Moment),  # since when the bot is blocked
    Column("met_at", Moment, nullable=False),
    Column("notified_at", Moment),  # when it was said that this silence leads to being erased
)

# Looked for every minute; among a million people who consented, they would be hard to find.
Index(
    "ix_people_without_consent",
    people.c.met_at,
    sqlite_where=people.c.consented_at.is_(None),
    postgresql_where=people.c.consented_at.is_(None),
)

# People are counted by language for every report.
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
    Column("person", ForeignKey("people.person", ondelete="CASCADE"), nullable=False),
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
    Column("place", Integer, nullable=False),  # the how-manieth of the sitting
    Column("answered_at", Moment, nullable=False),
    Column("content", String(64), nullable=False),  # the version of the content that asked
)

cards = Table(
    "cards",
    metadata,
    _persons_own(),
    Column("message", BigInteger),  # the message that is the card, once sent
    # Goes up with every screen wanted, and is at least the moment when, in ms since 1970.
    Column("version", BigInteger, nullable=False),
    Column("shown", BigInteger, nullable=False),  # the version known to be shown
    Column("fresh", Boolean, nullable=False),  # send it anew below what the person typed
    Column("note", Text),  # the line above the wanted screen
    Column("pictured", Boolean, nullable=False),  # whether the message is known to be a photo
)

finishes = Table(
    "finishes",
    metadata,
    _persons_own(),
    Column("finished_at", Moment, nullable=False),
    Column("outcome", String(64)),  # NULL: too little to tell, or already released in a block
    Column("released", Boolean, nullable=False),
)

# The next block is made of those who have waited longest; they are few among all who have finished.
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
    Column("size", Integer),  # how many people; NULL: released by a version that did not keep it
    Column("epsilon", Float, nullable=False),  # the privacy loss of its noise
    Column("clipped", Boolean, nullable=False),  # an earlier version raised numbers below 0 to 0
)

releases = Table(
    "releases",
    metadata,
    Column("block", ForeignKey("blocks.block"), primary_key=True),
    Column("outcome", String(64), primary_key=True),  # '': too little to tell
    Column("people", Integer, nullable=False),  # noisy, so it may be below 0
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("chat", BigInteger, nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("language", String(16), nullable=False),
    Column("message", BigInteger),  # the message it answers or replaces
    Column("number", Integer),  # how many it tells of
    sqlite_autoincrement=True,
)

# Chats that have the admin menu at Telegram. An admin may be missing in `people`.
menus = Table(
    "menus",
    metadata,
    Column("person", BigInteger, primary_key=True, autoincrement=False),
)

handled = Table(
    "handled",
    metadata,
    Column("bot", BigInteger, primary_key=True, autoincrement=False),
    Column("update", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False, index=True),
)

# Updates that came too fast. They are taken in the order of their ids, each person's on their own.
waiting = Table(
    "waiting",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("update", BigInteger, nullable=False),
    Column("person", BigInteger, nullable=False, index=True),
    Column("raw", Text, nullable=False),  # what is kept of it
    Column("repeat_key", Text),  # the same for repeats of one tap, of which one waits
    UniqueConstraint("person", "repeat_key"),
    sqlite_autoincrement=True,
)

# Whose queue is full, and how many updates came after it was. While there is a row, nothing more may wait.
unread = Table(
    "unread",
    metadata,
    Column("person", BigInteger, primary_key=True, autoincrement=False),
    Column("updates", Integer, nullable=False),
)

# Dead letters.
dead_letters = Table(
    "dead_letters",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("bot", BigInteger, nullable=False),
    Column("update", BigInteger, nullable=False),
    Column("chat", BigInteger, index=True),
    Column("raw", Text, nullable=False),  # what is kept of the update; '': nothing
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("again", Boolean, nullable=False),  # to be tried once more
    sqlite_autoincrement=True,
)

# Everybody whose id is anywhere in a dead letter, so that it is erased with them.
mentions = Table(
    "mentions",
    metadata,
    Column("letter", ForeignKey("dead_letters.id", ondelete="CASCADE"), primary_key=True),
    Column("person", BigInteger, primary_key=True, autoincrement=False, index=True),
)

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("bot", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)
