"""Which records need a process now, as their owners say?"""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from chassis.base.clock import now
from messages.approvals.acts import HandedOver
from messages.approvals.audit import Anchored
from messages.approvals.requests import RequestView
from messages.approvals.states import RequestState
from messages.base import Page, View
from messages.collections.cases.repayment_plans import RepaymentPlanStatus, RepaymentPlanView
from messages.collections.dunning.dunnings import ShardView
from messages.collections.payments import PaymentStatus, PaymentView
from messages.collections.write_offs import WriteOffStatus, WriteOffView
from messages.deals.contracts import ContractStatus, ContractView
from messages.deals.customer_care.admissions import AdmissionStatus, AdmissionView
from messages.deals.customer_care.expenses import CustomerExpenseView, ExpenseStatus
from messages.deals.extensions import ExtensionStatus, ExtensionView
from messages.deals.registrations import RegistrationStatus, RegistrationView
from messages.leads.budgets import BudgetStatus, BudgetView
from messages.leads.pools import PoolView
from messages.orders.order_changes import OrderChangeStatus, OrderChangeView
from messages.orders.orders import OrderStatus, OrderView
from messages.orders.returns import ReturnStatus, ReturnView
from workflows import workflow_registry
from workflows.activities.service_calls import ServiceCalls
from workflows.engine.keeper import QUARTER
from workflows.workflow_registry import WorkflowStart

V = TypeVar("V")

REGISTRATIONS = (RegistrationStatus.SUBMITTED, RegistrationStatus.RETURNED, RegistrationStatus.PROTECTED)
CONTRACTS = (ContractStatus.IN_APPROVAL, ContractStatus.RETURNED)
WRITE_OFFS = (WriteOffStatus.REQUESTED, WriteOffStatus.RETURNED)
REPAYMENTS = (RepaymentPlanStatus.REQUESTED, RepaymentPlanStatus.RETURNED)
ADMISSIONS = (AdmissionStatus.SUBMITTED, AdmissionStatus.RETURNED)
EXPENSES = (ExpenseStatus.SUBMITTED, ExpenseStatus.RETURNED)
EXTENSIONS = (ExtensionStatus.REQUESTED, ExtensionStatus.RETURNED)
BUDGETS = (BudgetStatus.REQUESTED, BudgetStatus.RETURNED)
RETURNS = (ReturnStatus.REQUESTED, ReturnStatus.RETURNED, ReturnStatus.APPROVED)
CHANGES = (OrderChangeStatus.REQUESTED, OrderChangeStatus.RETURNED)
ENDED_ORDERS = (OrderStatus.COMPLETED, OrderStatus.CANCELLED)
REQUESTS = (RequestState.PENDING, RequestState.RETURNED)


def is_waiting(payment: PaymentView) -> bool:
    """For finance: to be confirmed, or to settle something."""
    seen = payment.status in (PaymentStatus.CONFIRMED, PaymentStatus.REVERSED)
    return payment.status is PaymentStatus.RECORDED or (seen and bool(payment.free))


def is_unwarned(registration: RegistrationView, now: datetime, *, warning_days: int) -> bool:
    """Its owner should have been warned by now: its process looked last when there were no warnings yet."""
    until = registration.protected_until
    if registration.status is not RegistrationStatus.PROTECTED or until is None or registration.warned_of == until:
        return False
    return now < until < now + timedelta(days=warning_days)


HOUSE_KEEPERS = (
    workflow_registry.clocks,
    workflow_registry.deliveries,
    workflow_registry.filings,
    workflow_registry.mails,
    workflow_registry.reminders,
    workflow_registry.campaign_deadlines,
)
# As long as what its record is, a process is needed.
NEEDED: dict[str, tuple[type[View], Callable[[Any], bool]]] = {
    workflow_registry.REGISTRATION: (RegistrationView, lambda it: it.status in REGISTRATIONS),
    workflow_registry.CONTRACT: (ContractView, lambda it: it.status in CONTRACTS),
    workflow_registry.ORDER: (OrderView, lambda it: it.status not in ENDED_ORDERS),
    workflow_registry.PAYMENT: (PaymentView, is_waiting),
    workflow_registry.WRITE_OFF: (WriteOffView, lambda it: it.status in WRITE_OFFS),
    workflow_registry.EXTENSION: (ExtensionView, lambda it: it.status in EXTENSIONS),
    workflow_registry.ADMISSION: (AdmissionView, lambda it: it.status in ADMISSIONS),
    workflow_registry.EXPENSE: (CustomerExpenseView, lambda it: it.status in EXPENSES),
    workflow_registry.BUDGET: (BudgetView, lambda it: it.status in BUDGETS),
    workflow_registry.REPAYMENT: (RepaymentPlanView, lambda it: it.status in REPAYMENTS),
    workflow_registry.RETURN: (ReturnView, lambda it: it.status in RETURNS),
    workflow_registry.CHANGE: (OrderChangeView, lambda it: it.status in CHANGES),
    workflow_registry.REQUEST: (RequestView, lambda it: it.state in REQUESTS),
}


