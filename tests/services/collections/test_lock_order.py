"""Does who decides on a payment lock its receivables like everybody else, in the order of their ids?"""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import text

from chassis.testing.plugin import ServiceHarness
from tests.services.collections.conftest import Company

WAITS_FOR_ME = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
LOCK = text("SELECT id FROM receivables WHERE id = :id FOR UPDATE NOWAIT")


@pytest.mark.parametrize("verb", ["confirm", "reject"])
async def test_who_waits_for_the_first_receivable_holds_none_behind_it(
    company: Company, harness: ServiceHarness, verb: str
) -> None:
    order = await company.sold()
    first, second = sorted(UUID(row["id"]) for row in await company.receivables(order))
    meant = [{"receivable_id": str(second), "amount": "50.00"}]
    paid = await company.pay(order, "50.00", confirm=False, allocations=meant)
    await company.pay(order, "20.00", confirm=False)
    said = {"allocations": meant} if verb == "confirm" else {"reason": "not found"}
    async with harness.database.session() as session:
        await session.execute(LOCK, {"id": first})
        decided = asyncio.create_task(company.post(company.finance, f"/payments/{paid['id']}/{verb}", **said))
        for _ in range(500):
            if (await session.execute(WAITS_FOR_ME)).scalar_one():
                break
            await asyncio.sleep(0.02)
        await session.execute(LOCK, {"id": second})
    assert (await decided)["status"] in ("CONFIRMED", "REJECTED")
