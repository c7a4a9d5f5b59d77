"""Does who works on an opportunity lock its customer first, as who hands both over?"""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.testing.plugin import ServiceHarness
from tests.services.deals.conftest import Company, a_win

WAITS_FOR_ME = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
LOCK_CUSTOMER = text("SELECT id FROM customer WHERE id = :id FOR UPDATE")
LOCK_OPPORTUNITY = text("SELECT id FROM opportunity WHERE id = :id FOR UPDATE NOWAIT")


async def _until_it_waits(session: AsyncSession) -> None:
    for _ in range(500):
        if (await session.execute(WAITS_FOR_ME)).scalar_one():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("nobody waits")


async def _follow_up(company: Company, sale: Any) -> tuple[str, Any]:
    return "/follow-ups", {"kind": "CALL", "note": "x", "opportunity_id": sale["id"]}


async def _register(company: Company, sale: Any) -> tuple[str, Any]:
    return f"/opportunities/{sale['id']}/register", {"note": "first visit done"}


async def _win(company: Company, sale: Any) -> tuple[str, Any]:
    product = await company.product()
    await company.registered(sale, None, "protect")
    return f"/opportunities/{sale['id']}/win", a_win(product.product_id)


@pytest.mark.parametrize("act", [_follow_up, _register, _win], ids=["follow up", "register", "win"])
async def test_who_works_on_a_sale_waits_for_its_customer_and_holds_no_sale_meanwhile(
    company: Company, harness: ServiceHarness, act: Any
) -> None:
    """Else each of the two waits for ever for the other."""
    sale = await company.opportunity()
    key = {"idempotency-key": "once"}
    path, body = await act(company, sale)
    async with harness.database.session() as session:
        await session.execute(LOCK_CUSTOMER, {"id": UUID(sale["customer_id"])})
        doing = asyncio.create_task(company.ok(company.seller, "POST", path, body, headers=key))
        await _until_it_waits(session)
        await session.execute(LOCK_OPPORTUNITY, {"id": UUID(sale["id"])})
    assert (await doing)["id"]
