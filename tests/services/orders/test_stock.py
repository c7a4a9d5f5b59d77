"""Is what is on the shelf promised once, to the oldest first, and never more than is there?"""

import asyncio
from typing import Any
from uuid import UUID

from chassis.base.clock import new_id
from messages.orders.orders import OrderReserved
from messages.orders.products import StockCounted
from messages.orders.shipments import ShipmentSent
from tests.services.orders.conftest import Company


async def confirmed(company: Company, contract: UUID, *lines: tuple[UUID, int]) -> Any:
    return await company.stands(await company.order(contract, *lines), "confirm")


async def test_ord_6_waiting_orders_get_their_goods_oldest_first_when_stock_is_counted(
    company: Company, outbox: Any
) -> None:
    cable = await company.product("CABLE", on_hand=1)
    contract = (await company.contract((cable, 100, "1.00"))).contract_id
    orders = [await confirmed(company, contract, (cable, n)) for n in (4, 5, 2)]
    for order in reversed(orders):
        answer = await company.ok(company.process, "POST", f"/orders/{order['id']}/reserve")
        assert (answer["done"], answer["backordered"]) == (False, ["CABLE"])
    assert await outbox(OrderReserved) == []
    await company.ok(company.shipper, "POST", f"/products/{cable}/stock", {"on_hand": 8})
    served = [event.order_id for event in await outbox(OrderReserved)]
    assert served == [UUID(orders[0]["id"]), UUID(orders[2]["id"])]
    product = await company.ok(company.seller, "GET", f"/products/{cable}")
    assert (product["on_hand"], product["reserved"]) == (8, 6)
    again = await company.ok(company.process, "POST", f"/orders/{orders[0]['id']}/reserve")
    assert again["done"]


async def test_an_order_that_waits_for_two_products_is_reserved_when_the_second_comes(
    company: Company, outbox: Any
) -> None:
    cable, lamp = await company.product("CABLE"), await company.product("LAMP")
    contract = (await company.contract((cable, 5, "1.00"), (lamp, 5, "1.00"))).contract_id
    order = await confirmed(company, contract)
    answer = await company.ok(company.process, "POST", f"/orders/{order['id']}/reserve")
    assert answer["backordered"] == ["CABLE", "LAMP"]
    await company.ok(company.shipper, "POST", f"/products/{lamp}/stock", {"on_hand": 5})
    assert await outbox(OrderReserved) == []
    await company.ok(company.shipper, "POST", f"/products/{cable}/stock", {"on_hand": 3, "site": "EAST"})
    await company.ok(company.shipper, "POST", f"/products/{cable}/stock", {"on_hand": 2, "site": "WEST"})
    assert len(await outbox(OrderReserved)) == 1
    shipped = await company.ok(company.shipper, "POST", f"/orders/{order['id']}/ship", {})
    assert {line["product_id"]: line["quantity"] for line in shipped["lines"]} == {str(cable): 5, str(lamp): 5}
    assert (await company.ok(company.seller, "GET", f"/products/{cable}"))["on_hand"] == 0


async def test_ord_6_orders_that_reserve_at_once_never_share_a_piece(company: Company) -> None:
    cable, lamp = await company.product("CABLE", on_hand=10), await company.product("LAMP", on_hand=10)
    contract = (await company.contract((cable, 100, "1.00"), (lamp, 100, "1.00"))).contract_id
    lines = [((cable, 3), (lamp, 3)), ((lamp, 3), (cable, 3))]
    orders = [await confirmed(company, contract, *lines[n % 2]) for n in range(6)]
    client = company.as_(company.process)
    answers = await asyncio.gather(*[client.post(f"/orders/{order['id']}/reserve") for order in orders])
    assert sorted(answer.json()["done"] for answer in answers) == [False] * 3 + [True] * 3
    products = (await company.ok(company.seller, "GET", "/products"))["items"]
    assert [(p["on_hand"], p["reserved"]) for p in products] == [(10, 9), (10, 9)]


async def test_an_order_that_begins_to_wait_while_stock_is_counted_is_not_overlooked(company: Company) -> None:
    cable = await company.product("CABLE")
    contract = (await company.contract((cable, 100, "1.00"))).contract_id
    orders = [await confirmed(company, contract, (cable, 1)) for _ in range(5)]
    process, shipper = company.as_(company.process), company.as_(company.shipper)
    calls = [process.post(f"/orders/{order['id']}/reserve") for order in orders]
    calls.insert(2, shipper.post(f"/products/{cable}/stock", json={"on_hand": 5}))
    await asyncio.gather(*calls)
    assert {(await company.stands(order))["status"] for order in orders} == {"RESERVED"}


