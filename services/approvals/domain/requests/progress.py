"""How far has a request come? Frozen values: the request, its live steps, their signers."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, replace
from datetime import datetime
from hashlib import sha1
from typing import Any
from uuid import UUID, uuid5

from messages.approvals.parts import Why
from messages.approvals.states import Outcome, RequestState, StepState, TaskKind, TaskState, Verdict
from messages.files import Attachment

LIVE = (TaskState.OPEN, TaskState.WAITING)
YES = frozenset({StepState.APPROVED, StepState.PASSED, StepState.KEPT})


@dataclass(frozen=True)
class Timer:
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
    earlier: bool = False  # has voted on an earlier content: his vote counts in its own step only

    @classmethod
    def waiting(cls, **given: Any) -> "Signer":
        """Nobody has asked him yet. As the class itself, which sets every field one by one: a step may name many."""
        one = object.__new__(cls)
        one.__dict__.update(UNSAID, state=TaskState.WAITING, **given)
        return one

    def opened(self, now: datetime) -> "Signer":
        """It is his turn."""
        return self._with(state=TaskState.OPEN, opened_at=now)

    def closed(self) -> "Signer":
        """He is asked no more."""
        return self._with(state=TaskState.CLOSED)

    def is_only_closed_since(self, before: "Signer") -> bool:
        """Was he still asked, and has nothing else changed of him?"""
        return before.state in LIVE and self.__dict__ == before.__dict__ | {"state": TaskState.CLOSED}

    def _with(self, **changed: Any) -> "Signer":
        """As `replace`, which goes through every field one by one: what happens to all signers of a step is often."""
        changed_one = object.__new__(Signer)
        changed_one.__dict__.update(self.__dict__, **changed)
        return changed_one


UNSAID = {one.name: one.default for one in fields(Signer) if one.default is not MISSING}


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
    timers: tuple[Timer, ...] = ()
    level: int = 0
    due_at: datetime | None = None
    settled_at: datetime | None = None
    why: Why | None = None  # why it was settled without a vote
    skipped: tuple[Why, ...] = ()
    nudged_at: datetime | None = None
    directory: int | None = None  # the version of the directory that its signers were found with

    def open_signers(self) -> tuple[Signer, ...]:
        return tuple(signer for signer in self.signers if signer.state is TaskState.OPEN)

    def next_task_id(self, position: int, more: int = 0) -> UUID:
        """Of the next task at this position; nothing is ever taken out of a step."""
        return task_id(self.step_id, position, sum(other.position == position for other in self.signers) + more)

    def with_task_after(self, closed: Signer, next_one: Signer) -> "StepNow":
        """The closed task stays, and the next one stands right after it."""
        placed = (each for s in self.signers for each in ((closed, next_one) if s.task_id == closed.task_id else (s,)))
        return replace(self, signers=tuple(placed))

    def with_signer(self, changed: Signer) -> "StepNow":
        return replace(self, signers=tuple(changed if s.task_id == changed.task_id else s for s in self.signers))


@dataclass(frozen=True)
class RequestProgress:
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

    def with_step(self, changed: StepNow) -> "RequestProgress":
        if self.step(changed.key) is None:
            return replace(self, steps=(*self.steps, changed))
        return replace(self, steps=tuple(changed if step.key == changed.key else step for step in self.steps))


def step_id(request_id: UUID, round: int, key: str) -> UUID:
    return uuid5(request_id, f"{round}/{key}")


def task_id(step: UUID, position: int, turn: int) -> UUID:
    """`turn` tells a task apart from the one it was handed on from."""
    return _named(step, f"{position}/{turn}")


def _named(space: UUID, name: str) -> UUID:
    """`uuid5`, in half of its time: a step may have many tasks."""
    digest = sha1(space.int.to_bytes(16) + name.encode(), usedforsecurity=False).digest()
    number = int.from_bytes(digest[:16]) & ~(0xF000 << 64) & ~(0xC000 << 48)
    return UUID(int=number | (5 << 76) | (0x8000 << 48))
