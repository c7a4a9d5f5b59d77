"""Is everything undone, once, at whatever point an order is cancelled?"""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from messages.orders import orders, shipments
from tests.services.orders.conftest import Company

UNDO = ("release-stock", "take-back", "cancelled")
WAITS_FOR_ME = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")


async def cancel(company: Company, order: Any) -> Any:
    return await company.ok(company.seller, "POST", f"/orders/{order['id']}/cancel", {"reason": "客户改变主意"})


async def shelves(company: Company) -> list[tuple[int, int]]:
    products = (await company.ok(company.seller, "GET", "/products"))["items"]
    return [(product["on_hand"], product["reserved"]) for product in products]


@pytest.mark.parametrize(
    "reached", ["PLACED", "RETURNED", "CONFIRMED", "RESERVED", "half shipped", "SHIPPED", "RECEIVED"]
)
async def test_an_order_is_undone_from_every_point_and_the_contract_has_it_back(
    company: Company, placed: Any, outbox: Any, reached: str
) -> None:
    await go_to(company, placed, reached)
    asked = await cancel(company, placed)
    assert (asked["status"], asked["cancel_reason"]) == ("CANCELLING", "客户改变主意")
    assert (await cancel(company, placed))["version"] == asked["version"]
    order = await company.stands(placed, *[step for step in UNDO for _ in range(2)])
    assert order["status"] == "CANCELLED"
    assert [(line["reserved"], line["shipped"], line["received"]) for line in order["lines"]] == [(0, 0, 0)] * 2
    assert await shelves(company) == [(6, 0), (2, 0)]
    again = await company.order(order["contract_id"])
    assert [line["quantity"] for line in again["lines"]] == [10, 2]
    assert len(await outbox(orders.OrderCancelRequested)) == len(await outbox(orders.OrderCancelled)) == 1
    sent, back = await outbox(shipments.ShipmentSent), await outbox(shipments.ShipmentTakenBack)
    assert [event.shipment_id for event in back] == [event.shipment_id for event in reversed(sent)]
    assert await company.stands(placed, *UNDO) == order


async def go_to(company: Company, order: Any, reached: str) -> None:
    """The order, brought to this point."""
    path = f"/orders/{order['id']}"
    if reached == "RETURNED":
        await company.stands(order, "return")
    if reached not in ("PLACED", "RETURNED"):
        await company.stands(order, "confirm")
    if reached not in ("PLACED", "RETURNED", "CONFIRMED"):
        await company.stands(order, "reserve")
    if reached in ("half shipped", "SHIPPED", "RECEIVED"):
        some = {"lines": [{"product_id": order["lines"][0]["product_id"], "quantity": 3}]}
        first = await company.ok(company.shipper, "POST", f"{path}/ship", some)
        await company.ok(company.shipper, "POST", f"/shipments/{first['id']}/receive")
    if reached in ("SHIPPED", "RECEIVED"):
        second = await company.ok(company.shipper, "POST", f"{path}/ship", {})
        if reached == "RECEIVED":
            await company.ok(company.shipper, "POST", f"/shipments/{second['id']}/receive")


async def test_ord_1_nothing_else_happens_to_an_order_that_is_being_cancelled(company: Company, placed: Any) -> None:
    await go_to(company, placed, "half shipped")
    second = await company.ok(company.shipper, "GET", f"/orders/{placed['id']}/shipments")
    await cancel(company, placed)
    for step, body in (("confirm", None), ("reserve", None), ("complete", None), ("return", {})):
        await company.refused("ORD-1", company.process, f"/orders/{placed['id']}/{step}", body)
    await company.refused("ORD-1", company.shipper, f"/orders/{placed['id']}/ship", {})
    await company.refused("ORD-1", company.seller, f"/orders/{placed['id']}/place-again", {})
    await company.refused("ORD-8", company.process, f"/orders/{placed['id']}/cancelled")
    assert (await company.as_(company.shipper).post(f"/shipments/{second[0]['id']}/receive")).status_code == 200


