"""How is it found what customers owe, and what they were written?"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from chassis.db.database import in_one_statement, in_scope
from chassis.db.paging import both
from chassis.db.search import is_found_by
from chassis.db.unit_of_work import Work
from messages.collections.payments import PaymentStatus
from messages.collections.receivables import ReceivableStatus
from services.collections.domain.shards import derived_id
from services.collections.store.receivables import UNSETTLED
from services.collections.tables import CreditRow, Dunning
from services.collections.tables.columns import Credits, Dunnings, Payments, Receivables

Key = tuple[UUID, str]  # customer and currency


def credit_id(customer_id: UUID, currency: str) -> UUID:
    return derived_id("credit", customer_id, currency)


async def lock_credits(work: Work, keys: Collection[Key]) -> list[CreditRow]:
    """The credits of these customers, made where missing, locked in one order until the end."""
    await work.session.flush()
    rows = [
        CreditRow(customer_id=customer, currency=currency, id=credit_id(customer, currency)).model_dump()
        for customer, currency in sorted(set(keys))
    ]
    fresh = insert(Credits).values(rows)
    locking = fresh.on_conflict_do_update(
        index_elements=["customer_id", "currency"], set_={"version": Credits.version}
    ).returning(Credits)
    found = await work.session.execute(locking, execution_options={"populate_existing": True})
    return list(found.scalars())


async def debts_by_customer(work: Work, keys: Collection[Key]) -> dict[Key, Any]:
    """What is owed now, since when at the longest, and where the customer is: `owed`, `oldest`, `tz`."""
    of = (Receivables.customer_id, Receivables.currency)
    query = (
        select(
            *of,
            func.sum(UNSETTLED).label("owed"),
            func.min(Receivables.due_on).label("oldest"),
            func.min(Receivables.tz).label("tz"),
        )
        .where(Receivables.status == ReceivableStatus.OPEN, tuple_(*of).in_(sorted(set(keys))))
        .group_by(*of)
    )
    return {(row.customer_id, row.currency): row for row in await work.session.execute(query)}


async def credits_of(work: Work, customer_id: UUID) -> list[CreditRow]:
    query = select(Credits).where(Credits.customer_id == customer_id).order_by(Credits.currency)
    return list((await work.session.execute(query)).scalars())


async def unallocated(work: Work, customer_id: UUID) -> dict[str, Any]:
    """Confirmed money on the customer's account that settles nothing, per currency."""
    counts = Payments.status.in_([PaymentStatus.CONFIRMED, PaymentStatus.REVERSED])
    rest = func.sum(Payments.amount - Payments.allocated - Payments.refunded)
    query = (
        select(Payments.currency, rest).where(Payments.customer_id == customer_id, counts).group_by(Payments.currency)
    )
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
            Dunnings.customer_id == customer_id if customer_id else None,
            Dunnings.owner_id == owner_id if owner_id else None,
            owing,
        ),
    )
