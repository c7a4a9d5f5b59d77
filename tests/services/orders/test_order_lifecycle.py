"""Does an order go all the way, and is each step told once?"""

from typing import Any

import pytest

from chassis.testing.plugin import assert_migrated
from messages.orders import orders, shipments
from messages.texts import LANGUAGES, known
from tests import builders
from tests.services.orders.conftest import Company

WHOLE_WAY = [
    orders.OrderPlaced,
    orders.OrderConfirmed,
    orders.OrderReserved,
    shipments.ShipmentSent,
    shipments.ShipmentSent,
    orders.OrderShipped,
    shipments.ShipmentReceived,
    shipments.ShipmentReceived,
    orders.OrderReceived,
    orders.OrderCompleted,
]


def kinds(told: list[Any]) -> list[type]:
    return [type(event) for event in told if event.service() == "orders" and event.noun() != "product"]


async def test_an_order_goes_all_the_way_in_two_shipments(company: Company, placed: Any, outbox: Any) -> None:
    assert placed["status"] == "PLACED"
    assert placed["number"].endswith("-CS-CN-000001")
    assert placed["total"] == {"amount": "409.99", "currency": "CNY"}
    assert [line["price"]["amount"] for line in placed["lines"]] == ["100.00", "9.99"]
    path = f"/orders/{placed['id']}"
    assert (await company.stands(placed, "confirm"))["status"] == "CONFIRMED"
    reserved = await company.ok(company.process, "POST", f"{path}/reserve")
    assert (reserved["done"], reserved["backordered"], reserved["order"]["status"]) == (True, [], "RESERVED")
    cable, lamp = (line["product_id"] for line in placed["lines"])

    first = await company.ok(
        company.shipper, "POST", f"{path}/ship", {"lines": [{"product_id": cable, "quantity": 3}], "carrier": "SF 顺丰"}
    )
    sent = [(line["product_id"], line["quantity"]) for line in first["lines"]]
    assert (first["status"], first["carrier"], sent) == ("SENT", "SF 顺丰", [(cable, 3)])
    order = await company.stands(placed)
    assert (order["status"], [line["shipped"] for line in order["lines"]]) == ("RESERVED", [3, 0])
    second = await company.ok(company.shipper, "POST", f"{path}/ship", {})
    assert {line["product_id"]: line["quantity"] for line in second["lines"]} == {cable: 1, lamp: 1}
    assert (await company.stands(placed))["status"] == "SHIPPED"

    await company.ok(company.shipper, "POST", f"/shipments/{first['id']}/receive")
    assert (await company.stands(placed))["status"] == "SHIPPED"
    await company.ok(company.seller, "POST", f"/shipments/{second['id']}/receive")
    assert (await company.stands(placed))["status"] == "RECEIVED"
    done = await company.stands(placed, "complete")
    assert done["status"] == "COMPLETED"
    assert done["completed_at"] is not None

    listed = await company.ok(company.seller, "GET", f"{path}/shipments")
    assert [shipment["number"] for shipment in listed] == [first["number"], second["number"]]
    products = (await company.ok(company.seller, "GET", "/products"))["items"]
    assert [(p["code"], p["on_hand"], p["reserved"]) for p in products] == [("CABLE", 2, 0), ("LAMP", 1, 0)]
    told = await outbox()
    assert kinds(told) == WHOLE_WAY
    versions = [event.version for event in told if isinstance(event, orders.OrderEvent)]
    assert versions == sorted(set(versions))


async def test_every_step_may_be_called_twice(company: Company, placed: Any, outbox: Any) -> None:
    path = f"/orders/{placed['id']}"
    for step in ("confirm", "confirm", "reserve", "reserve"):
        await company.ok(company.process, "POST", f"{path}/{step}")
    shipment = await company.ok(company.shipper, "POST", f"{path}/ship", {"id": placed["id"]})
    assert await company.ok(company.shipper, "POST", f"{path}/ship", {"id": placed["id"]}) == shipment
    for _ in range(2):
        await company.ok(company.shipper, "POST", f"/shipments/{shipment['id']}/receive")
    for step in ("confirm", "reserve", "complete", "confirm", "reserve", "complete"):
        await company.ok(company.process, "POST", f"{path}/{step}")
    told = kinds(await outbox())
    assert len(told) == len(set(told)) == 8


