"""Do goods that customers send back count when they are back, once, and only so many as they have?"""

import asyncio
import random
from typing import Any
from uuid import uuid4

import pytest

from messages.orders import orders
from messages.orders import returns as events
from tests.services.orders.conftest import Company
from tests.services.orders.test_cancellations import cancel, stock_locations
from tests.services.orders.test_receipts import decide, receive, shipped

WHY = "ordered too many"


async def delivered(company: Company, order: Any) -> Any:
    sent = await shipped(company, order)
    return await receive(company, sent)


async def asked(company: Company, shipment: Any, *lines: tuple[int, int], **other: Any) -> Any:
    body = {"shipment_id": shipment["id"], "reason": WHY} | other
    body["lines"] = [{"line": line, "quantity": pieces} for line, pieces in lines]
    return await company.ok(company.seller, "POST", "/returns", body)


async def decided(company: Company, found: Any, verb: str, round: int = 1) -> Any:
    body = {"round": round, "comment": "no"}
    return await company.ok(company.process, "POST", f"/returns/{found['id']}/{verb}", body)


async def back(company: Company, found: Any, *lines: tuple[int, int, int]) -> Any:
    """(line, good, scrapped) each."""
    told = [dict(zip(("line", "good", "scrapped"), line, strict=True)) for line in lines]
    return await company.ok(company.shipper, "POST", f"/returns/{found['id']}/receive", {"lines": told})


def counts(order: Any) -> list[tuple[int, int]]:
    return [(line["received"], line["returned"]) for line in order["lines"]]


async def test_feature_196_goods_count_when_a_shipper_says_that_they_are_back(
    company: Company, placed: Any, outbox: Any
) -> None:
    sent = await delivered(company, placed)
    found = await asked(company, sent, (1, 3))
    assert (found["status"], found["worth"]["amount"], found["number"][:3]) == ("REQUESTED", "300.00", "RT-")
    await company.refused("ORD-81", company.shipper, f"/returns/{found['id']}/receive", {})
    await decided(company, found, "approve")
    assert await stock_locations(company) == [(2, 0), (1, 0)], "approved is not back"
    path = f"/returns/{found['id']}/receive"
    for who in (company.seller, company.manager, company.admin):
        assert (await company.as_(who).post(path, json={})).status_code == 403
    await company.refused("ORD-81", company.shipper, path, {"lines": [{"line": 1, "good": 3, "scrapped": 1}]})
    part = await back(company, found, (1, 1, 1))
    assert (part["status"], part["credited"]["amount"]) == ("APPROVED", "200.00")
    assert await stock_locations(company) == [(3, 0), (1, 0)], "what is scrap is not on the shelf"
    now = await company.stands(placed)
    assert (counts(now), now["goods"], now["credited"]["amount"]) == ([(4, 2), (1, 0)], "PARTLY_RETURNED", "200.00")
    assert (await back(company, found, (1, 1, 0)))["status"] == "RECEIVED"
    assert (await back(company, found, (1, 1, 0)))["credited"]["amount"] == "300.00", "again, it changes nothing"
    assert await stock_locations(company) == [(4, 0), (1, 0)]
    told = [(event.good, event.scrapped, str(event.credit.amount), event.is_complete) for event in
            await outbox(events.ReturnReceived)]  # fmt: skip
    assert told == [(1, 1, "200.00", False), (1, 0, "100.00", True)]
    (confirmed,) = await outbox(orders.OrderConfirmed)
    lines = [one for event in await outbox(events.ReturnReceived) for one in event.lines]
    assert [(one.position, one.quantity, str(one.credit.amount)) for one in lines] == [
        (1, 2, "200.00"),
        (1, 1, "100.00"),
    ]
    assert {one.product_code for one in lines} == {confirmed.lines[0].product_code}, "as it is invoiced"


