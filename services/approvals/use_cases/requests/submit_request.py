"""What happens when approval is asked for?"""

from collections.abc import Mapping
from datetime import UTC
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.approvals.requests import RequestView, SubmitRequest
from messages.approvals.states import RequestState
from messages.errors import NotFound
from services.approvals.domain.audit.entries import FIRST_HASH
from services.approvals.domain.canonical import content_hash
from services.approvals.domain.people.directory import Person
from services.approvals.domain.policies.conditions import typed
from services.approvals.domain.policies.facts import kept
from services.approvals.domain.policies.policy import Policy
from services.approvals.domain.requests.progress import RequestProgress
from services.approvals.domain.requests.request import Request, RequestHeader
from services.approvals.domain.requests.submission import (
    must_be_its_process,
    must_be_only_live_one,
    must_be_published,
    preparers,
    requester_for,
)
from services.approvals.domain.routing.preview import must_not_all_be_his_own
from services.approvals.domain.routing.rounds import submit
from services.approvals.domain.views.request_views import request_view
from services.approvals.store.people.directory import find_directory
from services.approvals.store.policies.policies import find_newest, policy_of
from services.approvals.store.requests.persistence import insert_request
from services.approvals.store.requests.requests import find_live, find_request
from services.approvals.tables.policies import PolicyRow
from services.approvals.use_cases.steps.apply import apply


async def submit_request(command: SubmitRequest, uow: UnitOfWork) -> RequestView:
    """The first steps are open when this returns. The same id again gives the request as it stands."""
    async with uow.begin() as work:
        must_be_its_process(command.policy, command.process_id, is_process=work.actor.is_process)
        id = command.id or work.new_id()
        people = await find_directory(work)
        requester = requester_of(work, command.requester_id, people.persons)
        row = await newest_policy(work, command.policy)
        policy = policy_of(row)
        header = RequestHeader(
            id=id, policy_id=row.id, policy=row.key, policy_version=row.version, about=command.about,
            requester_id=requester.id, process_id=command.process_id, legal_entity_id=requester.legal_entity_id,
            owner_unit=requester.unit, content=command.content, attachments=tuple(command.attachments),
            opened_at=work.now.astimezone(UTC), version=0, audit_seq=0, audit_hash=FIRST_HASH,
        )  # fmt: skip
        request = Request(header, _first_progress(command, id, requester, policy), policy, people)
        must_not_all_be_his_own(request.progress, request.context(work.now))
        if not await insert_request(work, request, _row(request)):
            return await _show_existing(work, command, header)
        transition = submit(request.progress, request.context(work.now))
        return request_view(await apply(work, request, transition))


async def newest_policy(work: Work, key: str) -> PolicyRow:
    row = await find_newest(work, key)
    must_be_published(key, found=row is not None)
    assert row is not None
    return row


def requester_of(work: Work, named: UUID | None, persons: Mapping[UUID, Person]) -> Person:
    id = requester_for(named, work.actor.id, is_process=work.actor.is_process)
    if id not in persons:
        raise NotFound("person", id)
    return persons[id]


async def _show_existing(work: Work, command: SubmitRequest, wanted: RequestHeader) -> RequestView:
    """The same request again is shown; another one about the record is refused; another's is not there."""
    must_be_only_live_one(await find_live(work, command.policy, command.about.id), wanted.id, command.about.number)
    request = await find_request(work, wanted.id)
    known = request.header
    same = known.about.id == wanted.about.id and known.policy == wanted.policy
    if not same or (known.process_id, known.requester_id) != (wanted.process_id, wanted.requester_id):
        raise NotFound("request", wanted.id)
    return request_view(request)


def _first_progress(command: SubmitRequest, id: UUID, requester: Person, policy: Policy) -> RequestProgress:
    facts = typed(command.facts, policy.facts)
    return RequestProgress(
        request_id=id, round=1, state=RequestState.PENDING, requester_id=requester.id,
        prepared_by=preparers(command.prepared_by, facts, policy), facts=facts,
        content_hash=content_hash(command.content, [attachment.model_dump() for attachment in command.attachments]),
    )  # fmt: skip


def _row(request: Request) -> dict[str, Any]:
    header, progress = request.header, request.progress
    return {
        "id": header.id, "policy_id": header.policy_id, "policy": header.policy,
        "policy_version": header.policy_version, "about_kind": header.about.kind, "about_id": header.about.id,
        "about_number": header.about.number, "about_title": header.about.title,
        "requester_id": header.requester_id, "process_id": header.process_id, "owner_id": header.requester_id,
        "owner_unit": header.owner_unit, "legal_entity_id": header.legal_entity_id,
        "prepared_by": list(progress.prepared_by), "facts": kept(progress.facts), "content": header.content,
        "content_hash": progress.content_hash,
        "attachments": [attachment.model_dump() for attachment in header.attachments],
        "state": progress.state, "outcome": None, "comment": "", "round": progress.round,
        "opened_at": header.opened_at, "settled_at": None, "version": 0, "audit_seq": 0, "audit_hash": FIRST_HASH,
    }  # fmt: skip
