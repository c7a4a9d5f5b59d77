"""May one order without a contract, again what was ordered before, and from a file?"""

from typing import Any
from uuid import UUID

from chassis.auth.identity import Actor
from chassis.base.clock import new_id
from chassis.testing.plugin import an_actor
from messages.orders.orders import OrderConfirmed, OrderPlaced
from tests import builders
from tests.services.orders.conftest import Company


def line(product: UUID, quantity: int = 1, **other: Any) -> dict[str, Any]:
    return {"product_id": str(product), "quantity": quantity} | other


async def test_feature_194_a_small_order_needs_no_contract(company: Company, outbox: Any) -> None:
    cable = await company.product("CABLE", price="120.00", on_hand=5)
    customer = await company.customer()
    order = await company.sold(customer, line(cable, 2))
    assert (order["total"]["amount"], order["contract_id"], order["contract_number"]) == ("240.00", None, "")
    assert (order["owner_name"], order["legal_entity_id"]) == ("Li Na", builders.ENTITY)
    facts = (await company.subject(order))["facts"]
    assert (facts["has_contract"], facts["price_deviation"], facts["above_rest"]) == (False, "0.00", False)
    await company.stands(order, "confirm", "reserve")
    told = (await outbox(OrderConfirmed))[-1]
    assert (told.contract_id, [(one.percent, one.days) for one in told.terms]) == (None, [(100, 30)])
    cancelled = await company.ok(company.seller, "POST", f"/orders/{order['id']}/cancel", {"reason": "x"})
    assert cancelled["status"] == "CANCELLING"
    ended = await company.stands(order, "release-stock", "finish-cancellation")
    assert ended["status"] == "CANCELLED"


async def test_feature_194_its_payment_terms_may_be_agreed(company: Company, outbox: Any) -> None:
    cable = await company.product("CABLE")
    customer = await company.customer()
    half = [{"percent": "50", "trigger": "ORDER", "days": 0}, {"percent": "50", "trigger": "RECEIPT", "days": 60}]
    order = await company.sold(customer, line(cable), terms=half)
    await company.stands(order, "confirm")
    assert [one.days for one in (await outbox(OrderConfirmed))[-1].terms] == [0, 60]
    body = {"customer_id": str(customer), "lines": [line(cable)], "terms": half[:1]}
    await company.refused("ORD-37", company.seller, "/orders", body)


async def test_ord_34_an_order_names_its_contract_or_its_customer_and_lines(company: Company) -> None:
    cable = await company.product("CABLE")
    customer, contract = await company.customer(), await company.contract((cable, 1, "1.00"))
    for body in (
        {},
        {"lines": [line(cable)]},
        {"customer_id": str(customer)},
        {"customer_id": str(customer), "contract_id": str(contract.contract_id), "lines": [line(cable)]},
        {"contract_id": str(contract.contract_id), "terms": [{"percent": "100"}]},
    ):
        answer = await company.as_(company.seller).post("/orders", json=body)
        assert (answer.status_code, "ORD-34" in answer.text) == (422, True), (body, answer.text)


async def test_feature_194_who_does_not_keep_the_customer_does_not_order_for_it(company: Company) -> None:
    cable = await company.product("CABLE")
    customer = await company.customer()
    body = {"customer_id": str(customer), "lines": [line(cable)]}
    assert (await company.as_(company.stranger).post("/orders", json=body)).status_code == 403
    foreign = an_actor("order_admin", legal_entities=("CS-US",))
    assert (await company.as_(foreign).post("/orders", json=body)).status_code == 404
    assert (await company.as_(company.manager).post("/orders", json=body)).status_code == 201
    unknown = {"customer_id": str(new_id()), "lines": [line(cable)]}
    assert (await company.as_(company.seller).post("/orders", json=unknown)).status_code == 404
    nothing = {"customer_id": str(customer), "lines": [line(new_id())]}
    assert (await company.as_(company.seller).post("/orders", json=nothing)).status_code == 404


async def test_ord_36_an_order_has_one_currency(company: Company) -> None:
    cable, lamp = await company.product("CABLE"), await company.product("LAMP", currency="USD")
    customer = await company.customer()
    body = {"customer_id": str(customer), "lines": [line(cable), line(lamp)]}
    await company.refused("ORD-36", company.seller, "/orders", body)


async def test_feature_194_the_same_id_again_is_the_first_order(company: Company, outbox: Any) -> None:
    cable = await company.product("CABLE")
    customer, id = await company.customer(), str(new_id())
    first = await company.sold(customer, line(cable), id=id)
    assert await company.sold(customer, line(cable), id=id) == first
    assert len(await outbox(OrderPlaced)) == 1


async def test_feature_102_a_past_order_is_a_draft_at_todays_prices(company: Company) -> None:
    cable, lamp = await company.product("CABLE", price="100.00"), await company.product("LAMP", price="10.00")
    customer = await company.customer()
    freight = {"charges": [{"kind": "FREIGHT", "amount": "30.00"}], "final_amount": "120.00"}
    past = await company.sold(customer, line(cable, discount_percent="5"), line(lamp, 2, price="9.00"), pricing=freight)
    await company.ok(company.admin, "PATCH", f"/products/{cable}", {"price": "110.00"}, headers={"if-match": '"1"'})
    draft = await company.ok(company.seller, "GET", f"/orders/{past['id']}/draft")
    again = await company.ok(company.seller, "POST", "/orders", draft["order"])
    assert [(one["price"]["amount"], one["quantity"]) for one in again["lines"]] == [("110.00", 1), ("10.00", 2)]
    assert again["total"]["amount"] == "154.50"  # 104.50 + 20.00 + 30.00
    assert draft["left_out"] == []


