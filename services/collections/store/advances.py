"""How are advances, and the ways to use them, found and kept?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, literal_column, select
from sqlalchemy.dialects.postgresql import insert

from chassis.auth.identity import ALL
from chassis.db.unit_of_work import Work
from chassis.db.watched_rows import columns
from messages.collections.advances import EVERYWHERE, AdvanceUse
from services.collections.domain.ledger import Subject
from services.collections.tables import AdvanceOffer, AdvancePolicy, Payment, Receivable
from services.collections.tables.columns import AdvancePolicies, Payments, Receivables
from services.collections.tables.payments import FREE_AND_SEEN

Offers: Any = AdvanceOffer

# Money for the customer and no order, or for one that is cancelled; in the very words of its index.
OF_CANCELLED = "SELECT 1 FROM order_accounts a WHERE a.order_id = payments.order_id AND a.cancelled_at IS NOT NULL"
FOR_NO_ORDER = f"payments.order_id IS NULL OR payments.status = 'REVERSED' OR EXISTS ({OF_CANCELLED})"
LOCK_PREPAID = f"""
SELECT {columns(Payment, "payments")} FROM payments
WHERE payments.order_id = $1 AND payments.status IN ('RECORDED', 'CONFIRMED')
    AND payments.allocated + payments.refunded < payments.amount
  OR payments.customer_id = $2 AND payments.currency = $3 AND payments.legal_entity_id = $4
    AND {FREE_AND_SEEN} AND ({FOR_NO_ORDER})
ORDER BY payments.id FOR UPDATE"""
ON_ACCOUNT: Any = literal_column(f"({FREE_AND_SEEN} AND ({FOR_NO_ORDER}))")


async def lock_prepaid(
    work: Work, order_id: UUID, *, customer_id: UUID, currency: str, legal_entity_id: str
) -> tuple[list[Payment], list[Payment]]:
    """Those recorded for this order of which something is left, confirmed before not, then what came first; and the
    customer's money on account. One statement: every order that is confirmed asks for both."""
    locked = await work.read((Payment,), LOCK_PREPAID, order_id, customer_id, currency, legal_entity_id)
    found = [payment for (payment,) in locked]
    own = [payment for payment in found if payment.order_id == order_id]
    prepaid = sorted(own, key=lambda row: (row.confirmed_at is None, row.received_on, row.number))
    return prepaid, [payment for payment in found if payment.order_id != order_id]


async def lock_advances(work: Work, *, customer_id: UUID, currency: str, legal_entity_id: str) -> list[Payment]:
    """The customer's money on account, locked by id."""
    his = (
        Payments.customer_id == customer_id,
        Payments.currency == currency,
        Payments.legal_entity_id == legal_entity_id,
        ON_ACCOUNT,
    )
    query = select(Payments).where(*his).order_by(Payments.id).with_for_update()
    return list((await work.session.execute(query.execution_options(populate_existing=True))).scalars())


async def offer(work: Work, row: Receivable) -> None:
    own = row.model_dump(include={"customer_id", "currency", "legal_entity_id"})
    await work.session.execute(insert(AdvanceOffer).values(receivable_id=row.id, **own).on_conflict_do_nothing())


async def take_offers(work: Work, payment: Payment | Subject) -> list[Receivable]:
    """For what money was offered of this customer, once nothing of it is left; they are no offers any more."""
    of = ("customer_id", "currency", "legal_entity_id")
    left = exists().where(*(getattr(Payments, name) == getattr(payment, name) for name in of), ON_ACCOUNT)
    gone = delete(Offers).where(*(getattr(Offers, name) == getattr(payment, name) for name in of), ~left)
    taken = (await work.session.execute(gone.returning(Offers.receivable_id))).scalars().all()
    if not taken:
        return []
    query = select(Receivables).where(Receivables.id.in_(taken)).order_by(Receivables.id)
    return list((await work.session.execute(query)).scalars())


async def policies_of(work: Work, legal_entity_id: str) -> dict[str, AdvanceUse]:
    """Its own and the house's, where there are any."""
    query = select(AdvancePolicies).where(AdvancePolicies.legal_entity_id.in_([legal_entity_id, EVERYWHERE]))
    return {row.legal_entity_id: row.use for row in (await work.session.execute(query)).scalars()}


async def list_policies(work: Work) -> list[AdvancePolicy]:
    """The house's, and those of the actor's legal entities."""
    query = select(AdvancePolicies).order_by(AdvancePolicies.legal_entity_id)
    if ALL not in work.actor.legal_entities:
        query = query.where(AdvancePolicies.legal_entity_id.in_({EVERYWHERE, *work.actor.legal_entities}))
    return list((await work.session.execute(query)).scalars())


async def save_policy(
    work: Work, *, legal_entity_id: str, use: AdvanceUse, set_by: UUID, set_at: datetime
) -> AdvancePolicy | None:
    """None when it is this very one already."""
    first = {"legal_entity_id": legal_entity_id, "use": use, "set_by": set_by, "set_at": set_at, "version": 1}
    fresh = insert(AdvancePolicies).values(first)
    newer = fresh.on_conflict_do_update(
        index_elements=["legal_entity_id"],
        set_={name: fresh.excluded[name] for name in ("use", "set_by", "set_at")}
        | {"version": AdvancePolicies.version + 1},
        where=AdvancePolicies.use != fresh.excluded.use,
    ).returning(AdvancePolicies)
    found: AdvancePolicy | None = (
        await work.session.execute(newer, execution_options={"populate_existing": True})
    ).scalar_one_or_none()
    return found
