"""What happens to an order, from its placing to the last payment?"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NoReturn
from uuid import UUID

from temporalio import workflow

from workflows.approval import Approval
from workflows.facts import Deadline, News, Told, Waiting
from workflows.steps import step, unless_moved_on
from workflows.todos import Todos, wanted
from workflows.undo import Undo

with workflow.unsafe.imports_passed_through():
    from messages.approvals.events import TodoDone
    from messages.approvals.states import Outcome
    from messages.base import View
    from messages.collections.invoices import InvoiceRequested
    from messages.collections.payments import PaymentRecorded
    from messages.orders.orders import OrderCancelRequested, OrderStatus
    from messages.orders.shipments import ShipmentSent
    from workflows.activities.collections import Collections
    from workflows.activities.orders import Orders
    from workflows.activities.standings import AccountStanding, OrderStanding

RETURNED_AT_MOST = timedelta(days=30)
LONGEST_SILENCE = timedelta(days=7)  # then the process asks what stands, whatever it was told
LONGEST_LIFE = timedelta(days=3 * 365)
EVERY_ROUND = 2**31
APPROVING = (OrderStatus.PLACED, OrderStatus.RETURNED)
DELIVERING = (OrderStatus.CONFIRMED, OrderStatus.RESERVED, OrderStatus.SHIPPED, OrderStatus.RECEIVED)
DOINGS = {ShipmentSent.subject: "goods", PaymentRecorded.subject: "payments", InvoiceRequested.subject: "invoices"}
ALL_DOINGS = ("receivables", "stock", "goods", "payments", "invoices")


class Ending(StrEnum):
    """How it ended. LEFT: after three years it still stood; ops find it in the reconciler's report."""

    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"
    LEFT = "LEFT"


class OrderStart(View):
    """Which order; a run that continues another also knows what was done, what people were asked, and the request."""

    order_id: UUID
    began_at: datetime | None = None
    done: list[str] = []
    todos: list[UUID] = []
    asked: UUID | None = None


