"""What happens when somebody comes back early, or stays after all?"""

from uuid import UUID

from chassis.auth.reach import must_reach
from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.events import AbsenceEnded
from messages.errors import NotFound
from messages.roles import Role
from services.approvals.domain.people.org import must_report_own_absence
from services.approvals.store.audit.directory_lines import record_act
from services.approvals.store.people import people as store


async def end_absence(absence_id: UUID, uow: UnitOfWork) -> None:
    """One that has begun ends now, one to come is called off; what the substitute was given stays with him."""
    async with uow.begin() as work:
        absence = await store.lock_absence(work, absence_id)
        if absence is None:
            raise NotFound("absence", absence_id)
        keeps = work.actor.is_process or work.actor.may(Role.ADMIN, Role.OPS)
        must_report_own_absence(absence.person_id, work.actor.id, keeps=keeps)
        person = await store.find_person(work, absence.person_id)
        if person is not None and person.id != work.actor.id:
            must_reach(work.actor, person.legal_entity_id, *person.other_entities, verb="DELETE /absences")
        if absence.ends_at <= work.now:
            return
        if absence.starts_at < work.now:
            absence.ends_at = work.now
        else:
            await work.session.delete(absence)
        named = person.login if person else str(absence.person_id)
        await record_act(work, "person", absence.person_id, "back", named=named)
        work.emit(AbsenceEnded(absence_id=absence_id, person_id=absence.person_id, ended_at=work.now, version=2))
