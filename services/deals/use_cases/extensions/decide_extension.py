"""How does a request to prolong a protection go back, or end?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.deals.extensions import (
    DecideExtension,
    ExtensionEvent,
    ExtensionRejected,
    ExtensionReturned,
    ExtensionStatus,
    ExtensionView,
    ExtensionWithdrawn,
)
from services.deals.domain.authority import must_act_for
from services.deals.domain.extensions import move_extension
from services.deals.store import extensions, registrations
from services.deals.store.labels import labels_of
from services.deals.tables import Extension, Registration

S = ExtensionStatus


async def return_extension(id: UUID, command: DecideExtension, uow: UnitOfWork) -> ExtensionView:
    """To its seller, with guidance. Returning again changes nothing."""
    async with uow.begin() as work:
        row, of = await _locked(work, id)
        if row.status is not S.RETURNED and command.round >= row.round:
            row.guidance = command.comment
            return await _move(work, row, of, ExtensionReturned, to=S.RETURNED)
        return await extensions.view(work, row)


async def reject_extension(id: UUID, command: DecideExtension, uow: UnitOfWork) -> ExtensionView:
    """The protection ends as it would have; another may be asked for. Rejecting again changes nothing."""
    async with uow.begin() as work:
        row, of = await _locked(work, id)
        if row.status is not S.REJECTED and command.round >= row.round:
            row.guidance = command.comment
            return await _move(work, row, of, ExtensionRejected, to=S.REJECTED)
        return await extensions.view(work, row)


async def withdraw_extension(id: UUID, uow: UnitOfWork) -> ExtensionView:
    """Nobody asks for it any more. Withdrawing again changes nothing."""
    async with uow.begin() as work:
        row, of = await _locked(work, id)
        must_act_for(work.actor, of, "withdraw")
        if row.status is S.WITHDRAWN or work.repeated:
            return await extensions.view(work, row)
        return await _move(work, row, of, ExtensionWithdrawn, to=S.WITHDRAWN)


async def _locked(work: Work, id: UUID) -> tuple[Extension, Registration]:
    """Its registration before it."""
    row = await extensions.get_extension(work, id)
    of = await registrations.lock_registration(work, row.registration_id)
    await work.session.refresh(row, with_for_update=True)
    return row, of


async def _move(
    work: Work, row: Extension, of: Registration, event: type[ExtensionEvent], *, to: ExtensionStatus
) -> ExtensionView:
    row.status = move_extension(row.status, to)
    row.version += 1
    labels = await labels_of(work, customers=[of.customer_id], owners=[])
    said = row.event_args(of, labels) | ({"guidance": row.guidance} if "guidance" in event.model_fields else {})
    work.emit(event.model_validate(said))
    return row.view(of, labels)
