"""Does the auditor name the first record that somebody has changed by SQL? (`countersign audit books`)"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from chassis.testing.plugin import ServiceHarness
from cli.audit.books import checked, describe
from cli.audit.command import audit
from messages.deals.terms import InstalmentTrigger
from tests.services.collections.conftest import Company
from tests.services.collections.ledger.test_exchange import rated, sold

AT_ONCE = (("100", InstalmentTrigger.ORDER, 0),)
# What was done → which checks say so, and the record that they name first.
SPOILED: dict[str, tuple[str, set[str], str]] = {
    "a posting was changed": (
        "UPDATE ledger_entries SET amount = amount + 1 WHERE account = 'BANK' AND number = '{payment}'",
        {"books.transactions", "books.bank"}, "{payment}",
    ),
    "a posting was deleted": (
        "DELETE FROM ledger_entries WHERE account = 'SALES' AND number = '{first}'", {"books.transactions"}, "{first}",
    ),
    "a receivable was made larger": (
        "UPDATE receivables SET amount = amount + 1 WHERE number = '{second}'",
        {"books.receivables", "books.orders", "books.sums"}, "{second}",
    ),
    "a receivable was taken away": (
        "DELETE FROM receivables WHERE number = '{second}'", {"books.receivables", "books.orders", "books.sums"},
        "{second}",
    ),
    "a receivable was said to be paid": (
        "UPDATE receivables SET paid = amount, status = 'PAID', next_at = NULL, settled_on = due_on"
        " WHERE number = '{second}'",
        {"books.receivables", "books.sums"}, "{second}",
    ),
    "a debt was forgiven on the customer": ("UPDATE credits SET owed = 0", {"books.customers"}, "CU-1 CNY"),
    "money was hidden": (
        "UPDATE payments SET amount = amount + 5 WHERE number = '{payment}'", {"books.advances", "books.bank"},
        "{payment}",
    ),
    "an allocation was made larger": (
        "UPDATE allocations SET amount = amount + 100", {"books.allocated", "books.payments", "books.exchange_parts"},
        "{payment}",
    ),
    "a debt was booked at another rate": (
        "UPDATE book_values SET share = share + 1 WHERE whole = 1", {"books.exchange"}, "{foreign}",
    ),
    "more came of a payment than at the bank": (
        "UPDATE payments SET received_amount = received_amount + 1", {"books.bank"}, "{yuan}",
    ),
    "a refund was made larger": (
        "UPDATE refunds SET amount = amount + 1", {"books.refunds", "books.refunded"}, "RF-2026-CS-CN-000001",
    ),
    "money waits that nobody recorded": (
        "UPDATE receivables SET waiting = 1 WHERE number = '{second}'", {"books.waiting"}, "{second}",
    ),
    "something was given up without a paper": (
        "UPDATE receivables SET written_off = 1 WHERE number = '{second}'",
        {"books.receivables", "books.write_offs", "books.sums"}, "{second}",
    ),
    "an invoice was made larger": (
        "UPDATE invoices SET amount = amount + 1", {"books.invoices"}, "{invoice}",
    ),
    "a sum of all was changed": (
        "UPDATE receivable_sum_changes SET paid = paid + 1 WHERE kind = 'DUE' AND currency = 'EUR'", {"books.sums"},
        "(DUE,CS-CN,",
    ),
    "a reminder was forgotten": (
        "UPDATE receivables SET was_reminded = NOT was_reminded WHERE number = '{second}'",
        {"books.sums", "books.reminded"}, "(FELL_DUE,CS-CN,",
    ),
    "an order was made dearer": (
        "UPDATE order_accounts SET amount = amount + 1 WHERE number = '{order}'", {"books.orders"}, "{order}",
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def books_agree() -> None:
    """Not here: they are spoiled on purpose."""


async def spoil(harness: ServiceHarness, statement: str) -> None:
    """As a superuser who switches the triggers off."""
    async with harness.database.session() as session, session.begin():
        await session.execute(text("SET LOCAL session_replication_role = replica"))
        await session.execute(text(statement))


async def two_sales(company: Company) -> dict[str, str]:
    """One paid and invoiced, some of its money going back; one open; one in euro, paid in yuan. Their numbers."""
    first = await company.sold("1000.00", AT_ONCE)
    second = await company.sold("500.00", AT_ONCE, customer=first["customer_id"])
    paid = await company.pay(first, "1100.00")
    await company.post(company.li, "/refunds", payment_id=paid["id"], amount="60.00", reason="too much")
    invoice = await company.post(company.li, "/invoices", order_id=str(first["order_id"]))
    await company.post(company.finance, f"/invoices/{invoice['id']}/issue")
    numbers = [(await company.receivables(order))[0]["number"] for order in (first, second)]
    return {
        "first": numbers[0],
        "second": numbers[1],
        "payment": paid["number"],
        "order": first["number"],
        "invoice": invoice["number"],
    } | (await one_sale_abroad(company))


async def one_sale_abroad(company: Company) -> dict[str, str]:
    """In euro, paid in yuan."""
    await rated(company, ("2026-03-02", "EUR", "CNY", "7.8"))
    order = await sold(company, "100.00", "EUR")
    stated = {"currency": "EUR", "rate": "7.9", "rate_of": "EUR", "source": "ICBC"}
    paid = await company.pay(order, "790.00", exchange=stated)
    return {"foreign": (await company.receivables(order))[0]["number"], "yuan": paid["number"]}


@pytest.mark.parametrize("how", SPOILED)
async def test_feature_200_what_was_done_by_sql_is_named(company: Company, harness: ServiceHarness, how: str) -> None:
    numbers = await two_sales(company)
    url = harness.database.url
    found = [one for one in await checked("collections", url) if not one.code.startswith("books.commission")]
    assert [one for one in found if one.broken or not one.records] == [], "all were looked at"
    statement, codes, first = SPOILED[how]
    await spoil(harness, statement.format(**numbers))
    broken = [one for one in await checked("collections", url) if one.broken]
    assert {one.code for one in broken} == codes
    assert broken[0].number.startswith(first.format(**numbers))
    assert first.format(**numbers) in describe(broken[0], "en")


async def test_the_command_says_so_and_ends_with_one(company: Company, harness: ServiceHarness) -> None:
    numbers = await two_sales(company)
    asked = ["books", "--collections", harness.database.url]
    fine = run(asked)
    assert (fine.exit_code, fine.output.count("Fine: ")) == (0, 25)
    await spoil(harness, "UPDATE receivables SET amount = amount + 1")
    wrong = run(asked)
    assert wrong.exit_code == 1
    assert f"3 of 3; the first is {min(numbers['first'], numbers['second'])}: kept" in wrong.output
    assert "3 条中有 3 条" in run([*asked, "--lang", "zh"]).output


def run(asked: list[str]) -> Any:
    """In a loop of its own, as on a terminal."""
    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(CliRunner().invoke, audit, asked).result()
