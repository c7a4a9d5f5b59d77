"""Is everything undone, once, at whatever point an order is cancelled?"""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from messages.orders import orders, shipments
from tests.services.orders.conftest import Company

UNDO = ("release-stock", "return-to-stock", "finish-cancellation")
WAITS_FOR_ME = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")


async def cancel(company: Company, order: Any) -> Any:
    """Once goods have left: they are asked for, a shipper confirms that they came back, and the manager cancels."""
    now = await company.stands(order)
    has_shipped = any(line["shipped"] for line in now["lines"])
    if has_shipped and now["status"] != "CANCELLING":
        await asked_for(company, order)
        await company.ok(company.shipper, "POST", f"/orders/{order['id']}/confirm-goods-back")
    by = company.manager if has_shipped else company.seller
    return await company.ok(by, "POST", f"/orders/{order['id']}/cancel", {"reason": "客户改变主意"})


async def asked_for(company: Company, order: Any) -> None:
    await company.ok(company.seller, "POST", f"/orders/{order['id']}/request-goods", {"reason": "客户改变主意"})


@pytest.mark.parametrize("reached", ["half shipped", "SHIPPED", "RECEIVED"])
async def test_case_a6_what_has_left_is_cancelled_by_a_second_person_when_it_is_back(
    company: Company, placed: Any, reached: str
) -> None:
    await go_to(company, placed, reached)
    path, why = f"/orders/{placed['id']}", {"reason": "客户改变主意"}
    before = await stock_locations(company)
    await company.refused("ORD-51", company.seller, f"{path}/cancel", why)
    await company.refused("ORD-50", company.manager, f"{path}/cancel", why)
    assert (await company.as_(company.seller).post(f"{path}/confirm-goods-back")).status_code == 403
    await company.refused("ORD-54", company.shipper, f"{path}/confirm-goods-back")
    await asked_for(company, placed)
    back = await company.ok(company.shipper, "POST", f"{path}/confirm-goods-back")
    again = await company.ok(company.shipper, "POST", f"{path}/confirm-goods-back")
    assert (again["version"], back["goods_back_at"] is not None) == (back["version"], True)
    assert await stock_locations(company) == before, "not on the shelf before the order is cancelled"
    await company.refused("ORD-51", company.seller, f"{path}/cancel", why)
    assert (await company.ok(company.manager, "POST", f"{path}/cancel", why))["status"] == "CANCELLING"
    await company.stands(placed, *UNDO)
    assert await stock_locations(company) == [(6, 0), (2, 0)]


async def test_case_a6_the_seller_asks_for_the_goods_and_may_ask_again(
    company: Company, placed: Any, outbox: Any
) -> None:
    path, why = f"/orders/{placed['id']}/request-goods", {"reason": "客户改变主意"}
    await company.refused("ORD-52", company.seller, path, why)
    await go_to(company, placed, "half shipped")
    asked = await company.ok(company.seller, "POST", path, why)
    assert (asked["status"], asked["goods_requests"], asked["goods_back_at"]) == ("RESERVED", 1, None)
    assert (await company.as_(company.shipper).post(path, json=why)).status_code == 403
    assert (await company.as_(company.seller).post(path, json={})).status_code == 422
    assert (await company.ok(company.seller, "POST", path, why))["goods_requests"] == 2
    back = await company.ok(company.shipper, "POST", f"/orders/{placed['id']}/confirm-goods-back")
    assert (await company.ok(company.seller, "POST", path, why))["version"] == back["version"], "they are back"
    assert [event.reason for event in await outbox(orders.OrderGoodsRequested)] == ["客户改变主意"] * 2


async def test_case_a6_nothing_comes_back_of_what_never_left(company: Company, placed: Any) -> None:
    await company.refused("ORD-52", company.shipper, f"/orders/{placed['id']}/confirm-goods-back")


async def test_case_a6_what_is_shipped_after_that_has_to_come_back_too(company: Company, placed: Any) -> None:
    await go_to(company, placed, "half shipped")
    path = f"/orders/{placed['id']}"
    await asked_for(company, placed)
    await company.ok(company.shipper, "POST", f"{path}/confirm-goods-back")
    await company.ok(company.shipper, "POST", f"{path}/ship", {})
    await company.refused("ORD-50", company.manager, f"{path}/cancel", {"reason": "no"})
    await company.refused("ORD-54", company.shipper, f"{path}/confirm-goods-back")
    await asked_for(company, placed)
    assert (await company.ok(company.shipper, "POST", f"{path}/confirm-goods-back"))["goods_back_at"]


