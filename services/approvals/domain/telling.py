"""Which facts follow from what an act did?"""

from typing import Any
from uuid import UUID

from messages.approvals.events import (
    RequestCommented,
    RequestEdited,
    RequestOpened,
    RequestRescued,
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
from services.approvals.domain.clocks import next_clock, remind_at
from services.approvals.domain.policy import Policy, steps_of
from services.approvals.domain.record import Record
from services.approvals.domain.standing import (
    Act,
    Answered,
    BroughtIn,
    Commented,
    Edited,
    Handed,
    Nudged,
    Reminded,
    Removed,
    Rescued,
    RoundBegun,
    RoundEnded,
    Ruling,
    Signer,
    Standing,
    StepEnded,
    StepNow,
    StepStarted,
    TakenBack,
    Voted,
)  # fmt: skip
from services.approvals.domain.turns import turns


def facts_of(
    record: Record, before: Standing, ruling: Ruling, policy: Policy, actor: UUID | None, version: int
) -> list[Event]:
    """In the order it happened, each with the version of the request after the act; then whose turn has come."""
    teller = _Teller(record, ruling, policy, actor, version)
    told = [fact for act in ruling.acts for fact in teller.tell(act)]
    return told + [teller.turn(step, signer) for step, signer in turns(before, ruling)]


class _Teller:
    def __init__(self, record: Record, ruling: Ruling, policy: Policy, actor: UUID | None, version: int) -> None:
        self.ruling, self.actor, self.edited = ruling, actor, dict(record.edited)
        self.names = {step.step: dict(step.name) for _, step in steps_of(policy.route)}
        self.common = {
            "request_id": record.id, "process_id": record.process_id, "policy": record.policy, "about": record.about,
            "requester_id": record.requester_id, "legal_entity_id": record.legal_entity_id, "version": version,
        }  # fmt: skip

    def tell(self, act: Act) -> list[Event]:
        match act:
            case RoundBegun():
                hash_ = self.ruling.standing.content_hash
                return [RequestOpened(**self.common, round=act.round, content_hash=hash_)]
            case StepStarted(step) if step.state is StepState.OPEN:
                return [self._opened(step)]
            case StepEnded(step):
                told = {**self._step(step), "with_request": self._did(RoundEnded)}
                return [StepSettled(**self.common, **told, state=step.state, actor_id=self.actor)]
            case Voted(step, signer) | Answered(step, signer) if signer.person_id and signer.verdict:
                return [
                    TaskDecided(
                        **self.common, **self._task(step), task_id=signer.task_id, person_id=signer.person_id,
                        on_behalf_of=signer.on_behalf_of, verdict=signer.verdict, comment=signer.comment,
                    )
                ]  # fmt: skip
            case Handed(step, before, after) if after.person_id:
                return [
                    TaskTransferred(
                        **self.common, **self._task(step), task_id=after.task_id, from_id=before.person_id,
                        to_id=after.person_id, actor_id=self.actor, escalated=act.reason == "escalated",
                        comment=before.comment, reason=act.reason,
                    )
                ]  # fmt: skip
            case Reminded(step, rung, signers):
                return [
                    TaskReminded(**self.common, **self._task(step), task_id=s.task_id, person_id=s.person_id, rung=rung)
                    for s in signers
                ]
            case RoundEnded(outcome, comment):
                told = {"outcome": outcome, "comment": comment, "actor_id": self.actor, "edited": self.edited}
                return [RequestSettled(**self.common, round=self.ruling.standing.round, **told)]
        return self._tell_of_people(act)

    def _tell_of_people(self, act: Act) -> list[Event]:
        """Whom the verbs beside deciding concern."""
        by: dict[str, Any] = {**self.common, "actor_id": self.actor}
        match act:
            case BroughtIn(step, how, signers, comment):
                told = {**self._task(step), "how": how, "comment": comment}
                return [TaskAdded(**by, **told, task_id=s.task_id, person_id=s.person_id) for s in signers]
            case Removed(step, signer):
                told = {**self._task(step), "comment": signer.comment}
                return [TaskRemoved(**by, **told, task_id=signer.task_id, person_id=signer.person_id)]
            case TakenBack(step, signer, comment):
                told = {**self._task(step), "comment": comment, "person_id": signer.person_id}
                return [TaskTakenBack(**self.common, **told, task_id=signer.task_id)]
            case Nudged(step, signers, comment):
                told = {**self._task(step), "comment": comment}
                return [TaskNudged(**by, **told, task_id=s.task_id, person_id=s.person_id) for s in signers]
            case Commented(person_id, comment, mentions, files):
                said = {
                    "person_id": person_id,
                    "comment": comment,
                    "mentions": list(mentions),
                    "attachments": [one.name for one in files],
                }
                return [RequestCommented(**self.common, round=self.ruling.standing.round, **said)]
            case Edited(step, signer, changes, comment, hash_):
                told = {**self._task(step), "round": self.ruling.standing.round, "person_id": signer.person_id}
                values = {str(each["field"]): each["now"] for each in changes}
                return [RequestEdited(**self.common, **told, changes=values, content_hash=hash_, comment=comment)]
            case Rescued(how, key, comment):
                return [RequestRescued(**by, round=self.ruling.standing.round, how=how, step=key, comment=comment)]
        return []

    def turn(self, step: StepNow, signer: Signer) -> TaskOpened:
        told = {**self._task(step), "task_id": signer.task_id, "person_id": signer.person_id, "kind": signer.kind}
        return TaskOpened(**self.common, **told, due_at=step.due_at)

    def _opened(self, step: StepNow) -> StepOpened:
        signers = [signer.person_id for signer in step.open_signers() if signer.person_id]
        return StepOpened(
            **self.common, **self._step(step), signers=signers, due_at=step.due_at, remind_at=remind_at(step),
            next_clock=next_clock(step), with_request=self._did(RoundBegun),
        )  # fmt: skip

    def _did(self, kind: type) -> bool:
        return any(isinstance(act, kind) for act in self.ruling.acts)

    def _step(self, step: StepNow) -> dict[str, Any]:
        return {"step_id": step.step_id, **self._task(step)}

    def _task(self, step: StepNow) -> dict[str, Any]:
        return {"step": step.key, "step_name": self.names.get(step.key, {}), "round": step.round}
