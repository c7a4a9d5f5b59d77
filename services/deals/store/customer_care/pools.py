"""How does deals find and keep the public pools of customers?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Select, cast, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.auth.identity import ALL
from chassis.db.unit_of_work import Work
from messages.deals.customer_care.pools import CustomerPoolView
from messages.deals.customers import CustomerStatus, OwnerCause
from messages.deals.opportunities import OpportunityStatus
from messages.errors import NotFound
from messages.org_path import is_within
from services.deals.domain.customer_care.pools import PoolOf
from services.deals.domain.lifecycle import IN_PROCESS
from services.deals.tables import Contract, Customer, CustomerOwnership, CustomerPool, FollowUp, Opportunity


async def pools_of(work: Work, entity: str) -> list[PoolOf]:
    """In the order in which they take customers."""
    return [row.pool for row in await work.session.scalars(_in_order(entity))]


async def get_pool(work: Work, id: UUID) -> CustomerPool:
    """Of a legal entity of the actor's."""
    found = await work.session.get(CustomerPool, id)
    mine = work.actor.legal_entities
    if found is None or not (ALL in mine or found.legal_entity_id in mine):
        raise NotFound("customer_pool", id)
    return found


async def find_pool(work: Work, entity: str, code: str, *, lock: bool = False) -> CustomerPool | None:
    query = select(CustomerPool).where(col(CustomerPool.legal_entity_id) == entity, col(CustomerPool.code) == code)
    return (await work.session.scalars(query.with_for_update() if lock else query)).first()


async def add_pool(work: Work, row: CustomerPool) -> bool:
    """False: its code stands already."""
    fresh = insert(CustomerPool).values(row.model_dump()).on_conflict_do_nothing().returning(col(CustomerPool.id))
    return (await work.session.execute(fresh)).first() is not None


async def list_pools(work: Work, entity: str) -> list[CustomerPoolView]:
    """With what waits in each, and what the one who asks holds of it."""
    waiting = func.count().filter(col(Customer.owner_id).is_(None))
    held = func.count().filter(col(Customer.owner_id) == work.actor.id)
    counted = select(col(Customer.pool_id), waiting, held).where(
        col(Customer.pool_id).is_not(None), col(Customer.legal_entity_id) == entity, col(Customer.merged_into).is_(None)
    )
    counts = {row[0]: (row[1], row[2]) for row in await work.session.execute(counted.group_by(col(Customer.pool_id)))}
    return [
        CustomerPoolView(
            **row.model_dump(include={"id", "code", "legal_entity_id", "version"}),
            rules=row.said,
            waiting=counts.get(row.id, (0, 0))[0],
            held=counts.get(row.id, (0, 0))[1],
            may_claim=is_within(work.actor.unit, row.said.unit),
        )
        for row in await work.session.scalars(_in_order(entity))
    ]


async def lock_holdings(work: Work, owner_id: UUID) -> None:
    """Before any customer: who claims two at once is counted for one after the other."""
    await work.fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"customers of:{owner_id}")


async def held_of(work: Work, pool_id: UUID, owner_id: UUID) -> int:
    his = (col(Customer.pool_id) == pool_id, col(Customer.owner_id) == owner_id)
    return int((await work.session.scalars(select(func.count()).where(*his))).one())


async def claimed_since(work: Work, pool_id: UUID, owner_id: UUID, since: datetime) -> int:
    """How many of this pool he has claimed since then, whatever became of them."""
    query = (
        select(func.count())
        .select_from(CustomerOwnership)
        .join(Customer, col(Customer.id) == col(CustomerOwnership.customer_id))
        .where(
            col(CustomerOwnership.owner_id) == owner_id,
            col(CustomerOwnership.cause) == OwnerCause.CLAIMED,
            col(CustomerOwnership.since) >= since,
            col(Customer.pool_id) == pool_id,
        )
    )
    return int((await work.session.scalars(query)).one())


