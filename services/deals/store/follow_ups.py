"""How does deals find and keep follow-ups, their files and their kinds?"""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.db.database import in_scope
from chassis.db.paging import both, page_of
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.deals.follow_ups import FollowUpKindRow, FollowUpView
from messages.errors import NotFound
from services.deals.domain.follow_ups import USUAL
from services.deals.store.customers import is_of_customer
from services.deals.store.labels import labels_of
from services.deals.store.sale_files import files_of
from services.deals.tables import Customer, FollowUp, FollowUpKindOfEntity, Opportunity


def is_visible(work: Work) -> ColumnElement[bool]:
    """Who sees the opportunity, who looks after the customer, and who wrote it."""
    sales = select(col(Opportunity.id)).where(in_scope(Opportunity, work.actor.scope))
    customers = select(col(Customer.id)).where(in_scope(Customer, work.actor.scope))
    return or_(
        col(FollowUp.recorded_by) == work.actor.id,
        col(FollowUp.opportunity_id).in_(sales),
        col(FollowUp.customer_id).in_(customers),
    )


async def find_follow_up(work: Work, id: UUID) -> FollowUp | None:
    """Whoever's it is: for the rules, not for eyes."""
    return (await work.session.scalars(select(FollowUp).where(col(FollowUp.id) == id))).first()


async def get_follow_up(work: Work, id: UUID) -> FollowUp:
    found = (await work.session.scalars(select(FollowUp).where(col(FollowUp.id) == id, is_visible(work)))).first()
    if found is None:
        raise NotFound("follow_up", id)
    return found


async def list_follow_ups(
    work: Work, *, opportunity_id: UUID | None, customer_id: UUID | None, cursor: str | None, limit: int
) -> Page[FollowUpView]:
    """The newest first. Those of a customer are also those of his opportunities."""
    where = both(
        is_visible(work),
        col(FollowUp.opportunity_id) == opportunity_id if opportunity_id else None,
        is_of_customer(col(FollowUp.customer_id), customer_id) if customer_id else None,
    )
    key = (FollowUp.happened_at, FollowUp.id)
    query = select(FollowUp).where(where)
    page = await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda row: row)
    return Page(items=await views(work, page.items), next=page.next)


async def views(work: Work, rows: Sequence[FollowUp]) -> list[FollowUpView]:
    if not rows:
        return []
    labels = await labels_of(work, customers=[row.customer_id for row in rows], owners=[])
    files = await files_of(work, [row.id for row in rows])
    return [row.view(labels, files[row.id]) for row in rows]


async def view(work: Work, row: FollowUp) -> FollowUpView:
    return (await views(work, [row]))[0]


async def answer_waiting(work: Work, row: FollowUp) -> list[FollowUp]:
    """Those of the same opportunity, or of the same customer without one, whose next day nobody has answered yet."""
    about = (
        col(FollowUp.opportunity_id) == row.opportunity_id
        if row.opportunity_id
        else col(FollowUp.opportunity_id).is_(None)
    )
    waiting = (
        update(FollowUp)
        .where(
            is_of_customer(col(FollowUp.customer_id), row.customer_id),
            about,
            col(FollowUp.next_on).is_not(None),
            col(FollowUp.answered_by).is_(None),
            col(FollowUp.id) != row.id,
        )
        .values(answered_by=row.id)
        .returning(FollowUp)
    )
    return list((await work.session.scalars(waiting)).all())


async def list_ringing(work: Work, ids: Collection[UUID]) -> list[tuple[FollowUp, str, UUID | None]]:
    """Those that nobody has answered, with the customer's name, and whose it is now."""
    owner = func.coalesce(col(Opportunity.owner_id), col(Customer.owner_id))
    query = (
        select(FollowUp, col(Customer.name), owner)
        .join(Customer, col(Customer.id) == col(FollowUp.customer_id))
        .outerjoin(Opportunity, col(Opportunity.id) == col(FollowUp.opportunity_id))
        .where(col(FollowUp.id).in_(ids), col(FollowUp.answered_by).is_(None))
    )
    return [(row[0], row[1], row[2]) for row in await work.session.execute(query)]


async def list_waiting_of(work: Work, customer_id: UUID) -> list[UUID]:
    """Those of a customer, and of what is sold there, whose next day nobody has answered."""
    query = select(col(FollowUp.id)).where(
        is_of_customer(col(FollowUp.customer_id), customer_id),
        col(FollowUp.next_on).is_not(None),
        col(FollowUp.answered_by).is_(None),
    )
    return list(await work.session.scalars(query))


async def list_kinds(work: Work, entity: str) -> list[FollowUpKindRow]:
    """Those that the legal entity has set, else the usual ones."""
    query = select(FollowUpKindOfEntity).where(col(FollowUpKindOfEntity.legal_entity_id) == entity)
    own = [row.row() for row in await work.session.scalars(query.order_by(col(FollowUpKindOfEntity.position)))]
    return own or list(USUAL)


async def set_kinds(work: Work, entity: str, kinds: Sequence[FollowUpKindRow]) -> None:
    of_entity = col(FollowUpKindOfEntity.legal_entity_id) == entity
    await work.session.execute(delete(FollowUpKindOfEntity).where(of_entity))
    values = [
        {"legal_entity_id": entity, "position": position, **kind.model_dump()} for position, kind in enumerate(kinds)
    ]
    await work.session.execute(insert(FollowUpKindOfEntity), values)
