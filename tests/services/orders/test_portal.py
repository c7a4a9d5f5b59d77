"""Does an order of a customer who orders for himself go the way of every order, and is he shown what is his alone?"""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.auth.identity import Actor
from chassis.testing.plugin import an_actor
from messages.orders.orders import OrderCancelRequested, OrderPlaced
from tests.services.orders.conftest import Company

INTERNAL = ("floor", "cost", "margin", "limit", "credit", "guidance", "owner_id", "owner_unit", "list_price", "site")


def buyer_of(customer: UUID, **other: Any) -> Actor:
    return an_actor("customer", unit="", name="Bai Ling", customer_id=customer, **other)


async def ordered(company: Company, buyer: Actor, *lines: tuple[UUID, int], **other: Any) -> Any:
    body = {"lines": [{"product_id": str(id), "quantity": n} for id, n in lines]} | other
    return await company.ok(buyer, "POST", "/portal/orders", body)


def keys_of(found: Any) -> set[str]:
    if isinstance(found, dict):
        return set(found) | {key for part in found.values() for key in keys_of(part)}
    return {key for part in found for key in keys_of(part)} if isinstance(found, list) else set()


async def test_feature_103_a_customers_order_enters_the_same_approval_as_his_sellers(company: Company) -> None:
    cable = await company.product("CABLE", price="100.00", on_hand=6, tax_rate="13.00")
    customer = await company.customer()
    buyer = buyer_of(customer)
    own = {"purchase_order_number": "PO-7", "ship_to": "Gate 3", "deliver_on": "2030-05-01", "remark": "call first"}
    placed = await ordered(company, buyer, (cable, 4), **own)
    assert (placed["status"], placed["total"]["amount"], placed["seller"]) == ("WAITING", "400.00", "Li Na")
    event = (await company.harness.outbox(OrderPlaced))[-1]
    assert isinstance(event, OrderPlaced)
    assert (event.owner_id, event.customer_id, event.ordered_by) == (company.seller.id, customer, "Bai Ling")
    subject = await company.subject(placed)
    assert (subject["requester_id"], subject["prepared_by"]) == (str(company.seller.id), [str(company.seller.id)])
    assert {name: subject["content"][name] for name in own} == own
    seen = await company.ok(company.seller, "GET", f"/orders/{placed['id']}")
    assert (seen["ordered_by"], seen["purchase_order_number"]) == ("Bai Ling", "PO-7")
    found = await company.ok(company.seller, "GET", "/orders", params={"q": "po-7"})
    assert [one["number"] for one in found["items"]] == [placed["number"]]


async def test_feature_103_he_names_no_price_and_pays_todays_or_his_contracts(company: Company) -> None:
    cable = await company.product("CABLE", price="100.00", floor_price="80.00", on_hand=9)
    contract = await company.contract((cable, 5, "90.00"), customer_id=await company.customer())
    buyer = buyer_of(contract.customer_id)
    listed = (await company.ok(buyer, "GET", "/portal/offers"))["items"]
    agreed = (await company.ok(buyer, "GET", "/portal/offers", params={"contract_id": str(contract.contract_id)}))[
        "items"
    ]
    assert [(one["price"]["amount"], one["left"]) for one in (*listed, *agreed)] == [("100.00", None), ("90.00", 5)]
    contracts = await company.ok(buyer, "GET", "/portal/contracts")
    assert [one["id"] for one in contracts] == [str(contract.contract_id)]
    under = {"contract_id": str(contract.contract_id)}
    wanted = {"lines": [{"product_id": str(cable), "quantity": 2}]} | under
    preview = await company.ok(buyer, "POST", "/portal/orders/preview", wanted)
    placed = await ordered(company, buyer, (cable, 2), **under)
    assert preview["total"] == placed["total"] == {"amount": "180.00", "currency": "CNY"}
    named = {"lines": [{"product_id": str(cable), "quantity": 1, "price": "0.01"}]}
    assert (await company.as_(buyer).post("/portal/orders", json=named)).status_code == 422
    await company.refused(
        "ORD-3", buyer, "/portal/orders", wanted | {"lines": [{"product_id": str(cable), "quantity": 4}]}
    )


