"""Is one invoice over several orders of a customer bounded, issued, reversed and told for each of them?"""

import asyncio
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from saxonche import PySaxonProcessor  # type: ignore[import-untyped]

from chassis.testing.plugin import ServiceHarness
from messages.collections.invoices import (
    InvoiceCancelled,
    InvoiceIssued,
    InvoiceReduced,
    InvoiceRequested,
    InvoiceReversalDue,
)
from messages.orders.orders import OrderConfirmed, OrderedLine
from tests.services.collections.conftest import NOW, Company, cny
from tests.services.collections.invoices.simulated_e_invoices import SimulatedEInvoices
from tests.services.collections.invoices.test_exports import SELLER, Rules, exported, said
from tests.services.collections.invoices.test_filings import ask, issue, provider, seen  # noqa: F401 (a fixture)
from tests.services.collections.invoices.test_lines import LINES, lines_of, sold
from tests.services.collections.invoices.test_prints import printed, text_of
from tests.services.collections.invoices.test_titles import FULL

# ruff: noqa: F811 (a fixture of another file is named like what it gives)
OTHER_LINES = [sold("支架", "13", "11.50", "100.00", product_code="GW-7", quantity=4)]


async def ordered_by(company: Company, customer: UUID, lines: list[OrderedLine], **more: Any) -> dict[str, Any]:
    total = sum((line.total.amount for line in lines), Decimal(0))
    contract = company.contract(customer, str(total), **more)
    await company.deliver(contract)
    order = company.order(contract)
    await company.deliver(OrderConfirmed(**order, confirmed_at=NOW, version=2, lines=lines))
    return order