async def given_up_at(work: Work, customer_id: UUID, owner_id: UUID) -> datetime | None:
    """When it went from him into a pool, the last time."""
    after = CustomerOwnership.__table__.alias("after")  # type: ignore[attr-defined]
    query = (
        select(func.max(col(CustomerOwnership.until)))
        .join(
            after,
            (after.c.customer_id == col(CustomerOwnership.customer_id))
            & (after.c.since == col(CustomerOwnership.until))
            & after.c.cause.in_((OwnerCause.RELEASED, OwnerCause.RECLAIMED)),
        )
        .where(col(CustomerOwnership.customer_id) == customer_id, col(CustomerOwnership.owner_id) == owner_id)
    )
    found: datetime | None = (await work.session.scalars(query)).one()
    return found


def owned_of(entity: str) -> Select[Any]:
    """The customers whose clocks run, or would."""
    return select(Customer).where(
        col(Customer.legal_entity_id) == entity,
        col(Customer.owner_id).is_not(None),
        col(Customer.merged_into).is_(None),
        col(Customer.status) == CustomerStatus.ACTIVE,
    )


async def lock_due(work: Work, ids: Sequence[UUID]) -> list[Customer]:
    """Those of them that somebody owns; one that somebody works on just now is asked for again."""
    if not ids:
        return []
    owned = (col(Customer.id).in_(ids), col(Customer.owner_id).is_not(None))
    query = select(Customer).where(*owned).order_by(col(Customer.id))
    return list((await work.session.scalars(query.with_for_update(key_share=True))).all())


async def selling_now(work: Work, rows: Sequence[Customer]) -> set[UUID]:
    """Those with whose owner an opportunity is open, or a contract on its way."""
    found: set[UUID] = set()
    for table, goes_on in (
        (Opportunity, col(Opportunity.status) == OpportunityStatus.OPEN),
        (Contract, col(Contract.status).in_(IN_PROCESS)),
    ):
        query = select(col(table.customer_id), col(table.owner_id)).where(
            col(table.customer_id).in_([row.id for row in rows]), goes_on
        )
        his = {(row.id, row.owner_id) for row in rows}
        found |= {id for id, owner in await work.session.execute(query) if (id, owner) in his}
    return found


async def last_acts(work: Work, entity: str) -> dict[UUID, tuple[datetime | None, datetime | None]]:
    """When each customer of this legal entity whose clock runs, or would, was followed up last, and when something was
    won there last (a day begins where the customer is); of those where anything was."""
    of_kept: Any = owned_of(entity).with_only_columns(col(Customer.id), col(Customer.tz)).subquery()
    joined = Customer.__table__.alias("joined")  # type: ignore[attr-defined]
    same = func.coalesce(joined.c.merged_into, joined.c.id) == of_kept.c.id
    followed = (
        select(of_kept.c.id, func.max(col(FollowUp.happened_at)))
        .join(joined, same)
        .join(FollowUp, col(FollowUp.customer_id) == joined.c.id)
        .where(col(FollowUp.effective))
        .group_by(of_kept.c.id)
    )
    closed_at = func.timezone(of_kept.c.tz, cast(col(Opportunity.closed_on), DateTime))
    won = (
        select(of_kept.c.id, func.max(closed_at))
        .join(joined, same)
        .join(Opportunity, col(Opportunity.customer_id) == joined.c.id)
        .where(col(Opportunity.status) == OpportunityStatus.WON, ~col(Opportunity.history))
        .group_by(of_kept.c.id)
    )
    contacts: dict[UUID, datetime] = {row[0]: row[1] for row in await work.session.execute(followed)}
    deals: dict[UUID, datetime] = {row[0]: row[1] for row in await work.session.execute(won)}
    return {id: (contacts.get(id), deals.get(id)) for id in contacts.keys() | deals.keys()}


def _in_order(entity: str) -> Select[Any]:
    of_entity = select(CustomerPool).where(col(CustomerPool.legal_entity_id) == entity)
    return of_entity.order_by(col(CustomerPool.position), col(CustomerPool.code))
