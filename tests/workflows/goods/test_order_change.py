"""Is a change of an order put before its approvers, applied when they agree, and does the order wait for its money?"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from temporalio import activity
from temporalio.testing import WorkflowEnvironment

from messages.approvals.states import Outcome
from messages.collections.receivables import AccountSnapshot, ReceivableAdded
from messages.money import Money
from messages.orders.order_changes import (
    OrderChanged,
    OrderChangeEvent,
    OrderChangeRequested,
    OrderChangeSnapshot,
    OrderChangeStatus,
    OrderChangeWithdrawn,
)
from messages.orders.orders import OrderSnapshot
from tests.workflows.fake_approvals import Approvers
from tests.workflows.fake_order_services import ALL, FakeOrderServices
from tests.workflows.process_run import play, until
from tests.workflows.test_order_to_cash import approved
from workflows import workflow_registry
from workflows.workflow_registry import WorkflowStart

S = OrderChangeStatus


@dataclass
class FakeOrderChanges:
    """One change, as its process sees it. Methods in the past tense are what people do; they return the events."""

    asked: list[str] = field(default_factory=list)
    status: OrderChangeStatus = S.REQUESTED
    round: int = 1
    applied_as: list[OrderChangeStatus] = field(default_factory=lambda: [S.APPLIED])  # one each time
    id: UUID = field(default_factory=uuid4)

    @property
    def start(self) -> WorkflowStart:
        return workflow_registry.order_change(self.id, number="OC-1", order_id=uuid4())

    @activity.defn
    async def order_change_snapshot(self, as_of: datetime, id: UUID) -> OrderChangeSnapshot:
        return self._snapshot()

    @activity.defn
    async def apply_order_change(self, as_of: datetime, id: UUID, round: int) -> OrderChangeSnapshot:
        if round < self.round or self.status is not S.REQUESTED:
            return self._snapshot()  # a repeat changes nothing
        to = self.applied_as.pop(0)
        self.asked.append(f"apply {round}: {to}")
        self.round += to is S.REQUESTED  # over the credit limit by then: in another round
        self.status = to
        return self._snapshot()

    @activity.defn
    async def send_back_order_change(self, as_of: datetime, id: UUID, round: int, guidance: str) -> OrderChangeSnapshot:
        return self._to(f"send back: {guidance}", S.RETURNED)

    @activity.defn
    async def reject_order_change(self, as_of: datetime, id: UUID, round: int, reason: str) -> OrderChangeSnapshot:
        return self._to(f"reject: {reason}", S.REJECTED)

    @activity.defn
    async def withdraw_order_change(self, as_of: datetime, id: UUID) -> None:
        self._to("withdraw", S.WITHDRAWN)

    def resubmitted(self) -> OrderChangeEvent:
        self.status, self.round = S.REQUESTED, self.round + 1
        return self.event(OrderChangeRequested, requested_by=uuid4(), reason="x")

    def withdrawn(self) -> OrderChangeEvent:
        self.status = S.WITHDRAWN
        return self.event(OrderChangeWithdrawn)

    def event(self, kind: type[OrderChangeEvent], **more: Any) -> OrderChangeEvent:
        ids = {"order_change_id": self.id, "order_id": uuid4(), "customer_id": uuid4(), "owner_id": uuid4()}
        said = {"number": "OC-1", "order_number": "SO-1", "customer_name": "x", "legal_entity_id": "CS-CN"}
        return kind.model_validate(ids | said | {"difference": Money.of(1, "CNY"), "round": self.round} | more)

    def _to(self, asked: str, status: OrderChangeStatus) -> OrderChangeSnapshot:
        if self.status is not status:  # a repeat changes nothing
            self.asked.append(asked)
        self.status = status
        return self._snapshot()

    def _snapshot(self) -> OrderChangeSnapshot:
        said = {"number": "OC-1", "owner_id": UUID(int=7), "legal_entity_id": "CS-CN", "title": "x"}
        return OrderChangeSnapshot(status=self.status, round=self.round, **said)


def fakes() -> tuple[FakeOrderChanges, Approvers]:
    services = FakeOrderChanges()
    return services, Approvers(asked=services.asked)


async def test_feature_118_a_change_is_applied_when_its_approvers_agree(env: WorkflowEnvironment) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as="OrderChange-applied") as process:
        await until(lambda: services.asked)
        assert await process.waits() == ["waits.approval"]
        yes = approvers.decides(Outcome.APPROVED)
        await process.receives(yes, yes)  # the message comes twice
        assert await process.ends() == S.APPLIED
    assert services.asked[-1] == "apply 1: APPLIED"


@pytest.mark.parametrize("outcome", [Outcome.REJECTED, Outcome.WITHDRAWN])
async def test_feature_118_what_is_not_approved_ends(env: WorkflowEnvironment, outcome: Outcome) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as=f"OrderChange-{outcome.lower()}") as process:
        await until(lambda: services.asked)
        await process.receives(approvers.decides(outcome, "no"))
        assert await process.ends() == outcome
    assert services.asked[-1] == {"REJECTED": "reject: no", "WITHDRAWN": "withdraw"}[outcome]


async def test_feature_118_one_that_is_sent_back_is_asked_again_or_lapses(env: WorkflowEnvironment) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as="OrderChange-sent-back") as process:
        await until(lambda: services.asked)
        await process.receives(approvers.decides(Outcome.RETURNED, "why?"))
        await until(lambda: "send back: why?" in services.asked)
        await process.receives(services.resubmitted())
        await until(lambda: services.asked[-1] == "submit 2")
        await process.receives(approvers.decides(Outcome.RETURNED, "why?"))
        await until(lambda: services.status is S.RETURNED)
        await process.pass_time(days=31)
        assert await process.ends() == S.WITHDRAWN


async def test_feature_118_one_that_was_overtaken_is_asked_anew_when_it_is_resubmitted(
    env: WorkflowEnvironment,
) -> None:
    services, approvers = fakes()
    services.applied_as = [S.RETURNED, S.APPLIED]
    async with play(env, services.start, services, approvers, saved_as="OrderChange-overtaken") as process:
        await until(lambda: services.asked)
        await process.receives(approvers.decides(Outcome.APPROVED))
        await until(lambda: "apply 1: RETURNED" in services.asked)
        assert await process.waits() == ["waits.resubmission"]
        await process.receives(services.resubmitted())
        await until(lambda: services.asked[-1] == "submit 2")
        await process.receives(approvers.decides(Outcome.APPROVED))
        assert await process.ends() == S.APPLIED
    assert services.asked[-1] == "apply 2: APPLIED"


async def test_feature_118_over_the_limit_by_then_it_is_asked_in_another_round(env: WorkflowEnvironment) -> None:
    services, approvers = fakes()
    services.applied_as = [S.REQUESTED, S.APPLIED]
    async with play(env, services.start, services, approvers, saved_as="OrderChange-asked-again") as process:
        await until(lambda: services.asked)
        await process.receives(approvers.decides(Outcome.APPROVED))
        await until(lambda: services.asked[-1] == "submit 2")
        await process.receives(approvers.decides(Outcome.APPROVED))
        assert await process.ends() == S.APPLIED


async def test_feature_118_nobody_decides_a_change_that_was_withdrawn(env: WorkflowEnvironment) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as="OrderChange-given-up") as process:
        await until(lambda: services.asked)
        await process.receives(services.withdrawn())
        assert await process.ends() == S.WITHDRAWN
    assert services.asked[-1] == "withdraw request"


@dataclass
class ChangedOrder(FakeOrderServices):
    """A change of it waits; once it is applied, collections hears of it some time later."""

    changing: bool = False
    changes: int = 0
    heard: int = 0

    def _snapshot(self) -> OrderSnapshot:
        return super()._snapshot().model_copy(update={"changing": self.changing, "changes": self.changes})

    @activity.defn
    async def complete_order(self, as_of: datetime, id: UUID) -> OrderSnapshot:
        return self._snapshot() if self.changing else await super().complete_order(as_of, id)

    @activity.defn(name="account_standing")
    async def account_snapshot(self, as_of: datetime, order_id: UUID) -> AccountSnapshot:
        found = await super().account_snapshot(as_of, order_id)
        return found.model_copy(update={"changes": self.heard})

    def changed(self) -> OrderChanged:
        self.changing, self.changes, self.version = False, self.changes + 1, self.version + 1
        said = {"order_change_id": uuid4(), "change_number": "OC-1", "difference": ALL, "status": self.status}
        people = {"customer_id": uuid4(), "owner_id": UUID(int=7), "legal_entity_id": "CS-CN"}
        at = {"changed_at": datetime.fromisoformat("2026-01-09T00:00:00Z"), "version": self.version}
        return OrderChanged.model_validate({"order_id": self.id, "number": "SO-1", "total": ALL} | said | people | at)

    def receivable_added(self) -> ReceivableAdded:
        self.heard, self.paid = self.heard + 1, False
        about = {"receivable_id": uuid4(), "number": "SO-1-R2", "order_id": self.id, "customer_id": uuid4()}
        return ReceivableAdded(**about, legal_entity_id="CS-CN", amount=ALL, change_number="OC-1")


async def test_feature_118_an_order_ends_when_its_change_and_the_money_for_it_are_there(
    env: WorkflowEnvironment,
) -> None:
    services = ChangedOrder()
    inbox = Approvers(asked=services.asked)
    async with play(env, services.start, services, inbox, saved_as="OrderToCash-changed") as process:
        await approved(process, services, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        paid = [services.payment_recorded(), services.payment_confirmed()]
        await process.receives(services.shipped(), services.received(), *paid, services.invoice_requested())
        await until(lambda: inbox.open_kinds == ["issue_invoice"])
        services.changing = True
        await process.receives(services.invoice_issued())
        await until(lambda: inbox.open_kinds == [])
        assert "complete" not in services.asked, "it may cost more yet"
        looks = services.looks["order"]
        await process.receives(services.changed())
        await until(lambda: services.looks["order"] > looks)
        assert "complete" not in services.asked, "collections does not know yet what it costs more"
        looks = services.looks["account"]
        await process.receives(services.receivable_added())
        await until(lambda: services.looks["account"] > looks)
        await process.receives(services.payment_recorded())
        await until(lambda: inbox.open_kinds == ["confirm_payment"])
        assert "complete" not in services.asked
        await process.receives(services.payment_confirmed())
        assert await process.ends() == "COMPLETED"
    assert services.asked.count("complete") == 1
