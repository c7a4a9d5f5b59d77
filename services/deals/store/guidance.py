"""How does deals find and keep guidance, and what is written about an opportunity?"""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.db.database import in_scope
from chassis.db.paging import both, page_of
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.deals.comments import OpportunityCommentView
from messages.deals.guidance import GuidanceStatus, GuidanceView
from messages.errors import NotFound
from services.deals.store.labels import labels_of
from services.deals.store.sale_files import files_of
from services.deals.tables import Guidance, Opportunity, OpportunityComment


async def find_guidance(work: Work, id: UUID) -> Guidance | None:
    """Whoever's it is: for the rules, not for eyes."""
    return await work.session.get(Guidance, id)


async def get_guidance(work: Work, id: UUID) -> Guidance:
    """That of an opportunity this actor may see."""
    sales = select(col(Opportunity.id)).where(in_scope(Opportunity, work.actor.scope))
    query = select(Guidance).where(col(Guidance.id) == id, col(Guidance.opportunity_id).in_(sales))
    found = (await work.session.scalars(query)).first()
    if found is None:
        raise NotFound("guidance", id)
    return found


async def list_guidance(
    work: Work, *, opportunity_id: UUID | None, owner_id: UUID | None, open: bool | None, cursor: str | None, limit: int
) -> Page[GuidanceView]:
    """What is due first, first."""
    sales = select(col(Opportunity.id)).where(in_scope(Opportunity, work.actor.scope))
    is_open = col(Guidance.status) == GuidanceStatus.OPEN
    where = both(
        col(Guidance.opportunity_id).in_(sales),
        col(Guidance.opportunity_id) == opportunity_id if opportunity_id else None,
        col(Guidance.owner_id) == owner_id if owner_id else None,
        None if open is None else is_open if open else ~is_open,
    )
    query = select(Guidance).where(where)
    key = (Guidance.due_on, Guidance.id)
    page = await page_of(work, query, key=key, cursor=cursor, limit=limit, view=lambda row: row)
    return Page(items=await views(work, page.items), next=page.next)


async def views(work: Work, rows: Sequence[Guidance]) -> list[GuidanceView]:
    if not rows:
        return []
    query = select(Opportunity).where(col(Opportunity.id).in_({row.opportunity_id for row in rows}))
    sales = {one.id: one for one in await work.session.scalars(query)}
    names = await labels_of(work, customers=[], owners=[row.owner_id for row in rows])
    return [row.view(sales[row.opportunity_id], names.get(row.owner_id, "")) for row in rows]


async def view(work: Work, row: Guidance) -> GuidanceView:
    return (await views(work, [row]))[0]


async def lock_open(work: Work, *, of_opportunity: UUID | None = None, ids: Collection[UUID] = ()) -> list[Guidance]:
    """By their ids, in order."""
    which = col(Guidance.opportunity_id) == of_opportunity if of_opportunity else col(Guidance.id).in_(ids)
    query = select(Guidance).where(which, col(Guidance.status) == GuidanceStatus.OPEN).order_by(col(Guidance.id))
    return list((await work.session.scalars(query.with_for_update())).all())


async def find_comment(work: Work, id: UUID) -> OpportunityComment | None:
    return await work.session.get(OpportunityComment, id)


async def list_comments(
    work: Work, opportunity_id: UUID, *, cursor: str | None, limit: int
) -> Page[OpportunityCommentView]:
    """The newest first."""
    query = select(OpportunityComment).where(col(OpportunityComment.opportunity_id) == opportunity_id)
    key = (OpportunityComment.written_at, OpportunityComment.id)
    page = await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda row: row)
    files = await files_of(work, [row.id for row in page.items])
    return Page(items=[row.view(files[row.id]) for row in page.items], next=page.next)
