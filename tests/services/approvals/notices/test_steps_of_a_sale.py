"""Is the seller told of each step of his order, and finance of each bank entry that is nobody's yet?"""

# ruff: noqa: F811 (a fixture of another file is named like what it gives)

from typing import Any
from uuid import uuid4

import pytest

from messages.approvals.events import TodoOpened
from messages.collections.bank import BankStatementCleared, BankStatementLeftOpen
from messages.collections.invoices import InvoiceIssued
from messages.collections.payments import PaymentConfirmed
from messages.money import Money
from messages.orders.orders import OrderCancelled, OrderCompleted, OrderReserved
from messages.orders.shipments import ShipmentReceived, ShipmentSent
from tests.services.approvals.conftest import Company
from tests.services.approvals.notices.post import Post, mail_server, post, web_server  # noqa: F401 (fixtures)
from tests.services.approvals.notices.test_in_app import notices, of

STEPS_OF_AN_ORDER = (OrderReserved, ShipmentSent, ShipmentReceived, PaymentConfirmed, InvoiceIssued, OrderCompleted)


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_113_each_step_of_an_order_is_told_to_its_seller(
    company: Company, post: Post, deliver: Any, lang: str
) -> None:
    await post.channel("ann")
    for step in (*STEPS_OF_AN_ORDER, OrderCancelled):
        await deliver(of(step, "ann"))
    await deliver(of(OrderReserved, "ann", waited=False, order_id=uuid4()))  # with its approval, which was told
    asked = company.as_("ann").get("/notices", headers={"accept-language": lang})
    said = [one["text"] for one in (await asked).json()["items"]]
    assert len(said) == len(STEPS_OF_AN_ORDER) + 1
    assert all("number" in one or "invoice_number" in one for one in said), said
    await post.sweep()
    assert post.mail.to == ["ann@house.test"] * len(said)


async def test_feature_125_a_confirmed_payment_is_told_to_the_seller_at_once_with_its_amount(
    company: Company, post: Post, deliver: Any
) -> None:
    await post.channel("ann")
    await deliver(of(PaymentConfirmed, "ann", amount=Money.of("90000", "CNY")))
    [one] = await notices(company, "ann")
    assert "90,000.00" in one["text"]
    assert one["path"].split("/")[2] == "payment"
    await post.sweep()
    assert "90,000.00" in str(post.mail.mails[0]["subject"])


async def test_open_entries_of_a_statement_are_one_to_do_of_finance_that_says_how_many_are_left(
    company: Company, deliver: Any, outbox: Any
) -> None:
    statement = uuid4()

    async def left(version: int, many: int, amount: str | None = "150.00") -> None:
        money = amount and Money.of(amount, "CNY")
        about = {"bank_statement_id": statement, "open_entries": many, "amount": money, "account": "6222"}
        await deliver(of(BankStatementLeftOpen, "ann", **about, version=version))

    async def inbox() -> list[tuple[str, str, str]]:
        items = (await company.as_("fang").get("/inbox")).json()["items"]
        return [(one["todo"], one["about"]["title"], (one["glance"] or {"amount": ""})["amount"]) for one in items]

    await left(2, 12)
    assert await inbox() == [("match_entries", "6222 × 12", "150.00 CNY")]
    await left(4, 3, "20.00")
    await left(3, 8)  # comes late
    assert await inbox() == [("match_entries", "6222 × 3", "20.00 CNY")]
    await left(5, 1, None)
    assert await inbox() == [("match_entries", "6222 × 1", "")]
    await deliver(of(BankStatementCleared, "ann", bank_statement_id=statement, version=6))
    await left(5, 1)  # again, and late
    assert await inbox() == []
    await left(7, 1)  # one was opened again
    assert await inbox() == [("match_entries", "6222 × 1", "150.00 CNY")]
    assert len(await outbox(TodoOpened)) == 2
    assert (await company.as_("ann").get("/inbox")).json()["items"] == []
