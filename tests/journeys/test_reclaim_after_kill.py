"""Does each lead go back to its pool once, when the worker dies in the middle of its keeper's work?"""

import asyncio
from contextlib import suppress
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import asyncpg
import pytest
from temporalio.client import Client, WorkflowHandle
from temporalio.testing import TimeSkipper

from deploy.cast.player import EVEN_PACE_S, Player, until
from deploy.embedded.running import Stack
from deploy.sample import goods
from messages.imports import ImportReport
from messages.leads.leads import AssignLeads, BatchItem, LeadStatus, LeadView
from messages.leads.pools import DefinePool, PoolView
from tests.journeys.test_clocks import runs
from tests.whole_stack import SalesSoFar

LEADS = 1600  # eight batches of the keeper
CHUNK = 400
COUNT_BACK = "SELECT count(*) FROM outbox WHERE subject = 'leads.lead.reclaimed.v1' AND payload->>'pool_id' = $1"
ONCE = (
    "SELECT payload->>'lead_id' AS lead, count(*) AS times FROM outbox"
    " WHERE subject = 'leads.lead.reclaimed.v1' AND payload->>'pool_id' = $1 GROUP BY 1"
)
ENDED = (
    "SELECT lead_id, count(*) AS times FROM lead_ownership WHERE lead_id = ANY($1) AND ended_by = 'reclaimed'"
    " GROUP BY 1"
)


@pytest.mark.timeout(600)
async def test_feature_26_each_lead_goes_back_once_though_the_worker_is_killed_twice_in_the_middle(
    sales: SalesSoFar, stack: Stack, temporal: Client, skipper: TimeSkipper
) -> None:
    ops, seller = await sales.cast.player("ops"), await sales.cast.player("li.sales")
    pool, ids = await _a_pool_of_owned_leads(sales.cast.setup, ops, seller)
    keeper = temporal.get_workflow_handle(f"pool-reclaim/{pool.id}")
    await until(lambda: runs(keeper), what="the pool's keeper")
    usual_pace = EVEN_PACE_S.set(0.01)
    leads = await asyncpg.connect(stack.layout.database_url("leads"))
    try:
        at_kills: list[int] = []
        skipping = asyncio.create_task(_let_a_week_pass(skipper, keeper))
        for least in (1, LEADS // 2):
            await until(partial(_at_least, leads, pool.id, least), what="some to be back")
            stack.kill("worker")
            at_kills.append(await leads.fetchval(COUNT_BACK, str(pool.id)))
            await stack.until_up("worker")
        await until(lambda: _at_least(leads, pool.id, LEADS), what="all to be back", within_s=120)
        await skipping
        assert all(0 < back < LEADS for back in at_kills), f"it died before or after the work, not in it: {at_kills}"
        told = {row["lead"]: row["times"] for row in await leads.fetch(ONCE, str(pool.id))}
        assert told == {str(id): 1 for id in ids}
        assert {row["lead_id"]: row["times"] for row in await leads.fetch(ENDED, ids)} == dict.fromkeys(ids, 1)
    finally:
        EVEN_PACE_S.reset(usual_pace)
        await leads.close()
    seen = await sales.cast.setup.get("leads", f"/pools/{pool.id}", PoolView)
    assert (seen.waiting, seen.next_due_at) == (LEADS, None)
    one = await sales.cast.setup.get("leads", f"/leads/{ids[0]}", LeadView)
    assert (one.status, one.owner_id) == (LeadStatus.POOLED, None)


async def _a_pool_of_owned_leads(setup: Player, ops: Player, seller: Player) -> tuple[PoolView, list[UUID]]:
    source = f"source {uuid4().hex[:8]}"
    wanted = DefinePool(
        code=f"P{uuid4().hex[:8]}", name=source, legal_entity_id=goods.ENTITY, unit="cs", sources=[source],
        holding_limit=10_000, follow_up_within="7 days", warn_before="0 days",
    )  # fmt: skip
    pool = await setup.post("leads", "/pools", wanted, PoolView)
    ids: list[UUID] = []
    for start in range(0, LEADS, CHUNK):
        rows = [{"line": n, "source": source, "external_id": f"{source} {start + n}"} for n in range(CHUNK)]
        report = await ops.post("leads", "/leads/import", {"rows": rows, "source": source}, ImportReport)
        chunk = [row.id for row in report.rows if row.id]
        given = AssignLeads(lead_ids=chunk, owner_id=seller.id)
        done = await ops.post("leads", "/leads/assign", given, list[BatchItem])
        assert all(one.done for one in done)
        ids += chunk
    assert len(ids) == LEADS
    return pool, ids


async def _let_a_week_pass(skipper: TimeSkipper, keeper: WorkflowHandle[object, object]) -> None:
    """Whoever waits for the time to have passed may be cut off when the worker dies: the time passes all the same."""
    with suppress(RuntimeError):
        await skipper.fast_forward(keeper, timedelta(days=7, minutes=5))


async def _at_least(leads: asyncpg.Connection, pool_id: UUID, least: int) -> bool | None:
    found: int = await leads.fetchval(COUNT_BACK, str(pool_id))
    return found >= least or None
