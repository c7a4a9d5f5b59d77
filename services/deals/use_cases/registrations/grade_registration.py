"""How good do its managers hold a registration for?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.registrations import GradeRegistration, RegistrationGraded, RegistrationView
from services.deals.domain.authority import must_manage
from services.deals.domain.registrations import must_be_gradable
from services.deals.store import registrations


async def grade_registration(id: UUID, command: GradeRegistration, uow: UnitOfWork) -> RegistrationView:
    """While it is decided, and while it is protected. The same grade again changes nothing."""
    async with uow.begin() as work:
        row = await registrations.lock_registration(work, id)
        must_manage(work.actor, row, "grade")
        if not work.repeated and row.grade is not command.grade:
            must_be_gradable(row.status)
            row.grade = command.grade
            row.version += 1
            work.emit(RegistrationGraded.model_validate({**row.event_args(), "grade": command.grade.value}))
        return await registrations.view(work, row)