@workflow.defn
class OrderToCash:
    """Starts on OrderPlaced, one run per order: order-to-cash/{order_id}."""

    @workflow.init
    def __init__(self, start: OrderStart) -> None:
        self._id = start.order_id
        self._began_at = start.began_at or workflow.now()
        self._approval = Approval(self._start_again, asked=start.asked)
        self._news = News()
        self._todos = Todos(start.order_id, start.todos)
        self._undo = Undo(start.done)
        self._placing_again = Deadline(RETURNED_AT_MOST)
        self._now: OrderStanding | None = None
        self._account = AccountStanding()
        self._short: list[str] = []

    @workflow.run
    async def run(self, start: OrderStart) -> Ending:
        """Approve, reserve, ship, receive, invoice, be paid. A cancelled order is undone, newest first."""
        now = await self._look()
        if now.status not in APPROVING and not start.done:
            self._undo = Undo(ALL_DOINGS)  # begun again from the top: all of it may have been done
        while now.status not in (OrderStatus.COMPLETED, OrderStatus.CANCELLED):
            if workflow.info().is_continue_as_new_suggested():
                self._start_again()
            async with unless_moved_on(now, self._look):
                if now.status is OrderStatus.CANCELLING:
                    await self._undo_everything()
                elif now.status is OrderStatus.PLACED:
                    await self._approve(now)
                elif now.status is OrderStatus.RETURNED:
                    await self._wait_until_placed_again(now)
                elif workflow.now() - self._began_at > LONGEST_LIFE:
                    return Ending.LEFT
                elif await self._is_complete(now):
                    await step(Orders.complete_order, self._id)
                elif not await self._put_goods_aside(now):
                    await self._ask_people(now)
                    await self._news.come(at_most=LONGEST_SILENCE)
            now = await self._look()
        await self._todos.keep([], now)
        return Ending(now.status)

    async def _approve(self, now: OrderStanding) -> None:
        decided = await self._approval.agreed(policy="order", kind="order", id=self._id, round=now.round)
        if decided.outcome is Outcome.APPROVED:
            for doing in ("receivables", "payments", "invoices"):  # from now on these may be
                self._undo.before(doing)
            await step(Orders.confirm_order, self._id)
        elif decided.outcome is Outcome.RETURNED:
            await step(Orders.return_order, self._id, now.round, decided.comment)
        elif await self._look() == now:  # rejected, or no longer asked for
            await step(Orders.ask_to_cancel_order, self._id, decided.comment or decided.outcome)

    async def _wait_until_placed_again(self, now: OrderStanding) -> None:
        if not await self._news.come_before(self._placing_again.until(now.round)):
            await self._approval.withdraw("not placed again")
            await step(Orders.ask_to_cancel_order, self._id, "not placed again")

    async def _is_complete(self, now: OrderStanding) -> bool:
        self._account = await step(Collections.account_standing, self._id)
        return now.status is OrderStatus.RECEIVED and self._account.settled and self._account.invoiced_in_full

    async def _put_goods_aside(self, now: OrderStanding) -> bool:
        """Whether that has just been done; what is short comes when stock is counted, and the process is told."""
        if now.status is not OrderStatus.CONFIRMED:
            return False
        self._undo.before("stock")
        self._short = await step(Orders.reserve_order, self._id)
        return not self._short

    async def _ask_people(self, now: OrderStanding) -> None:
        """Let the inboxes say exactly what has to be done now."""
        if now.status is OrderStatus.RESERVED and "goods" not in self._undo.done:
            self._undo.before("goods")
        await self._todos.keep(wanted(self._id, now, self._account, self._short), now)

    async def _undo_everything(self) -> None:
        """Each undo bears that there is nothing to undo, so a run that knows nothing undoes all."""
        assert self._now is not None
        await self._todos.keep([], self._now)
        await self._approval.withdraw("cancelled")
        await self._undo.all(
            {
                "invoices": lambda: step(Collections.cancel_invoices, self._id),
                "payments": lambda: step(Collections.reverse_payments, self._id),
                "receivables": lambda: step(Collections.cancel_receivables, self._id),
                "goods": lambda: step(Orders.take_back, self._id),
                "stock": lambda: step(Orders.release_stock, self._id),
            }
        )
        await step(Orders.order_cancelled, self._id)

    async def _look(self) -> OrderStanding:
        self._news.take()
        self._now = await step(Orders.order_standing, self._id)
        return self._now

    def _start_again(self) -> NoReturn:
        """With a short history, and what could not be asked anew."""
        done, todos, asked = self._undo.done, self._todos.open, self._approval.asked
        workflow.continue_as_new(
            OrderStart(order_id=self._id, began_at=self._began_at, done=done, todos=todos, asked=asked)
        )

    @workflow.signal
    def told(self, told: Told) -> None:
        """A fact about the order, its goods, its money or its approval, perhaps late or for the second time."""
        if self._approval.hears(told):
            return
        self._news.hear(told)
        if told.fact in DOINGS:
            self._undo.before(DOINGS[told.fact])
        elif told.fact == TodoDone.subject and told.id is not None:
            self._todos.done(told.id)
        elif told.fact == OrderCancelRequested.subject:
            self._approval.stop(EVERY_ROUND)

    @workflow.query
    def waiting_for(self) -> list[Waiting]:
        """Why it waits."""
        if self._now is None or self._now.status in APPROVING:
            returned = self._now is not None and self._now.status is OrderStatus.RETURNED
            return [Waiting(code="waits.placing_again")] if returned else self._approval.waits_for
        waits = [Waiting(code=f"waits.todo.{kind}") for kind in sorted(set(self._todos.kinds))]
        if self._now.status in DELIVERING and not self._account.settled:
            waits.append(Waiting(code="waits.payment"))
        return waits