async def test_feature_119_goods_come_back_also_after_the_order_was_completed(company: Company, placed: Any) -> None:
    sent = await delivered(company, placed)
    done = await company.stands(placed, "complete")
    found = await asked(company, sent, (1, 4), (2, 1))
    subject = await company.ok(company.process, "GET", f"/returns/{found['id']}/approval-subject")
    assert (subject["facts"]["completed"], subject["facts"]["amount"]) == (True, "409.99")
    await decided(company, found, "approve")
    await back(company, found)
    now = await company.stands(placed)
    assert (now["status"], now["goods"], now["credited"]) == (done["status"], "RETURNED", placed["total"])
    assert await stock_locations(company) == [(6, 0), (2, 0)]
    again = await company.order(placed["contract_id"], (placed["lines"][0]["product_id"], 10))
    assert again["lines"][0]["quantity"] == 10, "exchanged goods are called off the contract again"


async def test_feature_119_no_more_comes_back_than_the_customer_has(company: Company, placed: Any) -> None:
    sent = await shipped(company, placed)
    body = {"shipment_id": sent["id"], "reason": WHY, "lines": [{"line": 1, "quantity": 1}]}
    await company.refused("ORD-79", company.seller, "/returns", body)
    await receive(company, sent, (1, 3, 1, 0), (2, 1, 0, 0))
    await asked(company, sent, (1, 2))
    await company.refused("ORD-79", company.seller, "/returns", body | {"lines": [{"line": 1, "quantity": 2}]})
    twice = {"lines": [{"line": 1, "quantity": 1}] * 2}
    await company.refused("ORD-79", company.seller, "/returns", body | twice)
    await asked(company, sent, (1, 1))
    await company.refused("ORD-79", company.seller, "/returns", body)
    assert (await company.as_(company.stranger).post("/returns", json=body)).status_code == 404
    assert (await company.as_(company.shipper).post("/returns", json=body)).status_code == 403


async def test_feature_119_asked_twice_it_is_one_return(company: Company, placed: Any, outbox: Any) -> None:
    sent = await delivered(company, placed)
    id = str(uuid4())
    first, second = [await asked(company, sent, (1, 2), id=id) for _ in range(2)]
    assert first == second
    at_once = await asyncio.gather(
        *[company.as_(company.seller).post("/returns", json={"shipment_id": sent["id"], "reason": WHY,
          "lines": [{"line": 1, "quantity": 2}]}) for _ in range(3)]
    )  # fmt: skip
    assert sorted(answer.status_code for answer in at_once) == [201, 409, 409], "of three at once two are too many"
    assert len(await outbox(events.ReturnRequested)) == 2


@pytest.mark.parametrize("verb", ["approve", "send-back", "reject"])
async def test_feature_119_an_answer_to_an_earlier_round_changes_nothing(
    company: Company, placed: Any, verb: str
) -> None:
    found = await asked(company, await delivered(company, placed), (1, 2))
    await decided(company, found, "send-back")
    path = f"/returns/{found['id']}/resubmit"
    assert (await company.as_(company.stranger).post(path, json={})).status_code == 404
    await company.refused("ORD-80", company.manager, path, {})
    body = {"lines": [{"line": 1, "quantity": 4}], "reason": "all of them"}
    again = await company.ok(company.seller, "POST", path, body)
    assert (again["status"], again["round"], again["worth"]["amount"]) == ("REQUESTED", 2, "400.00")
    assert (await decided(company, found, verb, round=1))["status"] == "REQUESTED"
    ends = {"approve": "APPROVED", "send-back": "RETURNED", "reject": "REJECTED"}
    for _ in range(2):
        assert (await decided(company, found, verb, round=2))["status"] == ends[verb]


@pytest.mark.parametrize("came", [0, 1])
async def test_feature_119_of_a_withdrawn_return_what_came_back_stays_counted(
    company: Company, placed: Any, came: int
) -> None:
    sent = await delivered(company, placed)
    found = await asked(company, sent, (1, 3))
    await decided(company, found, "approve")
    if came:
        await back(company, found, (1, came, 0))
    path = f"/returns/{found['id']}/withdraw"
    await company.refused("ORD-80", company.manager, path)
    ended = await company.ok(company.seller, "POST", path)
    assert ended["status"] == ("RECEIVED" if came else "WITHDRAWN")
    assert counts(await company.stands(placed)) == [(4, came), (1, 0)]
    assert (await company.ok(company.seller, "GET", f"/shipments/{sent['id']}"))["lines"][0]["coming_back"] == 0
    rest = await asked(company, sent, (1, 4 - came))
    assert rest["status"] == "REQUESTED", "what did not come back may be asked for again"
    assert (await decided(company, rest, "reject"))["status"] == "REJECTED"
    await asked(company, sent, (1, 4 - came))


