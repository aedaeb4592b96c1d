"""The table `quarantine` is called `dead_letters`, as its rows are."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.drop_index("ix_quarantine_chat", "quarantine")
    op.rename_table("quarantine", "dead_letters")
    op.create_index("ix_dead_letters_chat", "dead_letters", ["chat"])
