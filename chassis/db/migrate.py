"""How does a service's database get its tables, and do they equal what the code says?"""

import asyncio
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.base.settings import Settings
from chassis.db import common_tables
from chassis.db.database import engine_of

ROOT = Path(__file__).parents[2]
CHASSIS_HISTORY = "alembic_version_chassis"
SERVICE_HISTORY = "alembic_version"
LOCK = 0x0C0DF


async def migrate(service: str, url: str) -> None:
    """The chassis' tables, then the service's. Safe to repeat and to run twice at once."""
    engine = engine_of(url, pool_size=1, name="migrate")
    try:
        async with engine.begin() as connection:
            await connection.execute(text("SET LOCAL lock_timeout = '10s'"))
            await connection.execute(text("SET LOCAL statement_timeout = '0'"))
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
            await connection.run_sync(_upgrade, Path(__file__).parent / "migrations", CHASSIS_HISTORY)
            if (folder := _folder(service)).is_dir():
                await connection.run_sync(_upgrade, folder, SERVICE_HISTORY)
        await _backfill(service, engine)
    finally:
        await engine.dispose()


async def _backfill(service: str, engine: AsyncEngine) -> None:
    """What is computed anew of the rows that stand there: in batches, each committed, so that nobody waits for long.

    `migrations/backfill.py` of a service does one batch and says how many rows it was; it is done when there are none.
    """
    if not (_folder(service) / "backfill.py").is_file():
        return
    batch = importlib.import_module(f"services.{service}.migrations.backfill").backfill
    rows = 1
    while rows:
        async with engine.begin() as connection:
            rows = await batch(connection)


async def differences(service: str, engine: AsyncEngine) -> list[Any]:
    """What Alembic would still change so that the database equals the tables in the code: should be nothing."""
    wanted = [common_tables.metadata, *_metadata_of(service)]
    async with engine.connect() as connection:
        return await connection.run_sync(_compare, wanted)


def _upgrade(connection: Connection, folder: Path, history: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("recursive_version_locations", "true")  # a folder that is full has one inside
    script = ScriptDirectory.from_config(config)

    def to_head(revision: Any, _context: MigrationContext) -> list[Any]:
        return list(script._upgrade_revs("head", revision))

    with EnvironmentContext(config, script, fn=to_head) as environment:
        environment.configure(connection=connection, version_table=history)
        environment.run_migrations()


def _compare(connection: Connection, wanted: Sequence[MetaData]) -> list[Any]:
    options = {"compare_type": True, "include_name": _is_ours}
    context = MigrationContext.configure(connection, opts=options)
    whole = MetaData()
    for metadata in wanted:
        for table in metadata.tables.values():
            table.to_metadata(whole)
    return list(compare_metadata(context, whole))


def _is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    return not (kind == "table" and name in (CHASSIS_HISTORY, SERVICE_HISTORY))


def _folder(service: str) -> Path:
    return ROOT / "services" / service / "migrations"


def _metadata_of(service: str) -> list[MetaData]:
    if not _folder(service).is_dir():
        return []
    tables = importlib.import_module(f"services.{service}.tables")
    metadata: MetaData = tables.Table.metadata
    return [metadata]


def main() -> None:
    """`COUNTERSIGN_DATABASE_URL=... python -m chassis.db.migrate orders`"""
    if len(sys.argv) != 2:
        sys.exit("python -m chassis.db.migrate <service>")
    asyncio.run(migrate(sys.argv[1], Settings().database_url.get_secret_value()))


if __name__ == "__main__":
    main()
