"""What does an order cost with discounts, charges and tax, and what do its approvers see of it?"""

from typing import Any
from uuid import UUID

import pytest

from messages.orders.orders import OrderConfirmed, OrderPlaced
from tests.services.orders.conftest import Company


def line(product: UUID, quantity: int = 1, **other: Any) -> dict[str, Any]:
    return {"product_id": str(product), "quantity": quantity} | other


async def placed(company: Company, lines: list[dict[str, Any]], **pricing: Any) -> dict[str, Any]:
    """Under a contract for a hundred pieces of each at 100.00."""
    products = [UUID(one["product_id"]) for one in lines]
    contract = await company.contract(*[(product, 100, "100.00") for product in products])
    return await company.order(contract.contract_id, lines=lines, pricing=pricing)


def figures(order: Any, *names: str) -> list[tuple[str, ...]]:
    return [tuple(one[name]["amount"] for name in names) for one in order["lines"]]


async def test_feature_99_each_line_has_its_own_discount(company: Company) -> None:
    cable, lamp = await company.product("CABLE"), await company.product("LAMP")
    order = await placed(
        company, [line(cable, 3, discount_percent="10"), line(lamp, 1, price="50.00", discount_amount="12.34")]
    )
    assert figures(order, "discount", "amount", "total") == [("30.00", "270.00", "270.00"), ("12.34", "37.66", "37.66")]
    assert (order["discount"]["amount"], order["total"]["amount"]) == ("42.34", "307.66")
    assert await company.ok(company.seller, "GET", f"/orders/{order['id']}") == order


async def test_feature_100_feature_193_an_order_discount_is_spread_over_the_lines_to_the_cent(company: Company) -> None:
    products = [await company.product(code) for code in ("A", "B", "C")]
    lines = [line(one, 1, price=price) for one, price in zip(products, ("10.00", "10.00", "10.01"), strict=True)]
    order = await placed(company, lines, discount_amount="1.00")
    assert figures(order, "amount", "share", "net") == [
        ("10.00", "0.33", "9.67"),
        ("10.00", "0.33", "9.67"),
        ("10.01", "0.34", "9.67"),
    ]
    assert order["total"]["amount"] == "29.01"


async def test_feature_100_feature_193_a_final_amount_with_freight_and_tax_is_what_everybody_sees(
    company: Company, outbox: Any
) -> None:
    cable, lamp = await company.product("CABLE", tax_rate="13"), await company.product("LAMP", tax_rate="6")
    freight = {"kind": "FREIGHT", "amount": "30.00", "tax_rate": "9"}
    lines = [line(cable, 7, price="33.3333"), line(lamp, 2, price="19.99")]
    order = await placed(company, lines, charges=[freight], final_amount="300.00")
    assert order["total"]["amount"] == "300.00"
    assert order["charges"][0]["total"]["amount"] == "30.00"
    assert sum(float(total) for (total,) in figures(order, "total")) == pytest.approx(270.00)
    assert all(float(share) >= 0 for (share,) in figures(order, "share"))
    assert order["lines"][0]["price"]["amount"] == "33.3333"
    assert (await outbox(OrderPlaced))[-1].total.amount == 300
    await company.stands(order, "confirm")
    confirmed = (await outbox(OrderConfirmed))[-1]
    assert confirmed.total.amount == 300
    said = [(one.description, one.quantity, one.tax_rate, one.charge) for one in confirmed.lines]
    assert said[0][1:] == (7, 13, None)
    assert said[2] == ("", None, 9, "FREIGHT")
    assert sum(one.total.amount for one in confirmed.lines) == 300, "they are invoiced by it"
    assert str(sum(one.tax.amount for one in confirmed.lines)) == order["tax"]["amount"]
    assert (await company.subject(order))["facts"]["amount"] == "300.00"


