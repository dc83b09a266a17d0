"""Named versions, figures of an adviser, who may open a case, and the backups that are known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "versions",
        _of_a_case(),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("moment", sa.String, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("model", sa.String, nullable=False),
        sa.Column("data", sa.String, nullable=False),
        sa.Column("kept", sa.Text),
    )
    op.create_table(
        "figures",
        _of_a_case(),
        sa.Column("data", sa.String, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
    )
    op.create_table(
        "access",
        _of_a_case(),
        sa.Column("holder", sa.String, primary_key=True),
        sa.Column("since", sa.String, nullable=False),
        sa.Column("opened", sa.String, nullable=False),
    )
    op.create_table(
        "invitations",
        sa.Column("secret", sa.String, primary_key=True),
        sa.Column("case_id", sa.String, sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
        sa.Column("made", sa.String, nullable=False),
    )
    op.create_table(
        "backups",
        sa.Column("path", sa.Text, primary_key=True),
        sa.Column("moment", sa.String, nullable=False),
    )


def _of_a_case() -> sa.Column[str]:
    return sa.Column("case_id", sa.String, sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
