"""What happens when somebody comes back early, or stays after all?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.approvals.events import AbsenceEnded
from messages.errors import NotFound
from services.approvals.domain.org import may_tell_absence
from services.approvals.store import people as store


async def end_absence(absence_id: UUID, uow: UnitOfWork) -> None:
    """One that has begun ends now, one to come is called off; what the substitute was given stays with him."""
    async with uow.begin() as work:
        absence = await store.lock_absence(work, absence_id)
        if absence is None:
            raise NotFound("absence", absence_id)
        keeps = work.actor.is_process or work.actor.may("admin", "ops")
        may_tell_absence(absence.person_id, work.actor.id, keeps=keeps)
        if absence.ends_at <= work.now:
            return
        if absence.starts_at < work.now:
            absence.ends_at = work.now
        else:
            await work.session.delete(absence)
        work.emit(AbsenceEnded(absence_id=absence_id, person_id=absence.person_id, ended_at=work.now, version=2))
