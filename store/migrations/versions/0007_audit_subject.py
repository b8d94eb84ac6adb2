"""The audit log is asked who wrote at an announcement"""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_index(op.f("ix_audit_subject"), "audit", ["subject"])


def downgrade() -> None:
    """Take back."""
    op.drop_index(op.f("ix_audit_subject"), "audit")
