"""Each block keeps its size and epsilon; people who wait for the next one are found and people are counted by indexes.

Blocks released so far had every number below zero raised to zero, with an epsilon of 1; their sizes were not kept.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    blocks = op.create_table(
        "blocks",
        sa.Column("block", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("size", sa.Integer),
        sa.Column("epsilon", sa.Float, nullable=False),
        sa.Column("clipped", sa.Boolean, nullable=False),
    )
    released = sa.table("releases", sa.column("block"))
    earlier = sa.select(released.c.block, sa.literal(1.0), sa.true()).distinct()
    op.execute(sa.insert(blocks).from_select(["block", "epsilon", "clipped"], earlier))
    with op.batch_alter_table("releases") as table:
        table.create_foreign_key("fk_releases_block", "blocks", ["block"], ["block"])
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