async def two(company: Company) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of one customer: over 1250.00 and 100.00."""
    customer = await company.customer()
    return await ordered_by(company, customer, LINES), await ordered_by(company, customer, OTHER_LINES)


def wanted(*orders: dict[str, Any], **more: Any) -> dict[str, Any]:
    first, *others = ({"order_id": str(order["order_id"])} for order in orders)
    return {**first, "with_orders": others, **more}


async def asked(company: Company, *orders: dict[str, Any], **more: Any) -> Any:
    return await company.post(company.li, "/invoices", **wanted(*orders, **more))


async def sums(company: Company, *orders: dict[str, Any]) -> list[tuple[str, str]]:
    """Requested and invoiced of each."""
    accounts = [await company.account(order) for order in orders]
    return [(one["requested"]["amount"], one["invoiced"]["amount"]) for one in accounts]


async def cancel(company: Company, order: dict[str, Any]) -> None:
    """Twice, as a process does that starts again."""
    for _ in range(2):
        await company.post(company.keeper, f"/order-accounts/{order['order_id']}/cancel-invoices")


async def snapshot(company: Company, order: dict[str, Any]) -> Any:
    return await company.get(company.keeper, f"/order-accounts/{order['order_id']}/snapshot")


async def test_feature_128_one_invoice_is_over_several_orders_and_each_follows(company: Company, outbox: Any) -> None:
    first, second = await two(company)
    seen = await company.get(company.li, f"/order-accounts/{first['order_id']}/joinable")
    assert [(one["number"], one["to_invoice"]) for one in seen] == [(second["number"], cny("100.00"))]
    invoice = await asked(company, first, second)
    assert (invoice["amount"], invoice["tax"]) == (cny("1350.00"), cny("148.81"))
    assert (invoice["order_id"], invoice["other_order_ids"]) == (str(first["order_id"]), [str(second["order_id"])])
    lines = await lines_of(company, invoice)
    assert [(one["position"], one["order_number"], one["order_position"]) for one in lines] == [
        (1, first["number"], 1), (2, first["number"], 2), (3, first["number"], 3), (4, second["number"], 1)
    ]  # fmt: skip
    assert await sums(company, first, second) == [("1250.00", "0.00"), ("100.00", "0.00")]
    assert [len((await snapshot(company, one))["to_issue"]) for one in (first, second)] == [1, 0], "one to-do for one"
    assert await company.get(company.li, f"/order-accounts/{first['order_id']}/joinable") == []
    await issue(company, invoice)
    assert await sums(company, first, second) == [("0.00", "1250.00"), ("0.00", "100.00")]
    assert [(await company.account(one))["invoiced_in_full"] for one in (first, second)] == [True, True]
    for order in (first, second):
        listed = await company.get(company.li, "/invoices", order_id=order["order_id"])
        assert [one["id"] for one in listed["items"]] == [invoice["id"]]
    both = [first["order_id"], second["order_id"]]
    await issue(company, invoice, "reverse", reason="抬头")
    assert await sums(company, first, second) == [("0.00", "0.00"), ("0.00", "0.00")]
    for kind in (InvoiceRequested, InvoiceIssued, InvoiceCancelled):
        assert [event.order_ids for event in await outbox(kind)] == [both], kind
    again = await asked(company, second, first)
    assert again["amount"] == cny("1350.00"), "a red letter re-opens what it reverses, of each order"


async def test_feature_128_parts_of_several_orders_add_up_with_what_is_invoiced_alone(company: Company) -> None:
    first, second = await two(company)
    body = {
        "order_id": str(first["order_id"]),
        "amount": cny("333.33"),
        "with_orders": [{"order_id": str(second["order_id"]), "lines": [{"position": 1, "quantity": 3}]}],
    }
    joint = await company.post(company.li, "/invoices", **body)
    assert joint["amount"] == cny("408.33")
    alone = [await asked(company, one) for one in (first, second)]
    assert [one["amount"] for one in alone] == [cny("916.67"), cny("25.00")]
    lines = [line for one in (joint, *alone) for line in await lines_of(company, one)]
    for order, agreed in ((first, LINES), (second, OTHER_LINES)):
        for position, line in enumerate(agreed, start=1):
            mine = [one for one in lines if (one["order_number"], one["order_position"]) == (order["number"], position)]
            assert sum(Decimal(one["total"]["amount"]) for one in mine) == line.total.amount
            assert sum(Decimal(one["tax"]["amount"]) for one in mine) == line.tax.amount
    assert (await company.post(company.finance, f"/invoices/{joint['id']}/reject", reason="税号"))["id"] == joint["id"]
    assert await sums(company, first, second) == [("916.67", "0.00"), ("25.00", "0.00")]
    mine = await asked(company, first, second)
    await company.post(company.li, f"/invoices/{mine['id']}/cancel")
    assert await sums(company, first, second) == [("916.67", "0.00"), ("25.00", "0.00")]


async def test_feature_128_many_at_once_in_any_order_never_pass_one_of_the_orders(company: Company) -> None:
    first, second = await two(company)
    customer = first["customer_id"]
    third = await ordered_by(company, customer, OTHER_LINES)
    part = {"amount": cny("40.00")}

    def body(*orders: dict[str, Any]) -> dict[str, Any]:
        return (
            wanted(*orders) | part | {"with_orders": [{"order_id": str(one["order_id"])} | part for one in orders[1:]]}
        )

    pairs = [(second, third), (third, second), (first, third, second), (second, first), (third, first, second)] * 2
    answers = await asyncio.gather(*[company.send(company.li, "/invoices", **body(*orders)) for orders in pairs])
    assert {answer.status_code for answer in answers} == {201, 409}
    made = [{one["order_id"], *one["other_order_ids"]} for one in (a.json() for a in answers if a.is_success)]
    for order in (second, third):
        mine = [one for one in made if str(order["order_id"]) in one]
        assert len(mine) <= 2
        assert (await company.account(order))["requested"] == cny(f"{40 * len(mine)}.00")
    assert {answer.json()["rule"] for answer in answers if answer.status_code == 409} == {"COL-16"}


async def test_col_125_and_126_only_what_goes_together_is_on_one_invoice(company: Company) -> None:
    first, second = await two(company)
    other = await ordered_by(company, await company.customer(name="别人"), LINES)
    answer = await company.send(company.li, "/invoices", **wanted(first, other))
    assert (answer.status_code, answer.json()["rule"]) == (409, "COL-125")
    assert other["number"] in answer.json()["detail"]
    twice = await company.send(company.li, "/invoices", **wanted(first, second, second))
    wrong = twice.json()["errors"][0]
    assert (twice.status_code, wrong["field"], wrong["rule"]) == (422, "with_orders.1.order_id", "COL-126")
    theirs = await ordered_by(company, first["customer_id"], LINES, owner_id=company.other.id)
    hidden = await company.send(company.li, "/invoices", **wanted(first, theirs))
    assert hidden.status_code == 404, "an order of somebody else is not there"
    assert await sums(company, first, second) == [("0.00", "0.00")] * 2
    by_finance = await company.post(company.finance, "/invoices", **wanted(first, theirs))
    assert by_finance["amount"] == cny("2500.00")


@pytest.mark.parametrize("gone", [0, 1])
async def test_feature_128_a_cancelled_order_leaves_a_request_and_the_others_go_on(
    company: Company, outbox: Any, gone: int
) -> None:
    orders = await two(company)
    invoice = await asked(company, *orders)
    left, stays = orders[gone], orders[1 - gone]
    await cancel(company, left)
    rest = await seen(company, invoice)
    own = str(stays["total"].amount)
    assert (rest["status"], rest["amount"], rest["order_id"]) == ("REQUESTED", cny(own), str(stays["order_id"]))
    assert rest["other_order_ids"] == []
    lines = await lines_of(company, invoice)
    assert [one["position"] for one in lines] == list(range(1, len(lines) + 1))
    assert {one["order_number"] for one in lines} == {stays["number"]}
    assert await sums(company, left, stays) == [("0.00", "0.00"), (own, "0.00")]
    (told,) = await outbox(InvoiceReduced)
    assert (told.order_ids, told.cancelled_order_id) == ([stays["order_id"]], left["order_id"])
    assert len((await snapshot(company, stays))["to_issue"]) == 1
    await issue(company, invoice)
    assert await sums(company, left, stays) == [("0.00", "0.00"), ("0.00", own)]
    await cancel(company, stays)
    assert (await seen(company, invoice))["status"] == "REVERSED", "the last one of it reverses it at once"


async def test_feature_128_a_cancelled_order_of_an_issued_invoice_is_finances_to_reverse(
    company: Company, outbox: Any
) -> None:
    first, second = await two(company)
    invoice = await asked(company, first, second)
    await issue(company, invoice)
    await cancel(company, first)
    stands = await seen(company, invoice)
    assert (stands["status"], stands["amount"]) == ("ISSUED", cny("1350.00"))
    assert stands["reversal_due_at"] == "2026-03-02T02:00:00Z"
    (told,) = await outbox(InvoiceReversalDue)
    assert (told.cancelled_order_number, told.legal_entity_id) == (first["number"], "CS-CN")
    await issue(company, invoice, "reverse", reason="订单取消")
    assert await sums(company, first, second) == [("0.00", "0.00")] * 2
    assert [(await snapshot(company, one))["to_request"] for one in (second,)] == [True]
    refused = await company.send(company.li, "/invoices", **wanted(second, first))
    assert refused.status_code == 409
    assert (await asked(company, second))["amount"] == cny("100.00")


@pytest.mark.parametrize("answer", ["issues", "refuses"])
async def test_feature_130_a_provider_is_asked_for_all_of_it_and_a_cancellation_waits_for_its_answer(
    company: Company, provider: SimulatedEInvoices, outbox: Any, answer: str
) -> None:
    first, second = await two(company)
    made_out = FULL | {"mail_when_issued": True, "customer_id": str(first["customer_id"])}
    title = await company.post(company.li, "/invoice-titles", **made_out)
    invoice = await asked(company, first, second, title_id=title["id"])
    await issue(company, invoice)
    await cancel(company, second)
    assert (await seen(company, invoice))["amount"] == cny("1350.00"), "what was asked for does not change"
    provider.says, provider.reason = [answer], "税号有误"
    await ask(company)
    (request,) = provider.requests
    assert [line["order_number"] for line in request["lines"]] == [first["number"]] * 3 + [second["number"]]
    now = await seen(company, invoice)
    if answer == "refuses":
        assert (now["status"], now["amount"], now["other_order_ids"]) == ("REQUESTED", cny("1250.00"), [])
        assert await sums(company, first, second) == [("1250.00", "0.00"), ("0.00", "0.00")]
        return
    assert (now["status"], await sums(company, second)) == ("ISSUED", [("0.00", "100.00")])
    assert len(await outbox(InvoiceReversalDue)) == 1
    assert await company.get(company.li, f"/invoices/{invoice['id']}/mails") == [], "it is to be reversed"
    await issue(company, invoice, "reverse", reason="订单取消")
    await ask(company)
    assert (await seen(company, invoice))["status"] == "REVERSED"
    assert await sums(company, first, second) == [("0.00", "0.00")] * 2


async def test_feature_130_a_refusal_for_orders_that_are_all_cancelled_ends_the_request(
    company: Company, provider: SimulatedEInvoices
) -> None:
    orders = await two(company)
    title = await company.post(company.li, "/invoice-titles", customer_id=str(orders[0]["customer_id"]), **FULL)
    invoice = await asked(company, *orders, title_id=title["id"])
    await issue(company, invoice)
    for order in orders:
        await cancel(company, order)
    provider.says = ["refuses"]
    await ask(company)
    assert (await seen(company, invoice))["status"] == "CANCELLED"
    assert await sums(company, *orders) == [("0.00", "0.00")] * 2


async def test_feature_128_a_cancellation_and_an_issue_at_once_end_in_one_of_two_ways(company: Company) -> None:
    for _ in range(3):
        first, second = await two(company)
        invoice = await asked(company, second, first)
        await asyncio.gather(issue(company, invoice), cancel(company, first))
        now = await seen(company, invoice)
        assert now["status"] == "ISSUED"
        whole = bool(now["reversal_due_at"])
        assert now["amount"] == cny("1350.00" if whole else "100.00")
        assert await sums(company, first, second) == [("0.00", "1250.00" if whole else "0.00"), ("0.00", "100.00")]


@pytest.fixture(scope="module")
def rules() -> Iterator[Rules]:
    with PySaxonProcessor(license=False) as saxon:
        yield Rules(saxon)


async def test_feature_130_it_is_printed_and_exported_with_the_number_of_each_order(
    company: Company, harness: ServiceHarness, monkeypatch: pytest.MonkeyPatch, rules: Rules
) -> None:
    monkeypatch.setattr(harness.app.state.settings, "invoice_sellers", [SELLER])
    first, second = await two(company)
    title = await company.post(company.li, "/invoice-titles", customer_id=str(first["customer_id"]), **FULL)
    invoice = await issue(company, await asked(company, first, second, title_id=title["id"]))
    paper = text_of((await printed(company, f"/invoices/{invoice['id']}/pdf", lang="zh")).content)
    assert f"{first['number']},{second['number']}" in paper
    assert f"GW-7支架{second['number']}" in paper.replace("\n", "")
    xml, root = await exported(company, invoice)
    assert rules.broken(xml) == []
    assert {first["number"], second["number"]} <= set(said(root, "ID"))
    assert [one for one in said(root, "Note") if second["number"] in one]
    assert said(root, "PayableAmount") == ["1350.00"]
    await issue(company, invoice, "reverse", reason="退货")
    note = await company.get(company.li, f"/invoices/{invoice['id']}/credit-note")
    assert [one["order_number"] for one in note["lines"]] == [first["number"]] * 3 + [second["number"]]
    xml, _ = await exported(company, invoice, "credit-note/ubl")
    assert rules.broken(xml) == []
