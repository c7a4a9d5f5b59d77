"""Does an order stand while a change of it waits, and is the change applied once, or not at all?"""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from messages.orders import order_changes as events
from messages.orders.order_changes import OrderChanged
from tests.services.orders.conftest import Company
from tests.services.orders.credit.test_credit import a_contract, owes
from tests.services.orders.test_cancellations import cancel, stock_locations
from tests.services.orders.test_order_changes import WHY, asked, asks, decided, lines_of, pieces, seen, subject
from tests.services.orders.test_receipts import receive, shipped


async def test_feature_118_what_a_waiting_change_takes_away_does_not_leave(company: Company, placed: Any) -> None:
    await company.stands(placed, "confirm", "reserve")
    change = await asked(company, placed, lines=lines_of(placed, 3, 0))
    cable, lamp = placed["lines"]
    path = f"/orders/{placed['id']}/ship"
    four = {"lines": [{"product_id": cable["product_id"], "quantity": 4}]}
    await company.refused("ORD-92", company.shipper, path, four)
    await company.refused(
        "ORD-92", company.shipper, path, {"lines": [{"product_id": lamp["product_id"], "quantity": 1}]}
    )
    sent = await company.ok(company.shipper, "POST", path, {})
    assert [(line["line"], line["quantity"]) for line in sent["lines"]] == [(1, 3)], "all that both versions have"
    await company.refused("ORD-92", company.shipper, path, {})
    await decided(company, change)
    now = await company.stands(placed)
    assert (now["status"], pieces(now)) == ("SHIPPED", [(3, 0, 3)])
    assert await stock_locations(company) == [(3, 0), (2, 0)]


@pytest.mark.parametrize("ends", ["reject", "withdraw", "apply"])
async def test_feature_118_nothing_leaves_while_another_address_is_asked_for(
    company: Company, placed: Any, ends: str
) -> None:
    await company.stands(placed, "confirm", "reserve")
    change = await asked(company, placed, ship_to="广州")
    assert asks((await subject(company, change))["facts"]) == {"new_address"}
    path = f"/orders/{placed['id']}/ship"
    await company.refused("ORD-92", company.shipper, path, {})
    if ends == "withdraw":
        await company.ok(company.seller, "POST", f"/order-changes/{change['id']}/withdraw")
    else:
        await decided(company, change, ends)
    await company.ok(company.shipper, "POST", path, {})
    assert (await company.stands(placed))["ship_to"] == ("广州" if ends == "apply" else "")


async def test_feature_118_added_goods_reopen_an_order_that_was_shipped(
    company: Company, placed: Any, outbox: Any
) -> None:
    await shipped(company, placed)
    assert (await company.stands(placed))["status"] == "SHIPPED"
    change = await asked(company, placed, lines=lines_of(placed, 6, 1))
    await decided(company, change)
    now = await company.stands(placed)
    assert (now["status"], pieces(now)) == ("RESERVED", [(6, 2, 4), (1, 0, 1)])
    (told,) = await outbox(OrderChanged)
    assert told.status == "CONFIRMED", "what was added has to leave yet"
    await company.ok(company.shipper, "POST", f"/orders/{placed['id']}/ship", {})
    for one in await company.ok(company.seller, "GET", f"/orders/{placed['id']}/shipments"):
        await receive(company, one)
    assert (await company.stands(placed))["status"] == "RECEIVED"
    body = {"order_id": placed["id"], "reason": WHY, "lines": lines_of(placed, 7, 1)}
    await company.refused("ORD-89", company.seller, "/order-changes", body)
    cheaper = await asked(company, placed, lines=lines_of(placed, 6, 1, price="90.00"))
    assert (await decided(company, cheaper))["status"] == "APPLIED", "a price is agreed upon also afterwards"
    assert (await company.stands(placed))["total"]["amount"] == "549.99"


