"""Which facts follow from what an act did?"""

from typing import Any
from uuid import UUID

from messages.approvals import (
    RequestOpened,
    RequestSettled,
    StepOpened,
    StepSettled,
    StepState,
    TaskDecided,
    TaskReminded,
    TaskTransferred,
)  # fmt: skip
from messages.base import Event
from services.approvals.domain.clocks import next_clock, remind_at
from services.approvals.domain.policy import Policy, steps_of
from services.approvals.domain.record import Record
from services.approvals.domain.standing import (
    Act,
    Handed,
    Reminded,
    RoundBegun,
    RoundEnded,
    Ruling,
    StepEnded,
    StepNow,
    StepStarted,
    Voted,
)  # fmt: skip


def facts_of(record: Record, ruling: Ruling, policy: Policy, actor: UUID | None, version: int) -> list[Event]:
    """In the order it happened, each with the version of the request after the act."""
    teller = _Teller(record, ruling, policy, actor, version)
    return [fact for act in ruling.acts for fact in teller.tell(act)]


class _Teller:
    def __init__(self, record: Record, ruling: Ruling, policy: Policy, actor: UUID | None, version: int) -> None:
        self.ruling, self.actor = ruling, actor
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
                return [StepSettled(**self.common, **self._step(step), state=step.state, actor_id=self.actor)]
            case Voted(step, signer) if signer.person_id and signer.verdict:
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
                        to_id=after.person_id, actor_id=self.actor, escalated=act.escalated, comment=before.comment,
                    )
                ]  # fmt: skip
            case Reminded(step, rung, signers):
                return [
                    TaskReminded(**self.common, **self._task(step), task_id=s.task_id, person_id=s.person_id, rung=rung)
                    for s in signers
                ]
            case RoundEnded(outcome, comment):
                told = {"outcome": outcome, "comment": comment, "actor_id": self.actor}
                return [RequestSettled(**self.common, round=self.ruling.standing.round, **told)]
        return []

    def _opened(self, step: StepNow) -> StepOpened:
        signers = [signer.person_id for signer in step.open_signers() if signer.person_id]
        return StepOpened(
            **self.common, **self._step(step), signers=signers, due_at=step.due_at, remind_at=remind_at(step),
            next_clock=next_clock(step),
        )  # fmt: skip

    def _step(self, step: StepNow) -> dict[str, Any]:
        return {"step_id": step.step_id, **self._task(step)}

    def _task(self, step: StepNow) -> dict[str, Any]:
        return {"step": step.key, "step_name": self.names.get(step.key, {}), "round": step.round}
