"""What happens when somebody is asked to do something?"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from chassis.unit_of_work import UnitOfWork, Work
from messages.approvals.events import TodoOpened
from messages.approvals.states import TaskKind, TaskState
from messages.approvals.tasks import OpenTodo, TaskView
from messages.business_time import Calendar, Duration, add
from messages.errors import Malformed, NotFound
from services.approvals.domain.people import Directory
from services.approvals.domain.showing import todo_view
from services.approvals.store.audit import append_line
from services.approvals.store.directory import find_directory
from services.approvals.store.tasks import insert_todo, lock_todo
from services.approvals.use_cases.note_deliveries import tell_todo


async def open_todo(command: OpenTodo, uow: UnitOfWork) -> TaskView:
    """The same id again shows the to-do as it stands."""
    async with uow.begin() as work:
        id = command.id or work.new_id()
        people = await find_directory(work)
        row = _row(id, command, people, work)
        if await insert_todo(work, row):
            opened = TodoOpened(
                todo_id=id, kind=command.kind, about=command.about, process_id=command.process_id,
                legal_entity_id=row["legal_entity_id"], person_id=command.person_id, role=command.role,
                due_at=row["due_at"], version=1,
            )  # fmt: skip
            await tell_todo(work, opened, command.unit)
            who = people.name_of(command.person_id) or str(command.role)
            await append_line(work, id, "audit.todo.opened", {"kind": command.kind, "who": who})
        return todo_view(await lock_todo(work, id))


def _row(id: UUID, command: OpenTodo, people: Directory, work: Work) -> dict[str, Any]:
    if (command.person_id is None) == (command.role is None):
        raise Malformed("role", command.role, "APP-43")
    person = people.persons.get(command.person_id) if command.person_id else None
    if command.person_id and person is None:
        raise NotFound("person", command.person_id)
    entity = command.legal_entity_id or (person.legal_entity_id if person else None)
    if entity is None:
        raise Malformed("legal_entity_id", None, "APP-43")
    about = command.about
    return {
        "id": id, "kind": TaskKind.TODO, "todo": command.kind, "position": 0, "person_id": command.person_id,
        "role": command.role, "unit": command.unit, "state": TaskState.OPEN, "comment": "",
        "opened_at": work.now.astimezone(UTC),
        "due_at": _due_at(command.within, entity, people, work.now), "about_kind": about.kind, "about_id": about.id,
        "about_number": about.number, "about_title": about.title, "process_id": command.process_id,
        "legal_entity_id": entity, "link": command.link, "version": 1,
    }  # fmt: skip


def _due_at(within: str | None, entity: str, people: Directory, now: datetime) -> datetime | None:
    if within is None:
        return None
    calendar = people.calendars.get(people.entity_calendars.get(entity, "")) or Calendar(tz="UTC")
    try:
        return add(now, Duration.parse(within), calendar)
    except ValueError as wrong:
        raise Malformed("within", within, "SYS-20") from wrong
