"""How does a seller ask for a protection to last longer?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.deals.extensions import (
    ExtensionRequested,
    ExtensionStatus,
    ExtensionView,
    RequestExtension,
    ResubmitExtension,
)
from services.deals.domain.authority import must_act_for
from services.deals.domain.extensions import move_extension, must_be_extendable
from services.deals.store import extensions, registrations
from services.deals.store.labels import labels_of
from services.deals.tables import Extension, Registration

SERIES = "PX"


async def request_extension(registration_id: UUID, command: RequestExtension, uow: UnitOfWork) -> ExtensionView:
    """Once, while it is protected. The same key again shows what stands."""
    async with uow.begin() as work:
        of = await registrations.lock_registration(work, registration_id)
        must_act_for(work.actor, of, "request-extension")
        id = work.new_id()
        known = await extensions.find_extension(work, id)
        if known is not None:
            return await extensions.view(work, known)
        waiting = await extensions.counting(work, of.id)
        must_be_extendable(of.status, of.extended_at, waiting.number if waiting else None)
        row = Extension(
            id=id,
            number=await work.next_number(SERIES, of.legal_entity_id),
            status=ExtensionStatus.REQUESTED,
            registration_id=of.id,
            days=command.days,
            reason=command.reason,
            requested_by=work.actor.id,
            requested_at=work.now,
        )
        work.session.add(row)
        return await announce(work, row, of)


async def resubmit_extension(id: UUID, command: ResubmitExtension, uow: UnitOfWork) -> ExtensionView:
    """After a return. Resubmitting again changes nothing."""
    async with uow.begin() as work:
        row = await extensions.get_extension(work, id)
        of = await registrations.lock_registration(work, row.registration_id)
        must_act_for(work.actor, of, "resubmit")
        await work.session.refresh(row, with_for_update=True)
        if work.repeated or row.status is ExtensionStatus.REQUESTED:
            return await extensions.view(work, row)
        row.status = move_extension(row.status, ExtensionStatus.REQUESTED)
        row.days, row.reason = command.days or row.days, command.reason or row.reason
        row.round += 1
        row.version += 1
        return await announce(work, row, of)


async def announce(work: Work, row: Extension, of: Registration) -> ExtensionView:
    labels = await labels_of(work, customers=[of.customer_id], owners=[])
    work.emit(ExtensionRequested.model_validate(row.event_args(of, labels)))
    return row.view(of, labels)
