"""Is every payment and every invoice that waits somebody's to-do? (cases E3, E4, E13)"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from temporalio import activity
from temporalio.testing import WorkflowEnvironment

from chassis.events.envelope import Envelope
from messages.approvals.states import Outcome
from messages.base import Event, OpenItem
from messages.collections.payments import PaymentConfirmed, PaymentRecorded, PaymentRejected, PaymentReversed
from messages.collections.payments import PaymentStatus as S
from messages.money import Money
from messages.orders.orders import OrderStatus
from tests.workflows.fake_approvals import Approvers
from tests.workflows.fake_order_services import TOTAL, FakeOrderServices
from tests.workflows.process_run import play, until
from tests.workflows.test_triggers import Stand, stand
from workflows import workflow_registry
from workflows.activities.snapshots import PaymentSnapshot
from workflows.engine.todos import WantedTodo
from workflows.triggers import SIGNALS, subscriptions
from workflows.workflow_registry import WorkflowStart

__all__ = ["stand"]
ALL = Money.of("100.00", "CNY")


@dataclass
class OnAccount:
    """One payment for no order."""

    id: UUID = field(default_factory=uuid4)
    status: S = S.RECORDED
    idle: bool = False
    has_order: bool = False
    version: int = 1

    @property
    def start(self) -> WorkflowStart:
        return workflow_registry.payment(self.id, number="PM-1")

    @activity.defn
    async def payment_snapshot(self, as_of: datetime, payment_id: UUID) -> PaymentSnapshot:
        return PaymentSnapshot(
            status=self.status, number="PM-1", title="华为", legal_entity_id="CS-CN", has_order=self.has_order,
            settles_nothing=self.idle, version=self.version, amount=ALL,
        )  # fmt: skip

    def becomes(self, kind: type[Event], status: S, *, idle: bool = False, **more: Any) -> Event:
        self.status, self.idle, self.version = status, idle, self.version + 1
        own = {"payment_id": self.id, "number": "PM-1", "customer_id": uuid4(), "amount": ALL, "on_account": True}
        return kind(**own, legal_entity_id="CS-CN", **more)


async def test_case_e3_a_payment_without_an_order_is_confirmed_and_allocated_by_finance(
    env: WorkflowEnvironment,
) -> None:
    money, inbox = OnAccount(), Approvers()
    async with play(env, money.start, money, inbox, saved_as="PaymentFollowUp-allocated") as process:
        await until(lambda: inbox.open_kinds == ["confirm_payment"])
        [todo] = inbox.todos.values()
        assert (todo.role, todo.title, todo.order_id, todo.about_kind) == ("finance", "华为", None, "payment")
        assert todo.amount == ALL
        assert await process.waits() == ["waits.todo.confirm_payment"]
        said = money.becomes(PaymentConfirmed, S.CONFIRMED, idle=True, confirmed_by=uuid4(), allocated=ALL)
        await process.receives(said)
        await until(lambda: inbox.open_kinds == ["allocate_payment"])
        await process.receives(money.becomes(PaymentConfirmed, S.CONFIRMED, confirmed_by=uuid4(), allocated=ALL))
        assert await process.ends() == "CONFIRMED"
        assert inbox.open_kinds == []


async def test_case_e4_money_of_a_cancelled_order_asks_finance_once(env: WorkflowEnvironment) -> None:
    money, inbox = OnAccount(status=S.REVERSED, idle=True), Approvers()
    async with play(env, money.start, money, inbox) as process:
        await until(lambda: inbox.open_kinds == ["allocate_payment"])
        await process.receives(inbox.ticked_off("allocate_payment"))
        assert await process.ends() == "REVERSED"
        assert inbox.open_kinds == []


async def test_case_e3_a_rejected_payment_waits_for_nobody(env: WorkflowEnvironment) -> None:
    money, inbox = OnAccount(), Approvers()
    async with play(env, money.start, money, inbox) as process:
        await until(lambda: inbox.open_kinds == ["confirm_payment"])
        await process.receives(money.becomes(PaymentRejected, S.REJECTED, reason="no"))
        assert await process.ends() == "REJECTED"
        assert inbox.open_kinds == []


async def test_case_e3_a_payment_that_still_waits_when_its_order_is_cancelled_stays_a_to_do(
    env: WorkflowEnvironment,
) -> None:
    services, inbox = FakeOrderServices(status=OrderStatus.CANCELLED), Approvers()
    services.to_confirm.append(OpenItem(id=uuid4(), number="PM-1"))
    async with play(env, services.start, services, inbox) as process:
        await until(lambda: inbox.open_kinds == ["confirm_payment"])
        said = services.payment_confirmed()
        services.paid = False
        services.on_account.append(OpenItem(id=uuid4(), number="PM-1"))
        await process.receives(said)
        await until(lambda: inbox.open_kinds == ["allocate_payment"])
        await process.receives(inbox.ticked_off("allocate_payment"))
        assert await process.ends() == "CANCELLED"
        assert inbox.open_kinds == []


async def test_case_e13_a_completed_order_whose_invoice_is_reversed_asks_for_another(env: WorkflowEnvironment) -> None:
    services, inbox = FakeOrderServices(status=OrderStatus.COMPLETED, paid=True, invoices=1), Approvers()
    async with play(env, services.start, services, inbox) as process:
        await until(lambda: inbox.open_kinds == ["request_invoice"])
        await process.receives(services.invoice_requested())
        await until(lambda: inbox.open_kinds == ["issue_invoice"])
        await process.receives(services.invoice_issued())
        assert await process.ends() == "COMPLETED"
        assert inbox.open_kinds == []


async def test_case_f_each_to_do_of_an_order_says_how_much_it_is_about(env: WorkflowEnvironment) -> None:
    services, inbox = FakeOrderServices(status=OrderStatus.RECEIVED), Approvers()
    services.to_confirm.append(OpenItem(id=uuid4(), number="PM-1", amount=ALL))
    services.on_the_way.append(OpenItem(id=uuid4(), number="SH-1", amount=ALL))
    async with play(env, services.start, services, inbox) as process:
        await until(lambda: inbox.open_kinds == ["confirm_payment", "receive", "request_invoice"])
        amounts = {todo.kind: todo.amount for todo in inbox.todos.values()}
        assert amounts == {"confirm_payment": ALL, "receive": ALL, "request_invoice": TOTAL}
        await process.receives(services.invoice_requested())
        await until(lambda: "issue_invoice" in inbox.open_kinds)
        assert next(todo.amount for todo in inbox.todos.values() if todo.kind == "issue_invoice") == ALL


@pytest.mark.parametrize("returned", [False, True], ids=["in approval", "returned"])
async def test_feature_121_money_that_comes_before_the_order_is_approved_is_finances_at_once(
    env: WorkflowEnvironment, returned: bool
) -> None:
    services = FakeOrderServices()
    inbox = Approvers(asked=services.asked)
    saved_as = f"OrderToCash-prepaid{'-returned' if returned else ''}"
    async with play(env, services.start, services, inbox, saved_as=saved_as) as process:
        await until(lambda: "submit 1" in services.asked)
        if returned:
            await process.receives(inbox.decides(Outcome.RETURNED, "fewer"))
            await until(lambda: "return: fewer" in services.asked)
        await process.receives(services.payment_recorded())
        await until(lambda: inbox.open_kinds == ["confirm_payment"])
        [todo] = inbox.todos.values()
        assert (todo.role, todo.amount) == ("finance", ALL)
        await process.receives(services.payment_confirmed())
        await until(lambda: inbox.open_kinds == [])
        if returned:
            await process.receives(services.placed_again())
            await until(lambda: "submit 2" in services.asked)
        await process.receives(inbox.decides(Outcome.APPROVED))
        await until(lambda: inbox.open_kinds == ["ship"])


async def test_feature_125_the_next_step_starts_when_finance_has_confirmed_the_money(env: WorkflowEnvironment) -> None:
    services, inbox = FakeOrderServices(status=OrderStatus.RECEIVED, invoiced=True, invoices=1), Approvers()
    async with play(env, services.start, services, inbox) as process:
        await process.receives(services.payment_recorded())
        await until(lambda: inbox.open_kinds == ["confirm_payment"])
        assert services.asked == []
        await process.receives(services.payment_confirmed())
        assert await process.ends() == "COMPLETED"
        assert services.asked == ["complete"]


async def test_feature_121_113_money_entered_is_a_task_of_finance_at_each_stage_of_an_order(
    env: WorkflowEnvironment,
) -> None:
    for status in (OrderStatus.CONFIRMED, OrderStatus.RESERVED, OrderStatus.SHIPPED, OrderStatus.RECEIVED):
        services, inbox = FakeOrderServices(status=status, stock=False, invoiced=True, invoices=1), Approvers()
        async with play(env, services.start, services, inbox) as process:
            await process.receives(services.payment_recorded())
            await until(lambda inbox=inbox: "confirm_payment" in inbox.open_kinds)
            asked = next(todo for todo in inbox.todos.values() if todo.kind == "confirm_payment")
            assert (asked.role, asked.person_id, asked.amount) == ("finance", None, ALL)


def test_case_f_a_to_do_that_was_ticked_off_is_the_same_whatever_it_is_worth() -> None:
    about = ("restock", "order", UUID(int=1), "SO-1", "order_admin", "2 business days")
    assert WantedTodo(*about, amount=ALL) == WantedTodo(*about)
    assert len({WantedTodo(*about, amount=ALL), WantedTodo(*about), WantedTodo(*about, times=1)}) == 2


@pytest.mark.parametrize("late", ["invoice_reversed", "payment_recorded", "invoice_requested"])
async def test_case_e3_what_comes_after_the_end_of_an_order_starts_its_process_again(stand: Stand, late: str) -> None:
    stand.order.status, stand.order.paid, stand.order.invoiced, stand.order.invoices = (
        OrderStatus.COMPLETED,
        True,
        True,
        1,
    )
    stand.owners.ended = [stand.order.start]
    told = {"invoice_reversed": "request_invoice", "payment_recorded": "confirm_payment"}
    await stand.tells(getattr(stand.order, late)())
    await until(lambda: stand.inbox.open_kinds == [told.get(late, "issue_invoice")])


async def test_case_e3_a_payment_for_no_order_starts_a_process_of_its_own(stand: Stand) -> None:
    money = OnAccount()
    recorded = money.becomes(PaymentRecorded, S.RECORDED, recorded_by=uuid4())
    assert SIGNALS[PaymentRecorded](recorded) == [money.start.id]
    assert SIGNALS[PaymentRecorded](recorded.model_copy(update={"on_account": False})) == []
    for event in (recorded, money.becomes(PaymentReversed, S.REVERSED)):
        await subscriptions.handle(Envelope.around(event, id=uuid4(), time=datetime.now().astimezone()))
        assert await stand.workflow_client.runs(money.start.id)
