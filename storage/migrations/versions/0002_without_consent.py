"""Those who have not consented are found without looking at everybody."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    without = sa.text("consented_at IS NULL")
    op.create_index(
        "ix_people_without_consent",
        "people",
        ["met_at"],
        sqlite_where=without,
        postgresql_where=without,
    )
