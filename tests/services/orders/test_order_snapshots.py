"""Does the process of an order get what it follows, and are confirming and reserving one act?"""

from typing import Any
from uuid import UUID

from chassis.testing.plugin import ServiceHarness
from messages.orders import orders
from tests.services.orders.conftest import Company
from tests.services.statement_log import statements


async def follows(company: Company, order: Any) -> Any:
    return await company.ok(company.process, "GET", f"/orders/{order['id']}/snapshot")


async def confirmed(company: Company, order: Any) -> Any:
    return await company.ok(company.process, "POST", f"/orders/{order['id']}/confirm-and-reserve")


async def test_where_an_order_stands_is_one_statement(company: Company, placed: Any, harness: ServiceHarness) -> None:
    await confirmed(company, placed)
    sent = await company.ok(company.shipper, "POST", f"/orders/{placed['id']}/ship", {})
    with statements(harness) as said:
        seen = await follows(company, placed)
    assert len(said) == 1, said
    order = await company.stands(placed)
    assert seen == {
        "status": "SHIPPED", "round": 1, "number": order["number"], "owner_id": order["owner_id"],
        "legal_entity_id": "CS-CN", "title": order["customer_name"], "backordered": [], "version": order["version"],
        "on_the_way": [{"id": sent["id"], "number": sent["number"], "amount": order["total"]}], "total": order["total"],
        "goods_requests": 0, "goods_back": False, "differences": [], "goods": "SHIPPED",
        "changing": False, "changes": 0,
    }  # fmt: skip
    await company.ok(company.shipper, "POST", f"/shipments/{sent['id']}/receive")
    assert (await follows(company, placed))["on_the_way"] == []
    missing = await company.as_(company.process).get(f"/orders/{UUID(int=1)}/snapshot")
    assert missing.status_code == 404


async def test_case_f_a_shipment_is_worth_what_left_with_it(company: Company, placed: Any) -> None:
    await confirmed(company, placed)
    [cable] = [line["product_id"] for line in placed["lines"] if line["product_code"] == "CABLE"]
    part = {"lines": [{"product_id": cable, "quantity": 3}]}
    await company.ok(company.shipper, "POST", f"/orders/{placed['id']}/ship", part)
    [sent] = (await follows(company, placed))["on_the_way"]
    assert sent["amount"] == {"amount": "300.00", "currency": "CNY"}


async def test_an_order_is_confirmed_and_reserved_once(company: Company, placed: Any, outbox: Any) -> None:
    first = await confirmed(company, placed)
    assert (first["status"], first["backordered"]) == ("RESERVED", [])
    assert await confirmed(company, placed) == first
    kinds = [type(event) for event in await outbox() if event.noun() == "order"]
    assert kinds == [orders.OrderPlaced, orders.OrderConfirmed, orders.OrderReserved]
    assert [event.waited for event in await outbox(orders.OrderReserved)] == [False]


async def test_an_order_whose_goods_are_short_is_confirmed_and_waits(company: Company, outbox: Any) -> None:
    cable = await company.product("CABLE", on_hand=3)
    contract = await company.contract((cable, 10, "100.00"))
    order = await company.order(contract.contract_id, (cable, 4))
    first = await confirmed(company, order)
    assert (first["status"], first["backordered"]) == ("CONFIRMED", ["CABLE"])
    await company.ok(company.shipper, "POST", f"/products/{cable}/stock", {"on_hand": 4})
    assert (await follows(company, order))["status"] == "RESERVED"
    kinds = [type(event) for event in await outbox() if event.noun() == "order"]
    assert kinds == [orders.OrderPlaced, orders.OrderConfirmed, orders.OrderReserved]
    assert [event.waited for event in await outbox(orders.OrderReserved)] == [True]
