"""Who owned a customer when?"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.db.common_tables import people
from chassis.db.database import in_one_statement
from chassis.db.unit_of_work import Work
from messages.deals.customers import CustomerOwnerView, OwnerCause
from services.deals.domain.customer_care.claims import Held, Joining, carried_claim
from services.deals.tables import CustomerMerge, CustomerOwnership


async def add_owners(work: Work, owners: Sequence[tuple[UUID, UUID | None]], cause: OwnerCause) -> None:
    """Of customers (id, owner) that nobody had before."""
    if not owners:
        return
    rows = [
        CustomerOwnership(id=work.new_id(), customer_id=id, owner_id=owner, cause=cause, since=work.now).model_dump()
        for id, owner in owners
    ]
    await work.session.execute(in_one_statement(insert(CustomerOwnership)), rows)


async def move_owners(work: Work, customer_ids: Sequence[UUID], owner_id: UUID | None, cause: OwnerCause) -> None:
    """From now on these are his; whose they were until now ends at this moment."""
    before = update(CustomerOwnership).where(
        col(CustomerOwnership.customer_id).in_(customer_ids), col(CustomerOwnership.until).is_(None)
    )
    await work.session.execute(before.values(until=work.now))
    await add_owners(work, [(id, owner_id) for id in customer_ids], cause)


async def carried_by(work: Work, customer_id: UUID) -> list[Held]:
    """Through whom the claim to a customer came to its owner, he first; nobody's has none."""
    held, joinings = await _held(work, [customer_id]), list[Joining]()
    if any(one.cause is OwnerCause.JOINED for one in held):
        joinings = await _joinings(work, customer_id)
        held = await _held(work, [customer_id, *(one.customer_id for one in joinings)])
    return carried_claim(customer_id, held, joinings)


async def _held(work: Work, customer_ids: Sequence[UUID]) -> list[Held]:
    own = CustomerOwnership
    query = select(col(own.customer_id), col(own.owner_id), col(own.cause), col(own.since))
    query = query.where(col(own.customer_id).in_(customer_ids)).order_by(col(own.since), col(own.id))
    return [Held(*row) for row in await work.session.execute(query)]


async def _joinings(work: Work, into_id: UUID) -> list[Joining]:
    """What was joined to it, and to those, ever."""
    row = CustomerMerge
    every = select(col(row.customer_id), col(row.into_id), col(row.at), col(row.undone_at))
    found = every.where(col(row.into_id) == into_id).cte(recursive=True)
    found = found.union(every.join(found, found.c.customer_id == col(row.into_id)))
    return [Joining(*one) for one in await work.session.execute(select(found))]


async def list_owners(work: Work, customer_id: UUID) -> list[CustomerOwnerView]:
    """The first one first; no more than the last hundred."""
    query = (
        select(CustomerOwnership, people.c.name)
        .outerjoin(people, people.c.id == col(CustomerOwnership.owner_id))
        .where(col(CustomerOwnership.customer_id) == customer_id)
        .order_by(col(CustomerOwnership.since).desc(), col(CustomerOwnership.id).desc())
        .limit(100)
    )
    found = (await work.session.execute(query)).all()
    return [
        CustomerOwnerView(owner_name=name, **row.model_dump(exclude={"id", "customer_id"}))
        for row, name in reversed(found)
    ]
