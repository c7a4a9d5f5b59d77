"""Which leads did a person join, and how often did somebody come?"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select, update

from chassis.db.unit_of_work import Work
from services.leads.domain.merging import Claim
from services.leads.tables import LEAD, MERGE, OWNERSHIP, LeadMergeRow, LeadRow

MOST_TOUCHES = 200


async def claims_of(work: Work, lead_ids: Sequence[UUID]) -> dict[UUID, Claim]:
    """Of those that somebody owns."""
    query = select(OWNERSHIP.lead_id, OWNERSHIP.owner_id, func.lower(OWNERSHIP.during))
    rows = await work.session.execute(query.where(OWNERSHIP.lead_id.in_(lead_ids), func.upper_inf(OWNERSHIP.during)))
    return {row[0]: Claim(row[1], row[2]) for row in rows}


async def follow(work: Work, former: UUID, into: UUID) -> list[UUID]:
    """What repeated the one repeats the other now."""
    moved = update(LeadRow).where(LEAD.duplicate_of == former, LEAD.id != into).values(duplicate_of=into)
    found = await work.session.execute(moved.returning(LEAD.id).execution_options(synchronize_session=False))
    return list(found.scalars())


async def unfollow(work: Work, ids: Sequence[UUID], into: UUID, former: UUID) -> None:
    """Those of them that still do."""
    moved = update(LeadRow).where(LEAD.id.in_(ids), LEAD.duplicate_of == into).values(duplicate_of=former)
    await work.session.execute(moved.execution_options(synchronize_session=False))


async def find_standing(work: Work, lead_id: UUID) -> LeadMergeRow | None:
    """Locked after both leads."""
    query = select(LeadMergeRow).where(MERGE.lead_id == lead_id, MERGE.undone_at.is_(None)).with_for_update()
    found: LeadMergeRow | None = (await work.session.execute(query)).scalar_one_or_none()
    return found


async def list_touches(work: Work, lead_id: UUID) -> list[tuple[LeadRow, bool]]:
    """The lead and those that repeat it, each with whether a person joined it; the first one first."""
    standing = select(MERGE.lead_id).where(MERGE.into_id == lead_id, MERGE.undone_at.is_(None))
    query = (
        select(LeadRow, LEAD.id.in_(standing))
        .where(or_(LEAD.id == lead_id, LEAD.duplicate_of == lead_id))
        .order_by(LEAD.created_at, LEAD.id)
        .limit(MOST_TOUCHES)
    )
    return [(row[0], bool(row[1])) for row in await work.session.execute(query)]
