"""How are leads found, locked, listed and counted?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import ColumnElement, Select, and_, any_, exists, func, inspect, or_, select, tuple_, union_all, update

from chassis.auth.identity import Everything
from chassis.db.common_tables import people
from chassis.db.database import in_scope
from chassis.db.paging import both, page_of
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.errors import NotFound
from messages.leads.leads import LeadCount, LeadCounts, LeadStatus, LeadView
from messages.leads.transfers import LeadTransferStatus
from services.leads.store.searches import is_sought
from services.leads.store.views import view_of, views_of
from services.leads.tables import CUSTOMER, LEAD, NURTURED, OWNED, POOL, POOLED, TRANSFER, LeadRow

# In which order leads are taken: key leads, then those that want to buy soon, then by their points.
QUEUE = (LEAD.is_key.desc(), LEAD.in_window.desc(), LEAD.priority.desc(), LEAD.created_at, LEAD.id)


COLUMNS = ", ".join(inspect(LeadRow).columns.keys())
# As one value: thirty thousand parameters, as five hundred rows have, take the server longer to read than to write.
ADD = (
    f"INSERT INTO lead ({COLUMNS}) SELECT {COLUMNS} FROM jsonb_populate_recordset(NULL::lead, $1::jsonb)"
    " ON CONFLICT DO NOTHING RETURNING id"
)

TAKEN = (
    "SELECT l.number FROM lead l JOIN pool p ON p.id = l.pool_id WHERE l.id = $1 AND l.status = 'OWNED'"
    " AND l.owner_id <> $2 AND (cardinality(p.members) = 0 AND p.unit = ANY($3) OR p.members @> ARRAY[$2])"
)


def visible(work: Work) -> ColumnElement[bool]:
    """Mine by scope; those that wait in a pool of my unit; those I posted that turned out to be duplicates; those that
    are offered to me."""
    actor = work.actor
    scoped = in_scope(LeadRow, actor.scope)
    if isinstance(actor.scope, Everything):
        return scoped
    waiting = and_(LEAD.status == POOLED, _is_one_of(LEAD.pool_id, select(POOL.id).where(is_of_pool(work))))
    offered = select(TRANSFER.lead_id).where(TRANSFER.to_id == actor.id, TRANSFER.status == LeadTransferStatus.ASKED)
    posted = and_(LEAD.status == LeadStatus.DUPLICATE, LEAD.created_by == actor.id)
    return or_(scoped, waiting, posted, _is_one_of(LEAD.id, offered))


def _is_one_of(column: Any, ids: Select[Any]) -> ColumnElement[bool]:
    """Read once, so that an index finds them beside the other ways."""
    found: ColumnElement[bool] = column == any_(func.array(ids.scalar_subquery()))
    return found


def is_of_pool(work: Work) -> ColumnElement[bool]:
    """The pools that name this actor; of those that name nobody, the ones of his unit and of those it is part of."""
    of_unit = and_(func.cardinality(POOL.members) == 0, POOL.unit.in_(_units_above(work)))
    return or_(of_unit, POOL.members.contains([work.actor.id]))


def _units_above(work: Work) -> list[str]:
    """The actor's unit and those it is part of: whose pools are his to claim from."""
    parts = work.actor.unit.split("/")
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]


async def get_claimable(work: Work, lead_id: UUID) -> LeadRow:
    """Also one that somebody else was faster to take from a pool of this actor's: it exists, and is gone."""
    pools = select(POOL.id).where(is_of_pool(work))
    query = select(LeadRow).where(LEAD.id == lead_id, or_(visible(work), LEAD.pool_id.in_(pools)))
    return await _lead(work, query, lead_id)


async def number_of_taken(work: Work, lead_id: UUID) -> str | None:
    """Of a lead that somebody else has by now, from a pool of this actor's: what most of those who claim it at once are
    told, by the one statement that this takes."""
    found = await work.fetch(TAKEN, lead_id, work.actor.id, _units_above(work))
    return str(found[0]["number"]) if found else None


async def get_lead(work: Work, lead_id: UUID) -> LeadRow:
    return await _lead(work, select(LeadRow).where(LEAD.id == lead_id, visible(work)), lead_id)


async def lock_lead(work: Work, lead_id: UUID) -> LeadRow:
    query = select(LeadRow).where(LEAD.id == lead_id, visible(work)).with_for_update()
    return await _lead(work, query.execution_options(populate_existing=True), lead_id)


async def lock_leads(work: Work, lead_ids: Sequence[UUID]) -> dict[UUID, LeadRow]:
    """Those of them that this actor may see, locked in the order of their ids."""
    query = select(LeadRow).where(LEAD.id.in_(lead_ids), visible(work)).order_by(LEAD.id).with_for_update()
    return {lead.id: lead for lead in (await work.session.execute(query)).scalars()}