async def test_a_returned_order_is_resubmitted_with_other_lines(company: Company, placed: Any, outbox: Any) -> None:
    cable = placed["lines"][0]["product_id"]
    returned = await company.stands(placed, "return", "return")
    assert (returned["status"], returned["guidance"]) == ("RETURNED", "smaller, please")
    again = await company.ok(
        company.seller,
        "POST",
        f"/orders/{placed['id']}/resubmit",
        {"lines": [{"product_id": cable, "quantity": 10, "price": "90.00"}], "ship_to": "浦东"},
    )
    assert (again["status"], again["round"], again["guidance"], again["ship_to"]) == ("PLACED", 2, None, "浦东")
    assert again["total"]["amount"] == "900.00"
    placings = await outbox(orders.OrderPlaced)
    assert [(event.round, event.total.amount) for event in placings][1:] == [(2, placings[1].total.amount)]
    late = await company.ok(company.process, "POST", f"/orders/{placed['id']}/return", {"round": 1})
    assert (late["status"], late["round"]) == ("PLACED", 2)
    assert len(await outbox(orders.OrderReturned)) == 1


async def test_what_a_returned_order_would_cost_is_seen_before_it_is_resubmitted(company: Company, placed: Any) -> None:
    path, cable = f"/orders/{placed['id']}/preview-resubmission", placed["lines"][0]["product_id"]
    wanted = {"lines": [{"product_id": cable, "quantity": 10, "price": "90.00"}]}
    await company.refused("ORD-1", company.seller, path, wanted)
    before = await company.stands(placed, "return")
    seen = await company.ok(company.seller, "POST", path, wanted)
    assert (seen["total"]["amount"], seen["price_deviation"], seen["free"][cable]) == ("900.00", "10.00", 6)
    too_many = {"lines": [{"product_id": cable, "quantity": 11}]}
    await company.refused("ORD-3", company.seller, path, too_many)
    assert (await company.as_(company.stranger).post(path, json=wanted)).status_code == 404
    assert await company.stands(placed) == before, "nothing is kept"
    assert (await company.order(placed["contract_id"], (cable, 6)))["lines"][0]["quantity"] == 6


async def test_ord_4_a_returned_order_is_not_resubmitted_under_a_cancelled_contract(
    company: Company, deliver: Any
) -> None:
    cable = await company.product()
    contract = await company.contract((cable, 2, "1.00"))
    order = await company.order(contract.contract_id)
    await company.stands(order, "return")
    await deliver(builders.a_cancelled(contract))
    await company.refused("ORD-4", company.seller, f"/orders/{order['id']}/resubmit", {})


@pytest.mark.parametrize("step", ["reserve", "complete", "cancelled"])
async def test_ord_1_a_step_too_early_is_refused(company: Company, placed: Any, step: str) -> None:
    await company.refused("ORD-1", company.process, f"/orders/{placed['id']}/{step}")


@pytest.mark.parametrize("step", ["release-stock", "return-to-stock"])
async def test_ord_14_nothing_is_compensated_that_nobody_cancelled(company: Company, placed: Any, step: str) -> None:
    await company.refused("ORD-14", company.process, f"/orders/{placed['id']}/{step}")


