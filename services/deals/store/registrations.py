"""How does deals find and keep registrations?"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.db.database import in_scope
from chassis.db.paging import both, page_of
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.deals.registrations import RegistrationStatus, RegistrationView
from messages.errors import NotFound
from services.deals.domain.keys import project_key
from services.deals.domain.lifecycle import LIVE
from services.deals.store.customers import is_of_customer, kept_of, of_customers_like
from services.deals.store.labels import labels_of
from services.deals.tables import Registration


async def find_registration(work: Work, id: UUID) -> Registration | None:
    visible = in_scope(Registration, work.actor.scope)
    return (await work.session.scalars(select(Registration).where(col(Registration.id) == id, visible))).first()


async def get_registration(work: Work, id: UUID) -> Registration:
    found = await find_registration(work, id)
    if found is None:
        raise NotFound("registration", id)
    return found


async def lock_registration(work: Work, id: UUID) -> Registration:
    visible = in_scope(Registration, work.actor.scope)
    query = select(Registration).where(col(Registration.id) == id, visible).with_for_update()
    found = (await work.session.scalars(query)).first()
    if found is None:
        raise NotFound("registration", id)
    return found


async def lock_registration_of(work: Work, registration_id: UUID | None) -> Registration | None:
    """The newest registration of an opportunity that is locked already."""
    if registration_id is None:
        return None
    query = select(Registration).where(col(Registration.id) == registration_id).with_for_update()
    return (await work.session.scalars(query)).one()


async def list_live_of(work: Work, customer_id: UUID) -> list[Registration]:
    """Everybody's live registrations of a customer, oldest first; for the rules, not for eyes."""
    his = is_of_customer(col(Registration.customer_id), await kept_of(work, customer_id))
    query = select(Registration).where(his, col(Registration.status).in_(LIVE))
    ordered = query.order_by(col(Registration.created_at), col(Registration.id))
    return list((await work.session.scalars(ordered)).all())


async def add_registration(work: Work, row: Registration) -> Registration | None:
    """None when its id, or a live registration of this customer and project, stands already."""
    fresh = insert(Registration).values(row.model_dump()).on_conflict_do_nothing().returning(Registration)
    return (await work.session.scalars(fresh)).first()


async def list_registrations(
    work: Work,
    *,
    status: RegistrationStatus | None,
    open: bool | None,
    owner_id: UUID | None,
    q: str | None,
    cursor: str | None,
    limit: int,
) -> Page[RegistrationView]:
    """Newest first; `open`: those whose process runs."""
    live = col(Registration.status).in_(LIVE)
    where = both(
        in_scope(Registration, work.actor.scope),
        col(Registration.status) == status if status else None,
        None if open is None else live if open else ~live,
        col(Registration.owner_id) == owner_id if owner_id else None,
        _like(q) if q else None,
    )
    key = (Registration.created_at, Registration.id)
    query = select(Registration).where(where)
    page = await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda row: row)
    return Page(items=await views(work, page.items), next=page.next)


def _like(q: str) -> ColumnElement[bool]:
    project = col(Registration.project_key).contains(project_key(q), autoescape=True)
    return or_(project, of_customers_like(col(Registration.customer_id), q), col(Registration.number) == q.upper())


async def views(work: Work, rows: Sequence[Registration]) -> list[RegistrationView]:
    if not rows:
        return []
    customers = [row.customer_id for row in rows]
    labels = await labels_of(work, customers=customers, owners=[row.owner_id for row in rows])
    return [row.view(labels) for row in rows]


async def view(work: Work, row: Registration) -> RegistrationView:
    return (await views(work, [row]))[0]