async def lock_waiting(work: Work, lead_id: UUID) -> LeadRow:
    """Whoever holds it now: read again after everybody who was faster."""
    query = select(LeadRow).where(LEAD.id == lead_id).with_for_update()
    return await _lead(work, query.execution_options(populate_existing=True), lead_id)


async def lock_pooled(work: Work, lead_ids: Sequence[UUID]) -> list[LeadRow]:
    """Those of them that wait, whoever may see them, in the order in which they came."""
    query = select(LeadRow).where(LEAD.id.in_(list(lead_ids)), LEAD.status == POOLED)
    rows = await work.session.execute(query.order_by(LEAD.created_at, LEAD.number).with_for_update())
    return list(rows.scalars())


async def lock_first_waiting(work: Work, pool_id: UUID, limit: int) -> list[LeadRow]:
    """In the order in which they are taken; none that somebody is taking at this moment."""
    query = select(LeadRow).where(LEAD.pool_id == pool_id, LEAD.status == POOLED)
    query = query.order_by(*QUEUE).limit(limit)
    return list((await work.session.execute(query.with_for_update(skip_locked=True))).scalars())


async def is_any_asleep(work: Work, pool_id: UUID) -> bool:
    """Whose day has come."""
    query = select(LEAD.id).where(LEAD.pool_id == pool_id, LEAD.wake_at <= work.now, LEAD.status == NURTURED)
    return (await work.session.execute(query.limit(1))).first() is not None


async def lock_asleep(work: Work, pool_id: UUID, limit: int) -> list[LeadRow]:
    """Those of a pool whose day has come."""
    query = select(LeadRow).where(LEAD.pool_id == pool_id, LEAD.wake_at <= work.now, LEAD.status == NURTURED)
    query = query.order_by(LEAD.wake_at).limit(limit).with_for_update(skip_locked=True)
    return list((await work.session.execute(query)).scalars())


async def pools_of(work: Work, lead_ids: Sequence[UUID]) -> list[UUID]:
    query = select(LEAD.pool_id).where(LEAD.id.in_(lead_ids)).distinct()
    return sorted((await work.session.execute(query)).scalars())


async def last_claimed(work: Work, pool_id: UUID) -> LeadView | None:
    """What this person took last from the pool and holds still."""
    query = select(LeadRow).where(LEAD.pool_id == pool_id, LEAD.owner_id == work.actor.id, LEAD.status == OWNED)
    lead = (await work.session.execute(query.order_by(LEAD.clock_from.desc()).limit(1))).scalar_one_or_none()
    return await view_of(work, lead) if lead else None


def stop_clock(lead: LeadRow) -> None:
    """Of its follow-up, and of its sleep."""
    lead.clock_from = lead.warn_at = lead.follow_up_due_at = None
    lead.wake_at = lead.wakes_in = None
    lead.version += 1


def is_held() -> ColumnElement[bool]:
    """Somebody works on it, or it sleeps with its owner. Written so that the partial index serves."""
    return or_(LEAD.status == OWNED, LEAD.status == NURTURED)