async def test_feature_118_overtaken_by_the_order_it_is_refused_with_the_reason_and_resubmitted(
    company: Company, placed: Any, outbox: Any
) -> None:
    await company.stands(placed, "confirm", "reserve")
    change = await asked(company, placed, lines=lines_of(placed, 3, 1))
    cable = placed["lines"][0]["product_id"]
    two = {"lines": [{"product_id": cable, "quantity": 2}]}
    await company.ok(company.shipper, "POST", f"/orders/{placed['id']}/ship", two)
    await company.ok(company.seller, "POST", f"/orders/{placed['id']}/close-short", {"reason": "停产"})
    before = await company.stands(placed)
    for _ in range(2):
        assert (await decided(company, change))["status"] == "RETURNED"
    found = await seen(company, change)
    assert (found["obstacle"], found["obstacle_params"]["least"]) == ("ORD-88", 4)
    assert await company.stands(placed) == before, "nothing of it was done"
    assert [event.rule for event in await outbox(events.OrderChangeOvertaken)] == ["ORD-88"]
    path = f"/order-changes/{change['id']}/resubmit"
    await company.refused("ORD-91", company.manager, path, {})
    await company.refused("ORD-88", company.seller, path, {})
    again = await company.ok(company.seller, "POST", path, {"lines": lines_of(placed, 4, 1, price="90.00")})
    assert (again["status"], again["round"], again["obstacle"]) == ("REQUESTED", 2, None)
    assert again["difference"]["difference"]["amount"] == "-20.00", "of the two that left, ten each"
    assert (await decided(company, change, round=1))["status"] == "REQUESTED", "the round before is past"
    await decided(company, change, round=2)
    now = await company.stands(placed)
    assert (now["total"]["amount"], now["credited"]["amount"]) == ("369.99", "189.99")


async def test_feature_118_called_off_by_another_order_meanwhile_it_is_not_applied(
    company: Company, placed: Any
) -> None:
    await company.stands(placed, "confirm", "reserve")
    change = await asked(company, placed, lines=lines_of(placed, 10, 1))
    await company.order(placed["contract_id"], (UUID(placed["lines"][0]["product_id"]), 1))
    assert (await decided(company, change))["status"] == "RETURNED"
    assert (await seen(company, change))["obstacle"] == "ORD-3"


async def test_feature_118_of_an_order_one_change_at_a_time_and_the_same_twice_is_one(
    company: Company, placed: Any, outbox: Any
) -> None:
    await company.stands(placed, "confirm", "reserve")
    id = str(uuid4())
    first, second = [await asked(company, placed, lines=lines_of(placed, 2, 1), id=id) for _ in range(2)]
    assert first == second
    await company.ok(company.seller, "POST", f"/order-changes/{id}/withdraw")
    await company.ok(company.seller, "POST", f"/order-changes/{id}/withdraw")
    body = {"order_id": placed["id"], "reason": WHY, "lines": lines_of(placed, 2, 1)}
    at_once = await asyncio.gather(*[company.as_(company.seller).post("/order-changes", json=body) for _ in range(3)])
    assert sorted(answer.status_code for answer in at_once) == [201, 409, 409]
    assert {answer.json()["rule"] for answer in at_once if answer.status_code == 409} == {"ORD-85"}
    assert len(await outbox(events.OrderChangeRequested)) == 2
    assert len(await outbox(events.OrderChangeWithdrawn)) == 1


async def test_feature_118_approved_at_once_by_two_messages_it_is_applied_once(
    company: Company, placed: Any, outbox: Any
) -> None:
    await company.stands(placed, "confirm", "reserve")
    change = await asked(company, placed, lines=lines_of(placed, 6, 1))
    await asyncio.gather(*[decided(company, change) for _ in range(3)])
    assert (await company.stands(placed))["total"]["amount"] == "609.99"
    assert len(await outbox(OrderChanged)) == len(await outbox(events.OrderChangeApplied)) == 1