async def test_ord_7_shipping_at_once_never_ships_more_than_was_ordered(
    company: Company, placed: Any, outbox: Any
) -> None:
    await company.stands(placed, "confirm", "reserve")
    cable = placed["lines"][0]["product_id"]
    body = {"lines": [{"product_id": cable, "quantity": 3}]}
    client = company.as_(company.shipper)
    answers = await asyncio.gather(*[client.post(f"/orders/{placed['id']}/ship", json=body) for _ in range(4)])
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert {answer.json().get("rule") for answer in answers} == {None, "ORD-7"}
    [sent] = await outbox(ShipmentSent)
    assert (sent.order_number, sent.customer_name) == (placed["number"], placed["customer_name"])


async def test_only_the_shipper_ships_and_only_what_is_reserved(company: Company, placed: Any) -> None:
    path = f"/orders/{placed['id']}/ship"
    await company.refused("ORD-1", company.shipper, path, {})
    await company.stands(placed, "confirm", "reserve")
    for who in (company.seller, company.manager, company.admin, company.process):
        assert (await company.as_(who).post(path, json={})).status_code == 403
    await company.ok(company.shipper, "POST", path, {})
    await company.refused("ORD-1", company.shipper, path, {})


async def test_ord_10_the_shipper_or_the_owner_confirms_the_receipt(company: Company, placed: Any) -> None:
    await company.stands(placed, "confirm", "reserve")
    shipment = await company.ok(company.shipper, "POST", f"/orders/{placed['id']}/ship", {})
    path = f"/shipments/{shipment['id']}/receive"
    expected = {company.manager: 403, company.admin: 403, company.stranger: 404, company.seller: 200}
    for who, status in expected.items():
        assert (await company.as_(who).post(path)).status_code == status
    answers = await asyncio.gather(*[company.as_(company.shipper).post(path) for _ in range(3)])
    assert {answer.status_code for answer in answers} == {200}
    order = await company.stands(placed)
    assert (order["status"], [line["received"] for line in order["lines"]]) == ("RECEIVED", [4, 1])
    assert (await company.as_(company.shipper).post(f"/shipments/{new_id()}/receive")).status_code == 404


async def test_ord_11_fewer_than_are_promised_cannot_be_counted(company: Company, placed: Any, outbox: Any) -> None:
    await company.stands(placed, "confirm", "reserve")
    counts = len(await outbox(StockCounted))
    path = f"/products/{placed['lines'][0]['product_id']}/stock"
    await company.refused("ORD-11", company.shipper, path, {"on_hand": 3})
    await company.ok(company.shipper, "POST", path, {"on_hand": 4})
    assert len(await outbox(StockCounted)) == counts + 1
    assert (await company.as_(company.seller).post(path, json={"on_hand": 4})).status_code == 403
    assert (await company.as_(company.shipper).post(path, json={"on_hand": -1})).status_code == 422
    assert (
        await company.as_(company.shipper).post(f"/products/{new_id()}/stock", json={"on_hand": 1})
    ).status_code == 404


async def test_ord_19_case_e18_freight_needs_no_shelf(company: Company) -> None:
    cable = await company.product("CABLE", on_hand=4)
    body = {"code": "FREIGHT", "name": "运费", "price": "0.00", "currency": "CNY", "stocked": False}
    freight = await company.ok(company.admin, "POST", "/products", body)
    assert (freight["stocked"], freight["on_hand"]) == (False, 0)
    await company.refused("ORD-19", company.shipper, f"/products/{freight['id']}/stock", {"on_hand": 5})
    contract = await company.contract((cable, 4, "100.00"), (UUID(freight["id"]), 1, "35.00"))
    order = await company.order(contract.contract_id)
    assert (await company.stands(order, "confirm", "reserve"))["status"] == "RESERVED"
    await company.ok(company.shipper, "POST", f"/orders/{order['id']}/ship", {})
    assert (await company.stands(order))["status"] == "SHIPPED"
    shown = await company.ok(company.admin, "GET", f"/products/{freight['id']}")
    assert (shown["on_hand"], shown["reserved"]) == (0, 0)


async def test_case_e18_a_product_at_two_prices_in_one_order(company: Company) -> None:
    cable = await company.product("CABLE", on_hand=9)
    contract = await company.contract((cable, 4, "100.00"), (cable, 2, "90.00"))
    order = await company.order(contract.contract_id)
    assert [(line["quantity"], line["price"]["amount"]) for line in order["lines"]] == [(4, "100.00"), (2, "90.00")]
    assert order["total"]["amount"] == "580.00"
    assert (await company.stands(order, "confirm", "reserve"))["status"] == "RESERVED"
