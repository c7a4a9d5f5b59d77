"""How is one task found and changed: its own row, and a to-do's whole life?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pydantic_core
from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.auth.identity import ALL, Actor
from chassis.db.unit_of_work import Work
from messages.approvals.parts import About
from messages.approvals.states import TaskKind, TaskState, Verdict
from messages.approvals.tasks import OpenTodo
from messages.errors import NotFound
from messages.money import Money
from services.approvals.domain.canonical import signed
from services.approvals.domain.requests.todos import TaskActor, Todo
from services.approvals.tables.requests import rounds, tasks, todo_endings

# By the tasks of the request: there is no index of votes by person, and a decision need not keep one.
LAST_SIGNED = text(
    "SELECT o.content, o.attachments FROM (SELECT v.content_hash FROM tasks t JOIN votes v ON v.task_id = t.id"
    " WHERE t.request_id = :request AND v.voter_id = :person ORDER BY v.decided_at DESC LIMIT 1) last"
    " JOIN requests r ON r.id = :request AND r.content_hash <> last.content_hash"
    " JOIN rounds o ON o.request_id = :request AND o.content_hash = last.content_hash LIMIT 1"
)


LOCK_TODOS = (
    "SELECT d.version AS directory, (l.todo).*, l.seq, l.hash"
    " FROM (SELECT max(version) AS version FROM directory_version) d LEFT JOIN locked_todos($1, $2) l ON true"
)
WRITE_TODOS = (
    "WITH given AS (SELECT CAST($1::text AS jsonb) AS d), closed AS (UPDATE tasks SET state = 'CLOSED', comment = '',"
    " decided_at = $3, version = version + 1 WHERE id = ANY($2::uuid[])), made AS ("
    " INSERT INTO tasks SELECT t.* FROM given, jsonb_populate_recordset(NULL::tasks, d -> 'rows') t"
    " ON CONFLICT (id) DO NOTHING RETURNING id), kept_lines AS ("
    " INSERT INTO audit SELECT a.* FROM given, jsonb_populate_recordset(NULL::audit, d -> 'lines') a"
    " WHERE a.chain = ANY($2::uuid[]) OR a.chain IN (SELECT id FROM made)) SELECT id FROM made"
)
END_TODOS = "SELECT * FROM ended_todos($1, $2, $3)"
END_OF_EACH = (
    "INSERT INTO todo_endings (about_id, kind, version)"
    " SELECT e.about, k, e.version FROM unnest($1::uuid[], $2::bigint[]) AS e (about, version), unnest($3::text[]) k"
    " ORDER BY e.about, k ON CONFLICT (about_id, kind) DO UPDATE"
    " SET version = greatest(todo_endings.version, excluded.version)"
)
LAST_ENDINGS = (
    "INSERT INTO todo_endings (about_id, kind, version)"
    " SELECT e.about, e.kind, 0 FROM unnest($1::uuid[], $2::text[]) AS e (about, kind) ORDER BY e.about, e.kind"
    " ON CONFLICT (about_id, kind) DO UPDATE SET version = todo_endings.version RETURNING about_id, kind, version"
)
TODOS_ABOUT_EACH = (
    "SELECT t.* FROM tasks t JOIN unnest($1::uuid[], $2::text[]) AS e (about, kind)"
    " ON t.about_id = e.about AND t.todo = e.kind"
    " WHERE t.kind = 'TODO' AND t.state = 'OPEN' ORDER BY t.id FOR UPDATE OF t"
)
RECOUNT = (
    "UPDATE tasks t SET about_title = n.title, amount = n.amount, currency = n.currency, version = t.version + 1"
    " FROM unnest($1::uuid[], $2::text[], $3::numeric[], $4::text[]) AS n (id, title, amount, currency)"
    " WHERE t.id = n.id"
)

Kind = tuple[UUID, str]  # of the to-dos about a record


async def find_task(work: Work, task_id: UUID) -> dict[str, Any]:
    row = (await work.session.execute(select(tasks).where(tasks.c.id == task_id))).mappings().first()
    if row is None:
        raise NotFound("task", task_id)
    return dict(row)


async def was_asked(work: Work, request_id: UUID, person_id: UUID) -> bool:
    """Is or was there a task of this request for the person, in any round?"""
    mine = select(tasks.c.id).where(tasks.c.request_id == request_id, tasks.c.person_id == person_id).limit(1)
    return (await work.session.execute(mine)).first() is not None


async def find_seen(work: Work, request_id: UUID, content_hash: str) -> dict[str, Any] | None:
    """What was signed in the round that had this hash."""
    mine = (rounds.c.request_id == request_id) & (rounds.c.content_hash == content_hash)
    row = (await work.session.execute(select(rounds.c.content, rounds.c.attachments).where(mine).limit(1))).first()
    return signed(row.content, row.attachments) if row else None


async def find_last_signed(work: Work, request_id: UUID, person_id: UUID) -> dict[str, Any] | None:
    """What the person's last decision in this request was made on; None: he has not decided, or on what is now."""
    row = (await work.session.execute(LAST_SIGNED, {"request": request_id, "person": person_id})).first()
    return signed(row.content, row.attachments) if row else None