async def test_feature_119_a_return_ends_with_its_cancelled_order_and_no_piece_is_counted_twice(
    company: Company, placed: Any, outbox: Any
) -> None:
    sent = await delivered(company, placed)
    found = await asked(company, sent, (1, 3))
    await decided(company, found, "approve")
    await back(company, found, (1, 1, 1))
    await cancel(company, placed)
    ended = await company.ok(company.seller, "GET", f"/returns/{found['id']}")
    assert (ended["status"], len(await outbox(events.ReturnWithdrawn))) == ("RECEIVED", 1)
    for _ in range(2):
        await company.stands(placed, "return-to-stock", "release-stock", "finish-cancellation")
    assert await stock_locations(company) == [(5, 0), (2, 0)]  # of 6 and 2, one is scrap
    whole = await company.order(placed["contract_id"])
    assert [line["quantity"] for line in whole["lines"]] == [10, 2]
    body = {"shipment_id": sent["id"], "reason": WHY, "lines": [{"line": 1, "quantity": 1}]}
    await company.refused("ORD-79", company.seller, "/returns", body)


async def test_feature_119_good_pieces_go_to_an_order_that_waits_for_them(company: Company, placed: Any) -> None:
    sent = await delivered(company, placed)
    waiting = await company.order(placed["contract_id"], (placed["lines"][0]["product_id"], 5))
    assert (await company.stands(waiting, "confirm", "reserve"))["status"] == "CONFIRMED"
    found = await asked(company, sent, (1, 3))
    await decided(company, found, "approve")
    await back(company, found)
    assert (await company.stands(waiting))["status"] == "RESERVED"
    assert await stock_locations(company) == [(5, 5), (1, 0)]


async def test_feature_119_returns_are_listed_page_by_page_for_who_may_see_them(company: Company, placed: Any) -> None:
    sent = await delivered(company, placed)
    made = [await asked(company, sent, (1, 1)) for _ in range(3)]
    await decided(company, made[0], "reject")
    page = await company.ok(company.seller, "GET", "/returns?limit=2&open=true")
    assert [one["id"] for one in page["items"]] == [made[2]["id"], made[1]["id"]]
    ended = await company.ok(company.seller, "GET", f"/returns?open=false&order_id={placed['id']}")
    assert [one["id"] for one in ended["items"]] == [made[0]["id"]]
    assert (await company.ok(company.stranger, "GET", "/returns"))["items"] == []
    assert (await company.as_(company.stranger).get(f"/returns/{made[0]['id']}")).status_code == 404


