"""What does a process ask of approvals?"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid5

from temporalio import activity
from temporalio.exceptions import ApplicationError

from messages.approvals.clocks import SweepClocks, SweptClocks
from messages.approvals.parts import About
from messages.approvals.requests import (
    RequestView,
    ResubmitRequest,
    RingClock,
    StepView,
    SubmitRequest,
    WithdrawRequest,
)
from messages.approvals.states import Outcome, RequestState, StepState
from messages.approvals.tasks import CloseTodo, OpenTodo, TaskView
from messages.matter import Matter
from messages.orders.orders import OrderView
from messages.text import shortened
from workflows.activities.asking import Asking
from workflows.activities.standings import NextLook, Ring, Standing, StepClock, Submission, Todo

REQUEST_NAMES = UUID("b0a5c9a2-5c11-5a5e-9a53-2f6f0f4f8d01")
MATTERS = {  # kind of record → its owner, and where the owner shows what is to be approved
    "registration": ("deals", "/registrations/{id}/matter"),
    "contract": ("deals", "/contracts/{id}/matter"),
    "order": ("orders", "/orders/{id}/matter"),
}
MOST_ATTEMPTS = 100


class Approvals:
    """Requests, their clocks, and to-dos. Documents pass through here; only ids and the content hash go back."""

    def __init__(self, approvals: Asking, owners: Mapping[str, Asking]) -> None:
        self._approvals = approvals
        self._owners = owners

    @activity.defn
    async def submit_request(self, as_of: datetime, asked: Submission) -> Standing:
        """Ask for approval of the owner's record in its present round. Asking again finds the first.

        A returned request is submitted again; after a final answer to an older round a new request is made.
        """
        matter = await self._matter(as_of, asked)
        for attempt in range(MOST_ATTEMPTS):
            command = _submission(asked, matter, attempt)
            request = await self._submitted(as_of, asked, command)
            if _round_asked(request) >= asked.round:
                return standing_of(request)
            if request.state is RequestState.RETURNED:
                return standing_of(await self._resubmit(as_of, request.id, command))
            if request.state is RequestState.PENDING:
                await self.withdraw_request(as_of, request.id, "")
        raise ApplicationError(f"{asked.process_id} was submitted {MOST_ATTEMPTS} times")

    @activity.defn
    async def request_standing(self, as_of: datetime, id: UUID) -> Standing:
        """Where a request stands."""
        return standing_of(await self._approvals.get(f"/requests/{id}", RequestView, as_of=as_of))

    @activity.defn
    async def ring_clock(self, as_of: datetime, ring: Ring) -> Standing:
        """A bell is due. A decision that came first wins: the answer says what stands."""
        bell = RingClock(round=ring.clock.round, kind=ring.clock.kind, rung=ring.clock.rung)
        path = f"/requests/{ring.request_id}/steps/{ring.clock.step}/clock"
        return standing_of(await self._approvals.post(path, RequestView, bell, as_of=max(as_of, ring.clock.at)))

    @activity.defn
    async def sweep_clocks(self, as_of: datetime) -> NextLook:
        """The clocks of all requests that no process asked for: everything due by now, in one batch."""
        swept = await self._approvals.post("/requests/sweep", SweptClocks, SweepClocks(), as_of=as_of)
        return NextLook(handled=swept.handled, next_due_at=swept.next_due_at, more=swept.more)

    @activity.defn
    async def withdraw_request(self, as_of: datetime, id: UUID, comment: str) -> Standing:
        """Nobody has to decide any more; one that is decided stays so."""
        try:
            path = f"/requests/{id}/withdraw"
            request = await self._approvals.post(path, RequestView, WithdrawRequest(comment=comment), as_of=as_of)
        except ApplicationError as no:
            if no.type != "Refused":
                raise
            return await self.request_standing(as_of, id)
        return standing_of(request)

    @activity.defn
    async def open_todo(self, as_of: datetime, todo: Todo) -> bool:
        """Ask somebody to do something. False when this very to-do was done or closed before."""
        order = await self._owners["orders"].get(f"/orders/{todo.order_id}", OrderView, as_of=as_of)
        command = OpenTodo(
            id=todo.id,
            kind=todo.kind,
            about=About(kind=todo.about_kind, id=todo.about_id, number=todo.number, title=order.customer_name),
            person_id=todo.person_id,
            role=todo.role,
            legal_entity_id=todo.legal_entity_id,
            process_id=todo.process_id,
            within=todo.within,
        )
        opened = await self._approvals.post("/todos", TaskView, command, as_of=as_of)
        return opened.state == "OPEN"

    @activity.defn
    async def close_todo(self, as_of: datetime, id: UUID) -> None:
        """Nobody has to do it any more; one that is done stays so."""
        await self._approvals.post(f"/todos/{id}/close", TaskView, CloseTodo(), as_of=as_of)

    async def _matter(self, as_of: datetime, asked: Submission) -> Matter:
        owner, path = MATTERS[asked.kind]
        return await self._owners[owner].get(path.format(id=asked.id), Matter, as_of=as_of)

    async def _submitted(self, as_of: datetime, asked: Submission, command: SubmitRequest) -> RequestView:
        """The request as it stands. One that ended is only looked at: asking it again would be refused (APP-14)."""
        if asked.round > 1:
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
    """The request of a process for a purpose, whichever run asks; a later attempt follows a final answer."""
    return uuid5(REQUEST_NAMES, f"{process_id}/{purpose}" + (f"/{attempt}" if attempt else ""))


def standing_of(request: RequestView) -> Standing:
    """The small facts of a request."""
    returned = request.state is RequestState.RETURNED
    open_steps = [step for step in request.steps if step.state is StepState.OPEN]
    return Standing(
        request_id=request.id,
        round=request.round,
        outcome=None if request.state is RequestState.PENDING else Outcome.RETURNED if returned else request.outcome,
        comment=request.comment,
        open_steps=[step.key for step in open_steps],
        clocks=[clock for step in open_steps if (clock := _clock(step)) is not None],
        content_hash=request.content_hash,
    )


def _clock(step: StepView) -> StepClock | None:
    bell = step.next_clock
    if bell is None:
        return None
    return StepClock(step_id=step.step_id, step=step.key, round=step.round, kind=bell.kind, rung=bell.rung, at=bell.at)


def _submission(asked: Submission, matter: Matter, attempt: int) -> SubmitRequest:
    """`round` goes into the signed content: it says for which submission of the owner's an answer was given."""
    return SubmitRequest(
        id=request_id_of(asked.process_id, asked.purpose, attempt),
        policy=asked.policy,
        about=About(kind=matter.kind, id=matter.id, number=matter.number, title=shortened(matter.title)),
        requester_id=matter.requester_id,
        process_id=asked.process_id,
        facts=matter.model_dump(mode="json")["facts"],
        content=matter.model_dump(mode="json")["content"] | {"round": asked.round},
        attachments=matter.attachments,
        prepared_by=matter.prepared_by,
    )


def _round_asked(request: RequestView) -> int:
    return int(request.content.get("round", 1))
