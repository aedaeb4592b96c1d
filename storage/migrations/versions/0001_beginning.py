"""The tables of the first version."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

identity = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("person", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("consented_at", sa.DateTime),
        sa.Column("gone_at", sa.DateTime),
        sa.Column("met_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "sittings",
        sa.Column("id", identity, primary_key=True),
        sa.Column(
            "person",
            sa.BigInteger,
            sa.ForeignKey("people.person", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.Column("until", sa.Integer, nullable=False),
        sa.Column("view", sa.Text),
        sa.UniqueConstraint("person", "started_at"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "answers",
        sa.Column(
            "sitting", identity, sa.ForeignKey("sittings.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("question", sa.String(64), primary_key=True),
        sa.Column("option", sa.String(64)),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("answered_at", sa.DateTime, nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
    )
    op.create_table(
        "cards",
        sa.Column(
            "person",
            sa.BigInteger,
            sa.ForeignKey("people.person", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("message", sa.BigInteger),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("shown", sa.BigInteger, nullable=False),
        sa.Column("fresh", sa.Boolean, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("pictured", sa.Boolean, nullable=False),
    )
    op.create_table(
        "finishes",
        sa.Column(
            "person",
            sa.BigInteger,
            sa.ForeignKey("people.person", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("finished_at", sa.DateTime, nullable=False),
        sa.Column("outcome", sa.String(64)),
        sa.Column("released", sa.Boolean, nullable=False),
    )
    op.create_table(
        "releases",
        sa.Column("block", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("outcome", sa.String(64), primary_key=True),
        sa.Column("people", sa.Integer, nullable=False),
    )
    op.create_table(
        "outbox",
        sa.Column("id", identity, primary_key=True),
        sa.Column("chat", sa.BigInteger, nullable=False, index=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("message", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "handled",
        sa.Column("bot", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("update", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime, nullable=False, index=True),
    )
    op.create_table(
        "quarantine",
        sa.Column("id", identity, primary_key=True),
        sa.Column("bot", sa.BigInteger, nullable=False),
        sa.Column("update", sa.BigInteger, nullable=False),
        sa.Column("chat", sa.BigInteger, index=True),
        sa.Column("raw", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("again", sa.Boolean, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "heartbeat",
        sa.Column("bot", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
