"""Do odd but legal amounts add up: nothing, less than a cent a share, 36 shares, two currencies?"""

from decimal import Decimal
from typing import Any

import pytest

from messages.deals.terms import InstalmentTrigger
from messages.money import Money
from tests.services.collections.conftest import NOW, Company, cny

DAYS = range(36)
SHARES = [*[("2.78", InstalmentTrigger.ORDER, day) for day in DAYS[:-1]], ("2.70", InstalmentTrigger.ORDER, 35)]


@pytest.fixture(autouse=True)
def a_fixed_day(time_is: Any) -> None:
    time_is(NOW)


async def owed(company: Company, order: dict[str, Any]) -> list[Any]:
    page = await company.get(company.li, "/receivables", order_id=str(order["order_id"]), limit=100)
    return list(page["items"])


async def test_an_order_of_nothing_is_settled_and_invoiced_at_once(company: Company) -> None:
    order = await company.sold("0.00")
    account = await company.account(order)
    assert (account["settled"], account["invoiced_in_full"], await owed(company, order)) == (True, True, [])
    answer = await company.send(company.li, "/invoices", order_id=str(order["order_id"]))
    assert (answer.status_code, answer.json()["rule"]) == (409, "COL-16")


@pytest.mark.parametrize("total", ["0.01", "0.35", "1000.00", "9999999999999999.99"])
async def test_thirty_six_shares_add_up_and_one_payment_settles_them_all(company: Company, total: str) -> None:
    order = await company.sold(total, SHARES)
    rows = await owed(company, order)
    assert sum(Decimal(row["amount"]["amount"]) for row in rows) == Decimal(total)
    assert all(Decimal(row["amount"]["amount"]) > 0 for row in rows)
    paid = await company.pay(order, total)
    assert paid["allocated"] == cny(total)
    assert (await company.account(order))["settled"]


async def test_two_currencies_of_one_customer_never_mix(company: Company) -> None:
    order = await company.sold("100.00")
    contract = company.contract(order["customer_id"]).model_copy(update={"total": Money.of("100.00", "USD")})
    await company.deliver(contract)
    dollars = company.order(contract)
    await company.confirmed(dollars)
    fields = {"customer_id": str(order["customer_id"]), "received_on": "2026-03-02"}
    dollar = {"amount": "150.00", "currency": "USD"}
    paid = await company.post(company.li, "/payments", amount=dollar, **fields)
    await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    assert paid["allocated"] == {"amount": "100.00", "currency": "USD"}
    assert [(await company.account(one))["settled"] for one in (order, dollars)] == [False, True]
    foreign = {"order_id": str(order["order_id"]), "amount": dollar}
    wrong = await company.send(company.li, "/invoices", **foreign)
    assert (wrong.status_code, wrong.json()["rule"]) == (409, "COL-16")
    credits = (await company.get(company.li, f"/credits/{order['customer_id']}"))["credits"]
    told = {one["owed"]["currency"]: (one["owed"]["amount"], one["unallocated"]["amount"]) for one in credits}
    assert told == {"CNY": ("100.00", "0.00"), "USD": ("0.00", "50.00")}
    for_yuan = await company.send(company.li, "/payments", amount=dollar, order_id=str(order["order_id"]), **fields)
    assert for_yuan.json()["rule"] == "COL-24", "dollars do not pay yuan"