async def test_feature_193_tax_is_by_line_with_the_price_or_on_top_of_it(company: Company) -> None:
    cable = await company.product("CABLE", tax_rate="13")
    within = await placed(company, [line(cable, 1, price="113.00")])
    assert (figures(within, "net", "tax", "total"), within["tax"]["amount"]) == (
        [("113.00", "13.00", "113.00")],
        "13.00",
    )
    above = await placed(company, [line(cable, 1, price="100.00")], tax_included=False)
    assert figures(above, "net", "tax", "total") == [("100.00", "13.00", "113.00")]
    free = await placed(company, [line(cable, 1, price="113.00", tax_rate="0")])
    assert free["tax"]["amount"] == "0.00"


async def test_feature_193_without_discount_charge_and_tax_an_order_is_as_before(company: Company) -> None:
    cable = await company.product("CABLE")
    order = await placed(company, [line(cable, 2)])
    content = (await company.subject(order))["content"]
    assert set(content) == {
        "customer", "contract", "total", "ship_to", "owed", "exposure", "limit", "oldest_days_late", "lines", "short",
    }  # fmt: skip
    assert set(content["lines"][0]) == {
        "product_code", "product_name", "quantity", "price", "contract_price", "amount",
    }  # fmt: skip
    assert (order["total"]["amount"], order["pricing"]["charges"]) == ("200.00", [])


@pytest.mark.parametrize(
    ("lines", "pricing", "rule"),
    [
        ({"discount_percent": "10", "discount_amount": "1.00"}, {}, "ORD-25"),
        ({}, {"discount_percent": "10", "final_amount": "1.00"}, "ORD-25"),
        ({"price": "1.00005"}, {}, "SYS-17"),
        ({"price": 1.5}, {}, "SYS-17"),
        ({"discount_percent": "100.01"}, {}, ""),
        ({"discount_amount": "-0.01"}, {}, ""),
        ({}, {"charges": [{"kind": "FREIGHT", "amount": "0.00"}]}, ""),
        ({}, {"charges": [{"kind": "FREIGHT", "amount": "-5.00"}]}, ""),
    ],
)
async def test_bad_prices_are_told_by_field_value_and_rule(
    company: Company, lines: Any, pricing: Any, rule: str
) -> None:
    cable = await company.product("CABLE")
    contract = await company.contract((cable, 10, "100.00"))
    body = {"contract_id": str(contract.contract_id), "lines": [line(cable) | lines], "pricing": pricing}
    answer = await company.as_(company.seller).post("/orders", json=body)
    assert (answer.status_code, rule in answer.text) == (422, True), answer.text
    assert answer.json()["errors"], "no field is named"


@pytest.mark.parametrize(
    ("lines", "pricing", "rule"),
    [
        ({"discount_amount": "100.01"}, {}, "ORD-26"),
        ({}, {"discount_amount": "100.01"}, "ORD-26"),
        ({}, {"final_amount": "100.01"}, "ORD-27"),
        ({"discount_percent": "100"}, {}, "ORD-32"),
        ({}, {"final_amount": "0.00"}, "ORD-32"),
    ],
)
async def test_a_discount_that_is_too_much_is_refused(company: Company, lines: Any, pricing: Any, rule: str) -> None:
    cable = await company.product("CABLE")
    contract = await company.contract((cable, 10, "100.00"))
    body = {"contract_id": str(contract.contract_id), "lines": [line(cable) | lines], "pricing": pricing}
    await company.refused(rule, company.seller, "/orders", body)


async def test_case_b6_feature_101_a_discount_is_a_deviation_from_the_contract(company: Company) -> None:
    cable = await company.product("CABLE", price="120.00")
    order = await placed(company, [line(cable, 2, discount_percent="10")])
    facts = (await company.subject(order))["facts"]
    assert (facts["price_deviation"], facts["contract_discount_percent"], facts["at_stake"]) == (
        "10.00",
        "10.00",
        "200.00",
    )
    assert facts["discount_percent"] == "25.00"  # of the list price


