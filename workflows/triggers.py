"""Which events start a process, and which are signalled to one?"""

from collections.abc import Callable
from typing import Any

from chassis.events.subscriptions import NotYet, Subscriptions, Unreachable
from chassis.http.client import Unavailable
from messages.approvals.events import RequestRevoked, RequestSettled, StepOpened, StepSettled, TodoDone
from messages.base import Event
from messages.collections.allowances import AllowanceGranted
from messages.collections.cases.repayment_plans import RepaymentPlanRequested, RepaymentPlanWithdrawn
from messages.collections.invoices import (
    InvoiceCancelled,
    InvoiceEvent,
    InvoiceFiled,
    InvoiceIssued,
    InvoiceReduced,
    InvoiceRejected,
    InvoiceRequested,
)
from messages.collections.payments import (
    PaymentConfirmed,
    PaymentEvent,
    PaymentMoved,
    PaymentRecorded,
    PaymentRejected,
    PaymentReleased,
    PaymentReversed,
    PaymentVoided,
)
from messages.collections.receivables import ReceivableAdded
from messages.collections.refunds import RefundConfirmed, RefundEvent, RefundRejected, RefundRequested, RefundWithdrawn
from messages.collections.write_offs import WriteOffApplied, WriteOffRequested, WriteOffTakenBack, WriteOffWithdrawn
from messages.deals import registrations
from messages.deals.contracts import ContractCancelled, ContractSubmitted, ContractWithdrawn
from messages.deals.customer_care.admissions import AdmissionSubmitted, AdmissionWithdrawn
from messages.deals.customer_care.expenses import (
    CustomerExpenseBooked,
    CustomerExpenseSubmitted,
    CustomerExpenseWithdrawn,
)
from messages.deals.extensions import ExtensionRequested, ExtensionWithdrawn
from messages.leads.budgets import BudgetRequested, BudgetWithdrawn
from messages.orders.order_changes import OrderChanged, OrderChangeRejected, OrderChangeRequested, OrderChangeWithdrawn
from messages.orders.orders import (
    OrderCancelRequested,
    OrderClosedShort,
    OrderGoodsBack,
    OrderGoodsRequested,
    OrderPlaced,
    OrderReserved,
)
from messages.orders.returns import ReturnReceived, ReturnRequested, ReturnWithdrawn
from messages.orders.shipments import DifferenceDecided, ShipmentDiffered, ShipmentReceived, ShipmentSent
from workflows import workflow_registry
from workflows.engine.keeper import QUARTER
from workflows.engine.signals import EventSignal
from workflows.keeper_wake_ups import KEEPER_WAKE_UPS
from workflows.reconciliation_sources import ReconciliationSources
from workflows.workflow_client import WorkflowClient
from workflows.workflow_registry import (
    ADMISSION,
    BUDGET,
    CHANGE,
    CONTRACT,
    EXPENSE,
    EXTENSION,
    ORDER,
    PAYMENT,
    REGISTRATION,
    REPAYMENT,
    RETURN,
    WRITE_OFF,
    WorkflowStart,
)

SIGNALLED_FIELDS = {"request_id", "step_id", "step", "next_clock", "outcome", "comment", "stands"}

# Event → the process that it starts. Resubmitted (a later round): started anew if it has ended, else signalled.
PROCESS_STARTS: dict[type[Event], Callable[[Any], WorkflowStart]] = {
    registrations.RegistrationSubmitted: lambda e: workflow_registry.registration(
        e.registration_id, number=e.number, opportunity_id=e.opportunity_id
    ),
    registrations.RegistrationRestored: lambda e: workflow_registry.registration(
        e.registration_id, number=e.number, opportunity_id=e.opportunity_id
    ),
    ContractSubmitted: lambda e: workflow_registry.contract(
        e.contract_id, number=e.number, opportunity_id=e.opportunity_id
    ),
    OrderPlaced: lambda e: workflow_registry.order(
        e.order_id, number=e.number, contract_id=e.contract_id, stands=e.stands
    ),
    AdmissionSubmitted: lambda e: workflow_registry.admission(e.admission_id, number=e.number),
    CustomerExpenseSubmitted: lambda e: workflow_registry.expense(e.customer_expense_id, number=e.number),
    ExtensionRequested: lambda e: workflow_registry.extension(e.extension_id, number=e.number),
    BudgetRequested: lambda e: workflow_registry.budget(e.budget_id, number=e.number),
    RepaymentPlanRequested: lambda e: workflow_registry.repayment_plan(e.repayment_plan_id, number=e.number),
    WriteOffRequested: lambda e: workflow_registry.write_off(e.write_off_id, number=e.number),
    ReturnRequested: lambda e: workflow_registry.goods_return(e.return_id, number=e.number, order_id=e.order_id),
    OrderChangeRequested: lambda e: workflow_registry.order_change(
        e.order_change_id, number=e.number, order_id=e.order_id
    ),
}

