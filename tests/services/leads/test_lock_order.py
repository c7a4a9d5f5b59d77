"""Does who gives out what waits lock what people hold before the leads, as who claims one does?"""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.testing.plugin import ServiceHarness
from tests.services.leads.conftest import Company
from tests.services.leads.pools.test_assignment import TURNS, with_rules
from tests.services.leads.test_life_cycle import LATER

WAITS_FOR_ME = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
HOLD_HIS = text("SELECT pg_advisory_xact_lock(hashtextextended('holdings:' || CAST(:id AS text), 0))")
LOCK_LEAD = text("SELECT id FROM lead WHERE id = CAST(:id AS uuid) FOR UPDATE NOWAIT")


async def _until_it_waits(session: AsyncSession) -> None:
    for _ in range(500):
        if (await session.execute(WAITS_FOR_ME)).scalar_one():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("nobody waited")


async def _asleep(company: Company) -> Any:
    """With an owner who is not here any more when it wakes up."""
    lead = await company.lead()
    return await company.post(company.boss, f"/leads/{lead['id']}/nurture", wake_on=LATER)


@pytest.mark.parametrize("way", ["distribute", "move", "wake", "keeper"])
async def test_who_gives_leads_out_waits_for_holdings_before_any_lead_is_locked(
    company: Company, harness: ServiceHarness, way: str
) -> None:
    """Else a seller who claims at this moment and he wait for one another for ever."""
    east = (await company.pool())["id"]
    other = await company.pool(code="other", name="Other", sources=["only-other"])
    lead = await _asleep(company) if way in ("wake", "keeper") else await company.lead()
    to = other["id"] if way == "move" else east
    if way == "move":
        await company.put(company.boss, f"/pools/{to}/assignment-rules", rules=[TURNS])
    else:
        await with_rules(company, [TURNS])
    acts = {
        "distribute": lambda: company.post(company.boss, f"/pools/{to}/distribute-waiting"),
        "move": lambda: company.post(company.boss, f"/leads/{lead['id']}/move", pool_id=to),
        "wake": lambda: company.post(company.boss, f"/leads/{lead['id']}/wake"),
        "keeper": lambda: company.post(company.keeper, f"/pools/{to}/process-due", lead["wake_at"]),
    }
    async with harness.database.session() as session:
        await session.execute(HOLD_HIS, {"id": str(company.wang.id)})
        act = asyncio.create_task(acts[way]())
        await _until_it_waits(session)
        await session.execute(LOCK_LEAD, {"id": lead["id"]})
    await act
    shown = await company.get(company.ops, f"/leads/{lead['id']}")
    assert (shown["status"], shown["pool_id"]) == ("OWNED", to)


async def test_a_keeper_that_has_to_wake_nothing_waits_for_nobody(company: Company, harness: ServiceHarness) -> None:
    await with_rules(company, [TURNS])
    lead = await company.lead()
    due = datetime.fromisoformat(lead["follow_up_due_at"]) + timedelta(seconds=1)
    async with harness.database.session() as session:
        await session.execute(HOLD_HIS, {"id": str(company.wang.id)})
        looked = company.post(company.keeper, f"/pools/{lead['pool_id']}/process-due", due.isoformat())
        assert (await asyncio.wait_for(looked, 30))["reclaimed"] == 1
