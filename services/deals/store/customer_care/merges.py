"""Which customers did a person join, or tell apart?"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.db.unit_of_work import Work
from messages.deals.customer_care.merging import CustomerMergeView
from services.deals.domain.customer_care.merging import Claim, Joined
from services.deals.store.customer_owners import carried_by
from services.deals.store.registrations import list_live_of
from services.deals.tables import Customer, CustomerApart, CustomerMerge

SHOWN = 50


def joined(row: Customer) -> Joined:
    return Joined(
        number=row.number,
        legal_entity=row.legal_entity_id,
        merged_into=row.merged_into,
        owner_id=row.owner_id,
        owner_unit=row.owner_unit,
        name_key=row.name_key,
        tax_id=row.tax_id,
    )


async def live_projects(work: Work, customer_id: UUID) -> dict[str, str]:
    """Project → the number of its live registration."""
    return {one.project_key: one.number for one in await list_live_of(work, customer_id)}


async def claims_of(work: Work, customer_ids: Sequence[UUID]) -> list[Claim]:
    """Who owns these now, and since when he did, or those through whom they came to him."""
    carried = [await carried_by(work, id) for id in customer_ids]
    return [Claim(one[0].owner_id, one[-1].since) for one in carried if one and one[0].owner_id]


async def owners_of(work: Work, customer_ids: Sequence[UUID]) -> list[UUID]:
    """As they stand, unlocked."""
    query = select(col(Customer.owner_id)).where(
        col(Customer.id).in_(customer_ids), col(Customer.owner_id).is_not(None)
    )
    return [id for id in await work.session.scalars(query.distinct().order_by(col(Customer.owner_id))) if id]


async def follow(work: Work, former: UUID, into: UUID) -> list[Customer]:
    """What was joined to the one, locked: it belongs to the other now."""
    query = select(Customer).where(col(Customer.merged_into) == former, col(Customer.id) != into)
    return list((await work.session.scalars(query.order_by(col(Customer.id)).with_for_update())).all())


async def lock_followers(work: Work, merge: CustomerMerge) -> list[Customer]:
    """Those that came along then, and are joined to the same one still."""
    ids = [UUID(one) for one in merge.followers]
    query = select(Customer).where(col(Customer.id).in_(ids), col(Customer.merged_into) == merge.into_id)
    return list((await work.session.scalars(query.order_by(col(Customer.id)).with_for_update())).all())


async def find_last(work: Work, customer_id: UUID) -> CustomerMerge | None:
    """The newest, taken back or not."""
    query = select(CustomerMerge).where(col(CustomerMerge.customer_id) == customer_id)
    return (await work.session.scalars(query.order_by(col(CustomerMerge.at).desc()).limit(1))).first()


async def list_merges(work: Work, customer_id: UUID) -> list[CustomerMergeView]:
    """Of what was joined to it, and of its own; the newest first."""
    concerned = or_(col(CustomerMerge.into_id) == customer_id, col(CustomerMerge.customer_id) == customer_id)
    query = (
        select(CustomerMerge, col(Customer.number), col(Customer.name))
        .join(Customer, col(Customer.id) == col(CustomerMerge.customer_id))
        .where(concerned)
        .order_by(col(CustomerMerge.at).desc(), col(CustomerMerge.id).desc())
        .limit(SHOWN)
    )
    same = {"id", "customer_id", "into_id", "by_name", "at", "undone_by_name", "undone_at"}
    return [
        CustomerMergeView(**row.model_dump(include=same), number=number, name=name, taken=sorted(row.taken))
        for row, number, name in await work.session.execute(query)
    ]


async def tell_apart(work: Work, customer_id: UUID, other_id: UUID) -> bool:
    """False: they were told apart before."""
    low, high = sorted((customer_id, other_id))
    row = {"customer_id": low, "other_id": high, "by_id": work.actor.id, "at": work.now}
    fresh = insert(CustomerApart).values(row).on_conflict_do_nothing().returning(col(CustomerApart.customer_id))
    return (await work.session.execute(fresh)).first() is not None


async def tell_together(work: Work, customer_id: UUID, other_id: UUID) -> None:
    low, high = sorted((customer_id, other_id))
    both = (col(CustomerApart.customer_id) == low, col(CustomerApart.other_id) == high)
    await work.session.execute(delete(CustomerApart).where(*both))


async def list_apart_from(work: Work, customer_id: UUID) -> set[UUID]:
    one, other = col(CustomerApart.customer_id), col(CustomerApart.other_id)
    query = select(one, other).where(or_(one == customer_id, other == customer_id))
    return {row[1] if row[0] == customer_id else row[0] for row in await work.session.execute(query)}
