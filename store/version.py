"""Which migration a database stands at, told without Alembic: loading that costs 0.2 s and 10 MB,
and nearly every start finds nothing to migrate."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, inspect

VERSIONS = Path(__file__).resolve().parent / "migrations" / "versions"
TABLE = "alembic_version"


def newest() -> str:
    """The newest migration of this code; their files are named by their numbers."""
    return max(path.name for path in VERSIONS.glob("[0-9]*.py")).partition("_")[0]


def is_current(engine: Engine) -> bool:
    """Whether the database stands at the newest migration."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(TABLE):
            return False
        stands = connection.exec_driver_sql(f"SELECT version_num FROM {TABLE}").scalars().all()
    return stands == [newest()]
