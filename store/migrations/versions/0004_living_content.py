"""Living content: corrections, reviews and recordings of guides, and the edition they make"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.schema import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
    )
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guide", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("base", sa.String(length=64), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("judged_by", sa.Integer(), nullable=True),
        sa.Column("judged_at", Instant(), nullable=True),
        sa.Column("note", sa.String(length=300), server_default="", nullable=False),
        sa.Column("ending_by", sa.Integer(), nullable=True),
        sa.Column("ending_why", sa.String(length=300), server_default="", nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], ["cadres.id"], name=op.f(f"fk_corrections_{column}_cadres")
            )
            for column in ("author_id", "judged_by", "ending_by", "ended_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index("ix_corrections_state", "corrections", ["state"])
    op.create_index(
        "uq_corrections_waiting",
        "corrections",
        ["guide", "language", "place"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "guide_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guide", sa.String(length=32), nullable=False),
        sa.Column("base", sa.String(length=64), nullable=False),
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cadre_id"], ["cadres.id"], name=op.f("fk_guide_reviews_cadre_id_cadres")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide_reviews")),
    )
    op.create_table(
        "readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guide", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("base", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("path", sa.String(length=80), nullable=False),
        sa.Column("aac", sa.String(length=80), server_default="", nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("judged_by", sa.Integer(), nullable=True),
        sa.Column("judged_at", Instant(), nullable=True),
        sa.Column("note", sa.String(length=300), server_default="", nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], ["cadres.id"], name=op.f(f"fk_readings_{column}_cadres")
            )
            for column in ("author_id", "judged_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readings")),
    )
    op.create_index("ix_readings_state", "readings", ["state"])
    op.create_index(
        "uq_readings_waiting",
        "readings",
        ["guide", "language", "step"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("readings")
    op.drop_table("guide_reviews")
    op.drop_table("corrections")
    op.drop_table("editions")