async def lock_next_waiting(work: Work, pool_id: UUID, but: ColumnElement[bool] | None = None) -> LeadRow | None:
    """The most promising lead that nobody else is taking at this moment; none of those that are `but` for others."""
    query = (
        select(LeadRow)
        .where(LEAD.pool_id == pool_id, LEAD.status == POOLED, both(None if but is None else ~but))
        .order_by(*QUEUE)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    found: LeadRow | None = (await work.session.execute(query)).scalar_one_or_none()
    return found


async def first_waiting(work: Work, pool_id: UUID, limit: int) -> list[LeadView]:
    """In the order in which they are taken."""
    query = select(LeadRow).where(LEAD.pool_id == pool_id, LEAD.status == POOLED)
    rows = await work.session.execute(query.order_by(*QUEUE).limit(limit))
    return await views_of(work, list(rows.scalars()))


async def lock_owned_of_pool(work: Work, pool_id: UUID) -> list[LeadRow]:
    query = select(LeadRow).where(LEAD.pool_id == pool_id, LEAD.status == OWNED)
    return list((await work.session.execute(query.order_by(LEAD.id).with_for_update())).scalars())


async def list_owned_of_pool(work: Work, pool_id: UUID) -> list[LeadRow]:
    query = select(LeadRow).where(LEAD.pool_id == pool_id, LEAD.status == OWNED)
    return list((await work.session.execute(query)).scalars())


async def held_by(work: Work, person_id: UUID, pool_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many leads of each pool this person holds. Locks his holdings, so that two claims are counted one by one."""
    key = func.hashtextextended(f"holdings:{person_id}", 0)
    await work.session.execute(select(func.pg_advisory_xact_lock(key)))
    query = (
        select(LEAD.pool_id, func.count())
        .where(LEAD.owner_id == person_id, is_held(), LEAD.pool_id.in_(pool_ids))
        .group_by(LEAD.pool_id)
    )
    counted = {row[0]: row[1] for row in await work.session.execute(query)}
    return {pool_id: counted.get(pool_id, 0) for pool_id in pool_ids}


async def find_by_id(work: Work, ids: Sequence[UUID]) -> dict[UUID, LeadRow]:
    """Whoever may see them."""
    if not ids:
        return {}
    rows = (await work.session.execute(select(LeadRow).where(LEAD.id.in_(ids)))).scalars()
    return {lead.id: lead for lead in rows}


async def find_external(
    work: Work, legal_entity_id: str, names: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], LeadRow]:
    """The leads that (source, external id) name already, whoever may see them."""
    if not names:
        return {}
    named = tuple_(LEAD.source, LEAD.external_id).in_(names)
    query = select(LeadRow).where(LEAD.legal_entity_id == legal_entity_id, named)
    rows = (await work.session.execute(query)).scalars()
    return {(lead.source, str(lead.external_id)): lead for lead in rows}


async def add_leads(work: Work, leads: Sequence[LeadRow]) -> set[UUID]:
    """In one statement. Those whose id or external id somebody else brought at this moment are not among the answer."""
    if not leads:
        return set()
    rows = to_json([lead.model_dump() for lead in leads]).decode()
    return {row["id"] for row in await work.fetch(ADD, rows)}


async def move_owner(work: Work, owner_id: UUID, unit: str, *, version: int) -> None:
    """Somebody works in another unit now: his leads go along, unless something newer is known."""
    newer = exists().where(people.c.id == owner_id, people.c.version > version)
    theirs = update(LeadRow).where(LEAD.owner_id == owner_id, LEAD.owner_unit != unit, ~newer)
    await work.session.execute(theirs.values(owner_unit=unit).execution_options(synchronize_session=False))


async def page_of_leads(
    work: Work,
    *,
    status: LeadStatus | None = None,
    pool_id: UUID | None = None,
    owner_id: UUID | None = None,
    source: str | None = None,
    channel: str | None = None,
    activity_id: UUID | None = None,
    customer_id: UUID | None = None,
    q: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[LeadView]:
    """Newest first."""
    query = select(LeadRow).where(
        visible(work),
        both(
            LEAD.status == status if status else None,
            LEAD.pool_id == pool_id if pool_id else None,
            LEAD.owner_id == owner_id if owner_id else None,
            LEAD.source == source if source else None,
            LEAD.channel_code == channel if channel else None,
            LEAD.activity_id == activity_id if activity_id else None,
            is_of_customer(customer_id) if customer_id else None,
            await is_sought(work, q) if q else None,
        ),
    )
    key = [LEAD.created_at, LEAD.id]
    page = await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda row: row)
    return Page(items=await views_of(work, page.items), next=page.next)


async def count_leads(work: Work, source: str | None = None) -> LeadCounts:
    wanted = both(LEAD.source == source if source else None)
    query = select(LEAD.status, LEAD.pool_id, func.count()).where(visible(work), wanted)
    rows = (await work.session.execute(query.group_by(LEAD.status, LEAD.pool_id))).all()
    by_pool = [LeadCount(status=row[0], pool_id=row[1], count=row[2]) for row in rows]
    by_status = {status: sum(part.count for part in by_pool if part.status is status) for status in LeadStatus}
    return LeadCounts(total=sum(by_status.values()), by_status=by_status, by_pool=by_pool)


def is_of_customer(customer_id: UUID) -> ColumnElement[bool]:
    """Those that became business of it, and all touches of them: found first, so that no list is read to its end."""
    lead, touch = LeadRow.__table__.alias("became"), LeadRow.__table__.alias("touch")  # type: ignore[attr-defined]
    joined = select(CUSTOMER.id).where(CUSTOMER.merged_into == customer_id)
    became = union_all(
        select(lead.c.id).where(lead.c.customer_id == customer_id),
        select(lead.c.id).where(lead.c.customer_id.is_not(None), lead.c.customer_id.in_(joined)),
    ).cte("of_customer")
    touches = select(touch.c.id).join(became, touch.c.duplicate_of == became.c.id)
    found: ColumnElement[bool] = LEAD.id.in_(union_all(select(became.c.id), touches))
    return found


async def _lead(work: Work, query: Select[LeadRow], lead_id: UUID) -> LeadRow:
    found: LeadRow | None = (await work.session.execute(query)).scalar_one_or_none()
    if found is None:
        raise NotFound("lead", lead_id)
    return found
