"""How does a returned registration go to approval again?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.registrations import RegistrationStatus, RegistrationView, ResubmitRegistration
from services.deals.domain.authority import must_act_for
from services.deals.domain.lifecycle import move_registration
from services.deals.domain.registrations import conflict_among
from services.deals.store import registrations
from services.deals.use_cases.registrations.register_opportunity import submitted
from services.deals.use_cases.steps.registration_rules import valid_registration


async def resubmit_registration(id: UUID, command: ResubmitRegistration, uow: UnitOfWork) -> RegistrationView:
    """The next round begins. One that waits for approval already is left as it is."""
    async with uow.begin() as work:
        row = await registrations.lock_registration(work, id)
        must_act_for(work.actor, row, "resubmit")
        if work.repeated or row.status is RegistrationStatus.SUBMITTED:
            return await registrations.view(work, row)
        row.status = move_registration(row.status, RegistrationStatus.SUBMITTED)
        row.extra, row.template_version = await valid_registration(
            work, row.business_type, row.extra | dict(command.extra)
        )
        live = await registrations.list_live_of(work, row.customer_id)
        row.conflict_with = conflict_among(row.owner_id, live, since=row.created_at)
        row.note = command.note or row.note
        row.submitted_at = work.now
        row.round += 1
        row.version += 1
        work.emit(submitted(row))
        return await registrations.view(work, row)
