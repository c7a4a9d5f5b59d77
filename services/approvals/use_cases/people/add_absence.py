"""What happens when somebody will be away?"""

from chassis.auth.reach import must_reach
from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.events import AbsenceAdded
from messages.approvals.people import AbsenceView, AddAbsence
from messages.errors import Malformed, NotFound
from messages.roles import Role
from services.approvals.domain.people.org import must_report_own_absence, must_stand_in
from services.approvals.store.audit.directory_lines import record_act
from services.approvals.store.people import people as store
from services.approvals.store.people.directory import find_directory
from services.approvals.tables.people import AbsenceRow
from services.approvals.use_cases.people.hand_over_tasks import substitute_tasks


async def add_absence(command: AddAbsence, uow: UnitOfWork) -> AbsenceView:
    """Steps opened in this time ask the substitute; when it has begun, open tasks move. The same id again shows it."""
    if command.starts_at.tzinfo is None or command.ends_at.tzinfo is None or command.starts_at >= command.ends_at:
        raise Malformed("ends_at", command.ends_at.isoformat(), "APP-50")
    if command.person_id == command.substitute_id:
        raise Malformed("substitute_id", str(command.substitute_id), "APP-50")
    async with uow.begin() as work:
        keeps = work.actor.is_process or work.actor.may(Role.ADMIN, Role.OPS)
        must_report_own_absence(command.person_id, work.actor.id, keeps=keeps)
        id = command.id or work.new_id()
        known = await store.find_absence(work, id)
        if known is not None:
            return known.view()
        people = await find_directory(work)
        for person_id in (command.person_id, command.substitute_id):
            if person_id not in people.persons:
                raise NotFound("person", person_id)
        person, substitute = people.persons[command.person_id], people.persons[command.substitute_id]
        if person.id != work.actor.id:
            must_reach(work.actor, *person.legal_entities, verb="POST /absences")
        must_stand_in(substitute, person, people)
        absence = AbsenceRow(id=id, **command.model_dump(exclude={"id"}))
        work.session.add(absence)
        work.emit(AbsenceAdded(absence_id=id, **command.model_dump(exclude={"id"}), version=1))
        told = f"{substitute.login}: {command.starts_at.isoformat()} – {command.ends_at.isoformat()}"
        await record_act(work, "person", person.id, "absent", named=person.login, said=told)
        begun = command.starts_at <= work.now < command.ends_at
    if begun:
        await substitute_tasks(command.person_id, uow)
    return absence.view()
