"""Ticks on the lists of papers"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.schema import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "paper_ticks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("list", sa.String(length=50), nullable=False),
        sa.Column("paper", sa.String(length=16), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name=op.f("fk_paper_ticks_chat_id_chats")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_ticks")),
    )
    with op.batch_alter_table("paper_ticks", schema=None) as batch_op:
        batch_op.create_index(
            "uq_paper_ticks_chat_list_paper", ["chat_id", "list", "paper"], unique=True
        )
        batch_op.create_index("ix_paper_ticks_at", ["at"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table("paper_ticks")
