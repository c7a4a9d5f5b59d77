"""How is what an act did written down? One statement: steps, tasks, votes, notices, audit lines and the request."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pydantic_core
from sqlalchemy import insert

from chassis.db.unit_of_work import Work
from messages.approvals.parts import Why
from messages.approvals.states import StepState
from services.approvals.domain.audit.entries import lines_of, link
from services.approvals.domain.notices.in_app import in_app, notice_row
from services.approvals.domain.notices.recipients import notifications_of_events
from services.approvals.domain.policies import facts
from services.approvals.domain.policies.policy import Mode, find_step
from services.approvals.domain.requests.events import Transition, Voted
from services.approvals.domain.requests.progress import RequestProgress, StepNow
from services.approvals.domain.requests.request import Request, RequestHeader
from services.approvals.domain.requests.timers import next_due
from services.approvals.domain.requests.voting import Position, positions
from services.approvals.domain.routing.segregation import segregates
from services.approvals.store.requests.steps import step_row, task_row
from services.approvals.tables.requests import requests, rounds

# The text never changes, so the server plans it once. Foreign keys are checked at its end, whatever the order.
SAVE = (
    "WITH given AS (SELECT CAST($1::text AS jsonb) AS d), kept_steps AS ("
    " INSERT INTO steps SELECT s.* FROM given, jsonb_populate_recordset(NULL::steps, d -> 'steps') s"
    " ON CONFLICT (id) DO UPDATE SET state = excluded.state, settled_at = excluded.settled_at, level = excluded.level,"
    " why = excluded.why, live = excluded.live, decided = excluded.decided, positions = excluded.positions,"
    " nudged_at = excluded.nudged_at, until_round = excluded.until_round),"
    " kept_tasks AS ("
    " INSERT INTO tasks SELECT t.* FROM given, jsonb_populate_recordset(NULL::tasks, d -> 'tasks') t"
    " ON CONFLICT (id) DO UPDATE SET state = excluded.state, why = excluded.why, verdict = excluded.verdict,"
    " comment = excluded.comment, opened_at = excluded.opened_at, decided_at = excluded.decided_at,"
    " decided_by = excluded.decided_by, terms = excluded.terms, claimable = excluded.claimable,"
    " version = tasks.version + 1),"
    " closed_tasks AS ("
    " UPDATE tasks SET state = 'CLOSED', version = tasks.version + 1"
    " FROM given, jsonb_array_elements_text(d -> 'closed') closed (step_id)"
    " WHERE tasks.step_id = CAST(closed.step_id AS uuid) AND tasks.state IN ('OPEN', 'WAITING') AND tasks.id NOT IN"
    " (SELECT CAST(t ->> 'id' AS uuid) FROM given, jsonb_array_elements(d -> 'tasks') t)),"
    " kept_votes AS (INSERT INTO votes SELECT v.* FROM given, jsonb_populate_recordset(NULL::votes, d -> 'votes') v),"
    " kept_notices AS (INSERT INTO notices"
    " SELECT n.* FROM given, jsonb_populate_recordset(NULL::notices, d -> 'notices') n ON CONFLICT (id) DO NOTHING),"
    " kept_lines AS (INSERT INTO audit SELECT a.* FROM given, jsonb_populate_recordset(NULL::audit, d -> 'lines') a)"
    " UPDATE requests SET state = r.state, outcome = r.outcome, comment = r.comment, round = r.round,"
    " settled_at = r.settled_at, version = r.version, audit_seq = r.audit_seq, audit_hash = r.audit_hash,"
    " resume = r.resume, next_at = r.next_at"
    " FROM given, jsonb_populate_record(NULL::requests, d -> 'request') r WHERE requests.id = r.id"
)

INSERT = (
    "WITH given AS (SELECT CAST($1::text AS jsonb) AS d), made AS ("
    " INSERT INTO requests SELECT r.* FROM given, jsonb_populate_record(NULL::requests, d -> 'request') r"
    " ON CONFLICT DO NOTHING RETURNING id)"
    " INSERT INTO rounds SELECT n.* FROM made, given, jsonb_populate_record(NULL::rounds, d -> 'round') n"
    " RETURNING request_id"
)


async def insert_request(work: Work, request: Request, row: dict[str, Any]) -> bool:
    """False when there is this request already, or another live one of the record; waits for one being made now."""
    document = {"request": row, "round": _round(work, request)}
    return bool(await work.fetch(INSERT, pydantic_core.to_json(document).decode()))


async def renew_content(work: Work, request: Request) -> None:
    """Submitted again, or edited: the new content, facts and preparers; the old ones stay in their round."""
    header, progress = request.header, request.progress
    await work.session.execute(
        requests.update().where(requests.c.id == header.id),
        {
            "content": header.content, "content_hash": progress.content_hash, "facts": facts.kept(progress.facts),
            "attachments": [attachment.model_dump() for attachment in header.attachments],
            "prepared_by": list(progress.prepared_by), "edited": dict(header.edited) or None,
        },
    )  # fmt: skip
    await work.session.execute(insert(rounds).values(_round(work, request)))


async def save(work: Work, request: Request, transition: Transition) -> Request:
    """The request after the act. Nothing is written when nothing happened."""
    if transition.progress == request.progress and not transition.events:
        return request
    lines, header = _lines(work, request, transition)
    after = Request(header, transition.progress, request.policy, request.people)
    changed = [_Changed(step, None) for step in _differing(request.progress, transition.progress)]
    changed += [_Changed(step, transition.progress.round) for step in transition.gone]
    document = {
        "steps": [step_row(one.step, header.id, one.positions, until_round=one.until_round) for one in changed],
        "tasks": _tasks(request, changed, header),
        "closed": [one.step.step_id for one in changed if one.step.state is not StepState.OPEN],
        "votes": _votes(request, transition),
        "lines": lines,
        "notices": _notices(work, after, transition),
        "request": _request(header, transition.progress),
    }
    await work.fetch(SAVE, pydantic_core.to_json(document).decode())
    return after


@dataclass(frozen=True)
class _Changed:
    """A step to be written. `until_round`: the round that leaves it behind."""

    step: StepNow
    until_round: int | None

    @cached_property
    def positions(self) -> list[Position]:
        return positions(self.step.signers)


def _differing(before: RequestProgress, after: RequestProgress) -> list[StepNow]:
    known = {step.step_id: step for step in before.steps}
    return [step for step in after.steps if known.get(step.step_id) != step]


def _tasks(request: Request, changed: Sequence[_Changed], header: RequestHeader) -> list[dict[str, Any]]:
    """Those that differ, but for those that were closed with their step and nothing else: the statement does that."""
    begun = {step.step_id for step in request.progress.steps}
    changed_ids = {one.step.step_id for one in changed}
    known = {
        signer.task_id: signer
        for step in request.progress.steps
        if step.step_id in changed_ids
        for signer in step.signers
    }
    found: list[dict[str, Any]] = []
    for one in changed:
        ended = one.step.state is not StepState.OPEN
        several = find_step(request.policy, one.step.key).mode is Mode.ANY and len(one.positions) > 1
        if one.step.step_id not in begun:
            found += [task_row(signer, one.step, header, several=several) for signer in one.step.signers]
            continue
        for signer in one.step.signers:
            before = known.get(signer.task_id)
            if before is signer or (before is not None and ended and signer.is_only_closed_since(before)):
                continue
            if before != signer:
                found.append(task_row(signer, one.step, header, several=several))
    return found


def _votes(request: Request, transition: Transition) -> list[dict[str, Any]]:
    return [
        {
            "task_id": event.signer.task_id, "request_id": request.header.id, "round": request.progress.round,
            "step_id": event.step.step_id, "voter_id": event.signer.person_id,
            "requester_id": request.header.requester_id,
            "on_behalf_of": event.signer.on_behalf_of, "verdict": event.signer.verdict, "comment": event.signer.comment,
            "content_hash": request.progress.content_hash, "again": event.again, "decided_at": event.signer.decided_at,
            "self_allowed": request.policy.requester_is_signer == "allow",
            "segregated": segregates(request.policy, event.step.key),
        }
        for event in transition.events
        if isinstance(event, Voted)
    ]  # fmt: skip


def _notices(work: Work, after: Request, transition: Transition) -> list[dict[str, Any]]:
    found = in_app(notifications_of_events(after, transition, work.actor.id))
    return [notice_row(one, work.now) for one in found]


def _request(header: RequestHeader, progress: RequestProgress) -> dict[str, Any]:
    return {
        "id": header.id, "state": progress.state, "outcome": progress.outcome, "comment": progress.comment,
        "round": progress.round, "settled_at": progress.settled_at, "version": header.version,
        "audit_seq": header.audit_seq, "audit_hash": header.audit_hash, "resume": progress.resume,
        "next_at": next_due(header, progress),
    }  # fmt: skip


def _lines(work: Work, request: Request, transition: Transition) -> tuple[list[dict[str, Any]], RequestHeader]:
    """The audit lines, chained to the last one of this request (its row is locked); the header with the new head."""
    header = request.header
    written: Sequence[Why] = lines_of(transition.events, request.people, transition.progress.content_hash)
    rows, seq, head = [], header.audit_seq, header.audit_hash
    for line in written:
        seq += 1
        row = link(head, header.id, seq, line, at=work.now, actor_id=work.actor.id, actor_name=work.actor.name)
        head = row["hash"]
        rows.append(row)
    return rows, replace(header, version=header.version + 1, audit_seq=seq, audit_hash=head)


def _round(work: Work, request: Request) -> dict[str, Any]:
    header, progress = request.header, request.progress
    return {
        "request_id": header.id, "round": progress.round, "content": header.content,
        "content_hash": progress.content_hash,
        "attachments": [attachment.model_dump() for attachment in header.attachments],
        "facts": facts.kept(progress.facts), "began_at": work.now, "prepared_by": list(progress.prepared_by),
        "directory": request.people.version,
    }  # fmt: skip
