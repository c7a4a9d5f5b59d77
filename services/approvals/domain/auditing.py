"""Which lines does an act leave in the audit chain?"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from messages.approvals import Why
from services.approvals.domain.canonical import chained
from services.approvals.domain.people import Directory
from services.approvals.domain.standing import (
    Act,
    Handed,
    Reminded,
    RoundBegun,
    RoundEnded,
    StepEnded,
    StepSkipped,
    StepStarted,
    Voted,
)  # fmt: skip

FIRST_HASH = "0" * 64


def lines_of(acts: tuple[Act, ...], people: Directory, content_hash: str) -> list[Why]:
    """Codes and parameters; parameters are texts and whole numbers only, so that they hash the same anywhere."""
    return [_line(act, people, content_hash) for act in acts]


def link(head: str, chain: UUID, seq: int, at: datetime, actor_id: UUID, actor_name: str, line: Why) -> dict[str, Any]:
    """APP-37: a line of the chain; its hash covers it and the line before, so that no line can be changed unseen."""
    row = {
        "chain": str(chain), "seq": seq, "at": at.astimezone(UTC).isoformat(), "actor_id": str(actor_id),
        "actor_name": actor_name, "code": line.code, "params": line.params,
    }  # fmt: skip
    return row | {"hash": chained(head, row)}


def _line(act: Act, people: Directory, content_hash: str) -> Why:
    match act:
        case RoundBegun(round, comment):
            return _why("request.opened", round=round, content_hash=content_hash, comment=comment)
        case StepStarted(step):
            asked = [
                {"name": people.name_of(s.person_id) or f"{s.role}", "id": str(s.person_id or ""), "why": s.why.code}
                for s in step.signers
            ]
            return _why("step.opened", step=step.key, round=step.round, signers=asked)
        case StepSkipped(key, why):
            return _why("step.skipped", step=key, why=why.code, when=str(why.params.get("when", "")))
        case Voted(step, signer):
            return _why(
                f"task.{str(signer.verdict).lower()}", step=step.key, round=step.round, comment=signer.comment,
                content_hash=content_hash, person=_id(signer.person_id), on_behalf_of=_id(signer.on_behalf_of),
            )  # fmt: skip
        case Handed(step, before, after, escalated):
            return _why(
                "task.escalated" if escalated else "task.transferred", step=step.key, comment=before.comment,
                from_name=people.name_of(before.person_id), to_name=people.name_of(after.person_id),
                person=_id(after.person_id),
            )  # fmt: skip
        case Reminded(step, rung, signers):
            names = [people.name_of(signer.person_id) for signer in signers]
            return _why("step.reminded", step=step.key, rung=rung, names=names)
        case StepEnded(step):
            return _why("step.settled", step=step.key, round=step.round, state=step.state.value)
        case RoundEnded(outcome, comment):
            return _why("request.settled", outcome=outcome.value, comment=comment)


def _why(code: str, **params: Any) -> Why:
    return Why(code=f"audit.{code}", params=params)


def _id(person_id: UUID | None) -> str:
    return str(person_id) if person_id else ""