# Event → the processes that are signalled.
SIGNALS: dict[type[Event], Callable[[Any], list[str]]] = {
    registrations.RegistrationWithdrawn: lambda e: [f"{REGISTRATION}/{e.registration_id}"],
    registrations.RegistrationClosed: lambda e: [f"{REGISTRATION}/{e.registration_id}"],
    registrations.RegistrationAbandoned: lambda e: [f"{REGISTRATION}/{e.registration_id}"],
    registrations.RegistrationExtended: lambda e: [f"{REGISTRATION}/{e.registration_id}"],
    ContractWithdrawn: lambda e: [f"{CONTRACT}/{e.contract_id}"],
    ContractCancelled: lambda e: [f"{CONTRACT}/{e.contract_id}"],
    OrderCancelRequested: lambda e: [f"{ORDER}/{e.order_id}"],
    OrderReserved: lambda e: [] if e.waited is False else [f"{ORDER}/{e.order_id}"],  # else it is in the answer
    OrderGoodsRequested: lambda e: [f"{ORDER}/{e.order_id}"],
    OrderGoodsBack: lambda e: [f"{ORDER}/{e.order_id}"],
    ShipmentSent: lambda e: [f"{ORDER}/{e.order_id}"],
    ShipmentReceived: lambda e: [f"{ORDER}/{e.order_id}"],
    ShipmentDiffered: lambda e: [f"{ORDER}/{e.order_id}"],
    DifferenceDecided: lambda e: [f"{ORDER}/{e.order_id}"],
    OrderClosedShort: lambda e: [f"{ORDER}/{e.order_id}"],
    OrderChanged: lambda e: [f"{ORDER}/{e.order_id}"],
    OrderChangeRejected: lambda e: [f"{ORDER}/{e.order_id}"],  # it may be complete
    OrderChangeWithdrawn: lambda e: [f"{CHANGE}/{e.order_change_id}", f"{ORDER}/{e.order_id}"],
    AllowanceGranted: lambda e: [f"{ORDER}/{e.order_id}"],
    ReceivableAdded: lambda e: [f"{ORDER}/{e.order_id}"] if e.order_id else [],
    ReturnReceived: lambda e: [f"{RETURN}/{e.return_id}"],
    ReturnWithdrawn: lambda e: [f"{RETURN}/{e.return_id}"],
    PaymentRecorded: lambda e: _of_payment(e),
    PaymentConfirmed: lambda e: _of_payment(e),
    PaymentRejected: lambda e: _of_payment(e),
    PaymentReleased: lambda e: _of_payment(e),
    PaymentReversed: lambda e: _of_payment(e),
    PaymentVoided: lambda e: _of_payment(e),
    PaymentMoved: lambda e: _of_payment(e),
    RefundRequested: lambda e: _of_refund(e),
    RefundConfirmed: lambda e: _of_refund(e),
    RefundRejected: lambda e: _of_refund(e),
    RefundWithdrawn: lambda e: _of_refund(e),
    InvoiceRequested: lambda e: _of_invoice(e),
    InvoiceFiled: lambda e: _of_invoice(e),  # finance has done its part
    InvoiceIssued: lambda e: _of_invoice(e),
    InvoiceReduced: lambda e: _of_invoice(e),
    InvoiceRejected: lambda e: _of_invoice(e),
    InvoiceCancelled: lambda e: _of_invoice(e),
    AdmissionWithdrawn: lambda e: [f"{ADMISSION}/{e.admission_id}"],
    CustomerExpenseWithdrawn: lambda e: [f"{EXPENSE}/{e.customer_expense_id}"],
    CustomerExpenseBooked: lambda e: _of_booked_expense(e),
    ExtensionWithdrawn: lambda e: [f"{EXTENSION}/{e.extension_id}"],
    BudgetWithdrawn: lambda e: [f"{BUDGET}/{e.budget_id}"],
    RepaymentPlanWithdrawn: lambda e: [f"{REPAYMENT}/{e.repayment_plan_id}"],
    WriteOffWithdrawn: lambda e: [f"{WRITE_OFF}/{e.write_off_id}"],
    WriteOffApplied: lambda e: [f"{ORDER}/{e.order_id}"] if e.order_id else [],
    WriteOffTakenBack: lambda e: [f"{ORDER}/{e.order_id}"] if e.order_id else [],
    StepOpened: lambda e: [] if e.with_request and e.round == 1 else _requesting_process(e),  # it is in the answer
    StepSettled: lambda e: [] if e.with_request else _requesting_process(e),  # RequestSettled says it
    RequestSettled: lambda e: _requesting_process(e),
    TodoDone: lambda e: [e.process_id] if e.process_id else [],
}


# Events after which something waits for somebody, also when the order has ended: its process is started once more.
WAITING_AFTER_THE_END = (
    PaymentRecorded,
    InvoiceRequested,
    InvoiceReduced,
    InvoiceCancelled,
    AllowanceGranted,
    RefundRejected,
    RefundWithdrawn,
)
# Events after which a payment for no order waits for somebody.
WAITING_ON_ACCOUNT = (
    PaymentRecorded, PaymentReleased, PaymentReversed, PaymentMoved, RefundRejected, RefundWithdrawn,
)  # fmt: skip


