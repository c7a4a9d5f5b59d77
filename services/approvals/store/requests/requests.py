"""How is a request found with all that an act needs, and its row locked first?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pydantic_core
from sqlalchemy import Select, Text, literal_column, or_, select

from chassis.db.database import in_scope
from chassis.db.paging import page_of
from chassis.db.unit_of_work import Work
from messages.approvals.parts import About
from messages.approvals.states import Outcome, RequestState
from messages.errors import NotFound
from messages.files import Attachment
from services.approvals.domain.policies.facts import read as read_facts
from services.approvals.domain.requests.progress import RequestProgress
from services.approvals.domain.requests.request import Request, RequestHeader
from services.approvals.store.people.directory import VERSION, find_directory
from services.approvals.store.policies.policies import load_policy
from services.approvals.store.requests.steps import TASKS, steps_now
from services.approvals.tables.requests import requests, tasks

STEPS = (
    f"(SELECT json_agg(s ORDER BY s.opened_at, s.key)::text FROM (SELECT st.*, {TASKS} AS signers"
    " FROM steps st WHERE st.request_id = requests.id AND st.live) s)"
)
REQUEST = select(requests, VERSION.label("directory"), literal_column(STEPS, Text).label("steps"))
# One round trip to lock and to read: within the function the second statement sees what the one before us committed.
LOCK = "SELECT locked_request($1)"
LOCK_OF_TASK = "SELECT locked_request((SELECT request_id FROM tasks WHERE id = $1))"


async def lock_request(work: Work, request_id: UUID) -> Request:
    return await _locked(work, LOCK, request_id, "request")


async def lock_request_of_task(work: Work, task_id: UUID) -> Request:
    return await _locked(work, LOCK_OF_TASK, task_id, "task")


async def _locked(work: Work, lock: str, id: UUID, kind: str) -> Request:
    written = (await work.fetch(lock, id))[0][0]
    if written is None:
        raise NotFound(kind, id)
    found = pydantic_core.from_json(written)
    row = _typed(found["request"])
    people = await find_directory(work, found["directory"])
    progress = replace(progress_of(row), steps=steps_now(found["steps"]))
    return Request(header_of(row), progress, await load_policy(work, row["policy_id"]), people)


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    """From JSON what the columns are."""
    ids = {name: UUID(row[name]) for name in ("id", "policy_id", "about_id", "requester_id")}
    times = {name: row[name] and datetime.fromisoformat(row[name]) for name in ("opened_at", "settled_at")}
    return row | ids | times | {"prepared_by": [UUID(id) for id in row["prepared_by"]]}


async def find_request(work: Work, request_id: UUID) -> Request:
    return await _request(work, REQUEST.where(requests.c.id == request_id), request_id)


async def list_pending(work: Work, most: int) -> list[Request]:
    """The oldest first, whoever's they are: for what keepers have to know."""
    query = REQUEST.where(requests.c.state == RequestState.PENDING).order_by(requests.c.opened_at, requests.c.id)
    return await _requests(work, query.limit(most))


async def _request(work: Work, query: Select[Any], id: UUID, kind: str = "request") -> Request:
    found_requests = await _requests(work, query)
    if not found_requests:
        raise NotFound(kind, id)
    return found_requests[0]


async def _requests(work: Work, query: Select[Any]) -> list[Request]:
    return await _read(work, (await work.session.execute(query)).mappings().all())


async def _read(work: Work, rows: Sequence[Mapping[Any, Any]]) -> list[Request]:
    if not rows:
        return []
    people = await find_directory(work, rows[0]["directory"])
    found_requests = []
    for row in rows:
        steps = pydantic_core.from_json(row["steps"]) if row["steps"] else ()
        progress = replace(progress_of(row), steps=steps_now(steps))
        found_requests.append(Request(header_of(row), progress, await load_policy(work, row["policy_id"]), people))
    return found_requests


def header_of(row: Mapping[str, Any]) -> RequestHeader:
    return RequestHeader(
        id=row["id"], policy_id=row["policy_id"], policy=row["policy"], policy_version=row["policy_version"],
        about=about_of(row), requester_id=row["requester_id"], process_id=row["process_id"],
        legal_entity_id=row["legal_entity_id"], owner_unit=row["owner_unit"], content=row["content"],
        attachments=tuple(Attachment.model_validate(each) for each in row["attachments"]),
        opened_at=row["opened_at"], version=row["version"], audit_seq=row["audit_seq"], audit_hash=row["audit_hash"],
        edited=row["edited"] or {},
    )  # fmt: skip


def progress_of(row: Mapping[str, Any]) -> RequestProgress:
    return RequestProgress(
        request_id=row["id"], round=row["round"], state=RequestState(row["state"]), requester_id=row["requester_id"],
        prepared_by=frozenset(row["prepared_by"]), facts=read_facts(row["facts"]), content_hash=row["content_hash"],
        outcome=Outcome(row["outcome"]) if row["outcome"] else None, comment=row["comment"],
        settled_at=row["settled_at"], resume=row["resume"],
    )  # fmt: skip


def about_of(row: Mapping[str, Any]) -> About:
    return About(kind=row["about_kind"], id=row["about_id"], number=row["about_number"], title=row["about_title"])


async def find_live(work: Work, policy: str, about_id: UUID) -> UUID | None:
    """The request of this record under this policy that has not ended."""
    live = (RequestState.PENDING, RequestState.RETURNED)
    query = select(requests.c.id).where(requests.c.policy == policy, requests.c.about_id == about_id)
    return (await work.session.execute(query.where(requests.c.state.in_(live)))).scalar_one_or_none()


async def list_requests(
    work: Work,
    *,
    about_id: UUID | None,
    number: str | None,
    state: RequestState | None,
    cursor: str | None,
    limit: int,
) -> tuple[list[Request], str | None]:
    """In scope, asked for, or asked to sign; newest first; and the cursor of the next page."""
    asked = select(tasks.c.request_id).where(tasks.c.person_id == work.actor.id)
    mine = or_(in_scope(requests, work.actor.scope), requests.c.requester_id == work.actor.id, requests.c.id.in_(asked))
    query = REQUEST.where(mine)
    query = query.where(requests.c.about_id == about_id) if about_id else query
    query = query.where(requests.c.about_number == number) if number else query
    query = query.where(requests.c.state == state) if state else query
    key = (requests.c.opened_at, requests.c.id)
    page = await page_of(
        work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda row: row._mapping
    )
    return await _read(work, page.items), page.next
