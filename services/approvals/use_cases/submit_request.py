"""What happens when approval is asked for?"""

from collections.abc import Mapping
from datetime import UTC
from typing import Any
from uuid import UUID

from chassis.unit_of_work import UnitOfWork, Work
from messages.approvals.requests import RequestView, SubmitRequest
from messages.approvals.states import RequestState
from messages.errors import NotFound
from services.approvals.domain.asking import may_ask_for, must_be_published, one_live, only_its_process, preparers
from services.approvals.domain.auditing import FIRST_HASH
from services.approvals.domain.canonical import content_hash
from services.approvals.domain.conditions import typed
from services.approvals.domain.people import Person
from services.approvals.domain.policy import Policy
from services.approvals.domain.preview import nobody_signs_his_own
from services.approvals.domain.record import Case, Record
from services.approvals.domain.rounds import submit
from services.approvals.domain.showing import request_view
from services.approvals.domain.standing import Standing
from services.approvals.store.cases import find_case, find_live
from services.approvals.store.directory import find_directory
from services.approvals.store.keeping import insert_request
from services.approvals.store.policies import find_newest, policy_of
from services.approvals.tables.people import PolicyRow
from services.approvals.use_cases.carry_out import carry_out


async def submit_request(command: SubmitRequest, uow: UnitOfWork) -> RequestView:
    """The first steps are open when this returns. The same id again gives the request as it stands."""
    async with uow.begin() as work:
        only_its_process(command.policy, command.process_id, is_process=work.actor.is_process)
        id = command.id or work.new_id()
        people = await find_directory(work)
        requester = requester_of(work, command.requester_id, people.persons)
        row = await newest_policy(work, command.policy)
        policy = policy_of(row)
        record = Record(
            id=id, policy_id=row.id, policy=row.key, policy_version=row.version, about=command.about,
            requester_id=requester.id, process_id=command.process_id, legal_entity_id=requester.legal_entity_id,
            owner_unit=requester.unit, content=command.content, attachments=tuple(command.attachments),
            opened_at=work.now.astimezone(UTC), version=0, audit_seq=0, audit_hash=FIRST_HASH,
        )  # fmt: skip
        case = Case(record, _standing(command, id, requester, policy), policy, people)
        nobody_signs_his_own(case.standing, policy, case.asked(work.now))
        if not await insert_request(work, case, _row(case)):
            return await _as_it_stands(work, command, record)
        ruling = submit(case.standing, policy, case.asked(work.now))
        return request_view(await carry_out(work, case, ruling))


async def newest_policy(work: Work, key: str) -> PolicyRow:
    row = await find_newest(work, key)
    must_be_published(key, found=row is not None)
    assert row is not None
    return row


def requester_of(work: Work, named: UUID | None, persons: Mapping[UUID, Person]) -> Person:
    id = may_ask_for(named, work.actor.id, is_process=work.actor.is_process)
    if id not in persons:
        raise NotFound("person", id)
    return persons[id]


async def _as_it_stands(work: Work, command: SubmitRequest, asked: Record) -> RequestView:
    """The same request again is shown; another one about the record is refused; another's is not there."""
    one_live(await find_live(work, command.policy, command.about.id), asked.id, command.about.number)
    case = await find_case(work, asked.id)
    known = case.record
    same = known.about.id == asked.about.id and known.policy == asked.policy
    if not same or (known.process_id, known.requester_id) != (asked.process_id, asked.requester_id):
        raise NotFound("request", asked.id)
    return request_view(case)


def _standing(command: SubmitRequest, id: UUID, requester: Person, policy: Policy) -> Standing:
    facts = typed(command.facts, policy.facts)
    return Standing(
        request_id=id, round=1, state=RequestState.PENDING, requester_id=requester.id,
        prepared_by=preparers(command.prepared_by, facts, policy), facts=facts,
        content_hash=content_hash(command.content, [each.model_dump() for each in command.attachments]),
    )  # fmt: skip


def _row(case: Case) -> dict[str, Any]:
    record, standing = case.record, case.standing
    return {
        "id": record.id, "policy_id": record.policy_id, "policy": record.policy,
        "policy_version": record.policy_version, "about_kind": record.about.kind, "about_id": record.about.id,
        "about_number": record.about.number, "about_title": record.about.title,
        "requester_id": record.requester_id, "process_id": record.process_id, "owner_id": record.requester_id,
        "owner_unit": record.owner_unit, "legal_entity_id": record.legal_entity_id,
        "prepared_by": list(standing.prepared_by), "facts": dict(standing.facts), "content": record.content,
        "content_hash": standing.content_hash, "attachments": [each.model_dump() for each in record.attachments],
        "state": standing.state, "outcome": None, "comment": "", "round": standing.round,
        "opened_at": record.opened_at, "settled_at": None, "version": 0, "audit_seq": 0, "audit_hash": FIRST_HASH,
    }  # fmt: skip
