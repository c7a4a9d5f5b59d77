"""Does each act of money stand in the ledger, in the transaction of the act itself, and for ever?"""

from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.testing.plugin import ServiceHarness
from messages.collections.ledger import LedgerAccount as Account
from messages.deals.terms import InstalmentTrigger
from tests.services.collections.conftest import Company, cny
from tests.services.statement_log import statements

TWO = (("30", InstalmentTrigger.ORDER, 0), ("70", InstalmentTrigger.ORDER, 30))
ENTRIES = text("SELECT * FROM ledger_entries ORDER BY posted_at, transaction_id, line")
UNBALANCED = text(
    "INSERT INTO ledger_entries SELECT gen_random_uuid(), line, act, account, amount + line, currency,"
    " legal_entity_id, customer_id, number, order_id, receivable_id, payment_id, refund_id, posted_by, posted_at"
    " FROM ledger_entries WHERE line = 1"
)


async def balances(harness: ServiceHarness) -> dict[Account, Decimal]:
    """Of all accounts that are not even."""
    found: dict[Account, Decimal] = {}
    async with harness.database.session() as session:
        for row in (await session.execute(ENTRIES)).mappings():
            account = Account(row["account"])
            found[account] = found.get(account, Decimal(0)) + row["amount"]
    return {account: amount for account, amount in found.items() if amount}


def d(**sums: str) -> dict[Account, Decimal]:
    return {Account(name.upper()): Decimal(amount) for name, amount in sums.items()}


async def test_a_sale_and_its_money_stand_twice(company: Company, harness: ServiceHarness) -> None:
    order = await company.sold("1000.00", TWO)
    assert await balances(harness) == d(receivable="1000", sales="-1000")
    waiting = await company.pay(order, "400.00", confirm=False)
    assert await balances(harness) == d(receivable="1000", sales="-1000"), "recorded money counts for nothing"
    await company.post(company.finance, f"/payments/{waiting['id']}/confirm")
    assert await balances(harness) == d(receivable="600", sales="-1000", bank="400")
    await company.pay(order, "700.00")
    assert await balances(harness) == d(sales="-1000", bank="1100", advance="-100")


async def test_a_cancelled_order_leaves_its_money_and_owes_nothing(company: Company, harness: ServiceHarness) -> None:
    order = await company.sold("1000.00")
    await company.pay(order, "1000.00")
    await company.post(company.keeper, f"/order-accounts/{order['order_id']}/reverse-payments")
    assert await balances(harness) == d(receivable="1000", sales="-1000", bank="1000", advance="-1000")
    await company.post(company.keeper, f"/order-accounts/{order['order_id']}/cancel-receivables")
    assert await balances(harness) == d(bank="1000", advance="-1000")


async def test_feature_201_a_small_difference_has_an_account_of_its_own(
    company: Company, harness: ServiceHarness
) -> None:
    order = await company.sold("42.42", (("100", InstalmentTrigger.ORDER, 0),))
    await company.pay(order, "42.41")
    assert await balances(harness) == d(sales="-42.42", bank="42.41", small_difference="0.01")


@pytest.mark.parametrize("many", [1, 3], ids=["one receivable", "three receivables"])
async def test_all_acts_of_one_unit_of_work_go_to_the_ledger_in_one_statement(
    company: Company, harness: ServiceHarness, many: int
) -> None:
    shares = {1: ("100",), 3: ("20", "30", "50")}[many]
    terms = tuple((share, InstalmentTrigger.ORDER, 0) for share in shares)
    contract = company.contract(await company.customer(), "900.00", terms)
    await company.deliver(contract)
    order = company.order(contract)
    with statements(harness) as opening:
        await company.confirmed(order)
    paid = await company.pay(order, "900.00", confirm=False)
    with statements(harness) as confirming:
        await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    for said in (opening, confirming):
        assert len([one for one in said if "ledger_entries" in one]) == 1


@pytest.mark.parametrize(
    "sql", ["UPDATE ledger_entries SET amount = 1", "DELETE FROM ledger_entries", "TRUNCATE ledger_entries"]
)
async def test_col_50_the_ledger_is_only_added_to(company: Company, harness: ServiceHarness, sql: str) -> None:
    await company.sold()
    with pytest.raises(DBAPIError, match="append-only"):
        async with harness.database.session() as session, session.begin():
            await session.execute(text(sql))


async def test_col_50_the_database_takes_no_transaction_that_does_not_add_up(
    company: Company, harness: ServiceHarness
) -> None:
    await company.sold()
    with pytest.raises(DBAPIError, match="does not add up"):
        async with harness.database.session() as session, session.begin():
            await session.execute(UNBALANCED)


async def test_what_is_refused_posts_nothing(company: Company, harness: ServiceHarness) -> None:
    order = await company.sold("1000.00")
    body = {"customer_id": str(order["customer_id"]), "amount": cny("5.00"), "received_on": "2026-03-02"}
    own = await company.post(company.finance, "/payments", **body)
    before = await balances(harness)
    refused = await company.send(company.finance, f"/payments/{own['id']}/confirm")
    assert (refused.status_code, refused.json()["rule"]) == (409, "COL-11")
    assert await balances(harness) == before
