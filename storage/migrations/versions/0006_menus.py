"""Note which chats have the admin menu."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "menus", sa.Column("person", sa.BigInteger, primary_key=True, autoincrement=False)
    )
