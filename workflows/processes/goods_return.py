"""What happens to a return 退货 between its request and the day its goods are counted?"""

from datetime import timedelta
from typing import NoReturn
from uuid import UUID

from temporalio import workflow

from workflows.engine.signals import Deadline, EventSignal, Waiting
from workflows.engine.steps import step
from workflows.engine.submitted_record import SubmittedRecord
from workflows.engine.todos import Todos, WantedTodo

with workflow.unsafe.imports_passed_through():
    from messages.approvals.events import TodoDone
    from messages.approvals.states import Outcome
    from messages.base import View
    from messages.orders.returns import ReturnSnapshot, ReturnStatus, ReturnWithdrawn
    from workflows.activities.orders import Orders

RUNNING = (ReturnStatus.REQUESTED, ReturnStatus.RETURNED, ReturnStatus.APPROVED)
BACK_AT_MOST = timedelta(days=180)


class ReturnStart(View):
    """Which return; `request_id` and the open to-dos: of the run before."""

    return_id: UUID
    request_id: UUID | None = None
    todos: list[UUID] = []


@workflow.defn
class GoodsReturn(SubmittedRecord[ReturnSnapshot]):
    """Starts on ReturnRequested, one run at a time per return: goods-return/{return_id}.

    The goods count, and the customer owes less, by the shipper's act alone: nothing of it waits for this process.
    """

    withdrawn_by = frozenset({ReturnWithdrawn.subject})
    returned = ReturnStatus.RETURNED

    @workflow.init
    def __init__(self, start: ReturnStart) -> None:
        super().__init__(start.request_id)
        self._id = start.return_id
        self._todos = Todos(None, start.todos)
        self._goods = Deadline(BACK_AT_MOST)

    @workflow.run
    async def run(self, start: ReturnStart) -> ReturnStatus:
        """Approve, then let a shipper count what comes back. What did not come in 180 days is awaited no longer."""
        now = await self._follow(RUNNING)
        await self._todos.set([], now)
        return now.status

    async def _go_on(self, now: ReturnSnapshot) -> None:
        if now.status is ReturnStatus.REQUESTED:
            await self._decide(now)
        elif now.status is ReturnStatus.RETURNED:
            await self._wait_for_resubmission(now)
        else:
            await self._await_goods(now)

    async def _decide(self, now: ReturnSnapshot) -> None:
        decision = await self._approval.decision(policy="return", kind="return", id=self._id, round=now.round)
        if decision.outcome is Outcome.APPROVED:
            await step(Orders.approve_return, self._id, now.round)
        elif decision.outcome is Outcome.RETURNED:
            await step(Orders.send_back_return, self._id, now.round, decision.comment)
        elif decision.outcome is Outcome.REJECTED:
            await step(Orders.reject_return, self._id, now.round, decision.comment)
        elif await self._look() == now:
            await self._withdraw(now)

    async def _await_goods(self, now: ReturnSnapshot) -> None:
        wanted = WantedTodo(
            "receive_return", "return", self._id, now.number, "shipper", "10 business days", amount=now.worth
        )
        await self._todos.set([wanted], now)
        if not await self._pending_events.wait_until(self._goods.until(now.round)):
            await self._withdraw(now)

    async def _withdraw(self, now: ReturnSnapshot) -> None:
        await step(Orders.withdraw_return, self._id)

    async def _snapshot(self) -> ReturnSnapshot:
        return await step(Orders.return_snapshot, self._id)

    def _start_again(self) -> NoReturn:
        workflow.continue_as_new(
            ReturnStart(return_id=self._id, request_id=self._approval.request_id, todos=self._todos.open)
        )

    @workflow.signal(name="told")
    def receive_event(self, signal: EventSignal) -> None:
        """An event of the return, its approval or its to-do, perhaps late or for the second time."""
        super().receive_event(signal)
        if signal.subject == TodoDone.subject and signal.id is not None:
            self._todos.done(signal.id)

    @workflow.query
    def waiting_for(self) -> list[Waiting]:
        """Why it waits."""
        todos = [Waiting(code=f"waits.todo.{kind}") for kind in sorted(set(self._todos.kinds))]
        return todos or super().waiting_for()
