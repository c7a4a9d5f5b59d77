"""Which leads are offered to whom?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.leads.transfers import LeadTransferStatus, LeadTransferView
from services.leads.store.distribution import transfers


async def list_transfers(
    uow: UnitOfWork,
    *,
    lead_id: UUID | None,
    status: LeadTransferStatus | None,
    cursor: str | None,
    limit: int,
) -> Page[LeadTransferView]:
    async with uow.begin() as work:
        return await transfers.page_of_transfers(work, lead_id=lead_id, status=status, cursor=cursor, limit=limit)


async def show_transfer(id: UUID, uow: UnitOfWork) -> LeadTransferView:
    async with uow.begin() as work:
        [view] = await transfers.views_of_transfers(work, [await transfers.get_transfer(work, id)])
        return view
