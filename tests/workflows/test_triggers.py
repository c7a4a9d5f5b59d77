"""Do facts begin the right process, reach the right one, and is what is missing or left over mended?"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from temporalio.testing import WorkflowEnvironment

from chassis.base import clock
from chassis.events.envelope import Envelope
from chassis.events.subscriptions import NotYet, Unreachable
from messages.approvals.clocks import ClockMoved
from messages.approvals.states import Outcome
from messages.base import Event
from messages.collections.invoices import (
    InvoiceCancelled,
    InvoiceEvent,
    InvoiceIssued,
    InvoiceReduced,
    InvoiceRejected,
    InvoiceRequested,
)
from messages.deals.contracts import ContractStatus
from messages.deals.customer_care.expenses import CustomerExpenseBooked
from messages.leads.pools import PoolDeadlineMoved, PoolDefined
from messages.orders.orders import OrderReserved, OrderStatus
from tests.workflows.fake_approvals import Approvers
from tests.workflows.fake_order_services import FakeOrderServices
from tests.workflows.process_run import patient_worker, until
from tests.workflows.test_contract_approval import FakeServices as ContractHouse
from tests.workflows.test_keepers import FakeServices as KeeperHouse
from workflows import workflow_registry
from workflows.reconcile import reconcile
from workflows.reconciliation_sources import ReconciliationSources
from workflows.triggers import PROCESS_STARTS, SIGNALS, Triggers, subscriptions, triggers
from workflows.worker import activity_methods
from workflows.workflow_client import WorkflowClient
from workflows.workflow_registry import WorkflowStart


class FakeOwners(ReconciliationSources):
    """What the owners say is open."""

    def __init__(self) -> None:
        super().__init__({})
        self.begins: list[WorkflowStart] = []
        self.ended: list[WorkflowStart] = []

    async def is_needed(self, process_id: str) -> bool:
        return any(start.id == process_id for start in self.begins)

    async def ended_order(self, process_id: str) -> WorkflowStart | None:
        return next((start for start in self.ended if start.id == process_id), None)

    async def open_processes(self) -> AsyncIterator[WorkflowStart]:
        for start in self.begins:
            yield start


@dataclass
class Stand:
    """The real triggers and switchboard, a real worker, and fakes behind it."""

    env: WorkflowEnvironment
    owners: FakeOwners
    workflow_client: WorkflowClient
    order: FakeOrderServices
    inbox: Approvers
    contract: ContractHouse
    keeper: KeeperHouse = field(default_factory=KeeperHouse)

    async def tells(self, *events: Event) -> None:
        """As NATS would."""
        for event in events:
            message = Envelope.around(event, id=uuid4(), time=clock.now()).encoded()
            await subscriptions.handle(Envelope.decoded(message))

    async def is_over(self, process_id: str) -> Any:
        return await self.env.client.get_workflow_handle(process_id).result()


@pytest.fixture
async def stand(env: WorkflowEnvironment) -> AsyncIterator[Stand]:
    queue = f"test-{uuid4()}"
    workflow_client = WorkflowClient(env.client, task_queue=queue)
    order, contract = FakeOrderServices(), ContractHouse()
    inbox = Approvers(asked=order.asked)
    contract.asked = order.asked
    made = Stand(env, FakeOwners(), workflow_client, order, inbox, contract)
    triggers.connect(workflow_client, made.owners)
    activities = [verb for services in (order, inbox, contract, made.keeper) for verb in activity_methods(services)]
    worker = patient_worker(env, activities, queue)
    with env.with_time_skipping_disabled():
        async with worker:
            yield made
    for process_id in await workflow_client.running():
        await env.client.get_workflow_handle(process_id).terminate("the test is over")


async def test_feature_105_an_order_placed_begins_its_process_once(stand: Stand) -> None:
    placed = stand.order.placed_again().model_copy(update={"round": 1})
    stand.order.round = 1
    await stand.tells(placed, placed)
    await until(lambda: stand.order.asked == ["submit 1"])
    await stand.tells(stand.order.cancel_requested())
    assert await stand.is_over(f"order-to-cash/{stand.order.id}") == "CANCELLED"
    await stand.tells(placed)  # the same message, much later
    assert not await stand.workflow_client.runs(f"order-to-cash/{stand.order.id}")


async def test_goods_that_an_order_did_not_wait_for_are_told_to_its_process_by_the_answer_only(stand: Stand) -> None:
    reserved = stand.order.stock_counted()
    assert isinstance(reserved, OrderReserved)
    process = f"order-to-cash/{stand.order.id}"
    for waited, told in ((None, [process]), (True, [process]), (False, [])):
        assert SIGNALS[OrderReserved](reserved.model_copy(update={"waited": waited})) == told


async def test_a_contract_submitted_again_after_its_process_ended_gets_another(stand: Stand) -> None:
    process = f"contract-approval/{stand.contract.id}"
    stand.contract.round = 0
    await stand.tells(stand.contract.submitted())
    await until(lambda: "submit 1" in stand.order.asked)
    stand.contract.status = ContractStatus.DRAFT
    await stand.tells(stand.inbox.decides(Outcome.WITHDRAWN))
    assert await stand.is_over(process) == "DRAFT"
    await stand.tells(stand.contract.submitted())
    await until(lambda: "submit 2" in stand.order.asked)
    await stand.tells(stand.inbox.decides(Outcome.APPROVED))
    assert await stand.is_over(process) == "EFFECTIVE"


async def test_a_decision_reaches_the_process_that_asked(stand: Stand) -> None:
    stand.contract.round = 0
    await stand.tells(stand.contract.submitted())
    await until(lambda: "submit 1" in stand.order.asked)
    assert stand.inbox.process_id == f"contract-approval/{stand.contract.id}"
    await stand.tells(stand.inbox.decides(Outcome.REJECTED, "no"))
    assert await stand.is_over(stand.inbox.process_id) == "REJECTED"


async def test_an_event_for_a_process_that_has_ended_is_done_with(stand: Stand) -> None:
    await stand.tells(stand.order.payment_recorded())


async def test_an_event_for_a_process_that_should_run_but_does_not_comes_again_later(stand: Stand) -> None:
    stand.owners.begins = [stand.order.start]
    with pytest.raises(NotYet):
        await stand.tells(stand.order.payment_recorded())


async def test_a_pool_gets_one_keeper_which_looks_again_when_told(stand: Stand) -> None:
    pool = uuid4()
    defined = PoolDefined(pool_id=pool, code="EAST", name="East")
    await stand.tells(defined)
    await until(lambda: len(stand.keeper.looks) >= 1)
    looked = len(stand.keeper.looks)
    await stand.tells(PoolDeadlineMoved(pool_id=pool, next_due_at=clock.now()))
    await until(lambda: len(stand.keeper.looks) > looked)


async def test_the_clocks_of_requests_that_nobody_asked_a_process_for_get_one_keeper(stand: Stand) -> None:
    await stand.tells(ClockMoved(clock_id=uuid4(), next_due_at=clock.now() + timedelta(days=1)))
    await until(lambda: len(stand.keeper.looks) >= 1)
    assert await stand.workflow_client.runs("approval-clocks/house")


def test_a_process_is_told_only_what_its_own_asking_did_not_answer(stand: Stand) -> None:
    stand.inbox.process_id, stand.inbox.round = "p/1", 1
    opened, settled = stand.inbox.step_opened("sign"), stand.inbox.step_settled("sign")
    with_request = {"with_request": True}
    told = [opened, opened.model_copy(update=with_request), settled, settled.model_copy(update=with_request)]
    assert [SIGNALS[type(event)](event) for event in told] == [["p/1"], [], ["p/1"], []]
    again = opened.model_copy(update={"with_request": True, "round": 2})
    assert SIGNALS[type(again)](again) == ["p/1"], "whoever submitted it again"
    stand.inbox.process_id = ""
    assert SIGNALS[type(opened)](stand.inbox.step_opened("sign")) == []


async def test_before_the_worker_is_connected_facts_wait(stand: Stand) -> None:
    with pytest.raises(Unreachable):
        await Triggers().start(stand.contract.submitted())


async def test_reconciling_begins_what_is_missing(stand: Stand) -> None:
    stand.owners.begins = [stand.order.start, workflow_registry.pool(uuid4())]
    report = await reconcile(stand.owners, stand.workflow_client)
    assert report.started == sorted(start.id for start in stand.owners.begins)
    await until(lambda: stand.order.asked == ["submit 1"] and stand.keeper.looks)


async def test_reconciling_begins_again_what_ended_too_early(stand: Stand) -> None:
    stand.owners.begins = [stand.order.start]
    await reconcile(stand.owners, stand.workflow_client)
    await until(lambda: stand.order.asked == ["submit 1"])
    await stand.env.client.get_workflow_handle(stand.order.start.id).terminate("by mistake")
    await until_gone(stand, stand.order.start.id)
    assert (await reconcile(stand.owners, stand.workflow_client)).started == [stand.order.start.id]


async def test_reconciling_wakes_what_is_left_over(stand: Stand) -> None:
    stand.owners.begins = [stand.order.start]
    await reconcile(stand.owners, stand.workflow_client)
    await until(lambda: stand.order.asked == ["submit 1"])
    stand.order.status, stand.inbox.outcome = OrderStatus.CANCELLED, Outcome.WITHDRAWN  # told to nobody
    stand.owners.begins = []
    await until_seen(stand, stand.order.start.id)
    assert (await reconcile(stand.owners, stand.workflow_client)).signalled == [stand.order.start.id]
    assert await stand.is_over(stand.order.start.id) == "CANCELLED"


async def until_seen(stand: Stand, process_id: str) -> None:
    """Visibility lags a little."""
    while process_id not in await stand.workflow_client.running():
        pass


async def until_gone(stand: Stand, process_id: str) -> None:
    """Visibility lags a little."""
    while process_id in await stand.workflow_client.running():
        pass


def test_every_event_that_a_process_receives_is_of_a_record_with_a_process() -> None:
    assert not PROCESS_STARTS.keys() & SIGNALS.keys()
    kinds = {event.noun() for event in [*PROCESS_STARTS, *SIGNALS]}
    of_money = {"payment", "invoice", "write_off", "repayment_plan", "allowance", "refund", "receivable"}
    of_goods = {"order", "order_change", "shipment", "return"}
    of_sales = {"registration", "extension", "admission", "customer_expense", "contract"}
    assert kinds == {"step", "request", "todo", "budget"} | of_sales | of_goods | of_money


def test_an_expense_that_was_booked_when_it_came_again_is_told_to_the_process_that_waits_for_it() -> None:
    id = uuid4()
    again = CustomerExpenseBooked.model_construct(customer_expense_id=id, round=2, approved=False)
    assert SIGNALS[CustomerExpenseBooked](again) == [f"expense-approval/{id}"]
    for other in ({"round": 1}, {"approved": True}):  # it has none; its process did it
        assert SIGNALS[CustomerExpenseBooked](again.model_copy(update=other)) == []


@pytest.mark.parametrize("kind", [InvoiceRequested, InvoiceIssued, InvoiceReduced, InvoiceRejected, InvoiceCancelled])
def test_feature_128_what_becomes_of_an_invoice_over_several_orders_is_told_to_each(kind: type[InvoiceEvent]) -> None:
    first, second = uuid4(), uuid4()
    old = {"order_id": first}  # of the release before, which knew one
    for said, told in ((old, [first]), (old | {"order_ids": [first, second]}, [first, second])):
        assert SIGNALS[kind](kind.model_construct(**said)) == [f"order-to-cash/{one}" for one in told]
