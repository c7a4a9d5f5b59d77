"""What does a process do in approvals?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from temporalio import activity
from temporalio.exceptions import ApplicationError

from messages.approval_subject import ApprovalSubject
from messages.approvals.acts import NoteUndone
from messages.approvals.clocks import ProcessDueTimers, ProcessedTimers
from messages.approvals.parts import About
from messages.approvals.requests import (
    FireTimer,
    RequestView,
    ResubmitRequest,
    StepView,
    SubmitRequest,
    WithdrawRequest,
)
from messages.approvals.states import Outcome, RequestState, StepState
from messages.approvals.tasks import CloseTodo, OpenTodo, SetTodos, TaskView, TodosSet
from messages.orders.orders import OrderView
from messages.text import shortened
from messages.texts import LANGUAGES, text
from workflows.activities.service_calls import ServiceCalls
from workflows.activities.snapshots import (
    KeeperProgress,
    RequestSnapshot,
    StepTimer,
    Submission,
    TimerDue,
    Todo,
    TodosWanted,
)

REQUEST_NAMES = UUID("b0a5c9a2-5c11-5a5e-9a53-2f6f0f4f8d01")
APPROVAL_SUBJECTS = {  # kind of record → its owner, and where the owner shows what is to be approved
    "registration": ("deals", "/registrations/{id}/approval-subject"),
    "contract": ("deals", "/contracts/{id}/approval-subject"),
    "order": ("orders", "/orders/{id}/approval-subject"),
    "return": ("orders", "/returns/{id}/approval-subject"),
    "order_change": ("orders", "/order-changes/{id}/approval-subject"),
    "write_off": ("collections", "/write-offs/{id}/approval-subject"),
    "extension": ("deals", "/extensions/{id}/approval-subject"),
    "admission": ("deals", "/admissions/{id}/approval-subject"),
    "budget": ("leads", "/budgets/{id}/approval-subject"),
    "repayment_plan": ("collections", "/repayment-plans/{id}/approval-subject"),
}
MOST_ATTEMPTS = 100


class Approvals:
    """Requests, their timers, and to-dos. Documents pass through here; only ids and the content hash go back."""

    def __init__(self, approvals: ServiceCalls, owners: Mapping[str, ServiceCalls]) -> None:
        self._approvals = approvals
        self._owners = owners

    @activity.defn
    async def submit_request(self, as_of: datetime, submission: Submission) -> RequestSnapshot:
        """Submit the owner's record in its present round for approval. A repeat finds the first request.

        A returned request is resubmitted; after a final answer to an older round a new request is made.
        """
        subject = await self._subject(as_of, submission)
        for attempt in range(MOST_ATTEMPTS):
            command = _submission(submission, subject, attempt)
            request = await self._submitted(as_of, submission, command)
            if _submitted_round(request) >= submission.round:
                return snapshot_of(request)
            if request.state is RequestState.RETURNED:
                return snapshot_of(await self._resubmit(as_of, request.id, command))
            if request.state is RequestState.PENDING:
                await self.withdraw_request(as_of, request.id, "")
        raise ApplicationError(f"{submission.process_id} was submitted {MOST_ATTEMPTS} times")

    @activity.defn(name="request_standing")
    async def request_snapshot(self, as_of: datetime, id: UUID) -> RequestSnapshot:
        """Where a request stands."""
        return snapshot_of(await self._approvals.get(f"/requests/{id}", RequestView, as_of=as_of))

    @activity.defn(name="ring_clock")
    async def fire_timer(self, as_of: datetime, due: TimerDue) -> RequestSnapshot:
        """A timer is due. A decision that came first wins: the answer says what stands."""
        command = FireTimer(round=due.timer.round, kind=due.timer.kind, level=due.timer.level)
        path = f"/requests/{due.request_id}/steps/{due.timer.step}/fire-timer"
        return snapshot_of(await self._approvals.post(path, RequestView, command, as_of=max(as_of, due.timer.at)))

    @activity.defn(name="sweep_clocks")
    async def process_due_timers(self, as_of: datetime) -> KeeperProgress:
        """The timers of all requests that no process submitted: everything due by now, in one batch."""
        processed = await self._approvals.post(
            "/requests/process-due", ProcessedTimers, ProcessDueTimers(), as_of=as_of
        )
        return KeeperProgress(handled=processed.handled, next_due_at=processed.next_due_at, more=processed.more)

    @activity.defn
    async def withdraw_request(self, as_of: datetime, id: UUID, comment: str) -> RequestSnapshot:
        """Nobody has to decide any more; one that is decided stays so."""
        try:
            path = f"/requests/{id}/withdraw"
            request = await self._approvals.post(path, RequestView, WithdrawRequest(comment=comment), as_of=as_of)
        except ApplicationError as no:
            if no.type != "Refused":
                raise
            return await self.request_snapshot(as_of, id)
        return snapshot_of(request)

    @activity.defn
    async def note_undone(self, as_of: datetime, id: UUID, rule: str, params: dict[str, Any]) -> None:
        """What came of a revoked approval is undone; or it cannot be, by this rule of its owner."""
        why = " / ".join(text(rule, lang, **params) for lang in LANGUAGES) if rule else ""
        command = NoteUndone(undone=not rule, comment=f"{rule} {why}".strip())
        await self._approvals.post(f"/requests/{id}/undone", RequestView, command, as_of=as_of)

    @activity.defn
    async def open_todo(self, as_of: datetime, todo: Todo) -> bool:
        """Ask somebody to do something. False when this very to-do was done or closed before."""
        title = todo.title
        if todo.order_id is not None and not title:
            order = await self._owners["orders"].get(f"/orders/{todo.order_id}", OrderView, as_of=as_of)
            title = order.customer_name
        opened = await self._approvals.post("/todos", TaskView, _open(todo, title), as_of=as_of)
        return opened.state == "OPEN"

    @activity.defn
    async def set_todos(self, as_of: datetime, wanted: TodosWanted) -> list[UUID]:
        """Open these and close those, in one act; the ids of the wanted that were done or closed before."""
        opened = [_open(todo, todo.title) for todo in wanted.open]
        command = SetTodos(open=opened, close=wanted.close, only_of=wanted.only_of)
        return (await self._approvals.post("/todos/set", TodosSet, command, as_of=as_of)).ended

    @activity.defn
    async def close_todo(self, as_of: datetime, id: UUID) -> None:
        """Nobody has to do it any more; one that is done stays so."""
        await self._approvals.post(f"/todos/{id}/close", TaskView, CloseTodo(), as_of=as_of)

    async def _subject(self, as_of: datetime, submission: Submission) -> ApprovalSubject:
        owner, path = APPROVAL_SUBJECTS[submission.kind]
        return await self._owners[owner].get(path.format(id=submission.id), ApprovalSubject, as_of=as_of)

    async def _submitted(self, as_of: datetime, submission: Submission, command: SubmitRequest) -> RequestView:
        """The request as it stands. One that ended is only looked at: submitting it again would be against APP-14."""
        if submission.round > 1:
            found = await self._approvals.find(f"/requests/{command.id}", RequestView, as_of=as_of)
            if found is not None:
                return found
        return await self._approvals.post("/requests", RequestView, command, as_of=as_of)

    async def _resubmit(self, as_of: datetime, id: UUID, first: SubmitRequest) -> RequestView:
        again = ResubmitRequest(
            facts=first.facts, content=first.content, attachments=first.attachments, prepared_by=first.prepared_by
        )
        return await self._approvals.post(f"/requests/{id}/resubmit", RequestView, again, as_of=as_of)


def request_id_of(process_id: str, purpose: str, attempt: int = 0) -> UUID:
    """The request of a process for a purpose, whichever run submits it; a later attempt follows a final answer."""
    return uuid5(REQUEST_NAMES, f"{process_id}/{purpose}" + (f"/{attempt}" if attempt else ""))


def snapshot_of(request: RequestView) -> RequestSnapshot:
    """The small fields of a request."""
    returned = request.state is RequestState.RETURNED
    open_steps = [step for step in request.steps if step.state is StepState.OPEN]
    return RequestSnapshot(
        request_id=request.id,
        round=request.round,
        outcome=None if request.state is RequestState.PENDING else Outcome.RETURNED if returned else request.outcome,
        comment=request.comment,
        open_steps=[step.key for step in open_steps],
        timers=[timer for step in open_steps if (timer := _timer(step)) is not None],
        content_hash=request.content_hash,
    )


def _open(todo: Todo, title: str) -> OpenTodo:
    return OpenTodo(
        id=todo.id,
        kind=todo.kind,
        about=About(kind=todo.about_kind, id=todo.about_id, number=todo.number, title=shortened(title)),
        amount=todo.amount,
        person_id=todo.person_id,
        role=todo.role,
        legal_entity_id=todo.legal_entity_id,
        process_id=todo.process_id,
        within=todo.within,
    )


def _timer(step: StepView) -> StepTimer | None:
    timer = step.next_clock
    if timer is None:
        return None
    return StepTimer(
        step_id=step.step_id, step=step.key, round=step.round, kind=timer.kind, level=timer.level, at=timer.at
    )


def _submission(submission: Submission, subject: ApprovalSubject, attempt: int) -> SubmitRequest:
    """`round` goes into the signed content: it says for which submission of the owner's an answer was given."""
    return SubmitRequest(
        id=request_id_of(submission.process_id, submission.purpose, attempt),
        policy=submission.policy,
        about=About(kind=subject.kind, id=subject.id, number=subject.number, title=shortened(subject.title)),
        requester_id=subject.requester_id,
        process_id=submission.process_id,
        facts=subject.model_dump(mode="json")["facts"],
        content=subject.model_dump(mode="json")["content"] | {"round": submission.round},
        attachments=subject.attachments,
        prepared_by=subject.prepared_by,
    )


def _submitted_round(request: RequestView) -> int:
    return int(request.content.get("round", 1))
