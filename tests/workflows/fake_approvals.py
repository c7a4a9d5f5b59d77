"""What does a process see of the approvals service? (a fake that notes what it was called for)"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from temporalio import activity

from messages.approvals.events import RequestSettled, StepOpened, StepSettled, TodoDone
from messages.approvals.parts import About, Clock
from messages.approvals.states import Outcome, StepState
from workflows.activities.snapshots import RequestSnapshot, StepTimer, Submission, TimerDue, Todo, TodosWanted


@dataclass
class Bell:
    """A bell of a step, so long after it was opened."""

    step: str
    kind: str
    after: timedelta


@dataclass
class Approvers:
    """Requests and to-dos. `bells` says what each submission opens; a rung bell gives way to the next of its step."""

    asked: list[str] = field(default_factory=list)
    bells: list[Bell] = field(default_factory=list)
    process_id: str = ""
    request_id: UUID = field(default_factory=uuid4)
    round: int = 0
    owner_round: int = 0
    outcome: Outcome | None = None
    comment: str = ""
    opened_at: datetime | None = None
    level: dict[str, int] = field(default_factory=dict)
    rang_after: list[timedelta] = field(default_factory=list)
    timeout_outcome: Outcome | None = None
    todos: dict[UUID, Todo] = field(default_factory=dict)
    done_todos: set[UUID] = field(default_factory=set)

    @activity.defn
    async def submit_request(self, as_of: datetime, asked: Submission) -> RequestSnapshot:
        self.process_id = asked.process_id
        if asked.round > self.owner_round:
            self.asked.append(f"submit {asked.round}")
            if self.outcome not in (None, Outcome.RETURNED):
                self.request_id = uuid4()
            self.round, self.owner_round = self.round + 1, asked.round
            self.outcome, self.comment, self.opened_at, self.level = None, "", as_of, {}
        return self.standing()

    @activity.defn(name="request_standing")
    async def request_snapshot(self, as_of: datetime, id: UUID) -> RequestSnapshot:
        self.asked.append("what stands")
        self.opened_at = self.opened_at or as_of
        return self.standing()

    @activity.defn(name="ring_clock")
    async def fire_timer(self, as_of: datetime, due: TimerDue) -> RequestSnapshot:
        assert self.opened_at is not None
        self.asked.append(f"ring {due.timer.step} {due.timer.kind}")
        self.rang_after.append(as_of - self.opened_at)
        if self.outcome is None:
            self.level[due.timer.step] = due.timer.level + 1
            if due.timer.kind == "timeout":
                self.outcome = self.timeout_outcome
        return self.standing()

    @activity.defn
    async def withdraw_request(self, as_of: datetime, id: UUID, comment: str) -> RequestSnapshot:
        if self.outcome in (None, Outcome.RETURNED):
            self.asked.append("withdraw request")
        if self.outcome in (None, Outcome.RETURNED):
            self.outcome = Outcome.WITHDRAWN
        return self.standing()

    @activity.defn
    async def open_todo(self, as_of: datetime, todo: Todo) -> bool:
        if todo.id in self.done_todos:
            return False
        if todo.id not in self.todos:
            self.asked.append(f"todo {todo.kind}")
        self.todos[todo.id] = todo
        return True

    @activity.defn
    async def set_todos(self, as_of: datetime, wanted: TodosWanted) -> list[UUID]:
        kept = {todo.id for todo in wanted.open}
        others = [id for id, todo in self.todos.items() if todo.process_id == wanted.only_of and id not in kept]
        for id in (*wanted.close, *others):
            await self.close_todo(as_of, id)
        return [todo.id for todo in wanted.open if not await self.open_todo(as_of, todo)]

    @activity.defn
    async def close_todo(self, as_of: datetime, id: UUID) -> None:
        if id in self.todos:  # a repeat changes nothing
            self.asked.append(f"close {self.todos.pop(id).kind}")
            self.done_todos.add(id)

    def decides(self, outcome: Outcome, comment: str = "", *, tell: bool = True) -> RequestSettled:
        """The signers decide; the fact that follows."""
        self.outcome, self.comment = outcome, comment
        return self.settled(outcome, comment)

    def settled(self, outcome: Outcome, comment: str = "") -> RequestSettled:
        return RequestSettled(**self._common(), round=self.round, outcome=outcome, comment=comment)

    def step_opened(self, step: str, bell: Clock | None = None) -> StepOpened:
        return StepOpened(
            **self._common(), round=self.round, step_id=self._step(step), step=step, signers=[], next_clock=bell
        )

    def step_settled(self, step: str) -> StepSettled:
        self.bells = [bell for bell in self.bells if bell.step != step]
        settled = {"round": self.round, "step_id": self._step(step), "step": step}
        return StepSettled(**self._common(), **settled, state=StepState.APPROVED)

    def ticked_off(self, kind: str) -> TodoDone:
        """Somebody says it is done."""
        id = next(id for id, todo in self.todos.items() if todo.kind == kind)
        todo = self.todos.pop(id)
        self.done_todos.add(id)
        return TodoDone(
            todo_id=id, kind=kind, about=_about(todo.about_id), process_id=todo.process_id, legal_entity_id="CS-CN",
            person_id=None, role=todo.role, actor_id=uuid4(),
        )  # fmt: skip

    @property
    def open_kinds(self) -> list[str]:
        return sorted(todo.kind for todo in self.todos.values())

    def standing(self) -> RequestSnapshot:
        open_steps = list(dict.fromkeys(bell.step for bell in self.bells)) if self.outcome is None else []
        timers = [timer for step in open_steps if (timer := self._next(step)) is not None]
        told: dict[str, Any] = {"outcome": self.outcome, "comment": self.comment}
        return RequestSnapshot(
            request_id=self.request_id, round=self.round, open_steps=open_steps, timers=timers, **told
        )

    def _next(self, step: str) -> StepTimer | None:
        assert self.opened_at is not None
        bells = [bell for bell in self.bells if bell.step == step]
        level = self.level.get(step, 0)
        if level >= len(bells):
            return None
        at = self.opened_at + bells[level].after
        kind: Any = bells[level].kind
        return StepTimer(step_id=self._step(step), step=step, round=self.round, kind=kind, level=level, at=at)

    def _step(self, step: str) -> UUID:
        return uuid5(self.request_id, f"{self.round}/{step}")

    def _common(self) -> dict[str, Any]:
        return {
            "request_id": self.request_id, "process_id": self.process_id or None, "policy": "any",
            "about": _about(self.request_id), "requester_id": uuid4(), "legal_entity_id": "CS-CN",
        }  # fmt: skip


def _about(id: UUID) -> About:
    return About(kind="order", id=id, number="X-1", title="Acme")
