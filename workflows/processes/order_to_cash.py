"""What happens to an order, from its placing to the last payment?"""

from datetime import timedelta
from typing import NoReturn

from temporalio import workflow

from workflows.engine.approval import Approval, Meanwhile
from workflows.engine.compensations import ALL_COMPENSATIONS, COMPENSATIONS, Compensations
from workflows.engine.order_run import Ending, OrderStart
from workflows.engine.signals import Deadline, EventSignal, PendingEvents, Unended, Waiting
from workflows.engine.steps import step, unless_moved_on
from workflows.engine.todos import Todos, WantedTodo, wanted_todos

with workflow.unsafe.imports_passed_through():
    from messages.approvals.clocks import LONGEST_SILENCE, NOT_RESUBMITTED, RETURNED_AT_MOST
    from messages.approvals.events import TodoDone
    from messages.approvals.states import Outcome
    from messages.collections.invoices import InvoiceRequested
    from messages.collections.payments import PaymentRecorded
    from messages.collections.receivables import AccountSnapshot
    from messages.orders.orders import OrderCancelRequested, OrderSnapshot, OrderStatus
    from workflows.activities.collections import Collections
    from workflows.activities.orders import Orders

S = OrderStatus
LONGEST_LIFE = timedelta(days=3 * 365)
EVERY_ROUND = 2**31
APPROVING = (OrderStatus.PLACED, OrderStatus.RETURNED)
DELIVERING = (OrderStatus.CONFIRMED, OrderStatus.RESERVED, OrderStatus.SHIPPED, OrderStatus.RECEIVED)
ON_ITS_WAY = timedelta(seconds=5)  # an event, at most


