"""How does an approved registration become protected?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.deals.registrations import (
    ProtectRegistration,
    RegistrationProtected,
    RegistrationStatus,
    RegistrationView,
)
from services.deals.domain.lifecycle import is_of_an_earlier_round, move_registration
from services.deals.domain.registrations import protected_until
from services.deals.domain.sales_rules import find_type
from services.deals.store import registrations, sales_rules
from services.deals.tables import Registration


async def protect_registration(id: UUID, command: ProtectRegistration, uow: UnitOfWork) -> RegistrationView:
    """For so many days from now. Protecting again does not prolong it."""
    async with uow.begin() as work:
        row = await registrations.lock_registration(work, id)
        if row.status is RegistrationStatus.PROTECTED or is_of_an_earlier_round(command.round, row.round):
            return await registrations.view(work, row)
        row.status = move_registration(row.status, RegistrationStatus.PROTECTED)
        row.protected_until = protected_until(work.now, await _days(work, row, command.days))
        row.guidance = None
        row.version += 1
        event_args = {**row.event_args(), "protected_until": row.protected_until}
        work.emit(RegistrationProtected.model_validate(event_args))
        return await registrations.view(work, row)


async def _days(work: Work, row: Registration, asked: int) -> int:
    """As its business type says, else as the process asks."""
    kind = find_type(row.business_type, await sales_rules.list_types(work, row.legal_entity_id))
    return kind.protected_days if kind else asked
