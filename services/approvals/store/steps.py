"""How do steps and signers become rows, and rows steps and signers?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from messages.approvals.parts import Why
from messages.approvals.states import StepState, TaskKind, TaskState, Verdict
from messages.files import Attachment
from services.approvals.domain.record import Record
from services.approvals.domain.standing import Added, Bell, Signer, StepNow
from services.approvals.domain.voting import places

USUAL = {"weight": 1, "rule": 0, "need": None, "claimed": False, "earlier": False}


def step_now(row: Mapping[str, Any]) -> StepNow:
    """From the JSON of a step with its tasks."""
    return StepNow(
        step_id=UUID(row["id"]), key=row["key"], round=row["round"], branch=row["branch"],
        state=StepState(row["state"]), opened_at=_moment(row["opened_at"]),
        signers=tuple(_signer(task) for task in row["signers"]),
        bells=tuple(Bell(b["kind"], _moment(b["at"]), b["does"], b["to"]) for b in row["bells"]), rung=row["rung"],
        due_at=_when(row["due_at"]), settled_at=_when(row["settled_at"]), why=_why(row["why"]),
        passed_over=tuple(Why.model_validate(why) for why in row["passed_over"]), nudged_at=_when(row["nudged_at"]),
        directory=row["directory"],
    )  # fmt: skip


def _signer(row: Mapping[str, Any]) -> Signer:
    return Signer(
        task_id=UUID(row["id"]), person_id=_uuid(row["person_id"]), position=row["position"],
        state=TaskState(row["state"]), why=Why.model_validate(row["why"]), opened_at=_moment(row["opened_at"]),
        kind=TaskKind(row["kind"]), role=row["role"], on_behalf_of=_uuid(row["on_behalf_of"]),
        verdict=Verdict(row["verdict"]) if row["verdict"] else None, comment=row["comment"],
        decided_at=_when(row["decided_at"]), **_terms(row["terms"]),
    )  # fmt: skip


def _terms(written: Mapping[str, Any] | None) -> dict[str, Any]:
    if not written:
        return {}
    terms = dict(written)
    if files := terms.get("files"):
        terms["files"] = tuple(Attachment.model_validate(each) for each in files)
    if added := terms.get("added"):
        terms["added"] = Added(UUID(added["by"]), added["how"], added["mode"], added["group"])
    return terms


def _written_terms(signer: Signer) -> dict[str, Any] | None:
    """Only what is not as usual: most tasks have none."""
    terms = {"weight": signer.weight, "rule": signer.rule, "need": signer.need, "claimed": signer.claimed,
             "earlier": signer.earlier}  # fmt: skip
    found: dict[str, Any] = {name: value for name, value in terms.items() if value != USUAL[name]}
    if signer.files:
        found["files"] = [each.model_dump() for each in signer.files]
    if signer.added:
        one = signer.added
        found["added"] = {"by": str(one.by), "how": one.how, "mode": one.mode, "group": one.group}
    return found or None


def step_row(step: StepNow, request_id: UUID, *, until_round: int | None = None) -> dict[str, Any]:
    """`until_round`: the round that leaves it behind; None: it is on the live route."""
    asked = places(step.signers)
    return {
        "id": step.step_id, "request_id": request_id, "round": step.round, "key": step.key, "branch": step.branch,
        "state": step.state, "opened_at": step.opened_at, "due_at": step.due_at, "settled_at": step.settled_at,
        "bells": [{"kind": b.kind, "at": b.at, "does": b.does, "to": b.to} for b in step.bells], "rung": step.rung,
        "why": step.why, "passed_over": step.passed_over, "live": until_round is None,
        "decided": sum(place.word is not None for place in asked), "asked": len(asked), "nudged_at": step.nudged_at,
        "directory": step.directory, "until_round": until_round,
    }  # fmt: skip


def task_row(signer: Signer, step: StepNow, record: Record, *, any_of: bool) -> dict[str, Any]:
    """`any_of`: one of the step's signers is enough."""
    several = any_of and len(places(step.signers)) > 1
    own = signer.verdict is not None and signer.why.code != "signer.already"
    return {
        "id": signer.task_id, "kind": signer.kind, "request_id": record.id, "step_id": step.step_id,
        "position": signer.position, "person_id": signer.person_id, "role": signer.role, "unit": None,
        "on_behalf_of": signer.on_behalf_of, "state": signer.state, "why": signer.why, "verdict": signer.verdict,
        "comment": signer.comment, "opened_at": signer.opened_at, "due_at": step.due_at,
        "decided_at": signer.decided_at, "decided_by": signer.person_id if own else None, "todo": "",
        "legal_entity_id": record.legal_entity_id, "link": "", "version": 1,
        "terms": _written_terms(signer),
        "claimable": several and signer.kind is TaskKind.APPROVAL and not signer.claimed,
    }  # fmt: skip


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written)


def _when(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _uuid(written: str | None) -> UUID | None:
    return UUID(written) if written else None


def _why(written: Mapping[str, Any] | None) -> Why | None:
    return Why.model_validate(written) if written else None
