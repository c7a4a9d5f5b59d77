"""Does a payment that already stands on a receivable settle more of it, whatever makes room there?"""

from typing import Any

from messages.deals.terms import InstalmentTrigger
from tests.services.collections.bank_files import one_entry
from tests.services.collections.conftest import Company, cny
from tests.services.collections.test_order_changes import changed
from tests.services.collections.test_rests import figures

AT_ONCE = (("100", InstalmentTrigger.ORDER, 0),)


async def on_account(company: Company, order: dict[str, Any], amount: str, **more: Any) -> Any:
    body = {"customer_id": str(order["customer_id"]), "amount": cny(amount), "received_on": "2026-03-02"}
    return await company.post(company.li, "/payments", **body, **more)


async def owed_and_allocated(company: Company, order: dict[str, Any], payment: Any) -> tuple[Any, list[Any]]:
    """The figures of what the order owes first, and what the payment settles by how many allocations."""
    shown = await company.get(company.finance, f"/payments/{payment['id']}")
    amounts = [part["amount"] for part in shown["allocations"]]
    return figures((await company.receivables(order))[0]), amounts


async def test_a_payment_that_already_stands_on_a_receivable_takes_what_a_rejected_one_leaves(
    company: Company,
) -> None:
    order = await company.sold("100.00", AT_ONCE)
    owed = (await company.receivables(order))[0]
    other = await on_account(company, order, "40.00", allocations=[{"receivable_id": owed["id"], "amount": "40.00"}])
    paid = await on_account(company, order, "100.00")
    await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    await company.post(company.finance, f"/payments/{other['id']}/reject", reason="not found")
    found = await owed_and_allocated(company, order, paid)
    assert found == (("100.00", "0.00", "0.00", "0.00"), ["100.00"])
    assert (await company.account(order))["settled"]


async def test_a_payment_that_already_stands_on_a_receivable_takes_what_a_reopened_entry_leaves(
    company: Company,
) -> None:
    order = await company.sold("100.00", AT_ONCE)
    owed = (await company.receivables(order))[0]
    entry = await one_entry(company, "40.00", text="x")
    said = {"customer_id": str(order["customer_id"]), "allocations": [{"receivable_id": owed["id"], "amount": "40.00"}]}
    await company.post(company.finance, f"/bank-entries/{entry['id']}/accept", **said)  # his own: it waits
    paid = await on_account(company, order, "100.00")
    await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    await company.post(company.finance, f"/bank-entries/{entry['id']}/reopen", reason="not his")
    found = await owed_and_allocated(company, order, paid)
    assert found == (("100.00", "0.00", "0.00", "0.00"), ["100.00"])


async def test_a_payment_that_already_stands_on_a_receivable_pays_what_is_owed_again_of_it(company: Company) -> None:
    order = await company.sold("100.00", AT_ONCE)
    owed = (await company.receivables(order))[0]
    line = await company.post(company.li, "/write-offs", receivable_id=owed["id"], amount="40.00", reason="gone")
    await company.post(company.keeper, f"/write-offs/{line['id']}/apply", round=1)
    paid = await company.pay(order, "100.00")
    await company.post(company.finance, f"/write-offs/{line['id']}/take-back", reason="he paid after all")
    await company.sold("10.00", AT_ONCE, customer=order["customer_id"])
    next_one = await on_account(company, order, "10.00")
    await company.post(company.finance, f"/payments/{next_one['id']}/confirm")
    found = await owed_and_allocated(company, order, paid)
    assert found == (("100.00", "0.00", "0.00", "0.00"), ["100.00"])


async def test_a_payment_that_already_stands_on_a_receivable_settles_the_rest_of_it_when_its_order_grows(
    company: Company,
) -> None:
    order = await company.sold("1000.00", (("30", InstalmentTrigger.ORDER, 0), ("70", InstalmentTrigger.RECEIPT, 0)))
    first = (await company.receivables(order))[0]
    waits = await company.pay(order, "500.00", confirm=False)
    meant = [{"receivable_id": first["id"], "amount": "200.00"}]
    paid = await company.post(company.finance, f"/payments/{waits['id']}/confirm", allocations=meant)
    await company.deliver(changed(order, "100.00"))
    assert len(await company.receivables(order)) == 4
    figures_of_first, amounts = await owed_and_allocated(company, order, paid)
    assert (figures_of_first, amounts[0]) == (("300.00", "0.00", "0.00", "0.00"), "300.00")
