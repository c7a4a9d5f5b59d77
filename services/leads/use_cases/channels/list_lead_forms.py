"""Which forms does the company have on its site?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.leads.lead_forms import LeadFormView
from services.leads.store import lead_forms


async def list_lead_forms(uow: UnitOfWork, *, cursor: str | None, limit: int) -> Page[LeadFormView]:
    async with uow.begin() as work:
        return await lead_forms.page_of_forms(work, cursor=cursor, limit=limit)


async def show_lead_form(id: UUID, uow: UnitOfWork) -> LeadFormView:
    async with uow.begin() as work:
        return lead_forms.view_of(work, await lead_forms.get_form(work, id))
