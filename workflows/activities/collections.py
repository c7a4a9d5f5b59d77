"""What does a process do in collections?"""

from datetime import datetime
from uuid import UUID

from temporalio import activity

from messages.collections.dunning.dunnings import ProcessDueReceivables, ProcessedShard
from messages.collections.invoice_filings import ProcessedFilings
from messages.collections.invoice_mails import ProcessedInvoiceMails
from messages.collections.payments import PaymentStatus, PaymentView
from messages.collections.receivables import AccountSnapshot, OrderAccount
from messages.collections.write_offs import DecideWriteOff, TakeBackWriteOff, WriteOffView
from workflows.activities.service_calls import ServiceCalls, suppress_unknown_record
from workflows.activities.snapshots import KeeperProgress, PaymentSnapshot, WriteOffSnapshot

OUTSIDE_SECONDS = 45.0  # it waits for providers of e-invoices, and for the mail server


class Collections:
    """What an order owes, has paid and was invoiced; and the deadlines of what is late."""

    def __init__(self, collections: ServiceCalls) -> None:
        self._collections = collections

    @activity.defn(name="account_standing")
    async def account_snapshot(self, as_of: datetime, order_id: UUID) -> AccountSnapshot:
        """What is paid, what waits for finance, what can be invoiced. Nothing before collections knows the order."""
        path = f"/order-accounts/{order_id}/snapshot"
        return await self._collections.find(path, AccountSnapshot, as_of=as_of) or AccountSnapshot()

    @activity.defn
    async def payment_snapshot(self, as_of: datetime, payment_id: UUID) -> PaymentSnapshot:
        """Whether it waits for finance, or lies on the customer's account."""
        payment = await self._collections.get(f"/payments/{payment_id}", PaymentView, as_of=as_of)
        seen = payment.status in (PaymentStatus.CONFIRMED, PaymentStatus.REVERSED)
        return PaymentSnapshot(
            status=payment.status,
            number=payment.number,
            title=payment.customer_name,
            legal_entity_id=payment.legal_entity_id,
            has_order=bool(payment.order_ids),
            settles_nothing=seen and bool(payment.free),
            version=payment.version,
            amount=payment.amount,
        )

    @activity.defn(name="cancel_invoices")
    async def cancel_order_invoices(self, as_of: datetime, order_id: UUID) -> None:
        """Those requested are cancelled, those issued reversed by a credit note 红字发票."""
        await self._reverse(as_of, order_id, "cancel-invoices")

    @activity.defn(name="reverse_payments")
    async def reverse_order_payments(self, as_of: datetime, order_id: UUID) -> None:
        """What the customer paid is owed back."""
        await self._reverse(as_of, order_id, "reverse-payments")

    @activity.defn(name="cancel_receivables")
    async def cancel_order_receivables(self, as_of: datetime, order_id: UUID) -> None:
        """The order owes nothing any more."""
        await self._reverse(as_of, order_id, "cancel-receivables")

    @activity.defn
    async def write_off_snapshot(self, as_of: datetime, id: UUID) -> WriteOffSnapshot:
        """Where a write-off stands."""
        return _write_off(await self._collections.get(f"/write-offs/{id}", WriteOffView, as_of=as_of))

    @activity.defn
    async def apply_write_off(self, as_of: datetime, id: UUID, round: int) -> WriteOffSnapshot:
        """Approved: it counts, as far as it is still open."""
        return await self._decide(as_of, id, "apply", DecideWriteOff(round=round))

    @activity.defn
    async def return_write_off(self, as_of: datetime, id: UUID, round: int, guidance: str) -> WriteOffSnapshot:
        """Back to who asked for it, with guidance."""
        return await self._decide(as_of, id, "return", DecideWriteOff(round=round, comment=guidance))

    @activity.defn
    async def reject_write_off(self, as_of: datetime, id: UUID, round: int, reason: str) -> WriteOffSnapshot:
        """It stays owed."""
        return await self._decide(as_of, id, "reject", DecideWriteOff(round=round, comment=reason))

    @activity.defn
    async def withdraw_write_off(self, as_of: datetime, id: UUID) -> WriteOffSnapshot:
        """Nobody asks for it any more."""
        return await self._decide(as_of, id, "withdraw", None)

    @activity.defn
    async def take_back_write_off(self, as_of: datetime, id: UUID, reason: str) -> WriteOffSnapshot:
        """Its approval was revoked: it is owed again."""
        return await self._decide(as_of, id, "take-back", TakeBackWriteOff(reason=reason))

    @activity.defn(name="sweep_shard")
    async def process_due_receivables(self, as_of: datetime, shard: int) -> KeeperProgress:
        """Remind and escalate what is due by now, in one batch."""
        processed = await self._collections.post(
            f"/shards/{shard}/process-due", ProcessedShard, ProcessDueReceivables(), as_of=as_of
        )
        return KeeperProgress(
            handled=processed.reminded + processed.escalated, next_due_at=processed.next_due_at, more=processed.more
        )

    @activity.defn
    async def process_due_filings(self, as_of: datetime) -> KeeperProgress:
        """Ask providers for the e-invoices that are due by now, in one batch."""
        processed = await self._collections.post(
            "/invoice-filings/process-due", ProcessedFilings, as_of=as_of, seconds=OUTSIDE_SECONDS
        )
        handled = processed.issued + processed.refused + processed.waiting
        return KeeperProgress(handled=handled, next_due_at=processed.next_due_at, more=processed.more)

    @activity.defn
    async def process_due_mails(self, as_of: datetime) -> KeeperProgress:
        """Mail the invoices and dunning letters that are due by now, in one batch."""
        processed = await self._collections.post(
            "/invoice-mails/process-due", ProcessedInvoiceMails, as_of=as_of, seconds=OUTSIDE_SECONDS
        )
        handled = processed.sent + processed.failed
        return KeeperProgress(handled=handled, next_due_at=processed.next_due_at, more=processed.more)

    async def _decide(
        self, as_of: datetime, id: UUID, verb: str, command: DecideWriteOff | TakeBackWriteOff | None
    ) -> WriteOffSnapshot:
        path = f"/write-offs/{id}/{verb}"
        return _write_off(await self._collections.post(path, WriteOffView, command, as_of=as_of))

    async def _reverse(self, as_of: datetime, order_id: UUID, verb: str) -> None:
        """Of an order that collections does not know there is nothing to compensate."""
        with suppress_unknown_record():
            await self._collections.post(f"/order-accounts/{order_id}/{verb}", OrderAccount, as_of=as_of)


def _write_off(view: WriteOffView) -> WriteOffSnapshot:
    return WriteOffSnapshot(status=view.status, round=view.round)
