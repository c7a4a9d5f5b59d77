"""What does an approved request to prolong a protection do?"""

from datetime import timedelta
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.extensions import (
    DecideExtension,
    ExtensionApplied,
    ExtensionStatus,
    ExtensionView,
    ExtensionWithdrawn,
)
from messages.deals.registrations import RegistrationExtended
from services.deals.domain.extensions import is_left, move_extension
from services.deals.store import extensions, registrations
from services.deals.store.labels import labels_of


async def apply_extension(id: UUID, command: DecideExtension, uow: UnitOfWork) -> ExtensionView:
    """The protection ends so many days later, once. Where it has ended meanwhile, nothing is left to prolong."""
    async with uow.begin() as work:
        row = await extensions.get_extension(work, id)
        of = await registrations.lock_registration(work, row.registration_id)
        await work.session.refresh(row, with_for_update=True)
        labels = await labels_of(work, customers=[of.customer_id], owners=[])
        if row.status is ExtensionStatus.APPLIED or command.round < row.round:
            return row.view(of, labels)
        if not is_left(of.status, of.extended_at) or of.protected_until is None:
            row.status = move_extension(row.status, ExtensionStatus.WITHDRAWN)
            row.version += 1
            work.emit(ExtensionWithdrawn.model_validate(row.event_args(of, labels)))
            return row.view(of, labels)
        row.status = move_extension(row.status, ExtensionStatus.APPLIED)
        row.version += 1
        of.protected_until = of.protected_until + timedelta(days=row.days)
        of.extended_at = work.now
        of.version += 1
        until = {"protected_until": of.protected_until}
        work.emit(ExtensionApplied.model_validate(row.event_args(of, labels) | until))
        work.emit(RegistrationExtended.model_validate(of.event_args() | until))
        return row.view(of, labels)
