"""How is somebody asked to do something, and how is he told that nobody has to any more?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
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
from services.approvals.store.audit.entries import NO_LINE, append_first_line, append_line, line_after
from services.approvals.store.people.directory import find_directory
from services.approvals.store.requests.tasks import LockedTodo, change_todo, insert_todo, list_todos_about, write_todos
from services.approvals.use_cases.steps.queue_deliveries import TodoNews, publish_todo_event, publish_todo_events

Causes = Mapping[UUID, Mapping[str, str]]  # by the record that the to-dos are about

NO_CAUSES: Causes = {}
OPENED, CLOSED = "audit.todo.opened", "audit.todo.closed"  # lines of their chains


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
    await publish_todo_event(work, _opened(command, row), command.unit, people=people)
    await append_first_line(work, id, OPENED, _said_of(command, people))
    return True


async def set_all(
    work: Work, closed: Sequence[LockedTodo], wanted: Mapping[UUID, OpenTodo], *, people: Directory,
    causes: Causes = NO_CAUSES,
) -> None:  # fmt: skip
    """What `close` and `write_todo` do, of all to-dos of an act with one statement."""
    rows = {id: _row(id, command, people, work) for id, command in wanted.items()}
    lines = [
        *(line_after(work, one.todo.id, (one.seq, one.hash), CLOSED, {"comment": ""}) for one in closed),
        *(line_after(work, id, NO_LINE, OPENED, _said_of(command, people)) for id, command in wanted.items()),
    ]
    made = await write_todos(work, list(rows.values()), lines, [one.todo.id for one in closed])
    ended = [replace(one.todo, version=one.todo.version + 1) for one in closed]
    new = [id for id in wanted if id in made]
    news = [TodoNews(TodoClosed(**event_args(one), comment=""), None, causes.get(one.about.id, {})) for one in ended]
    for id in new:
        news.append(TodoNews(_opened(wanted[id], rows[id]), wanted[id].unit, causes.get(wanted[id].about.id, {})))
    await publish_todo_events(work, news, people)


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
    await append_line(work, todo.id, CLOSED, {"comment": comment})
    return closed


def event_args(todo: Todo) -> dict[str, Any]:
    return {
        "todo_id": todo.id, "kind": todo.kind, "about": todo.about, "process_id": todo.process_id,
        "legal_entity_id": todo.legal_entity_id, "person_id": todo.person_id, "role": todo.role,
        "version": todo.version,
    }  # fmt: skip


def _opened(command: OpenTodo, row: Mapping[str, Any]) -> TodoOpened:
    return TodoOpened(
        todo_id=row["id"], kind=command.kind, about=command.about, process_id=command.process_id,
        legal_entity_id=row["legal_entity_id"], person_id=command.person_id, role=command.role,
        due_at=row["due_at"], amount=command.amount or None, version=1,
    )  # fmt: skip


def _said_of(command: OpenTodo, people: Directory) -> dict[str, Any]:
    return {"kind": command.kind, "who": people.name_of(command.person_id) or str(command.role)}


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
        "due_at": command.due_at or _due_at(command.within, entity, people, work.now),
        "about_kind": about.kind, "about_id": about.id,
        "about_number": about.number, "about_title": about.title, "process_id": command.process_id,
        **({} if command.amount is None else command.amount.model_dump()),
        "legal_entity_id": entity, "link": command.link, "version": 1, "claimable": False,
    }  # fmt: skip


def _due_at(within: str | None, entity: str, people: Directory, now: datetime) -> datetime | None:
    if within is None:
        return None
    calendar = people.calendars.get(people.entity_calendars.get(entity, "")) or Calendar(tz="UTC")
    try:
        return add(now, Duration.parse(within), calendar)
    except ValueError as wrong:
        raise Malformed("within", within, "SYS-20") from wrong
