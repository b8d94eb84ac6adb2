"""Pictures and recordings that a platform has already got: under which id it keeps them."""

from __future__ import annotations

from sqlalchemy import Column, Connection, String, Table, select

from store.schema import metadata, upsert

uploads = Table(
    "uploads",
    metadata,
    Column("key", String(80), primary_key=True),  # bot, kind and digest of the content
    Column("file_id", String(255), nullable=False),
)


def get(connection: Connection, key: str) -> str | None:
    """The platform's id of a file, or None when it has to be uploaded."""
    file_id: str | None = connection.execute(
        select(uploads.c.file_id).where(uploads.c.key == key)
    ).scalar_one_or_none()
    return file_id


def put(connection: Connection, key: str, file_id: str) -> None:
    """Remember the platform's id of a file."""
    statement = upsert(connection)(uploads).values(key=key, file_id=file_id)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=[uploads.c.key], set_={"file_id": statement.excluded.file_id}
        )
    )