class ReconciliationSources:
    """The services, which know what should be running."""

    def __init__(
        self, services: Mapping[str, ServiceCalls], *, keeper_sleep: timedelta = QUARTER, warning_days: int = 0
    ) -> None:
        self._services = services
        self._warning_days = warning_days
        self.keeper_sleep = keeper_sleep

    async def reassign_absent(self) -> HandedOver:
        """Open tasks of who is away now, or has left, go to somebody who is there."""
        return await self._services["approvals"].post("/people/process-due", HandedOver, as_of=now())

    async def anchor_chains(self) -> Anchored:
        """The audit chains that have moved get a new anchor."""
        while (done := await self._services["approvals"].post("/audit/anchors", Anchored, as_of=now())).more:
            pass
        return done

    async def is_needed(self, process_id: str) -> bool:
        """Does the record of this process still need it? A record that nobody knows does not."""
        kind, _, id = process_id.partition("/")
        if kind in workflow_registry.KEEPERS:
            return True
        if kind not in NEEDED:
            return False
        (service, path), (view, needs) = workflow_registry.RECORDS[kind], NEEDED[kind]
        record = await self._services[service].find(path.format(id=id), view)
        return record is not None and needs(record)

    async def ended_order(self, process_id: str) -> WorkflowStart | None:
        """The process of an order that has ended, to be started for what waits all the same."""
        order = await self._services["orders"].find(f"/orders/{process_id.partition('/')[2]}", OrderView)
        if order is None or order.status not in ENDED_ORDERS:
            return None
        return workflow_registry.order(order.id, number=order.number, contract_id=order.contract_id)

    async def _open_requests_of_sales(self) -> AsyncIterator[WorkflowStart]:
        async for extension in self._all("deals", "/extensions", ExtensionView, open="true"):
            yield workflow_registry.extension(extension.id, number=extension.number)
        async for admission in self._all("deals", "/admissions", AdmissionView, open="true"):
            yield workflow_registry.admission(admission.id, number=admission.number)
        async for spent in self._all("deals", "/customer-expenses", CustomerExpenseView, open="true"):
            yield workflow_registry.expense(spent.id, number=spent.number)
        async for budget in self._all("leads", "/budgets", BudgetView, open="true"):
            yield workflow_registry.budget(budget.id, number=budget.number)

    async def open_processes(self) -> AsyncIterator[WorkflowStart]:
        """Every process that should be running, with its input."""
        async for registration in self._all("deals", "/registrations", RegistrationView, open="true"):
            if registration.status in REGISTRATIONS:
                yield workflow_registry.registration(
                    registration.id,
                    number=registration.number,
                    opportunity_id=registration.opportunity_id,
                    look=is_unwarned(registration, now(), warning_days=self._warning_days),
                )
        async for contract in self._all("deals", "/contracts", ContractView, open="true"):
            if contract.status in CONTRACTS:
                yield workflow_registry.contract(
                    contract.id, number=contract.number, opportunity_id=contract.opportunity_id
                )
        async for order in self._all("orders", "/orders", OrderView, open="true"):
            if order.status not in ENDED_ORDERS:
                yield workflow_registry.order(order.id, number=order.number, contract_id=order.contract_id)
        async for goods in self._all("orders", "/returns", ReturnView, open="true"):
            yield workflow_registry.goods_return(goods.id, number=goods.number, order_id=goods.order_id)
        async for change in self._all("orders", "/order-changes", OrderChangeView, open="true"):
            yield workflow_registry.order_change(change.id, number=change.number, order_id=change.order_id)
        async for payment in self._all("collections", "/payments", PaymentView, status="RECORDED"):
            if payment.order_id is None and not payment.order_ids:
                yield workflow_registry.payment(payment.id, number=payment.number)
        async for write_off in self._all("collections", "/write-offs", WriteOffView, live="true"):
            yield workflow_registry.write_off(write_off.id, number=write_off.number)
        async for asked in self._open_requests_of_sales():
            yield asked
        async for plan in self._all("collections", "/repayment-plans", RepaymentPlanView, live="true"):
            yield workflow_registry.repayment_plan(plan.id, number=plan.number)
        for pool in await self._services["leads"].get("/pools", list[PoolView]):
            yield workflow_registry.pool(pool.id, sleep_at_most=self.keeper_sleep)
        for shard in await self._services["collections"].get("/shards", list[ShardView]):
            yield workflow_registry.shard(shard.shard, sleep_at_most=self.keeper_sleep)
        for keeper in HOUSE_KEEPERS:
            yield keeper(sleep_at_most=self.keeper_sleep)

    async def _all(self, service: str, path: str, view: type[V], **wanted: Any) -> AsyncIterator[V]:
        cursor: str | None = None
        while True:
            ask = self._services[service].get
            page = await ask(path, Page[view], limit=100, cursor=cursor, **wanted)  # type: ignore[valid-type]
            for record in page.items:
                yield record
            cursor = page.next
            if cursor is None:
                return
