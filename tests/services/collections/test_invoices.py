"""Is an order invoiced once, under numbers without a gap?"""

import asyncio
from typing import Any

import pytest

from chassis.base.clock import new_id
from messages.collections.invoices import InvoiceCancelled, InvoiceIssued, InvoiceRejected, InvoiceRequested
from messages.deals.terms import InstalmentTrigger
from tests.services.collections.conftest import Company, cny

WHOLE = [("100", InstalmentTrigger.ORDER, 30)]


async def asked(company: Company, order: dict[str, Any], amount: str | None = None) -> Any:
    more = {} if amount is None else {"amount": cny(amount)}
    return await company.post(company.li, "/invoices", order_id=str(order["order_id"]), **more)


async def test_feature_130_all_that_is_not_invoiced_yet_is_asked_for_and_issued(company: Company, outbox: Any) -> None:
    order = await company.sold("100.00")
    part = await asked(company, order, "40.00")
    rest = await asked(company, order)
    assert (rest["amount"], rest["title"], rest["invoice_number"]) == (cny("60.00"), "示例公司", None)
    account = await company.account(order)
    assert (account["requested"], account["invoiced"], account["invoiced_in_full"]) == (
        cny("100.00"),
        cny("0.00"),
        False,
    )
    for invoice in (part, rest, part):
        done = await company.post(company.finance, f"/invoices/{invoice['id']}/issue")
        assert (done["status"], done["issued_by"]) == ("ISSUED", str(company.finance.id))
    assert (await company.account(order))["invoiced_in_full"]
    assert [event.invoice_number for event in await outbox(InvoiceIssued)] == [
        "IV-2026-CS-CN-000001",
        "IV-2026-CS-CN-000002",
    ]
    assert len(await outbox(InvoiceRequested)) == 2


@pytest.mark.parametrize("amount", ["100.01", "0.00", "-1.00"])
async def test_more_than_is_left_is_refused(company: Company, amount: str) -> None:
    order = await company.sold("100.00")
    fields = {"order_id": str(order["order_id"]), "amount": cny(amount)}
    answer = await company.send(company.li, "/invoices", **fields)
    assert (answer.status_code, answer.json()["rule"]) == (409, "COL-16")


async def test_many_requests_at_once_never_pass_the_order(company: Company) -> None:
    order = await company.sold("100.00")
    fields = {"order_id": str(order["order_id"]), "amount": cny("30.00")}
    answers = await asyncio.gather(*[company.send(company.li, "/invoices", **fields) for _ in range(8)])
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * 5
    assert (await company.account(order))["requested"] == cny("90.00")


async def test_numbers_have_no_gap_and_no_double_whoever_issues_at_once(company: Company) -> None:
    orders = [await company.sold("10.00", WHOLE) for _ in range(4)]
    wanted = [await asked(company, order, "1.00") for order in orders for _ in range(5)]
    refused = [wanted.pop() for _ in range(3)]
    acts = [company.send(company.finance, f"/invoices/{one['id']}/issue") for one in wanted]
    acts += [company.send(company.finance_too, f"/invoices/{one['id']}/issue") for one in wanted]  # twice each
    acts += [company.send(company.finance, f"/invoices/{one['id']}/reject", reason="no title") for one in refused]
    answers = await asyncio.gather(*acts)
    assert {answer.status_code for answer in answers} == {200}
    numbers = {(answer.json()["id"], answer.json()["invoice_number"]) for answer in answers}
    given = sorted(number for _, number in numbers if number)
    assert given == [f"IV-2026-CS-CN-{n:06d}" for n in range(1, len(wanted) + 1)]


async def test_a_rejected_invoice_can_be_requested_again_and_takes_no_number(company: Company, outbox: Any) -> None:
    order = await company.sold("100.00")
    first = await asked(company, order)
    for _ in range(2):
        refused = await company.post(company.finance, f"/invoices/{first['id']}/reject", reason="which title?")
        assert (refused["status"], refused["rejected_reason"]) == ("REJECTED", "which title?")
    answer = await company.send(company.finance, f"/invoices/{first['id']}/issue")
    assert (answer.status_code, answer.json()["rule"]) == (409, "COL-3")
    second = await asked(company, order)
    done = await company.post(company.finance, f"/invoices/{second['id']}/issue")
    assert done["invoice_number"] == "IV-2026-CS-CN-000001"
    assert len(await outbox(InvoiceRejected)) == 1


