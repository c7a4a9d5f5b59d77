"""Do somebody's contracts and orders go along when they work in another unit?"""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from chassis.auth.identity import Actor
from chassis.testing.plugin import an_actor, waiting
from messages.orders.orders import OrderPlaced
from services.orders.tables import ContractRow
from tests import builders
from tests.services.orders.conftest import Company

NORTH = "cs/north/sales-2"
NEW = an_actor("sales_manager", unit="cs/north")
STOP: dict[str, Any] = {
    "number": "", "effective": False, "customer_id": UUID(int=1), "customer_name": "", "owner_name": "",
    "owner_unit": "", "legal_entity_id": "CS-CN", "total": Decimal(0), "currency": "CNY", "instalments": 0,
}  # fmt: skip


async def moved(company: Company, unit: str = NORTH, *, version: int = 2, twice: bool = False) -> None:
    event = builders.a_person(company.seller, unit=unit, version=version)
    await company.harness.deliver(event, twice=twice)


async def seen(company: Company, who: Actor, order: Any) -> tuple[bool, int]:
    """In the list? And what does asking for it by id give?"""
    found = await company.ok(who, "GET", "/orders")
    listed = order["id"] in [row["id"] for row in found["items"]]
    return listed, (await company.as_(who).get(f"/orders/{order['id']}")).status_code


@pytest.mark.parametrize("twice", [False, True], ids=["told once", "told twice"])
async def test_the_new_manager_sees_the_orders_that_a_seller_brought_along_and_the_old_one_no_more(
    company: Company, placed: dict[str, Any], outbox: Any, twice: bool
) -> None:
    assert await seen(company, company.manager, placed) == (True, 200)
    assert await seen(company, NEW, placed) == (False, 404)
    await moved(company, twice=twice)
    assert await seen(company, NEW, placed) == (True, 200)
    assert await seen(company, company.manager, placed) == (False, 404)
    assert await seen(company, company.seller, placed) == (True, 200)
    assert (await company.ok(NEW, "GET", f"/orders/{placed['id']}"))["version"] == placed["version"]
    assert len(await outbox(OrderPlaced)) == 1


async def test_the_new_manager_calls_off_the_contracts_and_the_old_one_no_more(company: Company) -> None:
    cable = await company.product()
    contract = await company.contract((cable, 10, "1.00"))
    await moved(company)
    body = {"contract_id": str(contract.contract_id), "lines": [{"product_id": str(cable), "quantity": 1}]}
    assert (await company.as_(company.manager).post("/orders", json=body)).status_code == 404
    order = await company.ok(NEW, "POST", "/orders", body)
    assert await seen(company, NEW, order) == (True, 200)


async def test_an_older_move_that_arrives_late_changes_nothing(company: Company, placed: dict[str, Any]) -> None:
    await moved(company, version=3)
    await moved(company, "cs/east/sales-1", version=2)
    assert await seen(company, NEW, placed) == (True, 200)
    assert await seen(company, company.manager, placed) == (False, 404)


async def test_a_move_touches_nobody_else(company: Company, placed: dict[str, Any]) -> None:
    await company.harness.deliver(builders.a_person(company.stranger, unit=NORTH, version=2))
    assert await seen(company, NEW, placed) == (False, 404)
    assert await seen(company, company.manager, placed) == (True, 200)


async def test_a_contract_that_comes_while_its_owner_moves_goes_along(company: Company, deliver: Any) -> None:
    """The handler is stopped after it has read the owner: somebody else's row of the same id is not committed yet."""
    await deliver(builders.a_person(company.seller))
    event = builders.a_contract(owner=company.seller, lines=[(await company.product(), 1, "1.00")])
    async with company.harness.database.session() as stops, stops.begin() as until_rolled_back:
        stops.add(ContractRow(**STOP, id=event.contract_id, owner_id=company.seller.id))
        await stops.flush()
        heard = asyncio.create_task(deliver(event))
        await waiting(company.harness, 1)
        moves = asyncio.create_task(moved(company))
        await waiting(company.harness, 2, unless=moves)
        await until_rolled_back.rollback()
    await asyncio.gather(heard, moves)
    order = {"contract_id": str(event.contract_id)}
    assert (await company.as_(company.manager).post("/orders", json=order)).status_code == 404
    assert (await company.as_(NEW).post("/orders", json=order)).status_code == 201
