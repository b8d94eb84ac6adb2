"""Whether a database must be migrated, told without Alembic."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import create_engine

from store.engine import Store, open_engine
from store.migrate import pending
from store.version import is_current


def test_an_empty_database_is_behind(tmp_path: Path):
    engine = open_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    assert not is_current(engine)
    engine.dispose()


def test_a_migrated_database_is_current_and_alembic_agrees(store: Store):
    assert is_current(store.engine)
    assert not pending(store.engine)


def test_a_database_at_an_earlier_migration_is_behind_and_alembic_agrees(store: Store):
    store.call(lambda c: c.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'"))
    assert not is_current(store.engine)
    assert pending(store.engine)


def test_a_database_without_a_version_is_behind(tmp_path: Path):
    engine = create_engine(f"sqlite:///{tmp_path / 'half.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
    assert not is_current(engine)
    engine.dispose()
