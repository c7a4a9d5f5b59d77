"""Do goods come back after their approval, are they asked for until somebody counted them, and do all waits end?"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from temporalio import activity
from temporalio.testing import WorkflowEnvironment

from messages.approvals.states import Outcome
from messages.errors import RuleViolation
from messages.money import Money
from messages.orders.returns import (
    ReturnEvent,
    ReturnReceived,
    ReturnRequested,
    ReturnSnapshot,
    ReturnStatus,
    ReturnWithdrawn,
)
from tests.workflows.fake_approvals import Approvers
from tests.workflows.process_run import play, until
from workflows import workflow_registry
from workflows.activities.service_calls import rule_violation_error
from workflows.workflow_registry import WorkflowStart

S = ReturnStatus
WORTH = Money.of("12.50", "CNY")


@dataclass
class FakeReturns:
    """One return, as its process sees it. Methods in the past tense are what people do; they return the events."""

    asked: list[str] = field(default_factory=list)
    status: ReturnStatus = S.REQUESTED
    round: int = 1
    id: UUID = field(default_factory=uuid4)

    @property
    def start(self) -> WorkflowStart:
        return workflow_registry.goods_return(self.id, number="RT-1", order_id=uuid4())

    @activity.defn
    async def return_snapshot(self, as_of: datetime, id: UUID) -> ReturnSnapshot:
        return self._snapshot()

    @activity.defn
    async def approve_return(self, as_of: datetime, id: UUID, round: int) -> ReturnSnapshot:
        return self._to("approve", S.APPROVED)

    @activity.defn
    async def send_back_return(self, as_of: datetime, id: UUID, round: int, guidance: str) -> ReturnSnapshot:
        return self._to(f"send back: {guidance}", S.RETURNED)

    @activity.defn
    async def reject_return(self, as_of: datetime, id: UUID, round: int, reason: str) -> ReturnSnapshot:
        return self._to(f"reject: {reason}", S.REJECTED)

    @activity.defn
    async def withdraw_return(self, as_of: datetime, id: UUID) -> None:
        if self.status is S.RECEIVED:
            raise rule_violation_error(RuleViolation("ORD-78", status=self.status))
        self._to("withdraw", S.WITHDRAWN)

    def came_back(self, *, is_complete: bool) -> ReturnEvent:
        self.status = S.RECEIVED if is_complete else self.status
        said = {"counting_id": uuid4(), "by_id": uuid4(), "good": 1, "scrapped": 0, "is_complete": is_complete}
        said |= {"credit": Money.of(1, "CNY"), "received_at": datetime(2026, 1, 9, tzinfo=UTC)}
        return self.event(ReturnReceived, **said)

    def resubmitted(self) -> ReturnEvent:
        self.status, self.round = S.REQUESTED, self.round + 1
        return self.event(ReturnRequested, requested_by=uuid4(), reason="x")

    def withdrawn(self) -> ReturnEvent:
        self.status = S.WITHDRAWN
        return self.event(ReturnWithdrawn)

    def event(self, kind: type[ReturnEvent], **more: Any) -> ReturnEvent:
        ids = {"return_id": self.id, "order_id": uuid4(), "shipment_id": uuid4(), "customer_id": uuid4()}
        said = {"number": "RT-1", "order_number": "SO-1", "customer_name": "x", "owner_id": uuid4()}
        said |= {"legal_entity_id": "CS-CN", "worth": Money.of(1, "CNY"), "round": self.round}
        return kind.model_validate(ids | said | more)

    def _to(self, asked: str, status: ReturnStatus) -> ReturnSnapshot:
        if self.status is not status:  # a repeat changes nothing
            self.asked.append(asked)
        self.status = status
        return self._snapshot()

    def _snapshot(self) -> ReturnSnapshot:
        said = {"number": "RT-1", "owner_id": UUID(int=7), "legal_entity_id": "CS-CN", "title": "x"}
        return ReturnSnapshot(status=self.status, round=self.round, worth=WORTH, **said)


def fakes() -> tuple[FakeReturns, Approvers]:
    services = FakeReturns()
    return services, Approvers(asked=services.asked)


async def test_feature_119_a_shipper_is_asked_for_the_goods_until_all_are_back(env: WorkflowEnvironment) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as="GoodsReturn-back") as process:
        await until(lambda: services.asked)
        assert await process.waits() == ["waits.approval"]
        yes = approvers.decides(Outcome.APPROVED)
        await process.receives(yes, yes)  # the message comes twice
        await until(lambda: approvers.open_kinds == ["receive_return"])
        assert [(todo.role, todo.amount) for todo in approvers.todos.values()] == [("shipper", WORTH)]
        assert await process.waits() == ["waits.todo.receive_return"]
        await process.receives(services.came_back(is_complete=False), approvers.ticked_off("receive_return"))
        await until(lambda: approvers.open_kinds == ["receive_return"])
        last = services.came_back(is_complete=True)
        await process.receives(last, last)
        assert await process.ends() == S.RECEIVED
    assert approvers.open_kinds == []
    assert services.asked.count("approve") == 1


@pytest.mark.parametrize("outcome", [Outcome.REJECTED, Outcome.WITHDRAWN])
async def test_feature_119_what_is_not_approved_ends(env: WorkflowEnvironment, outcome: Outcome) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as=f"GoodsReturn-{outcome.lower()}") as process:
        await until(lambda: services.asked)
        await process.receives(approvers.decides(outcome, "no"))
        assert await process.ends() == outcome
    assert services.asked[-1] == {"REJECTED": "reject: no", "WITHDRAWN": "withdraw"}[outcome]


async def test_feature_119_one_that_is_sent_back_is_asked_again_or_lapses(env: WorkflowEnvironment) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as="GoodsReturn-sent-back") as process:
        await until(lambda: services.asked)
        await process.receives(approvers.decides(Outcome.RETURNED, "why?"))
        await until(lambda: "send back: why?" in services.asked)
        await process.receives(services.resubmitted())
        await until(lambda: services.asked[-1] == "submit 2")
        await process.receives(approvers.decides(Outcome.RETURNED, "why?"))
        await until(lambda: services.status is S.RETURNED)
        await process.pass_time(days=31)
        assert await process.ends() == S.WITHDRAWN


async def test_feature_119_goods_that_do_not_come_are_awaited_for_half_a_year(env: WorkflowEnvironment) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as="GoodsReturn-never-came") as process:
        await until(lambda: services.asked)
        await process.receives(approvers.decides(Outcome.APPROVED))
        await until(lambda: approvers.open_kinds == ["receive_return"])
        await process.pass_time(days=181)
        assert await process.ends() == S.WITHDRAWN
    assert approvers.open_kinds == []


async def test_feature_119_nobody_decides_a_return_that_was_withdrawn(env: WorkflowEnvironment) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as="GoodsReturn-given-up") as process:
        await until(lambda: services.asked)
        await process.receives(services.withdrawn())
        assert await process.ends() == S.WITHDRAWN
    assert services.asked[-1] == "withdraw request"


async def test_feature_119_a_process_that_begins_anew_goes_on_where_the_return_stands(env: WorkflowEnvironment) -> None:
    services, approvers = fakes()
    services.status = S.APPROVED
    async with play(env, services.start, services, approvers) as process:
        await until(lambda: approvers.open_kinds == ["receive_return"])
        await process.receives(services.came_back(is_complete=True))
        assert await process.ends() == S.RECEIVED
    assert services.asked == ["todo receive_return", "close receive_return"]
