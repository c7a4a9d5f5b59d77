"""Is what was short or damaged told apart by line, decided once, and sent again or credited?"""

from decimal import Decimal
from typing import Any

import pytest

from messages.orders import orders, shipments
from tests.services.orders.conftest import Company
from tests.services.orders.test_cancellations import cancel, stock_locations

WHY = "one box was opened"


async def shipped(company: Company, order: Any, **other: Any) -> Any:
    await company.stands(order, "confirm", "reserve")
    return await company.ok(company.shipper, "POST", f"/orders/{order['id']}/ship", other)


async def receive(company: Company, shipment: Any, *lines: tuple[int, int, int, int]) -> Any:
    """(line, accepted, short, damaged) each."""
    told = [dict(zip(("line", "accepted", "short", "damaged"), line, strict=True)) for line in lines]
    body = {"lines": [line | {"note": WHY} for line in told]}
    return await company.ok(company.shipper, "POST", f"/shipments/{shipment['id']}/receive", body)


async def decide(company: Company, shipment: Any, place: int, decision: str) -> Any:
    seen = await company.ok(company.admin, "GET", f"/shipments/{shipment['id']}")
    body = {"difference_id": seen["differences"][place]["id"], "decision": decision}
    return await company.ok(company.admin, "POST", f"/shipments/{shipment['id']}/decide-difference", body)


def counts(shipment: Any) -> list[tuple[int, ...]]:
    return [tuple(line[name] for name in ("quantity", "received", "short", "damaged")) for line in shipment["lines"]]


async def test_feature_111_195_parts_of_a_line_leave_and_arrive_and_never_more_than_ordered(
    company: Company, placed: Any, outbox: Any
) -> None:
    cable = placed["lines"][0]
    part = {"product_id": cable["product_id"], "quantity": 3, "line": cable["line"]}
    sent = await shipped(company, placed, lines=[part])
    now = await company.stands(placed)
    assert (now["status"], now["goods"]) == ("RESERVED", "PARTLY_SHIPPED")
    assert (sent["number"][:3], sent["lines"][0]["quantity"]) == ("SH-", 3), "each shipment is a document"
    await company.refused("ORD-7", company.shipper, f"/orders/{placed['id']}/ship", {"lines": [part | {"quantity": 2}]})
    seen = await receive(company, sent, (1, 2, 0, 0))
    assert (seen["status"], counts(seen), seen["received_at"]) == ("SENT", [(3, 2, 0, 0)], None)
    assert (await company.stands(placed))["goods"] == "PARTLY_RECEIVED"
    told = {"lines": [{"line": 1, "accepted": 2}]}
    await company.refused("ORD-71", company.shipper, f"/shipments/{sent['id']}/receive", told)
    assert (await receive(company, sent, (1, 1, 0, 0)))["status"] == "RECEIVED"
    await company.ok(company.shipper, "POST", f"/orders/{placed['id']}/ship", {})
    assert not await outbox(orders.OrderReceived), "the clock of payment terms starts when all has arrived"
    for one in await company.ok(company.seller, "GET", f"/orders/{placed['id']}/shipments"):
        await receive(company, one)
    now = await company.stands(placed)
    assert (now["status"], now["goods"]) == ("RECEIVED", "RECEIVED")
    assert len(await outbox(orders.OrderReceived)) == len(await outbox(shipments.ShipmentPartlyReceived)) == 1


@pytest.mark.parametrize("who", ["seller", "manager", "admin", "stranger"])
async def test_feature_109_only_a_shipper_confirms_that_goods_leave(company: Company, placed: Any, who: str) -> None:
    await company.stands(placed, "confirm", "reserve")
    path = f"/orders/{placed['id']}/ship"
    assert (await company.as_(getattr(company, who)).post(path, json={})).status_code == 403
    assert (await company.stands(placed))["status"] == "RESERVED"
    await company.ok(company.shipper, "POST", path, {})
    assert (await company.stands(placed))["status"] == "SHIPPED"


