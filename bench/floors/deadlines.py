"""What do many deadlines at one moment cost at least: a scan in SQL, timers in Temporal?"""

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import asyncpg  # type: ignore[import-untyped]
from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

QUEUE = "bench-deadlines"
A_TRANSACTION = 100
LEAD_TIME_S = 2.0  # all is set before the moment comes
TABLES = """
CREATE TABLE IF NOT EXISTS due_thing (id int PRIMARY KEY, due_at timestamptz, state text NOT NULL DEFAULT 'OWNED');
CREATE INDEX IF NOT EXISTS due_soon ON due_thing (due_at) WHERE state = 'OWNED';
CREATE TABLE IF NOT EXISTS due_told (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, thing_id int NOT NULL);
"""
SCAN = """WITH due AS (SELECT id FROM due_thing WHERE due_at <= now() AND state = 'OWNED' ORDER BY due_at LIMIT $1
  FOR UPDATE SKIP LOCKED), taken AS (UPDATE due_thing t SET state = 'POOLED'
  FROM due WHERE t.id = due.id RETURNING t.id)
INSERT INTO due_told (thing_id) SELECT id FROM taken RETURNING 1"""
TAKE = """WITH taken AS (UPDATE due_thing SET state = 'POOLED' WHERE id = ANY($1::int[]) RETURNING id)
INSERT INTO due_told (thing_id) SELECT id FROM taken"""


async def make_things(pool: asyncpg.Pool, count: int) -> None:
    await pool.execute(TABLES)
    await pool.execute("TRUNCATE due_thing")
    await pool.execute("INSERT INTO due_thing SELECT n, now() FROM generate_series(1, $1::int) n", count)


async def scan_s(pool: asyncpg.Pool, count: int) -> float:
    """SQL, one hundred a transaction."""
    await make_things(pool, count)
    began = time.perf_counter()
    async with pool.acquire() as connection:
        while await connection.fetch(SCAN, A_TRANSACTION):
            pass
    return time.perf_counter() - began


class Taking:
    """The activity that makes it true."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    @activity.defn
    async def take(self, ids: Sequence[int]) -> None:
        await self._pool.execute(TAKE, list(ids))


@workflow.defn
class Timer:
    """One timer for so many things that are due at the same moment."""

    @workflow.run
    async def run(self, due: datetime, ids: list[int]) -> None:
        await workflow.sleep(max(timedelta(milliseconds=1), due - workflow.now()))
        await workflow.execute_local_activity_method(
            Taking.take, args=[ids], start_to_close_timeout=timedelta(seconds=10)
        )


async def timers_s(client: Client, pool: asyncpg.Pool, count: int, *, each: int) -> float:
    """Temporal, `each` things a workflow, until all have ended."""
    await make_things(pool, count)
    groups = [list(range(first, min(first + each, count + 1))) for first in range(1, count + 1, each)]
    worker = Worker(
        client,
        task_queue=QUEUE,
        workflows=[Timer],
        activities=[Taking(pool).take],
        workflow_runner=UnsandboxedWorkflowRunner(),
    )
    async with worker:
        due = datetime.now(UTC) + timedelta(seconds=LEAD_TIME_S + 0.03 * len(groups))
        handles = [await _start(client, due, ids) for ids in groups]
        await asyncio.gather(*(handle.result() for handle in handles))
        return (datetime.now(UTC) - due).total_seconds()


async def _start(client: Client, due: datetime, ids: list[int]) -> Any:
    return await client.start_workflow(Timer.run, args=[due, ids], id=f"bench-timer/{uuid4()}", task_queue=QUEUE)
