"""Do facts begin the right process, reach the right one, and is what is missing or left over mended?"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from chassis import clock
from chassis.envelope import Envelope
from chassis.subscriptions import NotYet, Unreachable
from messages.approvals.clocks import ClockMoved
from messages.approvals.states import Outcome
from messages.base import Event
from messages.deals.contracts import ContractStatus
from messages.leads.pools import PoolDeadlineMoved, PoolDefined
from messages.orders.orders import OrderStatus
from tests.workflows.approvers import Approvers
from tests.workflows.order_house import OrderHouse
from tests.workflows.stage import until
from tests.workflows.test_contract_approval import House as ContractHouse
from tests.workflows.test_keepers import House as KeeperHouse
from workflows import starts
from workflows.owners import Owners
from workflows.reconcile import reconcile
from workflows.starts import Begin
from workflows.switchboard import Switchboard
from workflows.triggers import STARTS, TELLS, Triggers, subscriptions, triggers
from workflows.worker import make_worker, verbs_of


class FakeOwners(Owners):
    """What the owners say is open."""

    def __init__(self) -> None:
        super().__init__({})
        self.begins: list[Begin] = []

    async def need(self, process_id: str) -> bool:
        return any(begin.id == process_id for begin in self.begins)

    async def open(self) -> AsyncIterator[Begin]:
        for begin in self.begins:
            yield begin


@dataclass
class Stand:
    """The real triggers and switchboard, a real worker, and fakes behind it."""

    env: WorkflowEnvironment
    owners: FakeOwners
    switchboard: Switchboard
    order: OrderHouse
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
    switchboard = Switchboard(env.client, task_queue=queue)
    order, contract = OrderHouse(), ContractHouse()
    inbox = Approvers(asked=order.asked)
    contract.asked = order.asked
    made = Stand(env, FakeOwners(), switchboard, order, inbox, contract)
    triggers.connect(switchboard, made.owners)
    activities = [verb for house in (order, inbox, contract, made.keeper) for verb in verbs_of(house)]
    worker: Worker = make_worker(env.client, activities, task_queue=queue)
    with env.with_time_skipping_disabled():
        async with worker:
            yield made
    for process_id in await switchboard.running():
        await env.client.get_workflow_handle(process_id).terminate("the test is over")


async def test_an_order_placed_begins_its_process_once(stand: Stand) -> None:
    placed = stand.order.placed_again().model_copy(update={"round": 1})
    stand.order.round = 1
    await stand.tells(placed, placed)
    await until(lambda: stand.order.asked == ["submit 1"])
    await stand.tells(stand.order.cancel_requested())
    assert await stand.is_over(f"order-to-cash/{stand.order.id}") == "CANCELLED"
    await stand.tells(placed)  # the same message, much later
    assert not await stand.switchboard.runs(f"order-to-cash/{stand.order.id}")


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
    assert await stand.is_over(stand.inbox.process_id) == "REFUSED"


async def test_a_fact_for_a_process_that_has_ended_is_done_with(stand: Stand) -> None:
    await stand.tells(stand.order.payment_recorded())


async def test_a_fact_for_a_process_that_should_run_but_does_not_comes_again_later(stand: Stand) -> None:
    stand.owners.begins = [stand.order.begin]
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
    assert await stand.switchboard.runs("approval-clocks/house")


def test_a_process_is_told_only_what_its_own_asking_did_not_answer(stand: Stand) -> None:
    stand.inbox.process_id, stand.inbox.round = "p/1", 1
    opened, settled = stand.inbox.step_opened("sign"), stand.inbox.step_settled("sign")
    with_request = {"with_request": True}
    told = [opened, opened.model_copy(update=with_request), settled, settled.model_copy(update=with_request)]
    assert [TELLS[type(event)](event) for event in told] == [["p/1"], [], ["p/1"], []]
    again = opened.model_copy(update={"with_request": True, "round": 2})
    assert TELLS[type(again)](again) == ["p/1"], "whoever submitted it again"
    stand.inbox.process_id = ""
    assert TELLS[type(opened)](stand.inbox.step_opened("sign")) == []


async def test_before_the_worker_is_connected_facts_wait(stand: Stand) -> None:
    with pytest.raises(Unreachable):
        await Triggers().begin(stand.contract.submitted())


async def test_reconciling_begins_what_is_missing(stand: Stand) -> None:
    stand.owners.begins = [stand.order.begin, starts.pool(uuid4())]
    report = await reconcile(stand.owners, stand.switchboard)
    assert report.begun == sorted(begin.id for begin in stand.owners.begins)
    await until(lambda: stand.order.asked == ["submit 1"] and stand.keeper.looks)


async def test_reconciling_begins_again_what_ended_too_early(stand: Stand) -> None:
    stand.owners.begins = [stand.order.begin]
    await reconcile(stand.owners, stand.switchboard)
    await until(lambda: stand.order.asked == ["submit 1"])
    await stand.env.client.get_workflow_handle(stand.order.begin.id).terminate("by mistake")
    await until_gone(stand, stand.order.begin.id)
    assert (await reconcile(stand.owners, stand.switchboard)).begun == [stand.order.begin.id]


async def test_reconciling_wakes_what_is_left_over(stand: Stand) -> None:
    stand.owners.begins = [stand.order.begin]
    await reconcile(stand.owners, stand.switchboard)
    await until(lambda: stand.order.asked == ["submit 1"])
    stand.order.status, stand.inbox.outcome = OrderStatus.CANCELLED, Outcome.WITHDRAWN  # told to nobody
    stand.owners.begins = []
    await until_seen(stand, stand.order.begin.id)
    assert (await reconcile(stand.owners, stand.switchboard)).told == [stand.order.begin.id]
    assert await stand.is_over(stand.order.begin.id) == "CANCELLED"


async def until_seen(stand: Stand, process_id: str) -> None:
    """Visibility lags a little."""
    while process_id not in await stand.switchboard.running():
        pass


async def until_gone(stand: Stand, process_id: str) -> None:
    """Visibility lags a little."""
    while process_id in await stand.switchboard.running():
        pass


def test_every_fact_that_a_process_hears_is_of_a_record_with_a_process() -> None:
    assert not STARTS.keys() & TELLS.keys()
    kinds = {event.noun() for event in [*STARTS, *TELLS]}
    assert kinds == {"registration", "contract", "order", "shipment", "payment", "invoice", "step", "request", "todo"}