async def find_round_before(work: Work, request_id: UUID, round: int) -> dict[str, Any] | None:
    """What was submitted in the latest round before this one; some rounds began without a new content."""
    query = select(rounds.c.content, rounds.c.attachments).where(rounds.c.request_id == request_id)
    query = query.where(rounds.c.round < round).order_by(rounds.c.round.desc()).limit(1)
    row = (await work.session.execute(query)).first()
    return signed(row.content, row.attachments) if row else None


async def insert_todo(work: Work, row: Mapping[str, Any]) -> bool:
    """False when this id is there already."""
    new = upsert(tasks).values(row).on_conflict_do_nothing(index_elements=[tasks.c.id]).returning(tasks.c.id)
    return (await work.session.execute(new)).first() is not None


async def lock_todo(work: Work, todo_id: UUID) -> Todo:
    query = select(tasks).where(tasks.c.id == todo_id, tasks.c.kind == TaskKind.TODO).with_for_update()
    row = (await work.session.execute(query)).mappings().first()
    if row is None:
        raise NotFound("todo", todo_id)
    return todo_of(row)


@dataclass(frozen=True)
class LockedTodo:
    """A to-do that nobody else changes until the commit, and the last line of its chain."""

    todo: Todo
    seq: int
    hash: str


async def lock_todos(
    work: Work, todo_ids: Sequence[UUID], *, of: str | None = None
) -> tuple[dict[UUID, LockedTodo], int | None]:
    """Those of them that are there, and all open ones of this process; and the directory's version."""
    rows = await work.fetch(LOCK_TODOS, todo_ids, of)
    found = [LockedTodo(todo_of(row), row["seq"], row["hash"]) for row in rows if row["id"]]
    return {one.todo.id: one for one in found}, rows[0]["directory"]


async def write_todos(
    work: Work, rows: Sequence[Mapping[str, Any]], lines: Sequence[Mapping[str, Any]], closed: Sequence[UUID]
) -> set[UUID]:
    """New ones, the end of these locked ones, and the audit lines of both. Which are new: of one that another has made
    meanwhile no line is written."""
    document = pydantic_core.to_json({"rows": rows, "lines": lines}).decode()
    return {row["id"] for row in await work.fetch(WRITE_TODOS, document, closed, work.now)}


async def lock_ended_todos(work: Work, about_id: UUID, kinds: Sequence[str], version: int) -> list[Todo]:
    """To-dos of these kinds are over as of this version of the record: those that are open still. Until the commit
    nobody else says anything about them."""
    return [todo_of(row) for row in await work.fetch(END_TODOS, about_id, kinds, version)]