@pytest.mark.parametrize("verb", ["apply", "send-back", "reject"])
async def test_feature_118_what_is_not_approved_changes_nothing(company: Company, placed: Any, verb: str) -> None:
    before = await company.stands(placed, "confirm", "reserve")
    change = await asked(company, placed, lines=lines_of(placed, 1, 1))
    await decided(company, change, "send-back")
    again = await company.ok(company.seller, "POST", f"/order-changes/{change['id']}/resubmit", {"reason": "bitte"})
    assert (again["round"], again["reason"], again["wanted"]) == (2, "bitte", change["wanted"])
    assert (await decided(company, change, verb, round=1))["status"] == "REQUESTED"
    ends = {"apply": "APPLIED", "send-back": "RETURNED", "reject": "REJECTED"}
    for _ in range(2):
        assert (await decided(company, change, verb, round=2))["status"] == ends[verb]
    now = await company.stands(placed)
    assert (pieces(now) == pieces(before)) == (verb != "apply")
    assert (now["open_change_id"] is None) == (verb != "send-back")


async def test_feature_118_a_cancelled_order_stops_its_change(company: Company, placed: Any, outbox: Any) -> None:
    await company.stands(placed, "confirm", "reserve")
    change = await asked(company, placed, lines=lines_of(placed, 6, 1))
    await cancel(company, placed)
    assert (await seen(company, change))["status"] == "WITHDRAWN"
    assert len(await outbox(events.OrderChangeWithdrawn)) == 1
    answer = await company.as_(company.process).post(f"/order-changes/{change['id']}/apply", json={"round": 1})
    assert (answer.status_code, answer.json()["rule"]) == (409, "ORD-83")
    await company.stands(placed, "release-stock", "return-to-stock", "finish-cancellation")
    assert await stock_locations(company) == [(6, 0), (2, 0)]
    cable = UUID(placed["lines"][0]["product_id"])
    assert (await company.order(placed["contract_id"], (cable, 10)))["lines"][0]["quantity"] == 10


async def test_feature_118_an_order_is_not_completed_while_a_change_of_it_waits(company: Company, placed: Any) -> None:
    sent = await shipped(company, placed)
    await receive(company, sent)
    change = await asked(company, placed, lines=lines_of(placed, 4, 1, price="110.00"))
    snapshot = await company.ok(company.process, "GET", f"/orders/{placed['id']}/snapshot")
    assert (snapshot["changing"], snapshot["changes"]) == (True, 0)
    assert (await company.stands(placed, "complete"))["status"] == "RECEIVED"
    await decided(company, change)
    snapshot = await company.ok(company.process, "GET", f"/orders/{placed['id']}/snapshot")
    assert (snapshot["changing"], snapshot["changes"]) == (False, 1)
    assert (await company.stands(placed, "complete"))["status"] == "COMPLETED"
    body = {"order_id": placed["id"], "reason": WHY, "lines": lines_of(placed, 4, 1, price="90.00")}
    await company.refused("ORD-84", company.seller, "/order-changes", body)


async def test_feature_118_what_cannot_be_changed_is_said_at_once_also_by_the_preview(
    company: Company, placed: Any
) -> None:
    body = {"order_id": placed["id"], "lines": lines_of(placed, 2, 1)}
    for path, more in (("/order-changes", {"reason": WHY}), ("/order-changes/preview", {})):
        await company.refused("ORD-84", company.seller, path, body | more)
    now = await company.stands(placed, "confirm", "reserve")
    for path, more in (("/order-changes", {"reason": WHY}), ("/order-changes/preview", {})):
        await company.refused("ORD-86", company.seller, path, body | more | {"version": now["version"] - 1})
        await company.refused("ORD-90", company.seller, path, body | more | {"lines": lines_of(placed, 4, 1)})
    found = await company.ok(company.seller, "POST", "/order-changes/preview", body)
    assert found["difference"]["amount"] == "-200.00"
    assert (await company.ok(company.seller, "GET", "/order-changes"))["items"] == [], "nothing is kept"
    both = lines_of(placed, 4, 1, discount_percent="5", discount_amount="1.00")
    answer = await company.as_(company.seller).post("/order-changes/preview", json=body | {"lines": both})
    assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (422, "ORD-25")


