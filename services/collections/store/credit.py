"""How is it found what customers owe, and what they were written?"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import insert

from chassis.db.database import in_one_statement, in_scope
from chassis.db.paging import both
from chassis.db.search import is_found_by
from chassis.db.unit_of_work import Work
from chassis.db.watched_rows import columns
from chassis.db.written_rows import insert_of
from messages.collections.payments import PaymentStatus
from services.collections.domain.shards import derived_id
from services.collections.store.customers.joined import is_of_customer
from services.collections.tables import CreditRow, Dunning
from services.collections.tables.columns import Credits, Dunnings, Payments, Receivables

Key = tuple[UUID, str]  # customer and currency
LOCK = (
    "ON CONFLICT (customer_id, currency) DO UPDATE SET version = credits.version"
    f" RETURNING {columns(CreditRow, 'credits')}"
)
DEBTS = """
SELECT r.customer_id, r.currency, sum(r.amount - r.paid - r.written_off) AS owed, min(r.due_on) AS oldest,
  min(r.tz) AS tz
FROM unnest($1::uuid[], $2::text[]) AS k (customer_id, currency)
JOIN receivables r ON r.customer_id = k.customer_id AND r.currency = k.currency AND r.status = 'OPEN'
GROUP BY r.customer_id, r.currency"""


def credit_id(customer_id: UUID, currency: str) -> UUID:
    return derived_id("credit", customer_id, currency)


async def lock_credits(work: Work, keys: Collection[Key]) -> list[CreditRow]:
    """The credits of these customers, made where missing, locked in one order until the end."""
    rows = [
        CreditRow(customer_id=customer, currency=currency, id=credit_id(customer, currency))
        for customer, currency in sorted(set(keys))
    ]
    made = insert_of(*rows)
    found = await work.read_writing((CreditRow,), f"{made.sql} {LOCK}", *made.values)
    return [credit for credit, *_ in found]


async def debts_by_customer(work: Work, keys: Collection[Key]) -> dict[Key, Any]:
    """What is owed now, since when at the longest, and where the customer is: `owed`, `oldest`, `tz`."""
    customers, currencies = zip(*sorted(set(keys)), strict=True)
    rows = await work.fetch(DEBTS, customers, currencies)
    return {(row["customer_id"], row["currency"]): row for row in rows}


async def credits_of(work: Work, customer_id: UUID) -> list[CreditRow]:
    query = select(Credits).where(Credits.customer_id == customer_id).order_by(Credits.currency)
    return list((await work.session.execute(query)).scalars())


async def credits_of_one(work: Work, customer_id: UUID) -> list[CreditRow]:
    """The same of those that were joined to it, too: after its own."""
    his = is_of_customer(Credits.customer_id, customer_id)
    query = select(Credits).where(his).order_by(Credits.currency, Credits.customer_id != customer_id)
    return list((await work.session.execute(query)).scalars())


async def unallocated(work: Work, customer_id: UUID) -> dict[str, Any]:
    """Confirmed money on the customer's account that settles nothing, per currency."""
    counts = Payments.status.in_([PaymentStatus.CONFIRMED, PaymentStatus.REVERSED])
    rest = func.sum(Payments.amount - Payments.allocated - Payments.refunded)
    his = is_of_customer(Payments.customer_id, customer_id)
    query = select(Payments.currency, rest).where(his, counts).group_by(Payments.currency)
    return dict((await work.session.execute(query)).all())


async def add_dunnings(work: Work, dunnings: Sequence[Dunning]) -> None:
    if dunnings:
        await work.session.execute(in_one_statement(insert(Dunnings)), [dunning.model_dump() for dunning in dunnings])


def dunnings(work: Work, *, customer_id: UUID | None, owner_id: UUID | None, q: str | None) -> Select[Any]:
    """Found by what the receivables of their customers are found by."""
    found = is_found_by(Receivables.search, q)
    owing = None if found is None else Dunnings.customer_id.in_(select(Receivables.customer_id).where(found))
    return select(Dunnings).where(
        in_scope(Dunnings, work.actor.scope),
        both(
            is_of_customer(Dunnings.customer_id, customer_id) if customer_id else None,
            Dunnings.owner_id == owner_id if owner_id else None,
            owing,
        ),
    )
