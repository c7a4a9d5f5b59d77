"""What does a process ask of collections?"""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from temporalio import activity

from messages.collections.invoices import InvoiceStatus, InvoiceView
from messages.collections.payments import PaymentStatus, PaymentView
from messages.collections.receivables import OrderAccount, SweepShard, SweptShard
from messages.errors import NotFound
from workflows.activities.asking import Asking
from workflows.activities.standings import AccountStanding, NextLook, Piece


class Collections:
    """What an order owes, has paid and was invoiced; and the clocks of what is late."""

    def __init__(self, collections: Asking) -> None:
        self._collections = collections

    @activity.defn
    async def account_standing(self, as_of: datetime, order_id: UUID) -> AccountStanding:
        """What is paid, what waits for finance, what can be invoiced. Nothing before collections knows of the order."""
        account = await self._collections.find(f"/order-accounts/{order_id}", OrderAccount, as_of=as_of)
        if account is None:
            return AccountStanding()
        about = {"order_id": str(order_id)}
        payments = await self._collections.every(
            "/payments", PaymentView, as_of=as_of, status=PaymentStatus.RECORDED, **about
        )
        invoices = await self._collections.every("/invoices", InvoiceView, as_of=as_of, **about)
        return AccountStanding(
            settled=account.settled,
            invoiced_in_full=account.invoiced_in_full,
            to_request=account.invoiced + account.requested < account.total,
            to_confirm=[_payment(one) for one in payments],
            to_issue=[_invoice(one) for one in invoices if one.status is InvoiceStatus.REQUESTED],
            invoices=len(invoices),
        )

    @activity.defn
    async def cancel_invoices(self, as_of: datetime, order_id: UUID) -> None:
        """Those asked for are cancelled, those issued reversed by a red-letter invoice 红字发票."""
        await self._undo(as_of, order_id, "cancel-invoices")

    @activity.defn
    async def reverse_payments(self, as_of: datetime, order_id: UUID) -> None:
        """What the customer paid is owed back."""
        await self._undo(as_of, order_id, "reverse-payments")

    @activity.defn
    async def cancel_receivables(self, as_of: datetime, order_id: UUID) -> None:
        """The order owes nothing any more."""
        await self._undo(as_of, order_id, "cancel-receivables")

    @activity.defn
    async def sweep_shard(self, as_of: datetime, shard: int) -> NextLook:
        """Remind and escalate what is due by now, in one batch."""
        swept = await self._collections.post(f"/shards/{shard}/sweep", SweptShard, SweepShard(), as_of=as_of)
        return NextLook(handled=swept.reminded + swept.escalated, next_due_at=swept.next_due_at, more=swept.more)

    async def _undo(self, as_of: datetime, order_id: UUID, verb: str) -> None:
        """Of an order that collections has never heard of there is nothing to undo."""
        with suppress(NotFound):
            await self._collections.post(f"/order-accounts/{order_id}/{verb}", OrderAccount, as_of=as_of)


def _payment(view: PaymentView) -> Piece:
    return Piece(id=view.id, number=view.number)


def _invoice(view: InvoiceView) -> Piece:
    return Piece(id=view.id, number=view.number)