async def test_case_b12_no_charge_hides_a_discount(company: Company) -> None:
    machine = await company.product("MACHINE", price="1000.00")
    customer = await company.customer()
    freight = {"charges": [{"kind": "FREIGHT", "amount": "500.00"}]}
    bare = await company.sold(customer, line(machine, price="500.00"))
    with_freight = await company.sold(customer, line(machine, price="500.00"), pricing=freight)
    for order in (bare, with_freight):
        facts = (await company.subject(order))["facts"]
        assert (facts["discount_percent"], facts["line_discount_percent"]) == ("50.00", "50.00")
    assert with_freight["total"]["amount"] == "1000.00"


async def test_feature_101_below_the_floor_is_a_fact_and_named_to_the_approvers(company: Company) -> None:
    cable = await company.product("CABLE", price="100.00", cost="60.00", min_margin="25")  # floor 80.00
    customer = await company.customer()
    good = await company.sold(customer, line(cable, 3, discount_amount="60.00"))
    assert (await company.subject(good))["facts"]["below_floor"] is False
    low = await company.sold(customer, line(cable, 3), pricing={"final_amount": "239.99"})
    subject = await company.subject(low)
    assert (subject["facts"]["below_floor"], subject["content"]["below_floor"]) == (True, "CABLE")


async def test_feature_101_some_products_are_refused_below_their_floor(company: Company) -> None:
    cable = await company.product("CABLE", price="100.00", floor_price="80.00", below_floor="REFUSE")
    customer = await company.customer()
    await company.sold(customer, line(cable, price="80.00"))
    body = {"customer_id": str(customer), "lines": [line(cable, price="79.99")]}
    await company.refused("ORD-31", company.seller, "/orders", body)


async def test_ord_33_the_floor_is_shown_to_those_who_guard_it(company: Company) -> None:
    cable = await company.product("CABLE", floor_price="80.00", cost="60.00", min_margin="25")
    for who, floor in ((company.seller, None), (company.shipper, None), (company.manager, "80.00")):
        shown = await company.ok(who, "GET", f"/products/{cable}")
        listed = (await company.ok(who, "GET", "/products?q=CABLE"))["items"][0]
        assert shown == listed
        assert (shown["floor_price"] or {}).get("amount") == floor
        assert (shown["cost"] is None) is (floor is None)


async def test_feature_193_a_returned_order_gets_another_discount(company: Company) -> None:
    cable = await company.product("CABLE")
    order = await placed(company, [line(cable, 2, discount_percent="10")])
    await company.stands(order, "return")
    path = f"/orders/{order['id']}/resubmit"
    again = await company.ok(company.seller, "POST", path, {"pricing": {"discount_amount": "8.00"}})
    assert figures(again, "discount", "share", "total") == [("20.00", "8.00", "172.00")]
    assert again["total"]["amount"] == "172.00"
    await company.stands(order, "return")
    same = await company.ok(company.seller, "POST", path, {"ship_to": "上海"})
    assert (same["total"], same["pricing"]) == (again["total"], again["pricing"])
    await company.stands(order, "return")
    fewer = await company.ok(company.seller, "POST", path, {"lines": [line(cable, 1)]})
    assert (fewer["total"]["amount"], fewer["discount"]["amount"]) == ("92.00", "8.00")


async def test_feature_193_feature_117_what_an_order_would_cost_is_shown_before_it_is_placed(
    company: Company, outbox: Any
) -> None:
    cable = await company.product("CABLE", on_hand=7, tax_rate="13")
    contract = await company.contract((cable, 10, "100.00"))
    body = {"contract_id": str(contract.contract_id), "lines": [line(cable, 4)], "pricing": {"discount_percent": "5"}}
    seen = await company.ok(company.seller, "POST", "/orders/preview", body)
    assert (seen["total"]["amount"], seen["price_deviation"], seen["free"]) == ("380.00", "5.00", {str(cable): 7})
    assert await outbox(OrderPlaced) == []
    everything = await company.ok(company.seller, "POST", "/orders/preview", {"contract_id": body["contract_id"]})
    assert [one["quantity"] for one in everything["lines"]] == [10]  # nothing was deducted
    order = await company.ok(company.seller, "POST", "/orders", body)
    assert order["lines"] == seen["lines"]
    answer = await company.as_(company.stranger).post("/orders/preview", json=body)
    assert answer.status_code == 404
