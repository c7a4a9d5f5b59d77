"""Which lines do the events of a request leave in the audit chain?"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from messages.approvals.parts import Why
from messages.files import Attachment
from services.approvals.domain.canonical import canonical, chained
from services.approvals.domain.people.directory import Directory
from services.approvals.domain.requests.events import (
    Answered,
    CancelledForRequester,
    Claimed,
    Commented,
    DecidedByRule,
    DomainEvent,
    Edited,
    Nudged,
    Reassigned,
    Reminded,
    Removed,
    Reopened,
    Rescued,
    Revoked,
    RoundBegun,
    RoundEnded,
    SignersAdded,
    StepEnded,
    StepSkipped,
    StepStarted,
    TakenBack,
    Undone,
    Voted,
)

FIRST_HASH = "0" * 64


def lines_of(events: tuple[DomainEvent, ...], people: Directory, content_hash: str) -> list[Why]:
    """Codes and parameters; parameters are texts and whole numbers only, so that they hash the same anywhere."""
    return [_line(event, people, content_hash) for event in events]


def link(
    head: str, chain: UUID, seq: int, line: Why, *, at: datetime, actor_id: UUID, actor_name: str
) -> dict[str, Any]:
    """APP-37: a line of the chain; its hash covers it and the line before, so that no line can be changed unseen."""
    row = {
        "chain": str(chain), "seq": seq, "at": at.astimezone(UTC).isoformat(), "actor_id": str(actor_id),
        "actor_name": actor_name, "code": line.code, "params": line.params,
    }  # fmt: skip
    return row | {"hash": chained(head, row)}


def _line(event: DomainEvent, people: Directory, content_hash: str) -> Why:
    match event:
        case RoundBegun(round, comment):
            return _why("request.opened", round=round, content_hash=content_hash, comment=comment)
        case StepStarted(step):
            chosen = [
                {"name": people.name_of(s.person_id) or f"{s.role}", "id": str(s.person_id or ""), "why": s.why.code}
                for s in step.signers
            ]
            return _why("step.opened", step=step.key, round=step.round, signers=chosen)
        case StepSkipped(key, why):
            return _why("step.skipped", step=key, why=why.code, when=str(why.params.get("when", "")))
        case Voted(step, signer):
            return _why(
                f"task.{str(signer.verdict).lower()}", step=step.key, round=step.round, comment=signer.comment,
                content_hash=content_hash, person=_id(signer.person_id), on_behalf_of=_id(signer.on_behalf_of),
                **_files(signer.files),
            )  # fmt: skip
        case Reassigned(step, before, after, reason):
            return _why(
                f"task.{reason}", step=step.key, comment=before.comment,
                from_name=people.name_of(before.person_id), to_name=people.name_of(after.person_id),
                person=_id(after.person_id),
            )  # fmt: skip
        case Reminded(step, level, signers):
            names = [people.name_of(signer.person_id) for signer in signers]
            return _why("step.reminded", step=step.key, rung=level, names=names)
        case StepEnded(step):
            return _why("step.settled", step=step.key, round=step.round, state=step.state.value)
        case RoundEnded(outcome, comment):
            return _why("request.settled", outcome=outcome.value, comment=comment)
        case _:
            return _line_of_people(event, people)


def _line_of_people(event: DomainEvent, people: Directory) -> Why:
    match event:
        case SignersAdded(step, how, signers, comment):
            names = ", ".join(people.name_of(signer.person_id) for signer in signers)
            ids = [_id(signer.person_id) for signer in signers]
            return _why(f"task.{how}", step=step.key, names=names, persons=ids, comment=comment)
        case Answered(step, signer):
            return _why("task.answer", step=step.key, comment=signer.comment, person=_id(signer.person_id))
        case Removed(step, signer, why):
            name = people.name_of(signer.person_id)
            return _why(f"task.{why}", step=step.key, name=name, person=_id(signer.person_id), comment=signer.comment)
        case TakenBack(step, signer, comment):
            said = str(signer.verdict).lower()
            return _why("task.taken_back", step=step.key, round=step.round, verdict=said, comment=comment)
        case Claimed(step, _, claimed):
            return _why("task.claimed" if claimed else "task.unclaimed", step=step.key)
        case Nudged(step, signers, comment):
            names = ", ".join(people.name_of(signer.person_id) for signer in signers)
            return _why("task.nudged", step=step.key, names=names, comment=comment)
        case Commented(_, comment, mentions, files):
            names = ", ".join(people.name_of(mention) for mention in mentions)
            ids = [_id(mention) for mention in mentions]
            return _why("request.commented", comment=comment, names=names, mentions=ids, **_files(files))
        case Edited(step, signer, changes, comment, content_hash):
            fields = [{name: _written(value) for name, value in change.items()} for change in changes]
            said = "; ".join(f"{field['field']}: {field['seen']} → {field['now']}" for field in fields)
            return _why(
                "request.edited", step=step.key, person=_id(signer.person_id), said=said, changes=fields,
                comment=comment, content_hash=content_hash,
            )  # fmt: skip
        case Rescued(how, step, comment):
            return _why(f"request.{how}", step=step, comment=comment)
        case _:
            return _line_of_powers(event)


def _line_of_powers(event: DomainEvent) -> Why:
    """What a policy lets some do, or has done without anybody."""
    match event:
        case DecidedByRule(step, then, when):
            return _why(f"step.rule_{then}", step=step.key, round=step.round, when=when)
        case Revoked(comment):
            return _why("request.revoked", comment=comment)
        case Reopened(comment):
            return _why("request.reopened", comment=comment)
        case CancelledForRequester(comment):
            return _why("request.cancelled", comment=comment)
        case Undone(undone, comment):
            return _why("request.undone" if undone else "request.not_undone", comment=comment)
    raise AssertionError(event)


def _why(code: str, **params: Any) -> Why:
    return Why(code=f"audit.{code}", params=params)


def _files(files: tuple[Attachment, ...]) -> dict[str, Any]:
    return {"files": [file.model_dump() for file in files]} if files else {}


def _written(value: Any) -> str:
    return value if isinstance(value, str) else canonical(value).decode()


def _id(person_id: UUID | None) -> str:
    return str(person_id) if person_id else ""
