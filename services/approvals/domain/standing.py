"""How does a request stand? Frozen values: the request, its live steps, their signers; and what an act did to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from messages.approvals.parts import Why
from messages.approvals.states import Outcome, RequestState, StepState, TaskKind, TaskState, Verdict
from messages.files import Attachment

YES = frozenset({StepState.APPROVED, StepState.PASSED, StepState.KEPT})


@dataclass(frozen=True)
class Bell:
    """A moment of a step's clock and what it does. `to`: the signer rule of an escalation, as written."""

    kind: str
    at: datetime
    does: str
    to: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Added:
    """Another one has brought this signer in. `how`: before, after, beside, delegate, ask; `by`: that one's task."""

    by: UUID
    how: str
    mode: str = "all"
    group: int = 0


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
    added: Added | None = None
    weight: int = 1  # of the vote, where a quorum counts points
    rule: int = 0  # which rule of the step has named him
    need: int | None = None  # so many yes of those whom that rule has named
    claimed: bool = False  # has taken it out of the others' inboxes
    files: tuple[Attachment, ...] = ()  # that go with what he has said
    earlier: bool = False  # has spoken on an earlier content: his word counts in its own step only


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
    nudged_at: datetime | None = None
    directory: int | None = None  # the version of the directory that its signers were found with

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
    resume: str | None = None  # returned by this step, which is asked next when it comes back

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
    reason: str  # transferred, escalated, handed_over, substituted, superseded


@dataclass(frozen=True)
class BroughtIn:
    """Signers added, or somebody asked, delegated to, or given a copy."""

    step: StepNow
    how: str
    signers: tuple[Signer, ...]
    comment: str = ""


@dataclass(frozen=True)
class Removed:
    step: StepNow
    signer: Signer
    why: str  # removed, left


@dataclass(frozen=True)
class TakenBack:
    step: StepNow
    signer: Signer
    comment: str = ""


@dataclass(frozen=True)
class Answered:
    step: StepNow
    signer: Signer


@dataclass(frozen=True)
class Claimed:
    step: StepNow
    signer: Signer
    claimed: bool


@dataclass(frozen=True)
class Nudged:
    step: StepNow
    signers: tuple[Signer, ...]
    comment: str = ""


@dataclass(frozen=True)
class Commented:
    person_id: UUID
    comment: str
    mentions: tuple[UUID, ...] = ()
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Edited:
    """`changes`: field, seen, now. The round it begins is the standing's."""

    step: StepNow
    signer: Signer
    changes: tuple[Mapping[str, Any], ...]
    comment: str = ""
    content_hash: str = ""  # of the content afterwards


@dataclass(frozen=True)
class Rescued:
    how: str  # resolved, moved
    step: str
    comment: str


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


Act = (
    StepStarted | StepSkipped | Voted | Handed | Reminded | StepEnded | RoundEnded | RoundBegun
    | BroughtIn | Answered | Edited | Removed | TakenBack | Claimed | Nudged | Commented | Rescued
)  # fmt: skip


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
