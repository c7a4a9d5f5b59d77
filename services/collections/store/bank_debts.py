"""What is open of a legal entity in one currency, as statements' entries are matched with it?"""

from collections.abc import Collection, Mapping
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import exists, func, or_, select

from chassis.db.unit_of_work import Work
from messages.collections.invoices import InvoiceStatus
from messages.collections.payments import PaymentStatus
from services.collections.domain.bank.debts import Debts, OpenDebt, RecordedPayment
from services.collections.store.payments import CAME
from services.collections.store.receivables import OPEN, UNSETTLED
from services.collections.tables.columns import Accounts, BankEntries, Customers, Invoices, Payments, Receivables

MOST_DEBTS = 100_000  # the oldest due first; some 50 MB
UNLINKED_DAYS = 120  # for which a confirmed payment may still get its entry


async def list_debts(work: Work, legal_entity_id: str, currency: str) -> Debts:
    """Three statements, however much is open."""
    return Debts(
        [*await _receivables(work, legal_entity_id, currency), *await _orders(work, legal_entity_id, currency)],
        await _recorded(work, legal_entity_id, currency),
    )


async def _receivables(work: Work, legal_entity_id: str, currency: str) -> list[OpenDebt]:
    of_order = func.unnest(Invoices.other_order_ids.op("||")(Invoices.order_id)).label("on_order")
    invoices = (
        select(of_order, func.array_agg(Invoices.invoice_number).label("numbers"))
        .where(Invoices.status == InvoiceStatus.ISSUED, Invoices.legal_entity_id == legal_entity_id)
        .group_by(of_order)
        .subquery()
    )
    query = (
        select(
            Receivables.id, Receivables.number, Receivables.customer_id, Receivables.customer_name,
            (UNSETTLED - Receivables.waiting).label("room"), Receivables.due_on, Receivables.order_id,
            Accounts.number.label("order_number"), Receivables.external_id, invoices.c.numbers,
        )
        .outerjoin(Accounts, Accounts.order_id == Receivables.order_id)
        .outerjoin(invoices, invoices.c.on_order == Receivables.order_id)
        .where(
            Receivables.legal_entity_id == legal_entity_id,
            Receivables.currency == currency,
            Receivables.status == OPEN,
            Receivables.waiting < UNSETTLED,
        )
        .order_by(Receivables.due_on, Receivables.id)
        .limit(MOST_DEBTS)
    )  # fmt: skip
    return [
        OpenDebt(*row[:7], tuple(name for name in (row[7], row[8], *(row[9] or ())) if name))
        for row in (await work.session.execute(query)).all()
    ]


async def _orders(work: Work, legal_entity_id: str, currency: str) -> list[OpenDebt]:
    """Orders that owe nothing yet: money for them is named by their number."""
    query = (
        select(Accounts.order_id, Accounts.number, Accounts.customer_id, Customers.name)
        .join(Customers, Customers.id == Accounts.customer_id)
        .where(
            Accounts.legal_entity_id == legal_entity_id,
            Accounts.currency == currency,
            Accounts.confirmed_at.is_(None),
            Accounts.cancelled_at.is_(None),
        )
        .limit(MOST_DEBTS)
    )
    rows = (await work.session.execute(query)).all()
    return [OpenDebt(id, number, customer, name, Decimal("0.00"), None, id) for id, number, customer, name in rows]


async def _recorded(work: Work, legal_entity_id: str, currency: str) -> list[RecordedPayment]:
    since = work.now - timedelta(days=UNLINKED_DAYS)
    recent = (Payments.status == PaymentStatus.CONFIRMED) & (Payments.recorded_at > since)
    query = (
        select(
            Payments.id, Payments.number, Payments.customer_id, Payments.customer_name, CAME[1],
            func.coalesce(Payments.reference, ""), Payments.reference_key,
        )
        .where(
            Payments.legal_entity_id == legal_entity_id,
            CAME[0] == currency,
            or_(Payments.status == PaymentStatus.RECORDED, recent),
            ~exists().where(BankEntries.payment_id == Payments.id),
        )
        .limit(MOST_DEBTS)
    )  # fmt: skip
    return [RecordedPayment(*row) for row in (await work.session.execute(query)).all()]


async def rooms_of(work: Work, receivable_ids: Collection[UUID]) -> Mapping[UUID, Decimal]:
    """What nobody has paid or recorded yet, of those that are still open."""
    query = select(Receivables.id, UNSETTLED - Receivables.waiting).where(
        Receivables.id.in_(receivable_ids), Receivables.status == OPEN
    )
    return dict((await work.session.execute(query)).all())


async def undecided_of(work: Work, payment_ids: Collection[UUID]) -> set[UUID]:
    """Those of these payments that stand, and behind which no entry does."""
    query = select(Payments.id).where(
        Payments.id.in_(payment_ids),
        Payments.status.in_((PaymentStatus.RECORDED, PaymentStatus.CONFIRMED)),
        ~exists().where(BankEntries.payment_id == Payments.id),
    )
    return set((await work.session.execute(query)).scalars())
