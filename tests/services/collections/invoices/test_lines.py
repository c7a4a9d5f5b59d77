"""Is an order invoiced by its lines, with its tax, and are its figures told before?"""

import asyncio
from decimal import Decimal
from typing import Any

import pytest

from chassis.testing.plugin import ServiceHarness
from messages.money import Money
from messages.orders.credits import CreditedLine
from messages.orders.orders import OrderConfirmed, OrderedLine
from messages.orders.pricing import ChargeKind
from messages.orders.returns import ReturnReceived
from tests.services.collections.conftest import NOW, Company, cny
from tests.services.collections.test_allowances import came_back
from tests.services.collections.test_order_changes import changed
from tests.services.statement_log import statements


def money(amount: str) -> Money:
    return Money.of(amount, "CNY")


def sold(description: str, tax_rate: str, tax: str, total: str, **more: Any) -> OrderedLine:
    return OrderedLine(description=description, tax_rate=Decimal(tax_rate), tax=money(tax), total=money(total), **more)


LINES = [
    sold("电缆", "13", "130.00", "1130.00", product_code="GW-1", quantity=10),
    sold("灯", "6", "5.66", "100.00", product_code="GW-2", quantity=3),
    sold("", "9", "1.65", "20.00", charge=ChargeKind.FREIGHT),
]


async def ordered(company: Company, lines: list[OrderedLine] = LINES) -> dict[str, Any]:
    contract = company.contract(await company.customer(), "1250.00")
    await company.deliver(contract)
    order = company.order(contract)
    await company.deliver(OrderConfirmed(**order, confirmed_at=NOW, version=2, lines=lines), twice=True)
    return order


async def billable(company: Company, order: dict[str, Any]) -> Any:
    return await company.get(company.li, f"/order-accounts/{order['order_id']}/billable")


async def asked(company: Company, order: dict[str, Any], **more: Any) -> Any:
    return await company.post(company.li, "/invoices", order_id=str(order["order_id"]), **more)


async def lines_of(company: Company, invoice: Any) -> Any:
    return await company.get(company.li, f"/invoices/{invoice['id']}/lines")


def lefts(seen: Any) -> list[tuple[str, int | None]]:
    return [(line["left"]["amount"], line["quantity_left"]) for line in seen["lines"]]


async def test_feature_128_the_figures_are_read_before_and_follow_each_act(company: Company) -> None:
    order = await ordered(company)
    first = await asked(company, order, amount=cny("250.00"))
    seen = await billable(company, order)
    names = ("amount", "to_invoice", "requested", "invoiced", "credited")
    assert [seen[name]["amount"] for name in names] == ["1250.00", "1000.00", "250.00", "0.00", "0.00"]
    assert (seen["number"], seen["customer_name"]) == (order["number"], "示例公司")
    assert (await company.account(order))["to_invoice"] == cny("1000.00")
    refused = await company.send(company.li, "/invoices", order_id=str(order["order_id"]), amount=cny("1000.01"))
    assert (refused.status_code, refused.json()["rule"]) == (409, "COL-16")
    await company.post(company.finance, f"/invoices/{first['id']}/issue")
    seen = await billable(company, order)
    assert [seen[name]["amount"] for name in names] == ["1250.00", "1000.00", "0.00", "250.00", "0.00"]
    assert (await company.as_(company.other).get(f"/order-accounts/{order['order_id']}/billable")).status_code == 404


