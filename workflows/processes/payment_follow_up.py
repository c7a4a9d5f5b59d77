"""What happens to money that came for a customer and for no order, until it settles something?"""

from datetime import datetime, timedelta
from uuid import UUID

from temporalio import workflow

from workflows.engine.signals import EventSignal, PendingEvents, Waiting
from workflows.engine.steps import step
from workflows.engine.todos import Todos, WantedTodo

with workflow.unsafe.imports_passed_through():
    from messages.approvals.clocks import LONGEST_SILENCE
    from messages.approvals.events import TodoDone
    from messages.base import View
    from workflows.activities.collections import Collections
    from workflows.activities.snapshots import PaymentSnapshot

LONGEST_LIFE = timedelta(days=3 * 365)


class PaymentStart(View):
    """Which payment; a run that continues another also knows the open to-dos."""

    payment_id: UUID
    began_at: datetime | None = None
    todos: list[UUID] = []


@workflow.defn
class PaymentFollowUp:
    """Starts on PaymentRecorded without an order, and on PaymentReversed: payment-follow-up/{payment_id}."""

    @workflow.init
    def __init__(self, start: PaymentStart) -> None:
        self._id = start.payment_id
        self._began_at = start.began_at or workflow.now()
        self._pending_events = PendingEvents()
        self._todos = Todos(None, start.todos)

    @workflow.run
    async def run(self, start: PaymentStart) -> str:
        """Finance confirms it, then says what it settles or that it goes back; in between the process sleeps."""
        now = await self._look()
        while now.is_waiting and workflow.now() - self._began_at < LONGEST_LIFE:
            await self._todos.synchronize(wanted_todos(self._id, now), now)
            if now.settles_nothing and not self._todos.open:
                break  # finance has dealt with it
            await self._pending_events.wait(at_most=LONGEST_SILENCE)
            if workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(
                    PaymentStart(payment_id=self._id, began_at=self._began_at, todos=self._todos.open)
                )
            now = await self._look()
        await self._todos.synchronize([], now)
        return now.status

    async def _look(self) -> PaymentSnapshot:
        self._pending_events.take_all()
        return await step(Collections.payment_snapshot, self._id)

    @workflow.signal(name="told")
    def receive_event(self, signal: EventSignal) -> None:
        """An event of the payment, or a to-do that was done."""
        self._pending_events.receive(signal)
        if signal.subject == TodoDone.subject and signal.id is not None:
            self._todos.done(signal.id)

    @workflow.query
    def waiting_for(self) -> list[Waiting]:
        """Why it waits."""
        return [Waiting(code=f"waits.todo.{kind}") for kind in sorted(set(self._todos.kinds))]


def wanted_todos(id: UUID, payment: PaymentSnapshot) -> list[WantedTodo]:
    """An order that it settles asks for itself that it be confirmed."""
    if payment.settles_nothing:
        times = payment.version  # each time that something of it lies idle anew
        return [_of(id, payment, "allocate_payment", "5 business days", times)]
    return [] if payment.has_order else [_of(id, payment, "confirm_payment", "1 business days")]


def _of(id: UUID, payment: PaymentSnapshot, kind: str, within: str, times: int = 0) -> WantedTodo:
    return WantedTodo(kind, "payment", id, payment.number, "finance", within, times, payment.amount)
