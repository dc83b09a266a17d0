"""Cases, the log of their changes, and snapshots."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cases",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("checksum", sa.String, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("municipality", sa.String, nullable=False),
        sa.Column("made", sa.String, nullable=False),
        sa.Column("changed", sa.String, nullable=False),
        sa.Column("archived", sa.String),
        sa.Column("model", sa.String, nullable=False),
        sa.Column("data", sa.String, nullable=False),
        sa.Column("kept", sa.Text),
    )
    op.create_table(
        "changes",
        _of_a_case(),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("edits", sa.Text, nullable=False),
        sa.Column("back", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("takes_back", sa.Text, nullable=False),
        sa.Column("moment", sa.String, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("model", sa.String, nullable=False),
        sa.Column("data", sa.String, nullable=False),
    )
    op.create_table(
        "snapshots",
        _of_a_case(),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("checksum", sa.String, nullable=False),
        sa.Column("moment", sa.String, nullable=False),
        sa.Column("model", sa.String, nullable=False),
        sa.Column("data", sa.String, nullable=False),
    )


def _of_a_case() -> sa.Column[str]:
    return sa.Column("case_id", sa.String, sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
