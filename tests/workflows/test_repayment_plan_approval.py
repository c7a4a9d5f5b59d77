"""Does a plan to repay count when its approvers have agreed, and only then? (feature 148)"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from temporalio import activity
from temporalio.testing import WorkflowEnvironment

from messages.approvals.states import Outcome
from messages.collections.cases.repayment_plans import (
    RepaymentPlanEvent,
    RepaymentPlanRequested,
    RepaymentPlanStatus,
    RepaymentPlanWithdrawn,
)
from messages.money import Money
from tests.workflows.fake_approvals import Approvers
from tests.workflows.process_run import play, until
from workflows import workflow_registry
from workflows.activities.snapshots import RepaymentPlanSnapshot
from workflows.workflow_registry import WorkflowStart

S = RepaymentPlanStatus


@dataclass
class FakeCollections:
    """One plan, as its process sees it."""

    asked: list[str] = field(default_factory=list)
    status: RepaymentPlanStatus = S.REQUESTED
    round: int = 1
    id: UUID = field(default_factory=uuid4)

    @property
    def start(self) -> WorkflowStart:
        return workflow_registry.repayment_plan(self.id, number="SO-1-R1-R1")

    @activity.defn
    async def repayment_plan_snapshot(self, as_of: datetime, id: UUID) -> RepaymentPlanSnapshot:
        return RepaymentPlanSnapshot(status=self.status, round=self.round)

    @activity.defn
    async def apply_repayment_plan(self, as_of: datetime, id: UUID, round: int) -> RepaymentPlanSnapshot:
        return self._to("apply", S.ACTIVE)

    @activity.defn
    async def return_repayment_plan(
        self, as_of: datetime, id: UUID, round: int, guidance: str
    ) -> RepaymentPlanSnapshot:
        return self._to(f"return: {guidance}", S.RETURNED)

    @activity.defn
    async def reject_repayment_plan(self, as_of: datetime, id: UUID, round: int, reason: str) -> RepaymentPlanSnapshot:
        return self._to(f"reject: {reason}", S.REJECTED)

    @activity.defn
    async def withdraw_repayment_plan(self, as_of: datetime, id: UUID) -> RepaymentPlanSnapshot:
        return self._to("withdraw", S.WITHDRAWN)

    def event(self, kind: type[RepaymentPlanEvent], **more: Any) -> RepaymentPlanEvent:
        ids: dict[str, Any] = {"repayment_plan_id": self.id, "collection_case_id": uuid4(), "customer_id": uuid4()}
        ids["receivable_ids"] = [uuid4()]
        said = {"number": "W1", "receivable_number": "R1", "legal_entity_id": "CS-CN", "customer_name": "x"}
        return kind.model_validate(ids | said | {"amount": Money.of(1, "CNY"), "round": self.round} | more)

    def _to(self, asked: str, status: RepaymentPlanStatus) -> RepaymentPlanSnapshot:
        if self.status is not status:  # a repeat changes nothing
            self.asked.append(asked)
        self.status = status
        return RepaymentPlanSnapshot(status=self.status, round=self.round)


def fakes() -> tuple[FakeCollections, Approvers]:
    services = FakeCollections()
    return services, Approvers(asked=services.asked)


@pytest.mark.parametrize(
    ("outcome", "verb", "ending"),
    [(Outcome.APPROVED, "apply", S.ACTIVE), (Outcome.REJECTED, "reject: no", S.REJECTED)],
)
async def test_feature_148_it_counts_when_it_is_approved(
    env: WorkflowEnvironment, outcome: Outcome, verb: str, ending: RepaymentPlanStatus
) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as=f"RepaymentPlanApproval-{verb[:6]}") as process:
        await until(lambda: services.asked)
        assert await process.waits() == ["waits.approval"]
        await process.receives(approvers.decides(outcome, "no"))
        assert await process.ends() == ending
    assert services.asked[-1] == verb


async def test_feature_148_a_returned_one_is_asked_again_or_lapses(env: WorkflowEnvironment) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as="RepaymentPlanApproval-returned") as process:
        await until(lambda: services.asked)
        await process.receives(approvers.decides(Outcome.RETURNED, "why?"))
        await until(lambda: "return: why?" in services.asked)
        services.status, services.round = S.REQUESTED, 2
        await process.receives(services.event(RepaymentPlanRequested, requested_by=uuid4()))
        await until(lambda: services.asked[-1] != "return: why?")
        await process.receives(approvers.decides(Outcome.RETURNED, "why?"))
        await until(lambda: services.status is S.RETURNED)
        await process.pass_time(days=31)
        assert await process.ends() == S.WITHDRAWN


async def test_feature_148_nobody_decides_what_was_settled_meanwhile(env: WorkflowEnvironment) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as="RepaymentPlanApproval-settled") as process:
        await until(lambda: services.asked)
        services.status = S.WITHDRAWN
        await process.receives(services.event(RepaymentPlanWithdrawn))
        assert await process.ends() == S.WITHDRAWN
    assert services.asked[-1].startswith("withdraw")
