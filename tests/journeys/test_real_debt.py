"""Does a debt of a real file reach whom it should, in the inbox and by letter, and does money stop it at once?"""

import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from temporalio.client import Client
from temporalio.testing import TimeSkipper

from deploy.cast.player import Player, until
from deploy.sample import goods
from messages.approvals.tasks import InboxPage
from messages.base import Page
from messages.collections.dunning.dunnings import DunningView
from messages.collections.dunning.letters import DunningAddressView, LetterState, SetDunningAddress
from messages.collections.payments import PaymentView, RecordPayment
from messages.collections.receivables import ReceivableStatus, ReceivableView
from messages.imports import ImportReport
from messages.money import Money
from tests.services.approvals.notices.receivers import Mailbox
from tests.services.collections.whole_file.invoices import FILE, Invoice, made, of_the_file
from tests.whole_stack import SalesSoFar, keeper_of

DAYS_LATE = 3
NEXT_LEVEL = timedelta(days=5)
SECONDS = 5.0
CUSTOMER = "C-REAL"  # in a shard whose clock no other test moves


async def test_feature_138_203_a_real_debt_reaches_owner_manager_and_mailbox_and_money_stops_it_within_five_seconds(
    sales: SalesSoFar, temporal: Client, skipper: TimeSkipper, mailbox: Mailbox
) -> None:
    setup, finance = sales.cast.setup, await sales.cast.player("qian.finance")
    owner, manager = await sales.cast.player("li.sales"), await sales.cast.player("wang.manager")
    owed = await _brought_in(setup, _two_late_ones())
    customer_id, address = owed[0].customer_id, f"ap.{uuid4().hex[:8]}@customer.test"
    said = SetDunningAddress(customer_id=customer_id, email=address)
    await finance.post("collections", "/dunning-addresses", said, DunningAddressView)

    async def both_in(inbox: Player) -> bool | None:
        return await _overdue(inbox) >= {one.id for one in owed} or None

    await until(lambda: both_in(owner), what="the owner's to-dos")
    assert not await _overdue(manager) & {one.id for one in owed}, "not before his level"

    async def sent() -> DunningView | None:
        found = await finance.get("collections", "/dunnings", Page[DunningView], customer_id=customer_id)
        return next((one for one in found.items if one.letter_state is LetterState.SENT), None)

    letter = await until(sent, what="the letter at the mail server")
    assert mailbox.to.count(address) == 1, "one letter of both"
    (body,) = mailbox.bodies_to(address)
    assert all(one.number in body for one in (letter, *owed))
    keeper = temporal.get_workflow_handle(await keeper_of(setup, owed[0].id))
    await skipper.fast_forward(keeper, NEXT_LEVEL)
    await until(lambda: both_in(manager), what="the manager's to-dos at the next level")
    took = await _seconds_until_it_stops(sales, owed, [owner, manager])
    assert took < SECONDS
    levels = [(await _seen(setup, one)).level for one in owed]
    await skipper.fast_forward(keeper, timedelta(days=30))
    assert [(await _seen(setup, one)).level for one in owed] == levels


def _two_late_ones() -> list[Invoice]:
    """Of one customer."""
    invoices = [one for one in (of_the_file() if FILE.exists() else made(60)) if one.late and not one.disputed]
    return [one for one in invoices if one.customer == invoices[0].customer][:2]


async def _brought_in(setup: Player, invoices: list[Invoice]) -> list[ReceivableView]:
    """With the file's own terms and amounts, in the currency of the books, moved so that each is three days late."""
    due, mark = (datetime.now(UTC) - timedelta(days=DAYS_LATE)).date(), uuid4().hex[:8]
    rows: list[dict[str, Any]] = [
        {
            "line": line, "external_id": f"{one.number}-{mark}", "customer": CUSTOMER,
            "invoiced_on": str(due - (one.due - one.invoiced)), "due_on": str(due), "amount": str(one.amount),
            "currency": "CNY", "live": True, "legal_entity_id": goods.ENTITY, "tz": "Asia/Shanghai",
            "owner": "li.sales",
        }
        for line, one in enumerate(invoices, 1)
    ]  # fmt: skip
    report = await setup.post("collections", "/receivables/import", {"rows": rows, "source": "file"}, ImportReport)
    assert report.accepted == len(rows) == 2, report
    return [await setup.get("collections", f"/receivables/{row.id}", ReceivableView) for row in report.rows]


async def _seconds_until_it_stops(sales: SalesSoFar, owed: list[ReceivableView], inboxes: list[Player]) -> float:
    seller, finance = await sales.cast.player("li.sales"), await sales.cast.player("qian.finance")
    amount = Money(amount=sum((one.amount.amount for one in owed), Decimal(0)), currency="CNY")
    money = RecordPayment(customer_id=owed[0].customer_id, amount=amount, received_on=_today())
    paid = await seller.post("collections", "/payments", money, PaymentView)
    begun = time.monotonic()
    await finance.post("collections", f"/payments/{paid.id}/confirm", None, PaymentView)

    async def stopped() -> bool | None:
        left = [id for one in inboxes for id in await _overdue(one)]
        seen = [await _seen(sales.cast.setup, one) for one in owed]
        is_paid = all(one.status is ReceivableStatus.PAID for one in seen)
        return (is_paid and not {one.id for one in owed} & set(left)) or None

    await until(stopped, what="the to-dos to be gone")
    return time.monotonic() - begun


def _today() -> date:
    return datetime.now(UTC).date()


async def _seen(setup: Player, one: ReceivableView) -> ReceivableView:
    return await setup.get("collections", f"/receivables/{one.id}", ReceivableView)


async def _overdue(player: Player) -> set[Any]:
    found = await player.get("approvals", "/inbox", InboxPage, limit=100)
    return {one.about.id for one in found.items if one.todo == "overdue"}
