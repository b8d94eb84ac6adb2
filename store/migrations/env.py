"""Alembic's entry: runs migrations on the engine it is given."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from store.schema import Instant, Json
from store.tables import metadata


def name_of(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Our own column types by their names."""
    if kind == "type" and isinstance(item, Instant | Json):
        autogen.imports.add("from store.schema import Instant, Json")
        return f"{type(item).__name__}()"
    return False


engine = context.config.attributes["engine"]
with engine.begin() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        render_item=name_of,
        transaction_per_migration=False,
    )
    context.run_migrations()
