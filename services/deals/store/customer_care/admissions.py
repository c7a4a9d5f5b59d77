"""How does deals find and keep the admissions of customers?"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.db.database import in_one_statement, in_scope
from chassis.db.paging import both, page_of
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.deals.customer_care.admissions import AdmissionStatus, AdmissionView
from messages.deals.customers import CustomerStatus, SalesWay
from messages.errors import NotFound
from messages.roles import Role
from services.deals.domain.customer_care.admissions import RUNNING, CustomerClaim
from services.deals.domain.registrations import masked
from services.deals.store.customer_owners import carried_by
from services.deals.store.customers import is_of_customer, of_customers_like
from services.deals.store.labels import labels_of
from services.deals.tables import Admission, Customer


async def find_admission(work: Work, id: UUID) -> Admission | None:
    """Whoever's it is: for the rules, not for eyes."""
    return await work.session.get(Admission, id)


async def get_admission(work: Work, id: UUID) -> Admission:
    query = select(Admission).where(col(Admission.id) == id, in_scope(Admission, work.actor.scope))
    found = (await work.session.scalars(query)).first()
    if found is None:
        raise NotFound("admission", id)
    return found


async def add_admissions(work: Work, rows: Sequence[Admission]) -> list[Admission]:
    """Those whose id does not stand already."""
    fresh = in_one_statement(insert(Admission).on_conflict_do_nothing().returning(Admission))
    return list((await work.session.scalars(fresh, [row.model_dump() for row in rows])).all())


async def list_running_of(work: Work, customer_id: UUID) -> list[Admission]:
    """Everybody's, the first one first; for the rules, not for eyes."""
    running = (is_of_customer(col(Admission.customer_id), customer_id), col(Admission.status).in_(RUNNING))
    query = select(Admission).where(*running).order_by(col(Admission.created_at), col(Admission.id))
    return list((await work.session.scalars(query)).all())


async def lock_running_of(work: Work, customer_ids: Sequence[UUID]) -> list[tuple[Admission, UUID]]:
    """Everybody's, with the customer: of one that was joined to another, that one. The customers are locked."""
    if not customer_ids:
        return []
    kept = func.coalesce(col(Customer.merged_into), col(Customer.id))
    query = (
        select(Admission, kept)
        .join(Customer, col(Customer.id) == col(Admission.customer_id))
        .where(
            col(Admission.status).in_(RUNNING),
            or_(col(Customer.id).in_(customer_ids), col(Customer.merged_into).in_(customer_ids)),
        )
        .order_by(col(Admission.id))
    )
    found = await work.session.execute(query.with_for_update(of=Admission))
    return [(row, id) for row, id in found if id in customer_ids]


async def standing_claim(work: Work, customer: Customer) -> tuple[CustomerClaim, str | None] | None:
    """By which its owner has an admitted customer, and the number of its admission: without one, since it is his, or
    of whom it came to him."""
    if customer.owner_id is None:
        return None
    carried = await carried_by(work, customer.id)
    since = carried[-1].since if carried else customer.created_at
    through = col(Admission.customer_id).in_([one.customer_id for one in carried])
    query = select(Admission).where(
        or_(is_of_customer(col(Admission.customer_id), customer.id), through),
        col(Admission.owner_id).in_([customer.owner_id, *(one.owner_id for one in carried)]),
        col(Admission.status) == AdmissionStatus.ADMITTED,
        col(Admission.decided_at) >= since,
    )
    found = (await work.session.scalars(query.order_by(col(Admission.decided_at).desc()).limit(1))).first()
    if found is not None:
        return replace(found.claim, owner_id=customer.owner_id), found.number
    return CustomerClaim(customer.owner_id, SalesWay.DIRECT, None, since), None


async def conflict_of(work: Work, row: Admission, customer: Customer) -> tuple[CustomerClaim, str | None] | None:
    """Whose customer it is, or who wanted it before, and the number of his admission: who came first is in conflict
    with nobody who came later."""
    if customer.status is CustomerStatus.ACTIVE:
        standing = await standing_claim(work, customer)
        return standing if standing is not None and standing[0].owner_id != row.owner_id else None
    others = [one for one in await list_running_of(work, customer.id) if one.owner_id != row.owner_id]
    if others and others[0].created_at < row.created_at:
        return others[0].claim, others[0].number
    return None


async def list_admissions(
    work: Work,
    *,
    status: AdmissionStatus | None,
    open: bool | None,
    customer_id: UUID | None,
    owner_id: UUID | None,
    q: str | None,
    cursor: str | None,
    limit: int,
) -> Page[AdmissionView]:
    """The newest first; `open`: those whose process runs."""
    running = col(Admission.status).in_(RUNNING)
    named = (
        None if q is None else of_customers_like(col(Admission.customer_id), q) | (col(Admission.number) == q.upper())
    )
    where = both(
        in_scope(Admission, work.actor.scope),
        col(Admission.status) == status if status else None,
        None if open is None else running if open else ~running,
        is_of_customer(col(Admission.customer_id), customer_id) if customer_id else None,
        col(Admission.owner_id) == owner_id if owner_id else None,
        named,
    )
    key = (Admission.created_at, Admission.id)
    query = select(Admission).where(where)
    page = await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda row: row)
    return Page(items=await views(work, page.items), next=page.next)


async def views(work: Work, rows: Sequence[Admission]) -> list[AdmissionView]:
    if not rows:
        return []
    people = [one for row in rows for one in (row.owner_id, row.conflict_with) if one]
    labels = await labels_of(work, customers=[row.customer_id for row in rows], owners=people)
    shown = [row.view(labels) for row in rows]
    return [_for_partner(one) for one in shown] if work.actor.may(Role.PARTNER) else shown


async def view(work: Work, row: Admission) -> AdmissionView:
    return (await views(work, [row]))[0]


def _for_partner(one: AdmissionView) -> AdmissionView:
    """He learns that somebody else claims the customer, and nothing more."""
    number = masked(one.conflict_number) if one.conflict_number else None
    return one.model_copy(update={"conflict_with": None, "conflict_owner_name": None, "conflict_number": number})
