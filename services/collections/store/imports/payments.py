"""Whom and what do the rows of a file of payments name, and which of them wait for finance?"""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select, tuple_

from chassis.db.database import in_scope
from chassis.db.unit_of_work import Work
from messages.collections.payments import PaymentStatus
from services.collections.tables import Payment
from services.collections.tables.columns import Accounts, Customers, Payments, Receivables


class Record(NamedTuple):
    """An order or receivable, and whose it is."""

    id: UUID
    customer_id: UUID


Name = tuple[str, str]  # a legal entity, and what its record is called


async def kept(work: Work, ids: Collection[UUID]) -> dict[UUID, Payment]:
    """Those of these payments that were brought in before, whoever's they are."""
    found = await work.session.execute(select(Payments).where(Payments.id.in_(ids)))
    return {payment.id: payment for payment in found.scalars()}


async def customers_of(work: Work, names: Collection[Name]) -> dict[Name, UUID]:
    """Customers of another system, by their ids there, in the actor's scope."""
    key = (Customers.legal_entity_id, Customers.external_id)
    query = select(*key, Customers.id).where(tuple_(*key).in_(names), in_scope(Customers, work.actor.scope))
    return {(entity, name): id for entity, name, id in await work.session.execute(query)}


async def orders_of(work: Work, names: Collection[Name]) -> dict[Name, Record]:
    """Orders in the actor's scope, by their numbers."""
    key = (Accounts.legal_entity_id, Accounts.number)
    query = select(*key, Accounts.order_id, Accounts.customer_id).where(
        tuple_(*key).in_(names), in_scope(Accounts, work.actor.scope)
    )
    return {(entity, name): Record(*record) for entity, name, *record in await work.session.execute(query)}


async def receivables_of(work: Work, names: Collection[Name]) -> dict[Name, Record]:
    """Receivables in the actor's scope, by their numbers, here or in the other system."""
    table, found = Receivables, dict[Name, Record]()
    ours, theirs = (table.legal_entity_id, table.number), (table.legal_entity_id, table.external_id)
    named = or_(tuple_(*ours).in_(names), tuple_(*theirs).in_(names))
    query = select(table.legal_entity_id, table.number, table.external_id, table.id, table.customer_id)
    for entity, number, external_id, *record in await work.session.execute(
        query.where(named, in_scope(table, work.actor.scope))
    ):
        found[entity, number] = Record(*record)
        if external_id is not None:
            found.setdefault((entity, external_id), Record(*record))
    return found


async def lock_customers(work: Work, ids: Collection[UUID]) -> None:
    """All at once, by id, until the end."""
    await work.fetch("SELECT FROM customers WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE", sorted(ids))


async def waiting(work: Work, *, most: int) -> Sequence[Any]:
    """What of which file waits for finance, of those this actor may see; the oldest first."""
    keys = (Payments.source, Payments.recorded_by, Payments.currency)
    query = (
        select(
            *keys,
            func.min(Payments.recorded_at).label("recorded_at"),
            func.count().label("count"),
            func.sum(Payments.amount).label("amount"),
        )
        .where(
            Payments.status == PaymentStatus.RECORDED,
            Payments.source.is_not(None),
            in_scope(Payments, work.actor.scope),
        )
        .group_by(*keys)
        .order_by(func.min(Payments.recorded_at), *keys)
    )
    return (await work.session.execute(query.limit(most))).all()
