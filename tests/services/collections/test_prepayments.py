"""Does money that came for an order before the order was confirmed settle it afterwards?"""

from decimal import Decimal
from typing import Any

import pytest

from messages.collections.payments import PaymentConfirmed
from messages.collections.receivables import ReceivablePaid
from tests.services.collections.conftest import NOW, Company, cny


@pytest.fixture(autouse=True)
def a_fixed_day(time_is: Any) -> None:
    time_is(NOW)


async def placed(company: Company, total: str = "1000.00") -> dict[str, Any]:
    contract = company.contract(await company.customer(), total)
    await company.deliver(contract)
    order = company.order(contract)
    await company.placed(order)
    return order


async def prepay(company: Company, order: dict[str, Any], amount: str, *, confirm: bool, **more: Any) -> Any:
    fields = {"customer_id": str(order["customer_id"]), "order_id": str(order["order_id"]), "received_on": "2026-03-02"}
    paid = await company.post(company.li, "/payments", amount=cny(amount), **fields | more)
    assert paid["allocated"] == cny("0.00")
    if confirm:
        paid = await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    return paid


@pytest.mark.parametrize("confirmed_before", [True, False], ids=["finance saw it before", "finance sees it after"])
async def test_a_prepayment_settles_its_order_once_it_owes_something(
    company: Company, outbox: Any, confirmed_before: bool
) -> None:
    order = await placed(company)
    paid = await prepay(company, order, "1200.00", confirm=confirmed_before)
    await company.confirmed(order)
    account = await company.account(order)
    wanted = ("paid", "waiting") if confirmed_before else ("waiting", "paid")
    assert [account[name] for name in wanted] == [cny("1000.00"), cny("0.00")]
    if not confirmed_before:
        await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    assert (await company.account(order))["settled"]
    shown = await company.get(company.li, f"/payments/{paid['id']}")
    assert (shown["allocated"], shown["order_ids"]) == (cny("1000.00"), [str(order["order_id"])])
    assert len(await outbox(ReceivablePaid)) == 2
    told = await outbox(PaymentConfirmed)
    assert (told[-1].allocated.amount, told[-1].version) == (Decimal("1000.00"), shown["version"])


async def test_a_prepayment_for_another_order_or_rejected_is_left_alone(company: Company) -> None:
    order = await placed(company)
    refused = await prepay(company, order, "100.00", confirm=False)
    await company.post(company.finance, f"/payments/{refused['id']}/reject", reason="no such money")
    contract = company.contract(order["customer_id"])
    await company.deliver(contract)
    other = company.order(contract)
    await company.placed(other)
    await prepay(company, other, "100.00", confirm=True)
    await company.confirmed(order)
    account = await company.account(order)
    assert (account["paid"], account["waiting"]) == (cny("0.00"), cny("0.00"))


async def test_of_two_prepayments_what_finance_saw_counts_first_and_no_more_than_is_owed(company: Company) -> None:
    order = await placed(company)
    second = await prepay(company, order, "700.00", confirm=False)
    first = await prepay(company, order, "700.00", confirm=True)
    await company.confirmed(order)
    account = await company.account(order)
    assert (account["paid"], account["waiting"]) == (cny("700.00"), cny("300.00"))
    shown = [(await company.get(company.li, f"/payments/{one['id']}"))["allocated"] for one in (first, second)]
    assert shown == [cny("700.00"), cny("300.00")]
