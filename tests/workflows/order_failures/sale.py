"""How does a test take one sale to a step of its process, do the step, and go on to the end?"""

from dataclasses import dataclass

from messages.approvals.states import Outcome
from messages.base import Event
from messages.orders.orders import OrderReserved
from tests.workflows.fake_approvals import Approvers
from tests.workflows.fake_order_services import FakeOrderServices
from tests.workflows.process_run import Play, until
from workflows.engine.signals import LOOK, EventSignal

ON_THE_WAY = ("approve", "confirm and reserve", "ship", "receive", "invoice", "pay", "complete")
# Each compensation, with the step before which its registering event is still under way.
COMPENSATIONS = {
    "return goods to stock": "ship",
    "release stock": "approve",
    "cancel invoices": "invoice",
    "reverse payments": "invoice",
    "cancel receivables": "approve",
    "finish cancellation": "invoice",
}
STEPS = (*ON_THE_WAY, *COMPENSATIONS)
BY_PEOPLE = ("ship", "receive", "invoice", "pay")
# The call of the step: what the process asks a service for, or tells it, because of it.
CALLS = {
    "approve": "submit_request",
    "confirm and reserve": "confirm_and_reserve",
    **dict.fromkeys(BY_PEOPLE, "set_todos"),
    "complete": "complete_order",
    "return goods to stock": "take_back",
    "release stock": "release_stock",
    "cancel invoices": "cancel_invoices",
    "reverse payments": "reverse_payments",
    "cancel receivables": "cancel_receivables",
    "finish cancellation": "order_cancelled",
}
RULES = {"approve": "APP-12", "cancel invoices": "COL-16", "reverse payments": "COL-15", "cancel receivables": "COL-15"}
OPEN_BEFORE = {
    "ship": ["ship"],
    "receive": ["receive"],
    "invoice": ["request_invoice"],
    "pay": [],
    "complete": ["confirm_payment"],
}


@dataclass
class Sale:
    services: FakeOrderServices
    inbox: Approvers
    process: Play

    async def reach(self, step: str) -> None:
        """Everything before it is done, and the process has seen that."""
        if step in COMPENSATIONS:
            await self.reach("invoice")
            await self.process.receives(self.services.invoice_requested(), self.services.payment_recorded())
            await until(lambda: self.inbox.open_kinds == ["confirm_payment", "issue_invoice"])
            return
        await until(lambda: f"submit {self.services.round}" in self.services.asked)
        for before in ON_THE_WAY[1 : ON_THE_WAY.index(step)]:
            await self.process.receives(*self.does(before))
            await self.is_seen(ON_THE_WAY[ON_THE_WAY.index(before) + 1])

    async def is_seen(self, next_step: str) -> None:
        """People are asked for what comes next, or nobody while the customer's money is awaited."""
        await until(lambda: self.inbox.open_kinds == OPEN_BEFORE[next_step])

    async def go_on_after(self, step: str) -> None:
        """To the end."""
        for after in ON_THE_WAY[max(1, ON_THE_WAY.index(step)) + 1 :]:
            await self.is_seen(after)
            await self.process.receives(*self.does(after))

    def does(self, step: str) -> list[Event]:
        """It is done; what is told of it."""
        services = self.services
        if step in COMPENSATIONS:
            return [services.cancel_requested()]
        return {
            "approve": lambda: [self.inbox.decides(Outcome.APPROVED)],
            "confirm and reserve": lambda: [self.inbox.decides(Outcome.APPROVED)],
            "ship": lambda: [services.shipped()],
            "receive": lambda: [services.received()],
            "invoice": lambda: [services.invoice_requested(), services.invoice_issued()],
            "pay": lambda: [services.payment_recorded()],
            "complete": lambda: [services.payment_confirmed()],
        }[step]()

    def registers(self, compensation: str) -> Event:
        """What says that there is something to be undone."""
        services = self.services
        return {
            "return goods to stock": services.shipped,
            "release stock": lambda: self.inbox.decides(Outcome.APPROVED),
            "cancel receivables": lambda: self.inbox.decides(Outcome.APPROVED),
            "cancel invoices": services.invoice_requested,
            "reverse payments": services.payment_recorded,
            "finish cancellation": services.payment_recorded,
        }[compensation]()

    async def is_told_late(self, step: str) -> str:
        """Of the step after what followed it; the step from which the sale goes on."""
        services, receives = self.services, self.process.receives
        if step in COMPENSATIONS:
            registered, cancelled = self.registers(step), services.cancel_requested()
            await receives(cancelled, registered)
        elif step == "approve":  # the message is lost; found by looking again
            self.does(step)
            await self.process.pass_time(days=8)
            await receives(EventSignal(subject=LOOK))
        elif step == "confirm and reserve":
            await receives(*self.does(step))
            await self.is_seen("ship")
            await receives(OrderReserved(**services._order(), version=1))
        elif step in ("ship", "receive"):
            first, then = self.does(step), self.does("receive" if step == "ship" else "invoice")
            await receives(*then, *first)
            return "receive" if step == "ship" else "invoice"
        elif step == "invoice":
            await receives(*reversed(self.does(step)))
        elif step == "pay":
            first, then = self.does(step), self.does("complete")
            await receives(*then, *first)
            return "complete"
        else:
            again = OrderReserved(**services._order(), version=1)
            await receives(*self.does(step), again)
        return step
