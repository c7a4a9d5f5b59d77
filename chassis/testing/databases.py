"""On which databases do tests of services stand?"""

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy.engine import make_url

from chassis.db import migrate


class Databases:
    """One database per service and worker, migrated once and emptied before each test."""

    def __init__(self, admin_url: str, worker: str) -> None:
        self._admin = admin_url
        self._worker = worker
        self._made: dict[str, str] = {}

    async def emptied(self, service: str) -> str:
        if service not in self._made:
            self._made[service] = await self._make(service)
        connection = await asyncpg.connect(self._made[service])
        try:
            await connection.execute(LEAVE)  # a test that failed may have left requests on the way
            await connection.execute("SET session_replication_role = replica")  # append-only tables have triggers
            await connection.execute(EMPTY)
            for statement in await connection.fetch(RESTORE):
                await connection.execute(statement[0])
        finally:
            await connection.close()
        return self._made[service]

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
LEAVE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""
# Most tests write into few of the tables: to truncate a table that is empty costs as much as one that is full.
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
