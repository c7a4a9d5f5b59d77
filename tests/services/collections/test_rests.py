"""Is only that rest given up which money just came to, and on the day on which that was done? (case E10)"""

from datetime import timedelta
from typing import Any

import pytest

from chassis.testing.plugin import an_actor
from messages.deals.terms import InstalmentTrigger
from tests.services.collections.conftest import NOW, Company, cny

ORDER = InstalmentTrigger.ORDER
OLDER, NEWER = (("100", ORDER, 0),), (("100", ORDER, 30),)
ADMIN = an_actor("admin", name="Admin", unit="cs")


async def tolerance(company: Company, amount: str) -> None:
    body = {"legal_entity_id": "CS-CN", "currency": "CNY", "amount": amount}
    answer = await company.send(ADMIN, "/write-off-tolerances", **body)
    assert answer.status_code == 200, answer.text


async def on_account(company: Company, order: dict[str, Any], amount: str) -> Any:
    body = {"customer_id": str(order["customer_id"]), "amount": cny(amount), "received_on": "2026-03-02"}
    return await company.post(company.li, "/payments", **body)


async def owed_of(company: Company, order: dict[str, Any]) -> Any:
    return (await company.receivables(order))[0]


def figures(receivable: Any) -> tuple[str, ...]:
    return tuple(receivable[name]["amount"] for name in ("paid", "waiting", "written_off", "open"))


@pytest.mark.parametrize("verb", ["confirm", "reject"])
async def test_case_e10_money_for_an_older_debt_gives_up_no_rest_of_another(company: Company, verb: str) -> None:
    newer = await company.sold("100.00", NEWER)
    await company.pay(newer, "60.00")
    older = await company.sold("100.00", OLDER, customer=newer["customer_id"])
    await tolerance(company, "50.00")
    paid = await on_account(company, newer, "30.00")
    other = await on_account(company, newer, "20.00")
    reason = {"reason": "not found"} if verb == "reject" else {}
    await company.post(company.finance, f"/payments/{paid['id']}/{verb}", **reason)
    assert figures(await owed_of(company, newer)) == ("60.00", "0.00", "0.00", "40.00")
    await company.post(company.finance, f"/payments/{other['id']}/{verb}", **reason)
    assert figures(await owed_of(company, newer)) == ("60.00", "0.00", "0.00", "40.00")
    left = {"confirm": ("50.00", "0.00", "50.00", "0.00"), "reject": ("0.00", "0.00", "0.00", "100.00")}
    assert figures(await owed_of(company, older)) == left[verb]


async def test_case_e10_what_finance_took_back_is_not_given_up_again_by_money_for_another_debt(
    company: Company,
) -> None:
    order = await company.sold("42.42", NEWER)
    await company.pay(order, "42.41")
    lines = await company.get(company.finance, "/write-offs", receivable_id=(await owed_of(company, order))["id"])
    await company.post(company.finance, f"/write-offs/{lines['items'][0]['id']}/take-back", reason="it is owed")
    await company.sold("100.00", OLDER, customer=order["customer_id"])
    paid = await on_account(company, order, "30.00")
    await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    assert figures(await owed_of(company, order)) == ("42.41", "0.00", "0.00", "0.01")


@pytest.mark.parametrize("confirmed", [True, False], ids=["finance saw both", "finance saw the first"])
async def test_case_e10_no_rest_is_given_up_that_another_prepayment_is_there_for(
    company: Company, confirmed: bool
) -> None:
    contract = company.contract(await company.customer(), "100.00", OLDER)
    await company.deliver(contract)
    order = company.order(contract)
    await company.placed(order)
    await tolerance(company, "50.00")
    await company.pay(order, "60.00")
    second = await company.pay(order, "40.00", confirm=confirmed)
    await company.confirmed(order)
    if not confirmed:
        assert figures(await owed_of(company, order)) == ("60.00", "40.00", "0.00", "40.00")
        await company.post(company.finance, f"/payments/{second['id']}/confirm")
    owed = await owed_of(company, order)
    assert (owed["status"], figures(owed)) == ("PAID", ("100.00", "0.00", "0.00", "0.00"))
    shown = await company.get(company.finance, f"/payments/{second['id']}")
    assert (shown["allocated"], shown["order_ids"]) == (cny("40.00"), [str(order["order_id"])])


async def test_case_e10_what_an_approved_write_off_leaves_is_given_up_on_the_day_of_its_approval(
    company: Company, time_is: Any
) -> None:
    order = await company.sold("100.00", OLDER)
    await company.pay(order, "60.00")
    owed = await owed_of(company, order)
    line = await company.post(company.li, "/write-offs", receivable_id=owed["id"], amount="39.98", reason="bankrupt")
    time_is(NOW + timedelta(days=5))
    await company.post(company.keeper, f"/write-offs/{line['id']}/apply", round=1)
    owed = await owed_of(company, order)
    assert figures(owed) == ("60.00", "0.00", "40.00", "0.00")
    assert (owed["status"], owed["settled_on"]) == ("PAID", "2026-03-07")


async def test_case_e10_receivables_of_one_number_each_have_their_own_write_offs(company: Company) -> None:
    """Another system's id may end as the legal entity's begins: CS and CN-1, CS-CN and 1."""
    wide = an_actor("finance", name="Wide", unit="cs", legal_entities=("CS", "CS-CN"))
    numbers = set()
    for entity, external_id in (("CS", "CN-1"), ("CS-CN", "1")):
        row = {"line": 2, "external_id": external_id, "customer": "C", "legal_entity_id": entity, "currency": "CNY"}
        row |= {"invoiced_on": "2026-01-02", "due_on": "2026-02-01", "amount": "42.42", "live": True}
        report = await company.post(wide, "/receivables/import", rows=[row], source="receivables.csv")
        asked_for = {"receivable_id": report["rows"][0]["id"], "amount": "0.01", "reason": "a fee"}
        numbers.add((await company.post(wide, "/write-offs", **asked_for))["number"])
    assert numbers == {"AR-CS-CN-1-W1"}
