"""How is what an act did written down? One statement: steps, tasks, votes, audit lines and the request."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pydantic_core
from sqlalchemy import insert

from chassis.unit_of_work import Work
from messages.approvals.parts import Why
from services.approvals.domain.auditing import lines_of, link
from services.approvals.domain.clocks import next_due
from services.approvals.domain.policy import Mode, find_step
from services.approvals.domain.record import Case, Record
from services.approvals.domain.segregating import segregates
from services.approvals.domain.standing import Ruling, Standing, Voted
from services.approvals.store.steps import step_row, task_row
from services.approvals.tables.requests import requests, rounds

# The text never changes, so the server plans it once. Foreign keys are checked at its end, whatever the order.
KEEP = (
    "WITH given AS (SELECT CAST($1::text AS jsonb) AS d), kept_steps AS ("
    " INSERT INTO steps SELECT s.* FROM given, jsonb_populate_recordset(NULL::steps, d -> 'steps') s"
    " ON CONFLICT (id) DO UPDATE SET state = excluded.state, settled_at = excluded.settled_at, rung = excluded.rung,"
    " why = excluded.why, live = excluded.live, decided = excluded.decided, asked = excluded.asked,"
    " nudged_at = excluded.nudged_at, until_round = excluded.until_round),"
    " kept_tasks AS ("
    " INSERT INTO tasks SELECT t.* FROM given, jsonb_populate_recordset(NULL::tasks, d -> 'tasks') t"
    " ON CONFLICT (id) DO UPDATE SET state = excluded.state, why = excluded.why, verdict = excluded.verdict,"
    " comment = excluded.comment, opened_at = excluded.opened_at, decided_at = excluded.decided_at,"
    " decided_by = excluded.decided_by, terms = excluded.terms, claimable = excluded.claimable,"
    " version = tasks.version + 1),"
    " kept_votes AS (INSERT INTO votes SELECT v.* FROM given, jsonb_populate_recordset(NULL::votes, d -> 'votes') v),"
    " kept_lines AS (INSERT INTO audit SELECT a.* FROM given, jsonb_populate_recordset(NULL::audit, d -> 'lines') a)"
    " UPDATE requests SET state = r.state, outcome = r.outcome, comment = r.comment, round = r.round,"
    " settled_at = r.settled_at, version = r.version, audit_seq = r.audit_seq, audit_hash = r.audit_hash,"
    " resume = r.resume, next_at = r.next_at"
    " FROM given, jsonb_populate_record(NULL::requests, d -> 'request') r WHERE requests.id = r.id"
)

MAKE = (
    "WITH given AS (SELECT CAST($1::text AS jsonb) AS d), made AS ("
    " INSERT INTO requests SELECT r.* FROM given, jsonb_populate_record(NULL::requests, d -> 'request') r"
    " ON CONFLICT DO NOTHING RETURNING id)"
    " INSERT INTO rounds SELECT n.* FROM made, given, jsonb_populate_record(NULL::rounds, d -> 'round') n"
    " RETURNING request_id"
)


async def insert_request(work: Work, case: Case, row: dict[str, Any]) -> bool:
    """False when there is this request already, or another live one of the record; waits for one being made now."""
    document = {"request": row, "round": _round(work, case)}
    return bool(await work.fetch(MAKE, pydantic_core.to_json(document).decode()))


async def renew_content(work: Work, case: Case) -> None:
    """Submitted again, or edited: the new content, facts and preparers; the old ones stay in their round."""
    record, standing = case.record, case.standing
    await work.session.execute(
        requests.update().where(requests.c.id == record.id),
        {
            "content": record.content, "content_hash": standing.content_hash, "facts": dict(standing.facts),
            "attachments": [each.model_dump() for each in record.attachments],
            "prepared_by": list(standing.prepared_by), "edited": dict(record.edited) or None,
        },
    )  # fmt: skip
    await work.session.execute(insert(rounds).values(_round(work, case)))


async def keep(work: Work, case: Case, ruling: Ruling) -> Case:
    """The case after the act. Nothing is written when nothing happened."""
    if ruling.standing == case.standing and not ruling.acts:
        return case
    lines, record = _lines(work, case, ruling)
    document = {
        "steps": [step_row(step, record.id) for step in _changed(case.standing, ruling.standing)]
        + [step_row(step, record.id, until_round=ruling.standing.round) for step in ruling.gone],
        "tasks": _tasks(case, ruling, record),
        "votes": _votes(case, ruling),
        "lines": lines,
        "request": _request(record, ruling.standing),
    }
    await work.fetch(KEEP, pydantic_core.to_json(document).decode())
    return Case(record, ruling.standing, case.policy, case.people)


def _changed(before: Standing, after: Standing) -> list[Any]:
    known = {step.step_id: step for step in before.steps}
    return [step for step in after.steps if known.get(step.step_id) != step]


def _tasks(case: Case, ruling: Ruling, record: Record) -> list[dict[str, Any]]:
    known = {signer.task_id: signer for step in case.standing.steps for signer in step.signers}
    steps = [*_changed(case.standing, ruling.standing), *ruling.gone]
    return [
        task_row(signer, step, record, any_of=find_step(case.policy, step.key).mode is Mode.ANY)
        for step in steps
        for signer in step.signers
        if known.get(signer.task_id) != signer
    ]


def _votes(case: Case, ruling: Ruling) -> list[dict[str, Any]]:
    return [
        {
            "task_id": act.signer.task_id, "request_id": case.record.id, "round": case.standing.round,
            "step_id": act.step.step_id, "voter_id": act.signer.person_id, "requester_id": case.record.requester_id,
            "on_behalf_of": act.signer.on_behalf_of, "verdict": act.signer.verdict, "comment": act.signer.comment,
            "content_hash": case.standing.content_hash, "again": act.again, "decided_at": act.signer.decided_at,
            "self_allowed": case.policy.requester_is_signer == "allow",
            "segregated": segregates(case.policy, act.step.key),
        }
        for act in ruling.acts
        if isinstance(act, Voted)
    ]  # fmt: skip


def _request(record: Record, standing: Standing) -> dict[str, Any]:
    return {
        "id": record.id, "state": standing.state, "outcome": standing.outcome, "comment": standing.comment,
        "round": standing.round, "settled_at": standing.settled_at, "version": record.version,
        "audit_seq": record.audit_seq, "audit_hash": record.audit_hash, "resume": standing.resume,
        "next_at": next_due(record, standing),
    }  # fmt: skip


def _lines(work: Work, case: Case, ruling: Ruling) -> tuple[list[dict[str, Any]], Record]:
    """The audit lines, chained to the last one of this request (its row is locked); the record with the new head."""
    record = case.record
    said: Sequence[Why] = lines_of(ruling.acts, case.people, ruling.standing.content_hash)
    rows, seq, head = [], record.audit_seq, record.audit_hash
    for line in said:
        seq += 1
        row = link(head, record.id, seq, work.now, work.actor.id, work.actor.name, line)
        head = row["hash"]
        rows.append(row)
    return rows, replace(record, version=record.version + 1, audit_seq=seq, audit_hash=head)


def _round(work: Work, case: Case) -> dict[str, Any]:
    record, standing = case.record, case.standing
    return {
        "request_id": record.id, "round": standing.round, "content": record.content,
        "content_hash": standing.content_hash, "attachments": [each.model_dump() for each in record.attachments],
        "facts": dict(standing.facts), "began_at": work.now, "prepared_by": list(standing.prepared_by),
        "directory": case.people.version,
    }  # fmt: skip