async def test_an_invoice_is_cancelled_before_and_reversed_after_its_issue(company: Company, outbox: Any) -> None:
    order = await company.sold("100.00")
    waiting, issued = await asked(company, order, "40.00"), await asked(company, order, "60.00")
    await company.post(company.finance, f"/invoices/{issued['id']}/issue")
    assert (await company.send(company.li, f"/invoices/{issued['id']}/cancel")).json()["rule"] == "COL-3"
    assert (await company.send(company.finance, f"/invoices/{waiting['id']}/reverse")).json()["rule"] == "COL-3"
    assert (await company.send(company.li, f"/invoices/{issued['id']}/reverse")).status_code == 403
    for _ in range(2):
        assert (await company.post(company.li, f"/invoices/{waiting['id']}/cancel"))["status"] == "CANCELLED"
        gone = await company.post(company.finance, f"/invoices/{issued['id']}/reverse", reason="wrong title")
        assert (gone["status"], gone["credit_note_number"]) == ("REVERSED", "RL-2026-CS-CN-000001")
        assert gone["reversed_reason"] == "wrong title"
    account = await company.account(order)
    assert (account["invoiced"], account["requested"]) == (cny("0.00"), cny("0.00"))
    assert len(await outbox(InvoiceCancelled)) == 2


async def test_a_cancelled_order_cancels_and_reverses_its_invoices(company: Company, outbox: Any) -> None:
    order = await company.sold("100.00")
    invoices = [await asked(company, order, "20.00") for _ in range(4)]
    for invoice in invoices[:2]:
        await company.post(company.finance, f"/invoices/{invoice['id']}/issue")
    for _ in range(2):
        account = await company.post(company.keeper, f"/order-accounts/{order['order_id']}/cancel-invoices")
        assert (account["invoiced"], account["requested"]) == (cny("0.00"), cny("0.00"))
    told = await outbox(InvoiceCancelled)
    assert sorted(event.credit_note_number or "" for event in told) == [
        "",
        "",
        "RL-2026-CS-CN-000001",
        "RL-2026-CS-CN-000002",
    ]
    answer = await company.send(company.li, "/invoices", order_id=str(order["order_id"]))
    assert answer.json()["rule"] == "COL-14"


async def test_an_order_that_is_not_confirmed_is_not_invoiced(company: Company) -> None:
    order = company.order(company.contract(await company.customer()))
    await company.placed(order)
    answer = await company.send(company.li, "/invoices", order_id=str(order["order_id"]))
    assert (answer.status_code, answer.json()["rule"]) == (409, "COL-17")


async def test_the_same_key_or_id_is_the_same_request(company: Company) -> None:
    order = await company.sold("100.00")
    told = {"order_id": str(order["order_id"]), "amount": cny("10.00")}
    same = [await company.post(company.li, "/invoices", key="k", **told) for _ in range(2)]
    id = str(new_id())
    same_id = [await company.post(company.li, "/invoices", id=id, **told) for _ in range(2)]
    assert (same[0], same_id[0]) == (same[1], same_id[1])
    assert (await company.account(order))["requested"] == cny("20.00")
    assert (await company.as_(company.li).post("/invoices", json=told)).status_code == 428


async def test_others_neither_see_nor_ask_nor_issue(company: Company) -> None:
    order = await company.sold("100.00")
    invoice = await asked(company, order, "10.00")
    path = f"/invoices/{invoice['id']}"
    assert (await company.as_(company.other).get(path)).status_code == 404
    assert (await company.get(company.other, "/invoices"))["items"] == []
    assert (await company.get(company.li, "/invoices", order_id=order["order_id"]))["items"] == [invoice]
    assert (await company.send(company.other, "/invoices", order_id=str(order["order_id"]))).status_code == 404
    assert (await company.send(company.li, f"{path}/issue")).status_code == 403
    assert (await company.send(company.foreign, f"{path}/issue")).status_code == 404


@pytest.mark.parametrize(
    "more",
    [{"amount": cny("1.001")}, {"title": "a\u0000"}, {"title": ""}, {"order_id": None}, {"number": "IV-1"}],
)
async def test_what_cannot_be_read_is_malformed(company: Company, more: dict[str, Any]) -> None:
    order = await company.sold("100.00")
    answer = await company.send(company.li, "/invoices", **{"order_id": str(order["order_id"])} | more)
    assert answer.status_code == 422