async def test_feature_195_short_and_damaged_pieces_are_told_apart_with_a_note(
    company: Company, placed: Any, outbox: Any
) -> None:
    sent = await shipped(company, placed)
    path = f"/shipments/{sent['id']}/receive"
    silent = {"lines": [{"line": 1, "accepted": 2, "short": 1, "damaged": 1}]}
    await company.refused("ORD-72", company.shipper, path, silent)
    seen = await receive(company, sent, (1, 2, 1, 1), (2, 1, 0, 0))
    assert (seen["status"], counts(seen)) == ("RECEIVED", [(4, 2, 1, 1), (1, 1, 0, 0)])
    differences = [(one["kind"], one["quantity"], one["note"], one["decision"]) for one in seen["differences"]]
    assert sorted(differences) == [("DAMAGED", 1, WHY, None), ("SHORT", 1, WHY, None)]
    told = await outbox(shipments.ShipmentDiffered)
    assert [(event.short, event.damaged) for event in told] == [(1, 1)]
    snapshot = await company.ok(company.process, "GET", f"/orders/{placed['id']}/snapshot")
    [undecided] = snapshot["differences"]
    assert (undecided["id"], undecided["number"]) == (sent["id"], sent["number"])
    two_pieces = Decimal(placed["lines"][0]["price"]["amount"]) * 2
    assert undecided["amount"] == {"amount": f"{two_pieces:.2f}", "currency": "CNY"}, "of what is short or damaged"
    assert (snapshot["status"], snapshot["goods"]) == ("SHIPPED", "PARTLY_RECEIVED")
    assert counts(await receive(company, sent, (1, 1, 0, 0))) == counts(seen), "one that is received stays so"


async def test_feature_195_what_is_sent_again_leaves_from_stock_once_more(company: Company, placed: Any) -> None:
    sent = await shipped(company, placed)
    await receive(company, sent, (1, 2, 2, 0), (2, 1, 0, 0))
    await decide(company, sent, 0, "RESEND")
    assert await stock_locations(company) == [(2, 0), (1, 0)]
    now = await company.stands(placed, "confirm-and-reserve")
    assert (now["status"], [line["reserved"] for line in now["lines"]]) == ("RESERVED", [2, 0])
    assert await stock_locations(company) == [(2, 2), (1, 0)]
    again = await company.ok(company.shipper, "POST", f"/orders/{placed['id']}/ship", {})
    assert counts(again) == [(2, 0, 0, 0)]
    await receive(company, again)
    assert (await company.stands(placed))["status"] == "RECEIVED"
    assert await stock_locations(company) == [(0, 0), (1, 0)]


async def test_feature_195_what_is_sent_again_waits_for_stock_when_there_is_none(company: Company, placed: Any) -> None:
    cable = placed["lines"][0]["product_id"]
    sent = await shipped(company, placed)
    await company.ok(company.shipper, "POST", f"/products/{cable}/stock", {"on_hand": 0})
    await receive(company, sent, (1, 3, 0, 1), (2, 1, 0, 0))
    await decide(company, sent, 0, "RESEND")
    waits = await company.ok(company.process, "POST", f"/orders/{placed['id']}/confirm-and-reserve")
    assert (waits["status"], waits["backordered"]) == ("CONFIRMED", ["CABLE"])
    await company.ok(company.shipper, "POST", f"/products/{cable}/stock", {"on_hand": 1})
    assert (await company.stands(placed))["status"] == "RESERVED"


async def test_feature_195_what_is_credited_is_not_due_any_more(company: Company, placed: Any, outbox: Any) -> None:
    sent = await shipped(company, placed)
    await receive(company, sent, (1, 3, 1, 0), (2, 1, 0, 0))
    path = f"/shipments/{sent['id']}/decide-difference"
    first = await decide(company, sent, 0, "CREDIT")
    again = await decide(company, sent, 0, "RESEND")
    assert first["differences"] == again["differences"], "what is decided stays so"
    assert (await company.as_(company.seller).post(path, json={})).status_code == 403
    now = await company.stands(placed)
    assert (now["status"], now["goods"], now["credited"]["amount"]) == ("RECEIVED", "RECEIVED", "100.00")
    assert (now["lines"][0]["closed"], now["lines"][0]["shipped"]) == (1, 3)
    assert [event.credit.amount for event in await outbox(shipments.DifferenceDecided)] == [100]
    assert [one.credit.amount for event in await outbox(shipments.DifferenceDecided) for one in event.lines] == [100]
    assert len(await outbox(orders.OrderReceived)) == 1