async def test_case_a6_what_arrives_after_that_is_not_back(company: Company, placed: Any) -> None:
    await go_to(company, placed, "half shipped")
    path, why = f"/orders/{placed['id']}", {"reason": "客户改变主意"}
    sent = await company.ok(company.shipper, "POST", f"{path}/ship", {})
    await asked_for(company, placed)
    assert (await company.ok(company.process, "GET", f"{path}/snapshot"))["goods_requests"] == 1
    await company.ok(company.shipper, "POST", f"{path}/confirm-goods-back")
    await company.ok(company.shipper, "POST", f"/shipments/{sent['id']}/receive")
    void = await company.ok(company.process, "GET", f"{path}/snapshot")
    assert (void["goods_requests"], void["goods_back"]) == (0, False), "nobody is asked for what he answered"
    await company.refused("ORD-50", company.manager, f"{path}/cancel", why)
    await company.refused("ORD-54", company.shipper, f"{path}/confirm-goods-back")
    assert (await company.ok(company.seller, "POST", f"{path}/request-goods", why))["goods_requests"] == 2
    await company.ok(company.shipper, "POST", f"{path}/confirm-goods-back")
    await company.ok(company.shipper, "POST", f"/shipments/{sent['id']}/receive")
    assert (await company.ok(company.manager, "POST", f"{path}/cancel", why))["status"] == "CANCELLING"


async def stock_locations(company: Company) -> list[tuple[int, int]]:
    products = (await company.ok(company.seller, "GET", "/products"))["items"]
    return [(product["on_hand"], product["reserved"]) for product in products]


@pytest.mark.parametrize(
    "reached", ["PLACED", "RETURNED", "CONFIRMED", "RESERVED", "half shipped", "SHIPPED", "RECEIVED"]
)
async def test_an_order_is_compensated_from_every_point_and_its_pieces_return_to_the_contract(
    company: Company, placed: Any, outbox: Any, reached: str
) -> None:
    await go_to(company, placed, reached)
    asked = await cancel(company, placed)
    assert (asked["status"], asked["cancel_reason"]) == ("CANCELLING", "客户改变主意")
    assert (await cancel(company, placed))["version"] == asked["version"]
    order = await company.stands(placed, *[step for step in UNDO for _ in range(2)])
    assert order["status"] == "CANCELLED"
    assert [(line["reserved"], line["shipped"], line["received"]) for line in order["lines"]] == [(0, 0, 0)] * 2
    assert await stock_locations(company) == [(6, 0), (2, 0)]
    again = await company.order(order["contract_id"])
    assert [line["quantity"] for line in again["lines"]] == [10, 2]
    assert len(await outbox(orders.OrderCancelRequested)) == len(await outbox(orders.OrderCancelled)) == 1
    sent, back = await outbox(shipments.ShipmentSent), await outbox(shipments.ShipmentReturned)
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
    await company.refused("ORD-1", company.seller, f"/orders/{placed['id']}/resubmit", {})
    await company.refused("ORD-8", company.process, f"/orders/{placed['id']}/finish-cancellation")
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


async def test_what_is_released_is_allocated_to_those_who_wait(company: Company, placed: Any, outbox: Any) -> None:
    cable = placed["lines"][0]["product_id"]
    await company.stands(placed, "confirm", "reserve")
    waiting = await company.order(placed["contract_id"], (cable, 6))
    await company.stands(waiting, "confirm", "reserve")
    assert (await company.stands(waiting))["status"] == "CONFIRMED"
    await cancel(company, placed)
    await company.stands(placed, "release-stock")
    assert (await company.stands(waiting))["status"] == "RESERVED"
    assert len(await outbox(orders.OrderReserved)) == 2


async def test_what_returns_to_stock_is_allocated_to_those_who_wait(company: Company, placed: Any) -> None:
    cable = placed["lines"][0]["product_id"]
    await go_to(company, placed, "SHIPPED")
    waiting = await company.order(placed["contract_id"], (cable, 6))
    await company.stands(waiting, "confirm", "reserve")
    await cancel(company, placed)
    await company.stands(placed, "release-stock", "return-to-stock")
    assert (await company.stands(waiting))["status"] == "RESERVED"


async def test_shipping_and_cancelling_at_once_leave_nothing_half_done(company: Company, placed: Any) -> None:
    await company.stands(placed, "confirm", "reserve")
    path = f"/orders/{placed['id']}"
    shipped, cancelled = await asyncio.gather(
        company.as_(company.shipper).post(f"{path}/ship", json={}),
        company.as_(company.seller).post(f"{path}/cancel", json={"reason": "no"}),
    )
    assert sorted([cancelled.status_code, shipped.status_code]) in ([200, 409], [201, 409])
    if shipped.status_code == 201:
        await cancel(company, placed)
    await company.stands(placed, *UNDO)
    assert await stock_locations(company) == [(6, 0), (2, 0)]


async def test_ord_15_a_shipment_that_arrives_while_somebody_cancels_does_not_bring_the_order_back(
    company: Company, placed: Any
) -> None:
    await company.stands(placed, "confirm", "reserve")
    shipment = await company.ok(company.shipper, "POST", f"/orders/{placed['id']}/ship", {})
    async with company.harness.database.session() as other, other.begin():
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
    assert (await company.as_(company.seller).post(f"/orders/{placed['id']}/finish-cancellation")).status_code == 403


async def test_ord_1_a_completed_order_is_not_cancelled(company: Company, placed: Any) -> None:
    await go_to(company, placed, "RECEIVED")
    await company.stands(placed, "complete")
    await company.refused("ORD-1", company.seller, f"/orders/{placed['id']}/cancel", {"reason": "too late"})