async def test_the_approval_subject_shows_amount_and_credit_and_what_is_signed(
    company: Company, placed: Any, deliver: Any
) -> None:
    credit = builders.a_credit(placed["customer_id"], owed="1000.00", limit="1400.00", oldest_days_late=20, version=5)
    await deliver(credit, twice=True)
    older = builders.a_credit(placed["customer_id"], credit_id=credit.credit_id, owed="0.00", version=4)
    await deliver(older)
    matter = await company.ok(company.process, "GET", f"/orders/{placed['id']}/approval-subject")
    credit = {"oldest_days_late": 20, "over_limit": True, "short": False, "on_hold": False, "terms_above_grade": False}
    deviation = {"price_deviation": "0.00", "above_rest": False, "at_stake": "409.99", "has_contract": True}
    discounts = {"discount_percent": "85.09", "line_discount_percent": "98.18", "contract_discount_percent": "0.00"}
    prices = discounts | {"below_floor": False}  # the list price of both is 550.00
    assert matter["facts"] == {"amount": "409.99", "currency": "CNY"} | credit | deviation | prices
    assert matter["content"]["exposure"] == "1409.99 CNY"
    assert (matter["kind"], matter["requester_id"]) == ("order", str(company.seller.id))
    assert matter["content"]["lines"][0]["contract_price"] == "100.00"
    shown = {*matter["facts"], *matter["content"], *matter["content"]["lines"][0]}
    assert [field for field in shown for lang in LANGUAGES if not known(f"field.{field}", lang)] == []
    assert (await company.as_(company.seller).get(f"/orders/{placed['id']}/approval-subject")).status_code == 403


async def test_ord_16_the_approval_subject_names_what_is_backordered(company: Company) -> None:
    cable, lamp = await company.product("CABLE", on_hand=3), await company.product("LAMP", on_hand=2)
    contract = await company.contract((cable, 10, "100.00"), (lamp, 2, "9.99"))
    order = await company.order(contract.contract_id, (cable, 4), (lamp, 1))
    matter = await company.ok(company.process, "GET", f"/orders/{order['id']}/approval-subject")
    assert (matter["facts"]["short"], matter["content"]["short"]) == (True, "CABLE")


async def test_the_migrations_make_the_tables(harness: Any) -> None:
    await assert_migrated(harness)


async def test_ord_1_an_order_is_locked_while_it_is_approved(company: Company) -> None:
    cable = await company.product()
    contract = await company.contract((cable, 2, "1.00"))
    order = await company.order(contract.contract_id)
    before = await company.ok(company.seller, "GET", f"/orders/{order['id']}")
    await company.refused("ORD-1", company.seller, f"/orders/{order['id']}/resubmit", {"ship_to": "elsewhere"})
    assert await company.ok(company.seller, "GET", f"/orders/{order['id']}") == before


async def test_ord_82_feature_115_orders_are_ranked_for_production(company: Company, placed: Any, outbox: Any) -> None:
    second = await company.order(placed["contract_id"], (placed["lines"][0]["product_id"], 3))
    path = f"/orders/{second['id']}/rank"
    await company.refused("ORD-82", company.admin, path, {"rank": 1})
    for order in (placed, second):
        await company.stands(order, "confirm", "reserve")
    assert (await company.as_(company.seller).post(path, json={"rank": 1})).status_code == 403
    listed = (await company.ok(company.seller, "GET", "/production"))["items"]
    assert [one["number"] for one in listed] == [placed["number"], second["number"]], "the oldest first"
    for _ in range(2):
        await company.ok(company.admin, "POST", path, {"rank": 1})
    listed = (await company.ok(company.seller, "GET", "/production"))["items"]
    assert [(one["number"], one["rank"]) for one in listed] == [(second["number"], 1), (placed["number"], None)]
    waits = listed[0]["lines"][0]
    assert (waits["open"], waits["reserved"], waits["free"]) == (3, 0, 2)
    page = await company.ok(company.seller, "GET", "/production?limit=1")
    rest = await company.ok(company.seller, "GET", f"/production?limit=1&cursor={page['next']}")
    assert [one["number"] for one in (*page["items"], *rest["items"])] == [second["number"], placed["number"]]
    await company.ok(company.admin, "POST", path, {})
    assert [event.rank for event in await outbox(orders.OrderRanked)] == [1, None]
    assert (await company.ok(company.stranger, "GET", "/production"))["items"] == []