async def lock_ended_of_each(work: Work, versions: Mapping[UUID, int], kinds: Sequence[str]) -> list[Todo]:
    """The same of many records, in their order."""
    await work.fetch(END_OF_EACH, *zip(*sorted(versions.items()), strict=True), kinds)
    return await list_todos_of_each(work, {(about, kind) for about in versions for kind in kinds})


async def last_endings(work: Work, kinds: Collection[Kind]) -> dict[Kind, int]:
    """As of which version of its record those of a kind were over last (0: not yet). Until the commit nobody else says
    anything about them."""
    about, names = zip(*sorted(kinds), strict=True)
    rows = await work.fetch(LAST_ENDINGS, about, names)
    return {(row["about_id"], row["kind"]): row["version"] for row in rows}


async def list_todos_of_each(work: Work, kinds: Collection[Kind]) -> list[Todo]:
    """Open and locked, in the order of their ids."""
    about, names = zip(*sorted(kinds), strict=True)
    return [todo_of(row) for row in await work.fetch(TODOS_ABOUT_EACH, about, names)]


async def recount_todos(work: Work, counted: Mapping[UUID, OpenTodo]) -> None:
    """Locked, open ones are about so much by now."""
    if counted:
        money = [one.amount for one in counted.values()]
        amounts, currencies = [one and one.amount for one in money], [one and one.currency for one in money]
        titles = [one.about.title for one in counted.values()]
        await work.fetch(RECOUNT, list(counted), titles, amounts, currencies)


async def list_todos_about(work: Work, about_id: UUID, kind: str) -> list[Todo]:
    """Open and locked, in the order of their ids."""
    query = select(tasks).where(tasks.c.about_id == about_id, tasks.c.todo == kind)
    open_ones = query.where(tasks.c.kind == TaskKind.TODO, tasks.c.state == TaskState.OPEN)
    rows = (await work.session.execute(open_ones.order_by(tasks.c.id).with_for_update())).mappings()
    return [todo_of(row) for row in rows]


async def end_todos(work: Work, about_id: UUID, kind: str, version: int) -> int:
    """To-dos of this kind are over as of this version of the record (0: not yet); the newest that said so. Until the
    commit nobody else says anything about them."""
    values = {"about_id": about_id, "kind": kind, "version": version}
    fresh = upsert(todo_endings).values(values)
    newest = func.greatest(todo_endings.c.version, fresh.excluded.version)
    kept = fresh.on_conflict_do_update(index_elements=["about_id", "kind"], set_={"version": newest})
    return int((await work.session.execute(kept.returning(todo_endings.c.version))).scalar_one())


async def change_todo(work: Work, todo_id: UUID, **changed: Any) -> Todo:
    values = changed | {"version": tasks.c.version + 1}
    done = update(tasks).where(tasks.c.id == todo_id).values(values).returning(tasks)
    return todo_of((await work.session.execute(done)).mappings().one())


def todo_of(row: Mapping[Any, Any]) -> Todo:
    about = About(kind=row["about_kind"], id=row["about_id"], number=row["about_number"], title=row["about_title"])
    return Todo(
        id=row["id"], kind=row["todo"], about=about, person_id=row["person_id"], role=row["role"], unit=row["unit"],
        legal_entity_id=row["legal_entity_id"], process_id=row["process_id"], state=TaskState(row["state"]),
        verdict=Verdict(row["verdict"]) if row["verdict"] else None, comment=row["comment"],
        opened_at=row["opened_at"], due_at=row["due_at"], decided_by=row["decided_by"], link=row["link"],
        version=row["version"], claimed_by=row["claimed_by"],
        amount=None if row["amount"] is None else Money.of(row["amount"], row["currency"]),
    )  # fmt: skip


def task_actor(actor: Actor) -> TaskActor:
    entities = None if ALL in actor.legal_entities else actor.legal_entities
    return TaskActor(actor.id, actor.roles, actor.unit, entities, actor.is_process)
