"""What happens to a change of an order 订单变更 between its request and the day on which the order is as it says?"""

from typing import NoReturn
from uuid import UUID

from temporalio import workflow

from workflows.engine.steps import step
from workflows.engine.submitted_record import SubmittedRecord

with workflow.unsafe.imports_passed_through():
    from messages.approvals.states import Outcome
    from messages.base import View
    from messages.orders.order_changes import OrderChangeSnapshot, OrderChangeStatus, OrderChangeWithdrawn
    from workflows.activities.orders import Orders

RUNNING = (OrderChangeStatus.REQUESTED, OrderChangeStatus.RETURNED)


class OrderChangeStart(View):
    """Which change; `request_id`: of the run before."""

    order_change_id: UUID
    request_id: UUID | None = None


@workflow.defn
class OrderChange(SubmittedRecord[OrderChangeSnapshot]):
    """Starts on OrderChangeRequested, one run at a time per change: order-change/{order_change_id}.

    The order goes on meanwhile; its own process hears of the change when it is applied.
    """

    withdrawn_by = frozenset({OrderChangeWithdrawn.subject})
    returned = OrderChangeStatus.RETURNED

    @workflow.init
    def __init__(self, start: OrderChangeStart) -> None:
        super().__init__(start.request_id)
        self._id = start.order_change_id

    @workflow.run
    async def run(self, start: OrderChangeStart) -> OrderChangeStatus:
        """Approve what differs, then let it be applied. One that is sent back, or was overtaken, has 30 days."""
        return (await self._follow(RUNNING)).status

    async def _go_on(self, now: OrderChangeSnapshot) -> None:
        if now.status is OrderChangeStatus.REQUESTED:
            await self._decide(now)
        else:
            await self._wait_for_resubmission(now)

    async def _decide(self, now: OrderChangeSnapshot) -> None:
        decision = await self._approval.decision(
            policy="order_change", kind="order_change", id=self._id, round=now.round
        )
        if decision.outcome is Outcome.APPROVED:
            await step(Orders.apply_order_change, self._id, now.round)
        elif decision.outcome is Outcome.RETURNED:
            await step(Orders.send_back_order_change, self._id, now.round, decision.comment)
        elif decision.outcome is Outcome.REJECTED:
            await step(Orders.reject_order_change, self._id, now.round, decision.comment)
        elif await self._look() == now:
            await self._withdraw(now)

    async def _withdraw(self, now: OrderChangeSnapshot) -> None:
        await step(Orders.withdraw_order_change, self._id)

    async def _snapshot(self) -> OrderChangeSnapshot:
        return await step(Orders.order_change_snapshot, self._id)

    def _start_again(self) -> NoReturn:
        workflow.continue_as_new(OrderChangeStart(order_change_id=self._id, request_id=self._approval.request_id))
