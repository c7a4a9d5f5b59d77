"""Which requests to prolong a protection are there, and what do their approvers decide on?"""

from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approval_subject import ApprovalSubject
from messages.base import Page
from messages.deals.extensions import ExtensionView
from services.deals.store import extensions, opportunities, registrations


async def list_extensions(uow: UnitOfWork, **wanted: Any) -> Page[ExtensionView]:
    """The newest first; the filters are those of the route."""
    async with uow.begin() as work:
        return await extensions.list_extensions(work, **wanted)


async def show_extension(id: UUID, uow: UnitOfWork) -> ExtensionView:
    async with uow.begin() as work:
        return await extensions.view(work, await extensions.get_extension(work, id))


async def show_approval_subject(id: UUID, uow: UnitOfWork) -> ApprovalSubject:
    async with uow.begin() as work:
        row = await extensions.get_extension(work, id)
        of = await registrations.get_registration(work, row.registration_id)
        sale = await opportunities.get_opportunity(work, of.opportunity_id)
        shown = await extensions.view(work, row)
        return ApprovalSubject(
            kind="extension",
            id=row.id,
            number=row.number,
            title=f"{shown.customer_name} · {shown.project}",
            legal_entity_id=of.legal_entity_id,
            requester_id=of.owner_id,
            prepared_by=sorted({of.owner_id, row.requested_by}),
            facts={"days": row.days},
            content={
                "customer": shown.customer_name,
                "project": shown.project,
                "registration": of.number,
                "amount": str(sale.expected) if sale.expected else "",
                "days": row.days,
                "reason": row.reason,
            },
        )
