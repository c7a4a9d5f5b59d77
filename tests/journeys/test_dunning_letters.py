"""Does a letter about what is late reach the customer, through the keeper of mails?"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from deploy.cast.player import Player, until
from deploy.sample import goods
from messages.approvals.tasks import InboxItem, InboxPage
from messages.base import Page
from messages.collections.dunning.dunnings import DunningView
from messages.collections.dunning.letters import DunningAddressView, LetterState, SetDunningAddress
from messages.collections.payments import PaymentView, RecordPayment
from messages.collections.receivables import ReceivableView
from messages.imports import ImportReport
from messages.money import Money
from tests.services.approvals.notices.receivers import Mailbox
from tests.whole_stack import SalesSoFar, a_customer_of_today


async def test_feature_203_imported_overdue_receivables_reach_the_customers_mailbox_as_one_letter_without_what_was_paid(
    sales: SalesSoFar, mailbox: Mailbox
) -> None:
    owed = await _late(sales.cast.setup, "1000.00", "2000.00", "3000.00")
    customer_id, finance = owed[0].customer_id, await sales.cast.player("qian.finance")
    letter = await until(lambda: _letter(finance, customer_id, LetterState.NO_ADDRESS), what="a letter to nowhere")
    todo = await until(lambda: _todo(finance, letter), what="the to-do of finance")
    assert todo.about.number == letter.number
    await _paid(sales, finance, customer_id, "1000.00")
    address = f"ap.{uuid4().hex[:8]}@customer.test"
    said = SetDunningAddress(customer_id=customer_id, email=address)
    await finance.post("collections", "/dunning-addresses", said, DunningAddressView)
    sent = await until(lambda: _letter(finance, customer_id, LetterState.SENT), what="the letter at the mail server")
    assert sent.sent_at is not None
    assert mailbox.to.count(address) == 1
    (body,) = mailbox.bodies_to(address)
    assert sent.number in body
    assert [one.number in body for one in owed] == [False, True, True], "the oldest was paid before it left"

    async def gone() -> bool | None:
        return await _todo(finance, letter) is None or None

    await until(gone, what="the to-do to be done")


async def _late(setup: Player, *amounts: str) -> list[ReceivableView]:
    """Of one customer of another system, each a day later than the one before."""
    customer, rows = a_customer_of_today(), []
    for n, amount in enumerate(amounts):
        due = (datetime.now(UTC) - timedelta(days=6 - n)).date()
        row: dict[str, Any] = {
            "line": n + 1, "external_id": f"INV-{uuid4().hex[:8]}", "customer": customer, "amount": amount,
            "invoiced_on": (due - timedelta(days=30)).isoformat(), "due_on": due.isoformat(), "currency": "CNY",
            "live": True, "legal_entity_id": goods.ENTITY, "tz": "Asia/Shanghai", "owner": "li.sales",
        }  # fmt: skip
        rows.append(row)
    report = await setup.post("collections", "/receivables/import", {"rows": rows, "source": "test"}, ImportReport)
    assert report.accepted == len(rows), report
    return [await setup.get("collections", f"/receivables/{row.id}", ReceivableView) for row in report.rows]


async def _paid(sales: SalesSoFar, finance: Player, customer_id: UUID, amount: str) -> None:
    seller = await sales.cast.player("li.sales")
    today = datetime.now(UTC).date()
    money = RecordPayment(customer_id=customer_id, amount=Money.of(amount, "CNY"), received_on=today)
    paid = await seller.post("collections", "/payments", money, PaymentView)
    await finance.post("collections", f"/payments/{paid.id}/confirm", None, PaymentView)


async def _letter(finance: Player, customer_id: UUID, state: LetterState) -> DunningView | None:
    found = await finance.get("collections", "/dunnings", Page[DunningView], customer_id=customer_id)
    return next((one for one in found.items if one.letter_state is state), None)


async def _todo(finance: Player, letter: DunningView) -> InboxItem | None:
    found = await finance.get("approvals", "/inbox", InboxPage, limit=100)
    return next((one for one in found.items if one.todo and one.about.id == letter.id), None)