async def test_feature_128_an_invoice_has_the_lines_of_its_order_with_their_tax(company: Company) -> None:
    order = await ordered(company)
    assert lefts(await billable(company, order)) == [("1130.00", 10), ("100.00", 3), ("20.00", None)]
    invoice = await asked(company, order)
    assert (invoice["amount"], invoice["tax"]) == (cny("1250.00"), cny("137.31"))
    lines = await lines_of(company, invoice)
    shown = [(x["description"], x["quantity"], x["net"]["amount"], x["tax_rate"], x["tax"]["amount"]) for x in lines]
    assert shown == [
        ("电缆", 10, "1000.00", "13.00", "130.00"),
        ("灯", 3, "94.34", "6.00", "5.66"),
        ("", None, "18.35", "9.00", "1.65"),
    ]
    assert [line["unit_price"] and line["unit_price"]["amount"] for line in lines] == ["100.00", "31.4467", None]
    assert lines[2]["charge"] == "FREIGHT"
    assert lefts(await billable(company, order)) == [("0.00", 0), ("0.00", 0), ("0.00", None)]


async def test_feature_128_part_by_lines_part_by_amount_and_the_rest_add_up_to_the_cent(company: Company) -> None:
    order = await ordered(company)
    pieces = await asked(company, order, lines=[{"position": 2, "quantity": 1}, {"position": 3}])
    assert pieces["amount"] == cny("53.33")
    assert lefts(await billable(company, order)) == [("1130.00", 10), ("66.67", 2), ("0.00", None)]
    part = await asked(company, order, amount=cny("100.01"))
    rest = await asked(company, order)
    everything = [line for one in (pieces, part, rest) for line in await lines_of(company, one)]
    for position, line in enumerate(LINES, start=1):
        mine = [one for one in everything if one["order_position"] == position]
        assert sum(Decimal(one["total"]["amount"]) for one in mine) == line.total.amount
        assert sum(Decimal(one["tax"]["amount"]) for one in mine) == line.tax.amount
    assert (await billable(company, order))["to_invoice"] == cny("0.00")
    again = await company.send(company.li, "/invoices", order_id=str(order["order_id"]))
    assert again.json()["rule"] == "COL-16"


async def test_feature_128_what_is_rejected_or_reversed_can_be_invoiced_again(company: Company) -> None:
    order = await ordered(company)
    one = await asked(company, order, lines=[{"position": 1, "quantity": 4}])
    two = await asked(company, order, lines=[{"position": 1, "quantity": 6}])
    await company.post(company.finance, f"/invoices/{one['id']}/reject", reason="抬头")
    await company.post(company.finance, f"/invoices/{two['id']}/issue")
    assert lefts(await billable(company, order))[0] == ("452.00", 4)
    await company.post(company.finance, f"/invoices/{two['id']}/reverse", reason="退货")
    assert lefts(await billable(company, order))[0] == ("1130.00", 10)
    whole = await asked(company, order)
    assert (whole["amount"], whole["tax"]) == (cny("1250.00"), cny("137.31"))
    assert len(await lines_of(company, two)) == 1, "a reversed invoice still says what it said"


async def test_feature_128_two_at_once_never_have_more_of_a_line_than_there_is(company: Company) -> None:
    order = await ordered(company)
    body = {"order_id": str(order["order_id"]), "lines": [{"position": 1, "quantity": 4}]}
    answers = await asyncio.gather(*[company.send(company.li, "/invoices", **body) for _ in range(6)])
    assert sorted(answer.status_code for answer in answers) == [201] * 2 + [409] * 4
    assert {answer.json().get("rule") for answer in answers} == {None, "COL-107"}
    assert lefts(await billable(company, order))[0] == ("226.00", 2)


async def test_col_108_and_109_a_wrong_request_names_its_field(company: Company) -> None:
    order = await ordered(company)
    at = {"order_id": str(order["order_id"])}
    unknown = await company.send(company.li, "/invoices", **at, lines=[{"position": 1}, {"position": 9}])
    assert unknown.json()["errors"][0] | {"detail": ""} == {
        "field": "lines.1.position", "value": "9", "rule": "COL-108", "detail": ""
    }  # fmt: skip
    both = await company.send(company.li, "/invoices", **at, lines=[{"position": 1}], amount=cny("1.00"))
    assert (both.status_code, both.json()["errors"][0]["rule"]) == (422, "COL-109")


