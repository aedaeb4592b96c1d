"""Stores what is still to be shown and sent, until it is known to have arrived."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, delete, insert, select, update

from storage.database import leave_no_trace
from storage.records import OutboxKind, OutboxMessage, ShownScreen
from storage.tables import cards, outbox, people

# Built once: building a statement costs as much as running it.
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

# A person who has come back in the meantime has no notified_at.
NOTIFIED = (
    update(people)
    .where(people.c.person == bindparam("whose"), people.c.notified_at.is_not(None))
    .values(notified_at=bindparam("at"))
)


def add(connection: Connection, messages: Sequence[OutboxMessage]) -> tuple[OutboxMessage, ...]:
    """Add messages to the outbox and return them with their ids."""
    if not messages:
        return ()
    rows = [
        {
            "chat": each.chat,
            "kind": each.kind,
            "language": each.language,
            "message": each.message,
            "number": each.number,
        }
        for each in messages
    ]
    inserting = insert(outbox).returning(outbox.c.id, sort_by_parameter_order=True)
    ids = (connection.execute(inserting, rows)).scalars()
    return tuple(replace(message, id=new) for message, new in zip(messages, ids, strict=True))


def withdraw(connection: Connection, kind: OutboxKind, chats: Collection[int]) -> None:
    """Delete the messages of this kind for these chats."""
    connection.execute(delete(outbox).where(outbox.c.kind == kind, outbox.c.chat.in_(chats)))


def load_unsent(connection: Connection) -> tuple[OutboxMessage, ...]:
    """Return the messages of the outbox in order."""
    rows = connection.execute(select(outbox).order_by(outbox.c.id))
    return tuple(
        OutboxMessage(
            id=row.id,
            chat=row.chat,
            kind=OutboxKind(row.kind),
            language=row.language,
            message=row.message,
            number=row.number,
        )
        for row in rows
    )


def find_unshown(connection: Connection) -> list[int]:
    """Return the people whose screen is not known to be shown, without those who blocked the bot."""
    query = (
        select(cards.c.person)
        .join(people, people.c.person == cards.c.person)
        .where(cards.c.shown < cards.c.version, people.c.gone_at.is_(None))
        .order_by(cards.c.person)
    )
    return list((connection.execute(query)).scalars())


def record_deliveries(
    connection: Connection, shown: Sequence[ShownScreen], sent: Sequence[int], at: datetime
) -> None:
    """Record which screens are shown and which messages are sent."""
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
        sending = delete(outbox).where(outbox.c.id.in_(sent))
        for kind, chat in connection.execute(sending.returning(outbox.c.kind, outbox.c.chat)).all():
            match kind:
                case OutboxKind.FAREWELL:
                    leave_no_trace(connection)
                case OutboxKind.NOTICE:
                    connection.execute(NOTIFIED, {"whose": chat, "at": at})


def record_unreachable(connection: Connection, person: int, at: datetime) -> None:
    """Record that the person blocked the bot, and delete their messages."""
    connection.execute(update(people).where(people.c.person == person).values(gone_at=at))
    if connection.execute(delete(outbox).where(outbox.c.chat == person)).rowcount:
        leave_no_trace(connection)


def request_redelivery(connection: Connection, since: int) -> None:
    """Request cards of this version or newer again, as new messages."""
    again = update(cards).where(cards.c.version >= since)
    connection.execute(again.values(version=cards.c.version + 1, fresh=True))
