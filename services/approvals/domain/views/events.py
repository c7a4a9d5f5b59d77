"""Which events are published of what has happened to a request?"""

from typing import Any
from uuid import UUID

from messages.approvals.events import (
    RequestCommented,
    RequestEdited,
    RequestOpened,
    RequestRescued,
    RequestRevoked,
    RequestSettled,
    StepOpened,
    StepSettled,
    TaskAdded,
    TaskDecided,
    TaskNudged,
    TaskOpened,
    TaskReminded,
    TaskRemoved,
    TaskTakenBack,
    TaskTransferred,
)
from messages.approvals.states import StepState  # fmt: skip
from messages.base import Event
from services.approvals.domain.policies.policy import steps_of
from services.approvals.domain.requests.events import (
    Answered,
    Commented,
    DomainEvent,
    Edited,
    Nudged,
    Reassigned,
    Reminded,
    Removed,
    Rescued,
    Revoked,
    RoundBegun,
    RoundEnded,
    SignersAdded,
    StepEnded,
    StepStarted,
    TakenBack,
    Transition,
    Voted,
)
from services.approvals.domain.requests.progress import RequestProgress, Signer, StepNow
from services.approvals.domain.requests.request import Request
from services.approvals.domain.requests.timers import next_clock, remind_at
from services.approvals.domain.requests.turns import turns


def events_of(before: RequestProgress, after: Request, transition: Transition, actor_id: UUID | None) -> list[Event]:
    """In the order it happened, each with the version of the request after the act; then whose turn has come."""
    writer = _EventWriter(after, transition, actor_id)
    found = [published for event in transition.events for published in writer.write(event)]
    return found + [writer.turn(step, signer) for step, signer in turns(before, transition)]


class _EventWriter:
    def __init__(self, request: Request, transition: Transition, actor_id: UUID | None) -> None:
        header = request.header
        self.transition, self.actor_id, self.edited = transition, actor_id, dict(header.edited)
        self.names = {step.step: dict(step.name) for _, step in steps_of(request.policy.route)}
        self.common = {
            "request_id": header.id, "process_id": header.process_id, "policy": header.policy, "about": header.about,
            "requester_id": header.requester_id, "legal_entity_id": header.legal_entity_id, "version": header.version,
        }  # fmt: skip

    def write(self, event: DomainEvent) -> list[Event]:
        match event:
            case RoundBegun():
                hash_ = self.transition.progress.content_hash
                return [RequestOpened(**self.common, round=event.round, content_hash=hash_)]
            case StepStarted(step) if step.state is StepState.OPEN:
                return [self._opened(step)]
            case StepEnded(step):
                event_args = {**self._step(step), "with_request": self._did(RoundEnded)}
                return [StepSettled(**self.common, **event_args, state=step.state, actor_id=self.actor_id)]
            case Voted(step, signer) | Answered(step, signer) if signer.person_id and signer.verdict:
                return [
                    TaskDecided(
                        **self.common, **self._task(step), task_id=signer.task_id, person_id=signer.person_id,
                        on_behalf_of=signer.on_behalf_of, verdict=signer.verdict, comment=signer.comment,
                    )
                ]  # fmt: skip
            case Reassigned(step, before, after) if after.person_id:
                return [
                    TaskTransferred(
                        **self.common, **self._task(step), task_id=after.task_id, from_id=before.person_id,
                        to_id=after.person_id, actor_id=self.actor_id, escalated=event.reason == "escalated",
                        comment=before.comment, reason=event.reason,
                    )
                ]  # fmt: skip
            case Reminded(step, level, signers):
                return [
                    TaskReminded(
                        **self.common, **self._task(step), task_id=s.task_id, person_id=s.person_id, level=level
                    )
                    for s in signers
                ]
            case Revoked(comment):
                event_args = {"comment": comment, "actor_id": self.actor_id}
                return [RequestRevoked(**self.common, round=self.transition.progress.round, **event_args)]
            case RoundEnded(outcome, comment):
                event_args = {"outcome": outcome, "comment": comment, "actor_id": self.actor_id, "edited": self.edited}
                return [RequestSettled(**self.common, round=self.transition.progress.round, **event_args)]
        return self._write_of_people(event)

    def _write_of_people(self, event: DomainEvent) -> list[Event]:
        """Whom the verbs beside deciding concern."""
        by: dict[str, Any] = {**self.common, "actor_id": self.actor_id}
        match event:
            case SignersAdded(step, how, signers, comment):
                event_args = {**self._task(step), "how": how, "comment": comment}
                return [TaskAdded(**by, **event_args, task_id=s.task_id, person_id=s.person_id) for s in signers]
            case Removed(step, signer):
                event_args = {**self._task(step), "comment": signer.comment}
                return [TaskRemoved(**by, **event_args, task_id=signer.task_id, person_id=signer.person_id)]
            case TakenBack(step, signer, comment):
                event_args = {**self._task(step), "comment": comment, "person_id": signer.person_id}
                return [TaskTakenBack(**self.common, **event_args, task_id=signer.task_id)]
            case Nudged(step, signers, comment):
                event_args = {**self._task(step), "comment": comment}
                return [TaskNudged(**by, **event_args, task_id=s.task_id, person_id=s.person_id) for s in signers]
            case Commented(person_id, comment, mentions, files):
                event_args = {
                    "person_id": person_id,
                    "comment": comment,
                    "mentions": list(mentions),
                    "attachments": [file.name for file in files],
                }
                return [RequestCommented(**self.common, round=self.transition.progress.round, **event_args)]
            case Edited(step, signer, changes, comment, hash_):
                event_args = {
                    **self._task(step),
                    "round": self.transition.progress.round,
                    "person_id": signer.person_id,
                }
                values = {str(change["field"]): change["now"] for change in changes}
                return [RequestEdited(**self.common, **event_args, changes=values, content_hash=hash_, comment=comment)]
            case Rescued(how, key, comment):
                return [RequestRescued(**by, round=self.transition.progress.round, how=how, step=key, comment=comment)]
        return []

    def turn(self, step: StepNow, signer: Signer) -> TaskOpened:
        event_args = {**self._task(step), "task_id": signer.task_id, "person_id": signer.person_id, "kind": signer.kind}
        return TaskOpened(**self.common, **event_args, due_at=step.due_at)

    def _opened(self, step: StepNow) -> StepOpened:
        signers = [signer.person_id for signer in step.open_signers() if signer.person_id]
        return StepOpened(
            **self.common, **self._step(step), signers=signers, due_at=step.due_at, remind_at=remind_at(step),
            next_clock=next_clock(step), with_request=self._did(RoundBegun),
        )  # fmt: skip

    def _did(self, kind: type) -> bool:
        return any(isinstance(event, kind) for event in self.transition.events)

    def _step(self, step: StepNow) -> dict[str, Any]:
        return {"step_id": step.step_id, **self._task(step)}

    def _task(self, step: StepNow) -> dict[str, Any]:
        return {"step": step.key, "step_name": self.names.get(step.key, {}), "round": step.round}
