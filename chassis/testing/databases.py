"""On which databases do tests of services stand?"""

from copy import copy
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy.engine import make_url

from chassis.db import migrate
from chassis.db.database import Database


class Databases:
    """One database per service and worker, migrated once and emptied before each test; who asked it stays connected:
    to connect, and to compile each statement anew, would take longer than most tests."""

    def __init__(self, admin_url: str, worker: str) -> None:
        self._admin = admin_url
        self._worker = worker
        self._made: dict[str, str] = {}
        self._sweepers: dict[str, Any] = {}
        self._rested: dict[str, Database] = {}
        self._lent: dict[Database, Database] = {}

    async def emptied(self, service: str) -> str:
        if service not in self._made:
            self._made[service] = await self._make(service)
        sweeper = self._sweepers.get(service)
        if sweeper is None or sweeper.is_closed():
            self._sweepers[service] = sweeper = await asyncpg.connect(self._made[service])
            await sweeper.execute("SET session_replication_role = replica")  # append-only tables have triggers
        await sweeper.execute(LEAVE)
        await sweeper.execute(EMPTY)
        for statement in await sweeper.fetch(RESTORE):
            await sweeper.execute(statement[0])
        return self._made[service]

    def rested(self, url: str) -> Database | None:
        """Over the connections of the last test, as an engine of its own: the service remembers things by engine, and
        who listens to one hears nothing of another. None: connect anew."""
        if (kept := self._rested.pop(url, None)) is None:
            return None
        lent = copy(kept)
        lent.engine = kept.engine.execution_options()
        self._lent[lent] = kept
        return lent

    async def rest(self, database: Database) -> None:
        """It is done with: kept for the next test, unless a request is still on the way."""
        kept = self._lent.pop(database, database)
        if kept.engine.sync_engine.pool.checkedout() or kept.url in self._rested:  # type: ignore[attr-defined]
            await kept.close()
        else:
            self._rested[kept.url] = kept

    async def fresh(self, name: str) -> str:
        """An empty database of this name, without any table."""
        full = f"test_{self._worker}_{name}"
        connection = await asyncpg.connect(self._admin)
        try:
            await connection.execute(f'DROP DATABASE IF EXISTS "{full}" WITH (FORCE)')
            await connection.execute(f'CREATE DATABASE "{full}"')
        finally:
            await connection.close()
        return make_url(self._admin).set(database=full).render_as_string(hide_password=False)

    async def drop(self) -> None:
        for database in self._rested.values():
            await database.close()
        for sweeper in self._sweepers.values():
            await sweeper.close()
        connection = await asyncpg.connect(self._admin)
        for url in self._made.values():
            await connection.execute(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')
        await connection.close()

    async def _make(self, service: str) -> str:
        url = await self.fresh(service)
        await migrate.migrate(service, url)
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(SEEDS)
        finally:
            await connection.close()
        return url


# Rows that migrations put in are kept aside and put back when the tables are emptied.
SEEDS = """
DO $$ DECLARE t text; found bool; BEGIN
CREATE SCHEMA seeds;
FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'alembic%' LOOP
  EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', t) INTO found;
  IF found THEN EXECUTE format('CREATE TABLE seeds.%I AS TABLE public.%I', t, t); END IF;
END LOOP; END $$"""
# A test that failed may have left requests on the way.
LEAVE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state IS DISTINCT FROM 'idle'"""
# Most tests write into few of the tables: to truncate a table that is empty costs as much as one that is full.
# Rows that were deleted instead would leave room between those of the next test, which came in another order then.
EMPTY = """
DO $$ DECLARE t text; found bool; filled text; BEGIN
FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'alembic%' LOOP
  EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', t) INTO found;
  IF found THEN filled := concat_ws(', ', filled, format('public.%I', t)); END IF;
END LOOP;
IF filled IS NOT NULL THEN EXECUTE 'TRUNCATE ' || filled || ' CASCADE'; END IF;
PERFORM setval(format('public.%I', sequencename)::regclass, start_value, false)
  FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$"""
RESTORE = """
SELECT format('INSERT INTO public.%I OVERRIDING SYSTEM VALUE SELECT * FROM seeds.%I', tablename, tablename)
FROM pg_tables WHERE schemaname = 'seeds'"""
