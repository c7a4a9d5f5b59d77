"""How does a request stand? Frozen values: the request, its live steps, their signers; and what an act did to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from messages.approvals import Outcome, RequestState, StepState, TaskKind, TaskState, Verdict, Why

YES = frozenset({StepState.APPROVED, StepState.PASSED, StepState.KEPT})


@dataclass(frozen=True)
class Bell:
    """A moment of a step's clock and what it does. `to`: the signer rule of an escalation, as written."""

    kind: str
    at: datetime
    does: str
    to: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Signer:
    """One signer's task in a step. A rescue task has no person, only a role."""

    task_id: UUID
    person_id: UUID | None
    position: int
    state: TaskState
    why: Why
    opened_at: datetime
    kind: TaskKind = TaskKind.APPROVAL
    role: str | None = None
    on_behalf_of: UUID | None = None
    verdict: Verdict | None = None
    comment: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True)
class StepNow:
    """A step of the live route; `round` is the round that opened it."""

    step_id: UUID
    key: str
    round: int
    branch: str
    state: StepState
    opened_at: datetime
    signers: tuple[Signer, ...] = ()
    bells: tuple[Bell, ...] = ()
    rung: int = 0
    due_at: datetime | None = None
    settled_at: datetime | None = None
    why: Why | None = None  # why it was settled without a vote
    passed_over: tuple[Why, ...] = ()

    def open_signers(self) -> tuple[Signer, ...]:
        return tuple(signer for signer in self.signers if signer.state is TaskState.OPEN)

    def with_signer(self, changed: Signer) -> "StepNow":
        return replace(self, signers=tuple(changed if s.task_id == changed.task_id else s for s in self.signers))


@dataclass(frozen=True)
class Standing:
    request_id: UUID
    round: int
    state: RequestState
    requester_id: UUID
    prepared_by: frozenset[UUID]
    facts: Mapping[str, Any]
    content_hash: str
    steps: tuple[StepNow, ...] = ()
    outcome: Outcome | None = None
    comment: str = ""
    settled_at: datetime | None = None

    def step(self, key: str) -> StepNow | None:
        return next((step for step in self.steps if step.key == key), None)

    def with_step(self, changed: StepNow) -> "Standing":
        if self.step(changed.key) is None:
            return replace(self, steps=(*self.steps, changed))
        return replace(self, steps=tuple(changed if step.key == changed.key else step for step in self.steps))


# ---- what an act did: for events and for the audit chain ----


@dataclass(frozen=True)
class StepStarted:
    step: StepNow


@dataclass(frozen=True)
class StepSkipped:
    key: str
    why: Why


@dataclass(frozen=True)
class Voted:
    """A person's own decision. `again`: the policy asks a person more than once in a round."""

    step: StepNow
    signer: Signer
    again: bool = False


@dataclass(frozen=True)
class Handed:
    step: StepNow
    before: Signer
    after: Signer
    escalated: bool


@dataclass(frozen=True)
class Reminded:
    step: StepNow
    rung: int
    signers: tuple[Signer, ...]


@dataclass(frozen=True)
class StepEnded:
    step: StepNow


@dataclass(frozen=True)
class RoundEnded:
    outcome: Outcome
    comment: str


@dataclass(frozen=True)
class RoundBegun:
    round: int
    comment: str = ""


Act = StepStarted | StepSkipped | Voted | Handed | Reminded | StepEnded | RoundEnded | RoundBegun


@dataclass(frozen=True)
class Ruling:
    """The standing after an act, and what happened, in order. Nothing happened: the act was stale or repeated."""

    standing: Standing
    acts: tuple[Act, ...] = ()
    gone: tuple[StepNow, ...] = field(default=())  # steps that are no longer on the live route

    def then(self, later: "Ruling") -> "Ruling":
        return Ruling(later.standing, self.acts + later.acts, self.gone + later.gone)


def step_id(request_id: UUID, round: int, key: str) -> UUID:
    return uuid5(request_id, f"{round}/{key}")


def task_id(step: UUID, position: int, turn: int) -> UUID:
    """`turn` tells a task apart from the one it was handed on from."""
    return uuid5(step, f"{position}/{turn}")