async def test_an_order_whose_lines_nobody_told_has_one_of_which_nobody_knows_the_tax(company: Company) -> None:
    order = await company.sold("100.00")
    invoice = await asked(company, order, amount=cny("40.00"))
    assert [(x["description"], x["tax_rate"], x["total"]["amount"]) for x in await lines_of(company, invoice)] == [
        (order["number"], None, "40.00")
    ]


async def test_many_lines_are_kept_in_one_statement(company: Company, harness: ServiceHarness) -> None:
    many = [sold(f"货 {n}", "0", "0.00", "12.50", quantity=1 if n % 2 else None) for n in range(100)]
    order = await ordered(company, many)
    with statements(harness) as log:
        invoice = await asked(company, order)
    assert len([one for one in log if "INSERT INTO invoice_lines" in one]) == 1
    assert len(await lines_of(company, invoice)) == 100


async def test_feature_130_a_credit_note_names_its_original_and_takes_its_lines_back(company: Company) -> None:
    order = await ordered(company)
    invoice = await asked(company, order, lines=[{"position": 1, "quantity": 4}, {"position": 3}])
    note = f"/invoices/{invoice['id']}/credit-note"
    issued = await company.post(company.finance, f"/invoices/{invoice['id']}/issue")
    assert (await company.as_(company.li).get(note)).status_code == 404
    await company.post(company.finance, f"/invoices/{invoice['id']}/reverse", reason="抬头写错了")
    seen = await company.get(company.li, note)
    assert (seen["invoice_number"], seen["reason"]) == (issued["invoice_number"], "抬头写错了")
    assert (seen["number"], seen["reversed_by"]) == ("RL-2026-CS-CN-000001", str(company.finance.id))
    assert (seen["amount"], seen["tax"]) == (cny("-472.00"), cny("-53.65"))
    assert [(line["quantity"], line["total"]["amount"]) for line in seen["lines"]] == [
        (-4, "-452.00"),
        (None, "-20.00"),
    ]
    assert (await billable(company, order))["to_invoice"] == cny("1250.00")
    assert (await company.as_(company.other).get(note)).status_code == 404


CAMERA = sold("相机", "6", "63.96", "1130.00", product_code="GW-9", quantity=2)


@pytest.mark.parametrize("difference", ["0.00", "100.00"])
async def test_feature_118_128_what_was_never_invoiced_is_invoiced_as_its_order_is_now(
    company: Company, difference: str
) -> None:
    """Other goods at the same sum are on the invoice, with their own tax, and those that were replaced are not."""
    order = await ordered(company)
    more = [sold("电池", "13", "11.50", "100.00")] if Decimal(difference) else []
    await company.deliver(changed(order, difference, lines=[CAMERA, *LINES[1:], *more]), twice=True)
    seen = await billable(company, order)
    assert [line["description"] for line in seen["lines"]] == ["相机", "灯", "", *(line.description for line in more)]
    invoice = await asked(company, order)
    whole = Decimal("1250.00") + Decimal(difference)
    assert Decimal(invoice["amount"]["amount"]) == whole
    assert next(line["tax_rate"] for line in await lines_of(company, invoice)) == "6.00"


async def test_feature_118_128_beside_what_was_invoiced_stands_what_it_costs_more_with_the_rate_of_its_lines(
    company: Company,
) -> None:
    order = await ordered(company, [LINES[0], sold("电池", "13", "13.81", "120.00")])
    await asked(company, order, amount=cny("50.00"))
    more = [LINES[0], sold("电池", "13", "25.31", "220.00")]
    await company.deliver(changed(order, "100.00", tax=money("11.50"), lines=more))
    assert [line["description"] for line in (await billable(company, order))["lines"]] == ["电缆", "电池", "OC-1"]
    rest = await asked(company, order)
    assert [line["tax_rate"] for line in await lines_of(company, rest)] == ["13.00"] * 3