async def test_feature_103_one_number_of_his_own_is_one_order_also_of_two_at_once(company: Company) -> None:
    cable = await company.product("CABLE", on_hand=9)
    buyer = buyer_of(await company.customer())
    body = {"lines": [{"product_id": str(cable), "quantity": 1}], "purchase_order_number": "PO-7"}
    answers = await asyncio.gather(*[company.as_(buyer).post("/portal/orders", json=body) for _ in range(3)])
    assert sorted(one.status_code for one in answers) == [201, 409, 409]
    placed = next(one.json() for one in answers if one.status_code == 201)
    refused = next(one.json() for one in answers if one.status_code == 409)
    assert (refused["rule"], refused["params"]["number"]) == ("ORD-111", placed["number"])
    await company.ok(buyer, "POST", f"/portal/orders/{placed['id']}/cancel", {"reason": "too many"})
    await company.stands(placed, "finish-cancellation")
    assert (await ordered(company, buyer, (cable, 1), purchase_order_number="PO-7"))["id"] != placed["id"]
    other = buyer_of(await company.customer())
    await ordered(company, other, (cable, 1), purchase_order_number="PO-7")


async def test_feature_103_the_same_key_again_shows_the_same_order(company: Company) -> None:
    cable = await company.product("CABLE", on_hand=9)
    buyer = buyer_of(await company.customer())
    body = {"lines": [{"product_id": str(cable), "quantity": 1}], "purchase_order_number": "PO-7"}
    key = {"idempotency-key": "form-1"}
    first, again = [await company.ok(buyer, "POST", "/portal/orders", body, headers=key) for _ in range(2)]
    assert first == again
    assert len(await company.harness.outbox(OrderPlaced)) == 1


async def test_feature_103_a_customer_of_nobody_is_told_that_nobody_would_answer(company: Company) -> None:
    cable = await company.product("CABLE")
    buyer = buyer_of(await company.customer(owner_id=None))
    await company.refused("ORD-112", buyer, "/portal/orders", {"lines": [{"product_id": str(cable), "quantity": 1}]})


async def test_feature_103_he_cancels_while_it_waits_and_not_once_it_is_confirmed(company: Company) -> None:
    cable = await company.product("CABLE", on_hand=9)
    buyer = buyer_of(await company.customer())
    waits, stands = [await ordered(company, buyer, (cable, 1)) for _ in range(2)]
    cancelled = await company.ok(buyer, "POST", f"/portal/orders/{waits['id']}/cancel", {"reason": "a slip"})
    assert (cancelled["status"], cancelled["may_cancel"]) == ("CANCELLING", False)
    assert [one.order_id for one in await company.harness.outbox(OrderCancelRequested)] == [UUID(waits["id"])]  # type: ignore[attr-defined]
    await company.stands(stands, "confirm", "reserve")
    seen = await company.ok(buyer, "GET", f"/portal/orders/{stands['id']}")
    assert (seen["status"], seen["may_cancel"]) == ("CONFIRMED", False)
    await company.refused("ORD-113", buyer, f"/portal/orders/{stands['id']}/cancel", {"reason": "late"})


async def test_feature_103_he_sees_what_is_on_its_way_and_says_by_line_what_arrived(company: Company) -> None:
    cable, lamp = await company.product("CABLE", on_hand=9), await company.product("LAMP", on_hand=9)
    buyer = buyer_of(await company.customer())
    order = await ordered(company, buyer, (cable, 4), (lamp, 1))
    await company.stands(order, "confirm", "reserve")
    sent = {"lines": [{"product_id": str(cable), "quantity": 4}], "carrier": "SF", "tracking": "SF-1"}
    await company.ok(company.shipper, "POST", f"/orders/{order['id']}/ship", sent)
    shipments = await company.ok(buyer, "GET", f"/portal/orders/{order['id']}/shipments")
    assert [(one["tracking"], one["lines"][0]["quantity"]) for one in shipments] == [("SF-1", 4)]
    counted = {"lines": [{"line": 1, "accepted": 3, "short": 1, "note": "one box missing"}]}
    received = await company.ok(buyer, "POST", f"/portal/shipments/{shipments[0]['id']}/receive", counted)
    assert (received["status"], received["lines"][0]["received"]) == ("RECEIVED", 3)
    seen = await company.ok(buyer, "GET", f"/portal/orders/{order['id']}")
    assert (seen["status"], seen["lines"][0]["received"]) == ("PARTLY_SHIPPED", 3)


