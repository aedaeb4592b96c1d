"""People who wait for the next block are found, and people are counted by language, without looking at everybody."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    waiting = ~sa.column("released", sa.Boolean)
    op.create_index(
        "ix_finishes_waiting",
        "finishes",
        ["finished_at", "person"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    consented = sa.column("consented_at").is_not(None)
    op.create_index(
        "ix_people_language",
        "people",
        ["language"],
        sqlite_where=consented,
        postgresql_where=consented,
    )