async def test_feature_118_only_who_acts_for_the_owner_changes_an_order(company: Company, placed: Any) -> None:
    await company.stands(placed, "confirm", "reserve")
    body = {"order_id": placed["id"], "reason": WHY, "lines": lines_of(placed, 2, 1)}
    assert (await company.as_(company.stranger).post("/order-changes", json=body)).status_code == 404
    assert (await company.as_(company.shipper).post("/order-changes", json=body)).status_code == 403
    change = await asked(company, placed, by=company.manager, lines=lines_of(placed, 2, 1))
    path = f"/order-changes/{change['id']}"
    assert (await company.as_(company.stranger).get(path)).status_code == 404
    assert (await company.as_(company.seller).post(f"{path}/apply", json={"round": 1})).status_code == 403
    await company.refused("ORD-91", company.admin, f"{path}/withdraw")
    listed = await company.ok(company.seller, "GET", "/order-changes", params={"open": True, "order_id": placed["id"]})
    assert [one["id"] for one in listed["items"]] == [change["id"]]
    assert (await company.ok(company.stranger, "GET", "/order-changes"))["items"] == []
    facts = await subject(company, change)
    assert facts["prepared_by"] == sorted([str(company.seller.id), str(company.manager.id)])
    assert (await company.ok(company.seller, "POST", f"{path}/withdraw"))["status"] == "WITHDRAWN"


async def test_feature_118_over_the_limit_by_what_is_added_and_asked_again_when_debts_grew(
    company: Company, outbox: Any
) -> None:
    customer, contract, product = await a_contract(company, "10000.00")
    order = await company.order(contract, (product, 6_000))
    await company.stands(order, "confirm", "reserve")
    more = lines_of(order, 9_000)
    change = await asked(company, order, lines=more)
    assert asks((await subject(company, change))["facts"]) == {"added"}
    await owes(company, customer, "5000.00", limit="10000.00", version=2, order_ids=[])
    assert await decided(company, change) | {"round": 2} == await decided(company, change)
    found = await seen(company, change)
    assert (found["status"], found["round"]) == ("REQUESTED", 2)
    assert [event.round for event in await outbox(events.OrderChangeRequested)] == [1, 2]
    shown = await subject(company, change)
    assert (asks(shown["facts"]), shown["content"]["exposure"]) == ({"added", "over_limit"}, "14000.00 CNY")
    assert (await decided(company, change, round=2))["status"] == "APPLIED"
    assert len((await company.ok(company.shipper, "POST", f"/orders/{order['id']}/ship", {}))["lines"]) == 1


async def test_two_open_changes_of_one_customer_see_each_others_sums(company: Company) -> None:
    """Each alone is within the limit; the one that was asked for first is not asked again because of the second."""
    customer, contract, product = await a_contract(company, "30000.00")
    orders = [await company.order(contract, (product, 1_000)) for _ in range(2)]
    for order in orders:
        await company.stands(order, "confirm", "reserve")
    await owes(company, customer, "0.00", limit="9000.00", version=2, order_ids=[])
    first = await asked(company, orders[0], lines=lines_of(orders[0], 5_000))
    assert asks((await subject(company, first))["facts"]) == {"added"}
    less = await asked(company, orders[1], lines=lines_of(orders[1], 500))
    assert asks((await subject(company, less))["facts"]) == set(), "what costs less waits for nobody's limit"
    await company.ok(company.seller, "POST", f"/order-changes/{less['id']}/withdraw")
    second = await asked(company, orders[1], lines=lines_of(orders[1], 5_000))
    shown = await subject(company, second)
    assert (asks(shown["facts"]), shown["content"]["exposure"]) == ({"added", "over_limit"}, "10000.00 CNY")
    assert (await decided(company, first))["status"] == "APPLIED"
    assert (await decided(company, second))["status"] == "APPLIED"


async def test_an_order_that_is_placed_sees_what_an_open_change_of_another_one_adds(company: Company) -> None:
    customer, contract, product = await a_contract(company, "30000.00")
    order = await company.order(contract, (product, 1_000))
    await company.stands(order, "confirm", "reserve")
    await owes(company, customer, "0.00", limit="5400.00", version=2, order_ids=[])
    await asked(company, order, lines=lines_of(order, 5_000))
    for many, over in ((400, False), (1, True)):
        placed = await company.order(contract, (product, many))
        assert (await company.subject(placed))["facts"]["over_limit"] is over, many
