"""What was done about a lead?"""

from uuid import UUID

from sqlalchemy import or_, select

from chassis.db.paging import page_of
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.leads.leads import FollowUpView
from services.leads.tables import FOLLOW_UP, LEAD, FollowUpRow


async def find(work: Work, lead_id: UUID, id: UUID) -> FollowUpRow | None:
    query = select(FollowUpRow).where(FOLLOW_UP.id == id, FOLLOW_UP.lead_id == lead_id)
    found: FollowUpRow | None = (await work.session.execute(query)).scalar_one_or_none()
    return found


async def add(work: Work, row: FollowUpRow) -> None:
    work.session.add(row)
    await work.session.flush()


async def page_of_follow_ups(work: Work, lead_id: UUID, *, cursor: str | None, limit: int) -> Page[FollowUpView]:
    """Newest first; also those of the leads that repeat it, or were joined to it."""
    both = select(LEAD.id).where(or_(LEAD.id == lead_id, LEAD.duplicate_of == lead_id))
    query = select(FollowUpRow).where(FOLLOW_UP.lead_id.in_(both))
    return await page_of(work, query, key=[FOLLOW_UP.at, FOLLOW_UP.id], cursor=cursor, limit=limit, descending=True)