def _of_payment(event: PaymentEvent) -> list[str]:
    own = [f"{PAYMENT}/{event.payment_id}"] if event.on_account else []
    return [f"{ORDER}/{id}" for id in event.order_ids] + own


def _of_invoice(event: InvoiceEvent) -> list[str]:
    """Each of its orders."""
    return [f"{ORDER}/{id}" for id in event.orders]


def _of_refund(event: RefundEvent) -> list[str]:
    """The money waits, or waits no longer, for somebody to say what becomes of it."""
    return [f"{ORDER}/{event.order_id}" if event.order_id else f"{PAYMENT}/{event.payment_id}"]


def _of_booked_expense(event: CustomerExpenseBooked) -> list[str]:
    """Returned, and small enough when it came again: its process waits. What it booked itself it knows."""
    return [f"{EXPENSE}/{event.customer_expense_id}"] if event.round > 1 and not event.approved else []


def _requesting_process(event: Any) -> list[str]:
    return [event.process_id] if event.process_id else []


class Triggers:
    """The tables at work. Connected once, when the worker has its client."""

    def __init__(self) -> None:
        self._connected: WorkflowClient | None = None
        self._sources: ReconciliationSources | None = None
        self._keeper_sleep = QUARTER

    def connect(self, workflow_client: WorkflowClient, sources: ReconciliationSources) -> None:
        """From now on events reach processes."""
        self._connected, self._sources, self._keeper_sleep = workflow_client, sources, sources.keeper_sleep

    async def start(self, event: Event) -> None:
        """A record was submitted."""
        start = PROCESS_STARTS[type(event)](event)
        if getattr(event, "round", 1) > 1:
            await self._workflow_client.start_or_signal(start, signal_of(event))
        else:
            await self._workflow_client.start(start)

    async def undo(self, event: RequestRevoked) -> None:
        """An approval was revoked: once, what a process had made of it is undone."""
        if event.process_id is not None:
            start = workflow_registry.revocation(
                event.request_id, kind=event.about.kind, record_id=event.about.id, number=event.about.number,
                reason=event.comment,
            )  # fmt: skip
            await self._workflow_client.start(start)

    async def wake_keeper(self, event: Event) -> None:
        """A deadline moved, or there is something new to keep."""
        start = KEEPER_WAKE_UPS[type(event)](event, self._keeper_sleep)
        await self._workflow_client.start_or_wake_up(start, getattr(event, "next_due_at", None))

    async def signal(self, event: Event) -> None:
        """Not found: its record has ended → done, else later again."""
        for process_id in SIGNALS[type(event)](event):
            if await self._workflow_client.signal(process_id, signal_of(event, process_id)):
                continue
            if start := await self._start_after_the_end(event, process_id):
                await self._workflow_client.restart_unless_running(start)
            elif await self._needed(process_id):
                raise NotYet("process", process_id)

    async def _start_after_the_end(self, event: Event, process_id: str) -> WorkflowStart | None:
        """What waits for somebody is never left to a process that has ended."""
        if process_id.startswith(PAYMENT) and isinstance(event, WAITING_ON_ACCOUNT):
            number = event.payment_number if isinstance(event, RefundEvent) else event.number
            return workflow_registry.payment(event.payment_id, number=number)
        if process_id.startswith(ORDER) and isinstance(event, WAITING_AFTER_THE_END):
            assert self._sources is not None
            try:
                return await self._sources.ended_order(process_id)
            except Unavailable as away:
                raise Unreachable(str(away)) from away
        return None

    @property
    def _workflow_client(self) -> WorkflowClient:
        if self._connected is None:
            raise Unreachable("the triggers are not connected to Temporal yet")
        return self._connected

    async def _needed(self, process_id: str) -> bool:
        assert self._sources is not None
        try:
            return await self._sources.is_needed(process_id)
        except Unavailable as away:
            raise Unreachable(str(away)) from away


def signal_of(event: Event, process_id: str = "") -> EventSignal:
    """The event as this process receives it."""
    data = event.model_dump(mode="json", include=SIGNALLED_FIELDS)
    accounts = {f"{ORDER}/{id}": account for id, account in getattr(event, "accounts", {}).items()}
    if process_id in accounts:
        data["account"] = accounts[process_id].model_dump(mode="json")
    return EventSignal(
        subject=event.subject,
        id=event.aggregate_id,
        round=getattr(event, "round", 0),
        version=event.version,
        data=data,
    )


triggers = Triggers()
subscriptions = Subscriptions("workflows", inbox=False, at_once=10)

subscriptions.on(RequestRevoked)(triggers.undo)
for _kind in PROCESS_STARTS:
    subscriptions.on(_kind)(triggers.start)
for _kind in KEEPER_WAKE_UPS:
    subscriptions.on(_kind)(triggers.wake_keeper)
for _kind in SIGNALS:
    subscriptions.on(_kind)(triggers.signal)
