"""How is somebody asked to do something, and how is he told that nobody has to any more?"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.approvals.events import TodoClosed, TodoOpened
from messages.approvals.states import TaskKind, TaskState
from messages.approvals.tasks import OpenTodo
from messages.business_time import Calendar, Duration, add
from messages.errors import Malformed, NotFound
from services.approvals.domain.people.directory import Directory
from services.approvals.domain.requests.todos import Todo
from services.approvals.store.audit.entries import append_first_line, append_line
from services.approvals.store.people.directory import find_directory
from services.approvals.store.requests.tasks import change_todo, insert_todo, list_todos_about
from services.approvals.use_cases.steps.queue_deliveries import publish_todo_event


async def write_todo(
    work: Work, id: UUID, command: OpenTodo, *, due_at: datetime | None = None, comment: str = "",
    people: Directory | None = None,
) -> bool:  # fmt: skip
    """False when this id is there already. `due_at`: where it does not follow from `within`; `people`: where this
    transaction has read them."""
    people = people or await find_directory(work)
    row = _row(id, command, people, work) | {"comment": comment}
    row["due_at"] = due_at or row["due_at"]
    if not await insert_todo(work, row):
        return False
    opened = TodoOpened(
        todo_id=id, kind=command.kind, about=command.about, process_id=command.process_id,
        legal_entity_id=row["legal_entity_id"], person_id=command.person_id, role=command.role,
        due_at=row["due_at"], amount=command.amount or None, version=1,
    )  # fmt: skip
    await publish_todo_event(work, opened, command.unit, people=people)
    who = people.name_of(command.person_id) or str(command.role)
    await append_first_line(work, id, "audit.todo.opened", {"kind": command.kind, "who": who})
    return True


async def close_todos_about(work: Work, about_id: UUID, kind: str, comment: str = "") -> int:
    """All open ones of this kind. How many there were."""
    found = await list_todos_about(work, about_id, kind)
    for todo in found:
        await close(work, todo, comment)
    return len(found)


async def recount(work: Work, todo: Todo, wanted: OpenTodo) -> Todo:
    """A locked, open one is about so much by now."""
    money = {"amount": None, "currency": None} if wanted.amount is None else wanted.amount.model_dump()
    return await change_todo(work, todo.id, about_title=wanted.about.title, **money)


async def close(work: Work, todo: Todo, comment: str, *, people: Directory | None = None) -> Todo:
    """A locked, open one."""
    closed = await change_todo(work, todo.id, state=TaskState.CLOSED, comment=comment, decided_at=work.now)
    await publish_todo_event(work, TodoClosed(**event_args(closed), comment=comment), people=people)
    await append_line(work, todo.id, "audit.todo.closed", {"comment": comment})
    return closed


def event_args(todo: Todo) -> dict[str, Any]:
    return {
        "todo_id": todo.id, "kind": todo.kind, "about": todo.about, "process_id": todo.process_id,
        "legal_entity_id": todo.legal_entity_id, "person_id": todo.person_id, "role": todo.role,
        "version": todo.version,
    }  # fmt: skip


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
        **({} if command.amount is None else command.amount.model_dump()),
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