async def test_ord_15_a_shipment_under_way_does_not_arrive_once_the_order_is_being_cancelled(
    company: Company, placed: Any
) -> None:
    await company.stands(placed, "confirm", "reserve")
    shipment = await company.ok(company.shipper, "POST", f"/orders/{placed['id']}/ship", {})
    await cancel(company, placed)
    await company.refused("ORD-15", company.shipper, f"/shipments/{shipment['id']}/receive")
    await company.stands(placed, *UNDO)
    await company.refused("ORD-15", company.shipper, f"/shipments/{shipment['id']}/receive")


async def test_what_is_let_go_serves_those_who_wait(company: Company, placed: Any, outbox: Any) -> None:
    cable = placed["lines"][0]["product_id"]
    await company.stands(placed, "confirm", "reserve")
    waiting = await company.order(placed["contract_id"], (cable, 6))
    await company.stands(waiting, "confirm", "reserve")
    assert (await company.stands(waiting))["status"] == "CONFIRMED"
    await cancel(company, placed)
    await company.stands(placed, "release-stock")
    assert (await company.stands(waiting))["status"] == "RESERVED"
    assert len(await outbox(orders.OrderReserved)) == 2


async def test_what_is_taken_back_serves_those_who_wait(company: Company, placed: Any) -> None:
    cable = placed["lines"][0]["product_id"]
    await go_to(company, placed, "SHIPPED")
    waiting = await company.order(placed["contract_id"], (cable, 6))
    await company.stands(waiting, "confirm", "reserve")
    await cancel(company, placed)
    await company.stands(placed, "release-stock", "take-back")
    assert (await company.stands(waiting))["status"] == "RESERVED"


async def test_shipping_and_cancelling_at_once_leave_nothing_half_done(company: Company, placed: Any) -> None:
    await company.stands(placed, "confirm", "reserve")
    path = f"/orders/{placed['id']}"
    shipped, cancelled = await asyncio.gather(
        company.as_(company.shipper).post(f"{path}/ship", json={}),
        company.as_(company.seller).post(f"{path}/cancel", json={"reason": "no"}),
    )
    assert cancelled.status_code == 200
    assert shipped.status_code in (201, 409)
    await company.stands(placed, *UNDO)
    assert await shelves(company) == [(6, 0), (2, 0)]


async def test_ord_15_a_shipment_that_arrives_while_somebody_cancels_does_not_bring_the_order_back(
    company: Company, placed: Any
) -> None:
    await company.stands(placed, "confirm", "reserve")
    shipment = await company.ok(company.shipper, "POST", f"/orders/{placed['id']}/ship", {})
    async with company.house.database.session() as other, other.begin():
        await other.execute(text("UPDATE orders SET status = 'CANCELLING', version = version + 1"))
        arriving = asyncio.create_task(company.as_(company.shipper).post(f"/shipments/{shipment['id']}/receive"))
        while not (await other.execute(WAITS_FOR_ME)).scalar_one():
            await asyncio.wait([arriving], timeout=0.02)
            assert not arriving.done()
    answer = await arriving
    assert (answer.status_code, answer.json()["rule"]) == (409, "ORD-15")
    assert (await company.stands(placed))["status"] == "CANCELLING"


async def test_ord_9_who_may_cancel(company: Company, placed: Any) -> None:
    path, body = f"/orders/{placed['id']}/cancel", {"reason": "no"}
    assert (await company.as_(company.stranger).post(path, json=body)).status_code == 404
    assert (await company.as_(company.shipper).post(path, json=body)).status_code == 403
    assert (await company.as_(company.seller).post(path, json={"reason": " "})).status_code == 422
    assert (await company.as_(company.manager).post(path, json=body)).status_code == 200
    assert (await company.as_(company.seller).post(f"/orders/{placed['id']}/cancelled")).status_code == 403


async def test_ord_1_a_completed_order_is_not_cancelled(company: Company, placed: Any) -> None:
    await go_to(company, placed, "RECEIVED")
    await company.stands(placed, "complete")
    await company.refused("ORD-1", company.seller, f"/orders/{placed['id']}/cancel", {"reason": "too late"})
