"""From an older release to this one and back: nothing is lost on the way up."""

from __future__ import annotations

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, insert, inspect, select

from store.engine import Store
from store.migrate import FOLDER, pending, upgrade
from store.places import places
from store.schema import metadata

FIRST_RELEASE = "0001"


def down(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["engine"] = engine
    command.downgrade(config, revision)


def test_a_database_of_the_first_release_is_brought_here_with_its_rows(store: Store):
    engine = store.engine
    down(engine, FIRST_RELEASE)
    assert pending(engine)
    with engine.begin() as connection:
        connection.execute(insert(places).values(kind="commune", code="X", name="Xã", aliases=[]))
    upgrade(engine)
    assert not pending(engine)
    with engine.connect() as connection:
        assert connection.execute(select(places.c.name)).scalars().all() == ["Xã"]
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_every_migration_can_be_taken_back(store: Store):
    engine = store.engine
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    for script in ScriptDirectory.from_config(config).walk_revisions():
        down(engine, str(script.down_revision or "base"))
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
