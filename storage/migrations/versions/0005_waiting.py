"""What comes too fast waits in a table of its own; a dead letter keeps only what is listed, and whom it mentions."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TOO_FAST = "sent too fast, to be taken up soon"  # why it waited in the quarantine so far

# What is kept of an update so far stored whole but for names, as it was listed when this was written.
USER = dict.fromkeys(("id", "is_bot", "first_name", "language_code"))
CHAT = dict.fromkeys(("id", "type"))
CARD = {"message_id": None, "date": None, "chat": CHAT}
ENTITIES = dict.fromkeys(("type", "offset", "length"))
MEMBER = {"status": None, "user": USER, "until_date": None}
KEPT = {
    "update_id": None,
    "message": CARD | {"from": USER, "text": None, "entities": ENTITIES},
    "callback_query": {
        "id": None,
        "from": USER,
        "message": CARD,
        "data": None,
        "chat_instance": None,
    },
    "my_chat_member": {"chat": CHAT, "from": USER, "date": None, "new_chat_member": MEMBER},
}

identity = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "waiting",
        sa.Column("id", identity, primary_key=True),
        sa.Column("update", sa.BigInteger, nullable=False),
        sa.Column("person", sa.BigInteger, nullable=False, index=True),
        sa.Column("raw", sa.Text, nullable=False),
        sa.Column("repeat_key", sa.Text),
        sa.UniqueConstraint("person", "repeat_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "unread",
        sa.Column("person", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("updates", sa.Integer, nullable=False),
    )
    op.create_table(
        "mentions",
        sa.Column(
            "letter",
            identity,
            sa.ForeignKey("quarantine.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("person", sa.BigInteger, primary_key=True, autoincrement=False, index=True),
    )
    op.add_column("outbox", sa.Column("number", sa.Integer))
    _move(op.get_bind())


def _move(connection: sa.Connection) -> None:
    """Let wait what waited in the quarantine, and keep of the rest what is listed."""
    tables = sa.MetaData()
    tables.reflect(connection, only=("quarantine", "waiting", "mentions"))
    quarantine, waiting, mentions = (
        tables.tables[name] for name in ("quarantine", "waiting", "mentions")
    )
    for row in connection.execute(sa.select(quarantine).order_by(quarantine.c.id)).all():
        whole = _read(row.raw)
        mentioned = {*_ids("", whole), row.chat} - {None}
        kept = (
            json.dumps(_keep_listed(whole, KEPT)) if mentioned and isinstance(whole, dict) else ""
        )
        this = quarantine.c.id == row.id
        if row.reason == TOO_FAST and row.again and row.chat is not None:
            values = {"update": row.update, "person": row.chat, "raw": kept}
            connection.execute(sa.insert(waiting).values(values))
            connection.execute(sa.delete(quarantine).where(this))
            continue
        connection.execute(sa.update(quarantine).where(this).values(raw=kept))
        for person in mentioned:
            connection.execute(sa.insert(mentions).values(letter=row.id, person=person))


def _read(raw: str) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


def _keep_listed(value: Any, shape: Any) -> Any:
    match shape, value:
        case dict(), dict():
            return {
                key: _keep_listed(value[key], each) for key, each in shape.items() if key in value
            }
        case dict(), list():
            return [_keep_listed(each, shape) for each in value]
        case None, str() | int() | float():
            return value
    return None


def _ids(key: str, value: Any) -> Iterator[int]:
    match value:
        case dict():
            for name, each in value.items():
                yield from _ids(name, each)
        case list():
            for each in value:
                yield from _ids(key, each)
        case int() if key == "id" or key.endswith(("user_id", "chat_id", "user_ids")):
            yield value
