"""Do a plan and an account go along with an owner who moves at the very moment they are made?"""

import asyncio
from typing import Any

from chassis.testing.plugin import ServiceHarness, an_actor, waiting
from services.collections.tables import OrderAccountRow, PaymentPlan
from tests import builders
from tests.services.collections.conftest import NOW, Company

NORTH = "cs/north/sales-2"
NEW = an_actor("sales_manager", unit="cs/north")


async def test_what_comes_while_its_owner_moves_goes_along(
    harness: ServiceHarness, company: Company, deliver: Any
) -> None:
    """The handler is stopped after it has read the owner: somebody else's row of the same id is not committed yet."""
    await company.hire(company.li)
    event = company.contract(await company.customer())
    fact: dict[str, Any] = {
        "contract_id": event.contract_id,
        "customer_id": event.customer_id,
        "owner_id": company.li.id,
    }
    common = fact | {"owner_unit": "", "legal_entity_id": "CS-CN", "amount": event.total.amount, "currency": "CNY"}
    plan = PaymentPlan(id=event.contract_id, contract_number="", effective_at=NOW, created_at=NOW, **common)
    await _while_moving(harness, company, stop=plan, deliver=deliver(event))
    assert [one["contract_id"] for one in (await company.get(NEW, "/payment-plans"))["items"]] == [
        str(event.contract_id)
    ]
    assert (await company.get(company.boss, "/payment-plans"))["items"] == []


async def test_an_order_that_comes_while_its_unknown_owner_becomes_known_goes_along(
    harness: ServiceHarness, company: Company, deliver: Any
) -> None:
    order = company.order(company.contract(await company.customer()))
    row: dict[str, Any] = {
        name: order[name] for name in ("order_id", "number", "contract_id", "customer_id", "owner_id")
    }
    more: dict[str, Any] = {
        "owner_unit": "",
        "legal_entity_id": "CS-CN",
        "amount": 1,
        "currency": "CNY",
        "order_version": 0,
    }
    await _while_moving(harness, company, stop=OrderAccountRow(**row, **more), deliver=company.placed(order))
    assert (await company.as_(NEW).get(f"/order-accounts/{order['order_id']}")).status_code == 200


async def _while_moving(harness: ServiceHarness, company: Company, *, stop: Any, deliver: Any) -> None:
    moved = builders.a_person(company.li, unit=NORTH, version=2)
    async with harness.database.session() as stops, stops.begin() as until_rolled_back:
        stops.add(stop)
        await stops.flush()
        heard = asyncio.create_task(deliver)
        await waiting(harness, 1)
        moves = asyncio.create_task(harness.deliver(moved))
        await waiting(harness, 2, unless=moves)
        await until_rolled_back.rollback()
    await asyncio.gather(heard, moves)
