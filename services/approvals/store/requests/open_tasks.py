"""Which open tasks does somebody have, and who has some though he is away or has left?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, text

from chassis.auth.identity import ALL
from chassis.db.unit_of_work import Work

REQUESTS = text(
    "SELECT DISTINCT t.request_id FROM tasks t JOIN requests r ON r.id = t.request_id AND r.state = 'PENDING'"
    " WHERE t.person_id = :person AND t.state IN ('OPEN', 'WAITING') ORDER BY t.request_id"
)
TODOS = text("SELECT id FROM tasks WHERE person_id = :person AND state = 'OPEN' AND kind = 'TODO' ORDER BY id")
ABSENT = text(
    "SELECT DISTINCT t.person_id FROM absences a JOIN tasks t ON t.person_id = a.person_id AND t.state = 'OPEN'"
    " WHERE a.starts_at <= :now AND :now < a.ends_at AND t.request_id IS NOT NULL ORDER BY t.person_id"
)
LEAVERS = text(
    "SELECT DISTINCT t.person_id FROM persons p JOIN tasks t ON t.person_id = p.id AND t.state = 'OPEN'"
    " WHERE NOT p.active ORDER BY t.person_id"
)


ABOUT = text(
    "SELECT todo AS kind, about_kind, about_id, about_number AS number, person_id, coalesce(role, '') AS role,"
    " opened_at, due_at FROM tasks WHERE about_id = ANY(:about) AND state = 'OPEN' AND kind = 'TODO'"
    " AND (:everywhere OR legal_entity_id = ANY(CAST(:entities AS text[]))) ORDER BY opened_at, id LIMIT 100"
)


async def list_todos_about(work: Work, about_ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """Open ones of the actor's legal entities, oldest first."""
    entities = work.actor.legal_entities
    values = {"about": list(about_ids), "everywhere": ALL in entities, "entities": list(entities)}
    return [dict(row) for row in (await work.session.execute(ABOUT, values)).mappings()]


async def list_open_requests(work: Work, person_id: UUID) -> Sequence[UUID]:
    return await _ids(work, REQUESTS, person=person_id)


async def list_open_todos(work: Work, person_id: UUID) -> Sequence[UUID]:
    return await _ids(work, TODOS, person=person_id)


async def list_absent(work: Work) -> Sequence[UUID]:
    """Away now, and still asked."""
    return await _ids(work, ABSENT, now=work.now)


async def list_leavers(work: Work) -> Sequence[UUID]:
    """No longer here, and still asked."""
    return await _ids(work, LEAVERS)


async def _ids(work: Work, query: TextClause, **values: object) -> Sequence[UUID]:
    return (await work.session.execute(query, values)).scalars().all()