@pytest.mark.parametrize("seed", range(6))
async def test_feature_196_whatever_happens_no_piece_and_no_cent_is_lost_or_counted_twice(
    company: Company, placed: Any, seed: int
) -> None:
    """Shipped, received, short, damaged, sent again, credited, returned, closed short, in any order."""
    chance, scrapped, lost = random.Random(seed), 0, 0
    await company.stands(placed, "confirm", "reserve")
    path = f"/orders/{placed['id']}"
    for _ in range(30):
        now = await company.stands(placed)
        sent = await company.ok(company.seller, "GET", f"{path}/shipments")
        live = (await company.ok(company.seller, "GET", "/returns?open=true"))["items"]
        act = chance.choice(["ship", "receive", "decide", "ask", "approve", "back", "reserve", "close"])
        line, one = chance.choice(now["lines"]), chance.choice(sent) if sent else None
        if act == "ship" and line["reserved"]:
            part = {"product_id": line["product_id"], "line": line["line"]}
            pieces = chance.randint(1, line["reserved"])
            await company.ok(company.shipper, "POST", f"{path}/ship", {"lines": [part | {"quantity": pieces}]})
        elif act == "receive" and one and one["status"] == "SENT":
            part = one["lines"][0]
            left = part["quantity"] - part["received"] - part["short"] - part["damaged"]
            good = chance.randint(0, left)
            short = chance.randint(0 if good else 1, left - good) if left - good else 0
            await receive(company, one, (part["line"], good, short, 0))
            lost += short
        elif act == "decide" and one and any(not each["decision"] for each in one["differences"]):
            place = next(n for n, each in enumerate(one["differences"]) if not each["decision"])
            await decide(company, one, place, chance.choice(["RESEND", "CREDIT"]))
        elif act == "ask" and one and (part := one["lines"][0])["received"] > part["coming_back"] + part["returned"]:
            await asked(company, one, (part["line"], 1))
        elif act == "approve" and live:
            await decided(company, chance.choice(live), "approve")
        elif act == "back" and (ready := [each for each in live if each["status"] == "APPROVED"]):
            is_scrap = chance.random() < 0.3
            await back(company, ready[0], (ready[0]["lines"][0]["line"], int(not is_scrap), int(is_scrap)))
            scrapped += is_scrap
        elif act == "reserve" and now["status"] == "CONFIRMED":
            await company.ok(company.process, "POST", f"{path}/confirm-and-reserve")
        elif act == "close" and chance.random() < 0.1 and now["goods"] != "NONE":
            await company.as_(company.seller).post(f"{path}/close-short", json={"reason": WHY})
        await holds(company, placed, scrapped, lost)


async def holds(company: Company, placed: Any, scrapped: int, lost: int) -> None:
    """8 pieces were in stock: each is there, on its way, with the customer, scrap, or was lost."""
    now = await company.stands(placed)
    sent = await company.ok(company.seller, "GET", f"/orders/{placed['id']}/shipments")
    stock = await stock_locations(company)
    there = sum(on_hand for on_hand, _ in stock)
    parts = [line for one in sent for line in one["lines"]]
    away = sum(line["quantity"] - line["short"] - line["damaged"] - line["returned"] for line in parts)
    assert there + away + scrapped + lost == 8
    assert sum(reserved for _, reserved in stock) == sum(line["reserved"] for line in now["lines"])
    credited = 0
    for line in now["lines"]:
        due = line["quantity"] - line["closed"]
        assert due >= line["shipped"] + line["reserved"]
        assert line["shipped"] >= line["received"] >= line["returned"] >= 0
        gone = line["closed"] + line["returned"]
        credited += round(float(line["price"]["amount"]) * 100) * gone
    assert round(float((now["credited"] or {"amount": "0"})["amount"]) * 100) == credited


async def test_an_exchange_is_an_order_that_says_for_which_return(company: Company, placed: Any, outbox: Any) -> None:
    sent = await delivered(company, placed)
    found = await asked(company, sent, (1, 4))
    cable = placed["lines"][0]["product_id"]
    body = {"contract_id": placed["contract_id"], "lines": [{"product_id": cable, "quantity": 4}]}
    body["exchange_of"] = found["id"]
    await company.refused("ORD-98", company.seller, "/orders", body)
    await decided(company, found, "approve")
    await back(company, found)
    order = await company.ok(company.seller, "POST", "/orders", body)
    assert (order["exchange_of"], order["exchange_number"]) == (found["id"], found["number"])
    listed = await company.ok(company.seller, "GET", "/orders", params={"exchange_of": found["id"]})
    assert [one["id"] for one in listed["items"]] == [order["id"]]
    assert [str(event.return_id) for event in await outbox(orders.OrderPlaced)] == ["None", found["id"]]
    subject = await company.subject(order)
    assert subject["content"]["exchange_of"] == found["number"]
    strangers = company.as_(company.stranger)
    assert (await strangers.post("/orders", json=body | {"exchange_of": str(uuid4())})).status_code == 404
