"""What was corrected of a lead?"""

from typing import Any

from sqlalchemy import select

from chassis.db.paging import page_of
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.leads.handling import LeadChangeView
from services.leads.store.views import may_read
from services.leads.tables import CHANGE, LeadChangeRow, LeadRow


def add_change(work: Work, lead: LeadRow, changes: dict[str, Any]) -> None:
    row = LeadChangeRow(
        lead_id=lead.id,
        version=lead.version,
        changes=changes,
        by_id=work.actor.id,
        by_name=work.actor.name,
        at=work.now,
    )
    work.session.add(row)


async def page_of_changes(work: Work, lead: LeadRow, *, cursor: str | None, limit: int) -> Page[LeadChangeView]:
    """Newest first; what they say only for who may read the lead."""
    query = select(LeadChangeRow).where(CHANGE.lead_id == lead.id)
    is_read = may_read(work, lead)

    def view(row: LeadChangeRow) -> LeadChangeView:
        said = row.changes if is_read else dict.fromkeys(row.changes)
        return LeadChangeView(**row.model_dump(exclude={"lead_id", "changes"}), changes=said)

    return await page_of(work, query, key=[CHANGE.version], cursor=cursor, limit=limit, descending=True, view=view)
