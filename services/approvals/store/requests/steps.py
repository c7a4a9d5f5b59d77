"""How do steps and signers become rows, and rows steps and signers?"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from messages.approvals.states import TaskKind
from services.approvals.domain.requests.progress import Signer, StepNow
from services.approvals.domain.requests.request import RequestHeader
from services.approvals.domain.requests.voting import Position

STEPS_NOW = TypeAdapter(tuple[StepNow, ...])  # reads all in one go: a step may have many signers
# The tasks of the step `st`, each with what a signer is made of (and nothing else: they may be many).
TASKS = (
    "(SELECT coalesce(json_agg(t ORDER BY t.position, t.opened_at), '[]') FROM (SELECT id, person_id, position, state,"
    " why, opened_at, kind, role, on_behalf_of, verdict, comment, decided_at, terms FROM tasks WHERE step_id = st.id)"
    " t)"
)
USUAL = {"weight": 1, "rule": 0, "need": None, "claimed": False, "earlier": False}


def steps_now(rows: Sequence[Mapping[str, Any]]) -> tuple[StepNow, ...]:
    """From the JSON of steps with their tasks."""
    return STEPS_NOW.validate_python([_step(row) for row in rows])


def _step(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "step_id": row["id"], "signers": [_signer(task) for task in row["signers"]]}


def _signer(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "task_id": row["id"], **(row["terms"] or {})}


def _written_terms(signer: Signer) -> dict[str, Any] | None:
    """Only what is not as usual: most tasks have none."""
    if signer.weight == 1 and not (signer.rule or signer.claimed or signer.earlier or signer.files or signer.added):
        return None if signer.need is None else {"need": signer.need}
    terms = {"weight": signer.weight, "rule": signer.rule, "need": signer.need, "claimed": signer.claimed,
             "earlier": signer.earlier}  # fmt: skip
    found: dict[str, Any] = {name: value for name, value in terms.items() if value != USUAL[name]}
    if signer.files:
        found["files"] = [file.model_dump() for file in signer.files]
    if signer.added:
        one = signer.added
        found["added"] = {"by": str(one.by), "how": one.how, "mode": one.mode, "group": one.group}
    return found or None


def step_row(
    step: StepNow, request_id: UUID, found: Sequence[Position], *, until_round: int | None = None
) -> dict[str, Any]:
    """`found`: its positions; `until_round`: the round that leaves it behind; None: it is on the live route."""
    return {
        "id": step.step_id, "request_id": request_id, "round": step.round, "key": step.key, "branch": step.branch,
        "state": step.state, "opened_at": step.opened_at, "due_at": step.due_at, "settled_at": step.settled_at,
        "timers": [{"kind": b.kind, "at": b.at, "does": b.does, "to": b.to} for b in step.timers], "level": step.level,
        "why": step.why, "skipped": step.skipped, "live": until_round is None,
        "decided": sum(one.vote is not None for one in found), "positions": len(found),
        "nudged_at": step.nudged_at, "directory": step.directory, "until_round": until_round,
    }  # fmt: skip


def task_row(signer: Signer, step: StepNow, header: RequestHeader, *, several: bool) -> dict[str, Any]:
    """`several`: one of several signers of the step is enough."""
    own = signer.verdict is not None and signer.why.code != "signer.already"
    return {
        "id": signer.task_id, "kind": signer.kind, "request_id": header.id, "step_id": step.step_id,
        "position": signer.position, "person_id": signer.person_id, "role": signer.role, "unit": None,
        "on_behalf_of": signer.on_behalf_of, "state": signer.state, "why": signer.why, "verdict": signer.verdict,
        "comment": signer.comment, "opened_at": signer.opened_at, "due_at": step.due_at,
        "decided_at": signer.decided_at, "decided_by": signer.person_id if own else None, "todo": "",
        "legal_entity_id": header.legal_entity_id, "link": "", "version": 1,
        "terms": _written_terms(signer),
        "claimable": several and signer.kind is TaskKind.APPROVAL and not signer.claimed,
    }  # fmt: skip
