"""Files that were sent in: their bytes; documents in announcements"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.schema import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "files",
        sa.Column("path", sa.String(length=48), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), server_default="0", nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("looked_at", Instant(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name=op.f("fk_files_chat_id_chats"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_files")),
    )
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_files_chat_id"), ["chat_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_files_looked_at"), ["looked_at"], unique=False)

    with op.batch_alter_table("announcement_texts", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("document", sa.String(length=200), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("document_name", sa.String(length=120), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("document_size", sa.Integer(), server_default="0", nullable=False)
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("announcement_texts", schema=None) as batch_op:
        batch_op.drop_column("document_size")
        batch_op.drop_column("document_name")
        batch_op.drop_column("document")

    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_files_looked_at"))
        batch_op.drop_index(batch_op.f("ix_files_chat_id"))

    op.drop_table("files")
