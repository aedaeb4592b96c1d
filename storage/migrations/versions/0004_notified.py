"""When a silent person was notified that they will be erased."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("people", sa.Column("notified_at", sa.DateTime()))