async def test_feature_103_again_is_at_todays_prices(company: Company) -> None:
    cable = await company.product("CABLE", price="100.00", on_hand=9)
    customer = await company.customer()
    buyer = buyer_of(customer)
    past = await company.sold(customer, {"product_id": str(cable), "quantity": 2, "discount_percent": "50.00"})
    await company.ok(company.admin, "PATCH", f"/products/{cable}", {"price": "120.00"}, headers={"if-match": "1"})
    draft = await company.ok(buyer, "GET", f"/portal/orders/{past['id']}/draft")
    preview = await company.ok(buyer, "POST", "/portal/orders/preview", draft["order"])
    assert preview["total"]["amount"] == "240.00"


async def test_feature_103_a_customer_never_sees_or_orders_for_another(company: Company) -> None:
    cable = await company.product("CABLE", on_hand=9)
    contract = await company.contract((cable, 5, "90.00"), customer_id=await company.customer())
    a, b = buyer_of(contract.customer_id), buyer_of(await company.customer())
    order = await ordered(company, a, (cable, 1))
    await company.stands(order, "confirm", "reserve")
    await company.ok(company.shipper, "POST", f"/orders/{order['id']}/ship", {"id": str(uuid4())})
    shipment = (await company.ok(a, "GET", f"/portal/orders/{order['id']}/shipments"))[0]
    other_entity = buyer_of(contract.customer_id, legal_entities=("CS-US",))
    for stranger in (b, other_entity):
        assert (await company.ok(stranger, "GET", "/portal/orders"))["items"] == []
        assert await company.ok(stranger, "GET", "/portal/contracts") == []
        under = {"contract_id": str(contract.contract_id), "lines": [{"product_id": str(cable), "quantity": 1}]}
        tried = [
            ("GET", f"/portal/orders/{order['id']}", None),
            ("GET", f"/portal/orders/{order['id']}/shipments", None),
            ("GET", f"/portal/orders/{order['id']}/draft", None),
            ("POST", f"/portal/orders/{order['id']}/cancel", {"reason": "x"}),
            ("POST", f"/portal/shipments/{shipment['id']}/receive", {}),
            ("GET", f"/portal/offers?contract_id={contract.contract_id}", None),
            ("POST", "/portal/orders", under),
            ("POST", "/portal/orders", {"id": order["id"]} | under | {"contract_id": None}),
        ]
        for method, path, body in tried:
            answer = await company.as_(stranger).request(method, path, json=body)
            assert answer.status_code == 404, (method, path, answer.text)


@pytest.mark.parametrize(
    "path", ["/portal/orders", "/portal/offers", "/portal/orders/{id}", "/portal/orders/{id}/shipments"]
)
async def test_feature_103_nothing_that_is_the_houses_own_is_shown(company: Company, path: str) -> None:
    cable = await company.product("CABLE", price="100.00", floor_price="80.00", cost="60.00", on_hand=9)
    buyer = buyer_of(await company.customer())
    order = await ordered(company, buyer, (cable, 4))
    await company.stands(order, "confirm", "reserve")
    await company.ok(company.shipper, "POST", f"/orders/{order['id']}/ship", {"id": str(uuid4())})
    shown = await company.ok(buyer, "GET", path.format(id=order["id"]))
    assert [key for key in keys_of(shown) for word in INTERNAL if word in key and key != "credited"] == []