@workflow.defn
class OrderToCash:
    """Starts on OrderPlaced, one run per order: order-to-cash/{order_id}.

    It keeps what stands of the order and of its money, and asks for either only after an event that may have changed
    it: one of orders (unless it says how the order stands, or what is kept has that version already), one of
    collections, or a long silence.
    """

    @workflow.init
    def __init__(self, start: OrderStart) -> None:
        self._id = start.order_id
        self._began_at = start.began_at or workflow.now()
        self._approval = Approval(self._start_again, request_id=start.request_id)
        self._pending_events = PendingEvents()
        self._todos = Todos(start.order_id, start.todos)
        self._compensations = Compensations(start.done)
        self._resubmission = Deadline(RETURNED_AT_MOST)
        self._now = start.order
        self._account = AccountSnapshot()
        self._order_is_current = start.order is not None  # nothing of it was received since it was taken
        self._account_is_current = False
        self._account_taken_at = workflow.now()
        self._money_moved = start.request_id is not None  # before the approval; the run before may have heard of it
        self._has_no_money = start.order is not None  # nothing of it was received yet
        self._backordered: list[str] = []
        self._unended = Unended(PaymentRecorded.subject, InvoiceRequested.subject)
        self._is_of_today = False

    @workflow.run
    async def run(self, start: OrderStart) -> Ending:
        """Approve, reserve, ship, receive, invoice, be paid. A cancelled order is compensated, newest first."""
        self._is_of_today = workflow.patched("one mark for all before it")  # each is written, and indexed by the server
        self._keeps = self._does("keeps what stands")  # what began before asks after every event
        now = await self._current()
        if now.status not in APPROVING and not start.done:
            self._compensations = Compensations(ALL_COMPENSATIONS)  # begun anew: all may have been done
            self._todos.were_forgotten = self._keeps and self._does("to-dos of the run before")
        while now.status not in (OrderStatus.COMPLETED, OrderStatus.CANCELLED):
            if workflow.info().is_continue_as_new_suggested():
                self._start_again()
            async with unless_moved_on(now, self._look):
                if now.status is OrderStatus.CANCELLING:
                    await self._compensate()
                elif now.status is OrderStatus.PLACED:
                    await self._approve(now)
                elif now.status is OrderStatus.RETURNED:
                    await self._wait_for_resubmission(now)
                elif workflow.now() - self._began_at > LONGEST_LIFE:
                    return Ending.LEFT
                elif await self._is_complete(now):
                    self._keep(await step(Orders.complete_order, self._id))
                elif not await self._allocate_stock(now):
                    await self._ask_people(now)
                    await self._wait()
            now = await self._current()
        if self._does("what waits after the end is somebody's"):
            now = await self._see_off(now)
        await self._set_todos([], now)
        return Ending(now.status)

    def _does(self, change: str) -> bool:
        """Did this run begin with that change of what a process does?"""
        return self._is_of_today or workflow.patched(change)

    async def _see_off(self, now: OrderSnapshot) -> OrderSnapshot:
        """A payment to be confirmed or allocated, an invoice to be issued or asked for anew: until nothing waits."""
        seen = self._account_is_current if self._does("the end as it stands") else self._account.settled
        if not seen:
            await self._look_at_account()
        while workflow.now() - self._began_at < LONGEST_LIFE:
            await self._set_todos(wanted_todos(self._id, now, self._account, ()), now)
            if self._todos.open:
                await self._wait()
            elif not await self._is_ahead():
                break
            now = await self._current()
            if not (self._keeps and self._account_is_current):
                await self._look_at_account()
        return now

    async def _is_ahead(self) -> bool:
        """Of events that come still: ended without them, it would do this task, with all its steps, once more."""
        return self._is_of_today and self._unended.take() and await self._pending_events.wait(at_most=ON_ITS_WAY)

    async def _approve(self, now: OrderSnapshot) -> None:
        meanwhile = self._prepayments(now) if self._does("a prepayment is finance's at once") else None
        decision = await self._approval.decision(
            policy="order", kind="order", id=self._id, round=now.round, meanwhile=meanwhile
        )
        self._order_is_current, self._account_is_current = False, self._has_no_money
        if decision.outcome is Outcome.APPROVED:
            for compensation in ("receivables", "payments", "invoices"):  # from now on these may be
                self._compensations.register(compensation)
            if self._keeps:
                await self._confirm_and_reserve(now.round)
            else:
                await step(Orders.confirm_order, self._id, now.round)
        elif decision.outcome is Outcome.RETURNED:
            await step(Orders.return_order, self._id, now.round, decision.comment)
        elif await self._look() == now:  # rejected, or no longer asked for
            await step(Orders.cancel_order, self._id, decision.comment or f"status.outcome.{decision.outcome}")

    def _prepayments(self, now: OrderSnapshot) -> Meanwhile:
        """Finance is asked for money that comes before the order is approved, as soon as it is recorded."""

        async def ask_finance() -> None:
            self._note(self._pending_events.take_all())
            self._money_moved = False
            await self._look_at_account()
            await self._set_todos(wanted_todos(self._id, now, self._account, ()), now)

        return Meanwhile(lambda: self._money_moved or self._pending_events.has_of("collections"), ask_finance)

    async def _wait_for_resubmission(self, now: OrderSnapshot) -> None:
        if self._money_moved and self._does("money comes for a returned order"):
            await self._prepayments(now).act()
        if not await self._pending_events.wait_until(self._resubmission.until(now.round)):
            await self._approval.withdraw()
            await step(Orders.cancel_order, self._id, NOT_RESUBMITTED)
            self._order_is_current = False

    async def _is_complete(self, now: OrderSnapshot) -> bool:
        if not (self._keeps and self._account_is_current):
            await self._look_at_account()
        return now.status is OrderStatus.RECEIVED and not now.changing and self._account.is_done(now.changes)

    async def _allocate_stock(self, now: OrderSnapshot) -> bool:
        """Whether that has just been done; what is backordered comes when stock is counted, with an event."""
        if now.status is not OrderStatus.CONFIRMED or now.backordered:
            return False
        if self._keeps:
            await self._confirm_and_reserve(now.round)
        else:
            self._compensations.register("stock")
            self._backordered = await step(Orders.reserve_order, self._id)
        return not self._backordered

    async def _confirm_and_reserve(self, round: int) -> None:
        self._compensations.register("stock")
        now = await step(Orders.confirm_and_reserve, self._id, round)
        self._backordered = now.backordered
        self._keep(now)

    async def _ask_people(self, now: OrderSnapshot) -> None:
        """Let the inboxes say exactly what has to be done now."""
        if now.status is OrderStatus.RESERVED and "goods" not in self._compensations.registered:
            self._compensations.register("goods")
        await self._set_todos(wanted_todos(self._id, now, self._account, self._backordered), now)

    async def _set_todos(self, wanted: list[WantedTodo], now: OrderSnapshot) -> None:
        await (self._todos.set if self._keeps else self._todos.synchronize)(wanted, now)

    async def _compensate(self) -> None:
        """Each compensation bears that there is nothing to do, so a run that knows nothing runs all."""
        assert self._now is not None
        await self._set_todos([], self._now)
        await self._approval.withdraw()
        await self._compensations.compensate(
            {
                "invoices": lambda: step(Collections.cancel_order_invoices, self._id),
                "payments": lambda: step(Collections.reverse_order_payments, self._id),
                "receivables": lambda: step(Collections.cancel_order_receivables, self._id),
                "goods": lambda: step(Orders.return_to_stock, self._id),
                "stock": lambda: step(Orders.release_stock, self._id),
            }
        )
        await step(Orders.finish_cancellation, self._id)
        self._order_is_current = self._account_is_current = False

    async def _wait(self) -> None:
        """For something new; after a long silence an event may have been lost, and everything is asked for again."""
        if not await (self._pending_events.wait_long if self._is_of_today else self._pending_events.wait)(
            LONGEST_SILENCE
        ):
            self._order_is_current = self._account_is_current = False
            return
        is_old = workflow.now() - self._account_taken_at >= LONGEST_SILENCE  # other events do not speak for a lost one
        if is_old and self._does("an account grows old"):
            self._account_is_current = False

    async def _current(self) -> OrderSnapshot:
        """The order as it stands by all that was received."""
        self._note(self._pending_events.take_all())
        if self._keeps and self._order_is_current and self._now is not None:
            return self._now
        return await self._look()

    async def _look(self) -> OrderSnapshot:
        self._note(self._pending_events.take_all())
        now = await step(Orders.order_snapshot, self._id)
        self._keep(now)
        return now

    async def _look_at_account(self) -> None:
        """What is received from here on may have come too late for it, and is noted before the next step."""
        self._account_is_current, self._account_taken_at = True, workflow.now()
        self._account = await step(Collections.account_snapshot, self._id)

    def _keep(self, now: OrderSnapshot | None) -> None:
        """What was answered: its money may have moved unseen, or collections not known it when it was first asked."""
        if now is None:
            return
        if self._now is not None and self._now.status is not now.status and now.status in (S.RECEIVED, S.CANCELLED):
            self._account_is_current &= now.status is S.CANCELLED and not self._does("cancelled as it stands")
        self._now, self._order_is_current = now, True

    def _note(self, events: list[EventSignal]) -> None:
        """Which of what is kept may be out of date by these? A to-do that was ticked off may be ahead of its event."""
        for event in events:
            self._unended.note(event)
            if event.service == "collections":
                self._money_moved, self._has_no_money = True, False
                self._note_money(event)
            elif event.service == "orders" and (stands := event.order) is not None and self._order_is_current:
                if self._now is None or self._now.version < stands.version:
                    self._keep(stands)
            elif event.service == "orders":
                known = self._now.version if self._now is not None and event.id == self._id else 0
                self._order_is_current &= 0 < event.version <= known
            else:
                self._order_is_current = self._account_is_current = False

    def _note_money(self, event: EventSignal) -> None:
        """Whoever says how the money stands has seen all that was said before; a version that is kept was seen."""
        account = event.account
        if account is None or not self._account_is_current:
            self._account_is_current = False
        elif self._account.version < account.version:
            self._account, self._account_taken_at = account, workflow.now()

    def _start_again(self) -> NoReturn:
        """With a short history, and what nobody else knows."""
        workflow.continue_as_new(
            OrderStart(
                order_id=self._id,
                began_at=self._began_at,
                done=self._compensations.registered,
                todos=self._todos.open,
                request_id=self._approval.request_id,
            )
        )

    @workflow.signal(name="told")
    def receive_event(self, signal: EventSignal) -> None:
        """An event of the order, its goods, its money or its approval, perhaps late or for the second time."""
        if self._approval.receive(signal):
            return
        self._pending_events.receive(signal)
        if signal.subject in COMPENSATIONS:
            self._compensations.register(COMPENSATIONS[signal.subject])
        elif signal.subject == TodoDone.subject and signal.id is not None:
            self._todos.done(signal.id)
        elif signal.subject == OrderCancelRequested.subject:
            self._approval.stop(EVERY_ROUND)

    @workflow.query
    def waiting_for(self) -> list[Waiting]:
        """Why it waits."""
        if self._now is None or self._now.status in APPROVING:
            returned = self._now is not None and self._now.status is OrderStatus.RETURNED
            return [Waiting(code="waits.placing_again")] if returned else self._approval.waits
        waits = [Waiting(code=f"waits.todo.{kind}") for kind in sorted(set(self._todos.kinds))]
        if self._now.status in DELIVERING and not self._account.settled:
            waits.append(Waiting(code="waits.payment"))
        return waits