def back(order: dict[str, Any], *lines: tuple[int, str, int, str]) -> ReturnReceived:
    said = [CreditedLine(position=p, product_code=code, quantity=n, credit=money(m)) for p, code, n, m in lines]
    credit = sum(Decimal(m) for *_, m in lines)
    return came_back(order, str(credit), lines=said)


async def test_feature_128_196_what_came_back_is_off_its_line_and_on_no_invoice(company: Company) -> None:
    order = await ordered(company)
    await company.deliver(back(order, (1, "GW-1", 3, "339.00"), (2, "GW-2", 1, "33.33")), twice=True)
    seen = await billable(company, order)
    assert lefts(seen) == [("791.00", 7), ("66.67", 2), ("20.00", None)]
    assert (seen["to_invoice"], seen["credited"]) == (cny("877.67"), cny("372.33"))
    refused = await company.send(
        company.li, "/invoices", order_id=str(order["order_id"]), lines=[{"position": 1, "quantity": 8}]
    )
    assert (refused.status_code, refused.json()["rule"]) == (409, "COL-107")
    part = await asked(company, order, lines=[{"position": 1, "quantity": 3}])
    rest = await asked(company, order)
    assert (part["amount"], rest["amount"]) == (cny("339.00"), cny("538.67"))
    lines = await lines_of(company, rest)
    assert [(one["order_position"], one["quantity"], one["total"]["amount"]) for one in lines] == [
        (1, 4, "452.00"), (2, 2, "66.67"), (3, None, "20.00")
    ]  # fmt: skip
    taxes = [Decimal(one["tax"]["amount"]) for one in [*await lines_of(company, part), *lines]]
    assert taxes == [Decimal(one) for one in ("39.00", "52.00", "3.77", "1.65")]


async def test_feature_128_196_what_was_invoiced_before_it_came_back_is_left_after_the_red_letter_without_it(
    company: Company,
) -> None:
    order = await ordered(company)
    invoice = await asked(company, order)
    await company.post(company.finance, f"/invoices/{invoice['id']}/issue")
    await company.deliver(back(order, (1, "GW-1", 10, "1130.00")))
    assert lefts(await billable(company, order)) == [("0.00", 0), ("0.00", 0), ("0.00", None)]
    await company.post(company.finance, f"/invoices/{invoice['id']}/reverse", reason="退货")
    again = await asked(company, order)
    assert [one["order_position"] for one in await lines_of(company, again)] == [2, 3], "nothing of what came back"
    assert (again["amount"], again["tax"]) == (cny("120.00"), cny("7.31"))


async def test_feature_128_196_goods_that_stand_elsewhere_by_now_come_off_the_whole(company: Company) -> None:
    order = await ordered(company)
    await company.deliver(back(order, (1, "GW-9", 2, "226.00"), (9, "GW-1", 1, "113.00")))
    seen = await billable(company, order)
    assert (seen["to_invoice"], lefts(seen)[0]) == (cny("911.00"), ("1130.00", 10))
    assert (await asked(company, order))["amount"] == cny("911.00")


async def test_feature_128_196_returns_and_requests_at_once_never_pass_the_order(company: Company) -> None:
    order = await ordered(company)
    wanted = {"order_id": str(order["order_id"]), "lines": [{"position": 1, "quantity": 3}]}
    returns = [company.deliver(back(order, (1, "GW-1", 2, "226.00"))) for _ in range(3)]
    answers = await asyncio.gather(*[company.send(company.li, "/invoices", **wanted) for _ in range(3)], *returns)
    made = [one for one in answers if one is not None and one.is_success]
    seen = await billable(company, order)
    assert seen["credited"] == cny("678.00")
    assert Decimal(seen["requested"]["amount"]) == 339 * len(made)
    assert Decimal(seen["lines"][0]["left"]["amount"]) == max(1130 - 678 - 339 * len(made), 0)
