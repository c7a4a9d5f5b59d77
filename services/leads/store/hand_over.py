"""Which leads go to a successor, and since when are they his?"""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from chassis.db.unit_of_work import Work
from chassis.records.people import Person
from services.leads.store.campaigns.campaign_tasks import hand_over_tasks
from services.leads.store.deadlines import end_ownership, start_ownership
from services.leads.store.distribution.responses import open_clocks
from services.leads.store.leads import is_held
from services.leads.tables import ACTIVITY, CAMPAIGN, LEAD, LeadRow


async def hand_over(work: Work, owner_id: UUID, to: Person) -> dict[str, int]:
    """Those that are followed up, or sleep with him; their deadlines stay, and by when they
    are answered."""
    theirs = select(LEAD.id).where(LEAD.owner_id == owner_id, is_held()).order_by(LEAD.id).with_for_update()
    ids = list((await work.session.execute(theirs)).scalars())
    if ids:
        moved = update(LeadRow).where(LEAD.id.in_(ids)).values(owner_id=to.id, owner_unit=to.unit)
        await work.session.execute(moved.execution_options(synchronize_session=False))
        clocks = await open_clocks(work, ids)
        await end_ownership(work, ids, "assigned")
        await start_ownership(work, clocks, to.id, "handed_over")
    return {
        "leads": len(ids),
        "campaigns": await _plans(work, CAMPAIGN, owner_id, to),
        "activities": await _plans(work, ACTIVITY, owner_id, to),
        "tasks": await hand_over_tasks(work, owner_id, to.id),
    }


async def _plans(work: Work, table: Any, owner_id: UUID, to: Person) -> int:
    """Of campaigns or activities: all, so that somebody keeps them."""
    theirs = update(table).where(table.owner_id == owner_id).returning(table.id)
    moved = theirs.values(owner_id=to.id, owner_unit=to.unit, version=table.version + 1)
    return len((await work.session.execute(moved.execution_options(synchronize_session=False))).all())