async def test_feature_195_of_what_was_short_nothing_goes_back_to_stock_when_it_is_cancelled(
    company: Company, placed: Any
) -> None:
    sent = await shipped(company, placed)
    await receive(company, sent, (1, 2, 1, 1), (2, 1, 0, 0))
    await decide(company, sent, 0, "CREDIT")
    await cancel(company, placed)
    await company.stands(placed, *("release-stock", "return-to-stock") * 2, "finish-cancellation")
    assert await stock_locations(company) == [(4, 0), (2, 0)]  # of 6 and 2, two cables never came back
    whole = await company.order(placed["contract_id"])
    assert [line["quantity"] for line in whole["lines"]] == [10, 2], "every piece can be called off again"
    difference = (await company.ok(company.admin, "GET", f"/shipments/{sent['id']}"))["differences"][1]["id"]
    body = {"difference_id": difference, "decision": "CREDIT"}
    await company.refused("ORD-74", company.admin, f"/shipments/{sent['id']}/decide-difference", body)


async def test_feature_114_an_order_is_closed_short_with_a_reason(company: Company, placed: Any, outbox: Any) -> None:
    cable = placed["lines"][0]
    path, why = f"/orders/{placed['id']}/close-short", {"reason": "the model is not made any more"}
    await company.stands(placed, "confirm", "reserve")
    await company.refused("ORD-77", company.seller, path, why)
    part = {"lines": [{"product_id": cable["product_id"], "quantity": 3}]}
    sent = await company.ok(company.shipper, "POST", f"/orders/{placed['id']}/ship", part)
    assert (await company.as_(company.stranger).post(path, json=why)).status_code == 404
    closed = await company.ok(company.seller, "POST", path, why)
    assert (closed["status"], closed["closed_reason"]) == ("SHIPPED", why["reason"])
    assert [(line["closed"], line["reserved"]) for line in closed["lines"]] == [(1, 0), (1, 0)]
    assert closed["credited"]["amount"] == "109.99"
    assert await stock_locations(company) == [(3, 0), (2, 0)]
    await company.refused("ORD-77", company.seller, path, why)
    await receive(company, sent)
    assert (await company.stands(placed))["status"] == "RECEIVED"
    (event,) = await outbox(orders.OrderClosedShort)
    assert [(one.position, one.quantity) for one in event.lines] == [(1, 1), (2, 1)]
    assert sum(one.credit.amount for one in event.lines) == event.credit.amount
    assert (event.pieces, str(event.credit.amount), event.reason) == (2, "109.99", why["reason"])
    assert len(await outbox(orders.OrderShipped)) == len(await outbox(orders.OrderReceived)) == 1


async def test_feature_117_the_stock_of_what_is_ordered_is_shown_by_site(company: Company, placed: Any) -> None:
    cable = placed["lines"][0]["product_id"]
    await company.ok(company.shipper, "POST", f"/products/{cable}/stock", {"on_hand": 7, "site": "WEST"})
    await company.stands(placed, "confirm", "reserve")
    found = await company.ok(company.seller, "GET", f"/orders/{placed['id']}/stock")
    of_cable = [(one["site"], one["on_hand"], one["free"]) for one in found if one["product_id"] == cable]
    assert of_cable == [("MAIN", 6, 2), ("WEST", 7, 7)]
    assert (await company.as_(company.stranger).get(f"/orders/{placed['id']}/stock")).status_code == 404


async def test_the_site_that_goods_leave_is_chosen(company: Company, placed: Any) -> None:
    cable = placed["lines"][0]
    stock = f"/products/{cable['product_id']}/stock"
    await company.ok(company.shipper, "POST", stock, {"on_hand": 3, "site": "WEST"})
    await company.stands(placed, "confirm", "reserve")
    line = {"product_id": cable["product_id"], "line": cable["line"]}
    path = f"/orders/{placed['id']}/ship"
    await company.refused("ORD-100", company.shipper, path, {"lines": [line | {"quantity": 4, "site": "WEST"}]})
    await company.refused("ORD-100", company.shipper, path, {"lines": [line | {"quantity": 1, "site": "NORTH"}]})
    sent = await company.ok(company.shipper, "POST", path, {"lines": [line | {"quantity": 3, "site": "WEST"}]})
    assert (sent["lines"][0]["sites"], sent["lines"][0]["quantity"]) == (["WEST"], 3)
    shown = await company.ok(company.seller, "GET", f"/orders/{placed['id']}/stock")
    cables = [one for one in shown if one["product_id"] == cable["product_id"]]
    at = {one["site"]: (one["on_hand"], one["free"]) for one in cables}
    assert (at["MAIN"], at.get("WEST", (0, 0))) == ((6, 5), (0, 0)), "what was reserved for them is free"
    rest = await company.ok(company.shipper, "POST", path, {})
    assert [(one["line"], one["quantity"]) for one in rest["lines"]] == [(1, 1), (2, 1)]
