"""How often, and by which ways, did this person or company come?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.leads.leads import TouchView
from services.leads.domain import masks
from services.leads.store import leads as store
from services.leads.store import merges
from services.leads.store.views import may_read
from services.leads.tables import LeadRow


async def list_touches(lead_id: UUID, uow: UnitOfWork) -> list[TouchView]:
    """The lead and all that repeat it, the first one first. Whoever may read the one lead reads its touches."""
    async with uow.begin() as work:
        lead = await store.get_lead(work, lead_id)
        readable = may_read(work, lead)
        rows = await merges.list_touches(work, lead.duplicate_of or lead.id)
        return [_view(row, merged=merged, readable=readable) for row, merged in rows]


def _view(row: LeadRow, *, merged: bool, readable: bool) -> TouchView:
    said = row.model_dump(include={"number", "source", "channel", "contact", "phone", "email", "note"})
    shown = TouchView(**said, lead_id=row.id, at=row.created_at, merged=merged)
    if readable:
        return shown
    hidden = {
        "contact": masks.masked_name(row.contact),
        "phone": masks.masked_phone(row.phone, row.phone_keys),
        "email": masks.masked_email(row.email),
        "note": None,
    }
    return shown.model_copy(update=hidden)