async def test_feature_102_ord_38_a_copy_takes_no_more_than_the_contract_has_left(company: Company) -> None:
    cable, lamp = await company.product("CABLE", price="100.00"), await company.product("LAMP", price="10.00")
    await company.customer()
    contract = await company.contract((cable, 10, "90.00"), (lamp, 1, "9.00"))
    past = await company.order(contract.contract_id, (cable, 6), (lamp, 1))
    draft = await company.ok(company.seller, "GET", f"/orders/{past['id']}/draft")
    assert [one["quantity"] for one in draft["order"]["lines"]] == [4]
    assert (draft["order"]["contract_id"], draft["left_out"]) == (str(contract.contract_id), ["LAMP"])
    assert (await company.ok(company.seller, "POST", "/orders", draft["order"]))["total"]["amount"] == "360.00"
    none_left = await company.ok(company.seller, "GET", f"/orders/{past['id']}/draft")
    assert none_left["order"]["contract_id"] is None
    assert [one["quantity"] for one in none_left["order"]["lines"]] == [6, 1]
    assert (await company.as_(company.stranger).get(f"/orders/{past['id']}/draft")).status_code == 404


async def brought_in(company: Company, *rows: dict[str, Any], by: Actor | None = None) -> dict[str, Any]:
    numbered = [{"line": place, "quantity": 1} | row for place, row in enumerate(rows, start=2)]
    body = {"rows": numbered, "source": "orders.csv"}
    report: dict[str, Any] = await company.ok(by or company.seller, "POST", "/orders/import", body)
    return report


async def test_feature_104_orders_come_from_a_file_each_once(company: Company, outbox: Any) -> None:
    await company.product("CABLE", price="100.00")
    lamp = await company.product("LAMP", price="10.00")
    await company.customer(number="CU-7")
    contract = await company.contract((lamp, 5, "9.00"), number="CT-7")
    rows = [
        {"external_id": "A-1", "customer": "CU-7", "product_code": "CABLE", "quantity": 2, "discount_percent": "10"},
        {"external_id": "A-1", "customer": "CU-7", "product_code": "LAMP", "quantity": 1},
        {"external_id": "A-2", "contract": "CT-7", "product_code": "LAMP", "quantity": 3},
    ]
    report = await brought_in(company, *rows)
    assert (report["accepted"], report["duplicate"], report["invalid"]) == (3, 0, 0)
    assert [event.total.amount for event in await outbox(OrderPlaced)] == [190, 27]
    assert (await outbox(OrderPlaced))[1].contract_id == contract.contract_id
    again = await brought_in(company, *rows)
    assert (again["accepted"], again["duplicate"]) == (0, 3)
    assert [row["id"] for row in again["rows"]] == [row["id"] for row in report["rows"]]
    assert len(await outbox(OrderPlaced)) == 2


async def test_feature_104_a_bad_row_is_told_with_field_value_and_rule_and_stops_no_other(
    company: Company, outbox: Any
) -> None:
    await company.product("CABLE", price="100.00")
    lamp = await company.product("LAMP", price="10.00")
    await company.customer(number="CU-7")
    await company.contract((lamp, 5, "9.00"), number="CT-7")
    report = await brought_in(
        company,
        {"external_id": "1", "customer": "CU-7", "product_code": "CABLE", "price": "1.23457E+19"},
        {"external_id": "2", "customer": "CU-8", "product_code": "CABLE"},
        {"external_id": "3", "customer": "CU-7", "product_code": "ROPE"},
        {"external_id": "4", "contract": "CT-7", "product_code": "LAMP", "quantity": 6},
        {"external_id": "5", "contract": "CT-7", "product_code": "LAMP", "quantity": 5},
        {"external_id": "6", "product_code": "LAMP"},
        {
            "external_id": "7",
            "customer": "CU-7",
            "product_code": "CABLE",
            "discount_percent": "5",
            "discount_amount": "1",
        },
    )
    told = [row["errors"][0]["rule"] if row["errors"] else row["outcome"] for row in report["rows"]]
    assert told == ["SYS-1", "ORD-40", "ORD-40", "ORD-3", "accepted", "ORD-40", "ORD-25"]
    named = [(error["field"], error["value"]) for row in report["rows"][1:3] for error in row["errors"]]
    assert named == [("customer", "CU-8"), ("product_code", "ROPE")]
    assert [event.total.amount for event in await outbox(OrderPlaced)] == [45]


async def test_feature_104_ord_39_ord_41_the_rows_of_one_order_belong_together(company: Company) -> None:
    await company.product("CABLE", price="100.00")
    await company.product("LAMP", price="10.00")
    await company.customer(number="CU-7")
    row = {"customer": "CU-7", "product_code": "CABLE"}
    split = await brought_in(
        company, row | {"external_id": "1", "ship_to": "上海"}, row | {"external_id": "1", "ship_to": "北京"}
    )
    assert [one["errors"][0]["rule"] for one in split["rows"]] == ["ORD-39", "ORD-39"]
    assert (await brought_in(company, row | {"external_id": "2"}))["accepted"] == 1
    late = await brought_in(company, row | {"external_id": "2", "product_code": "LAMP"})
    assert late["rows"][0]["errors"][0]["rule"] == "ORD-41"
