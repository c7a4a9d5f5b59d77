"""May an activity cost more when the approvers of its budget have agreed, and only then? (feature 4)"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from temporalio import activity
from temporalio.testing import WorkflowEnvironment

from messages.approvals.states import Outcome
from messages.leads.budgets import BudgetEvent, BudgetRequested, BudgetStatus, BudgetWithdrawn
from messages.money import Money
from tests.workflows.fake_approvals import Approvers
from tests.workflows.process_run import play, until
from workflows import workflow_registry
from workflows.activities.snapshots import BudgetSnapshot
from workflows.workflow_registry import WorkflowStart

S = BudgetStatus


@dataclass
class FakeLeads:
    """One request, as its process sees it."""

    asked: list[str] = field(default_factory=list)
    status: BudgetStatus = S.REQUESTED
    round: int = 1
    id: UUID = field(default_factory=uuid4)

    @property
    def start(self) -> WorkflowStart:
        return workflow_registry.budget(self.id, number="BR-1")

    @activity.defn
    async def budget_snapshot(self, as_of: datetime, id: UUID) -> BudgetSnapshot:
        return BudgetSnapshot(status=self.status, round=self.round)

    @activity.defn
    async def apply_budget(self, as_of: datetime, id: UUID, round: int) -> BudgetSnapshot:
        return self._to("apply", S.APPLIED)

    @activity.defn
    async def return_budget(self, as_of: datetime, id: UUID, round: int, guidance: str) -> BudgetSnapshot:
        return self._to(f"return: {guidance}", S.RETURNED)

    @activity.defn
    async def reject_budget(self, as_of: datetime, id: UUID, round: int, reason: str) -> BudgetSnapshot:
        return self._to(f"reject: {reason}", S.REJECTED)

    @activity.defn
    async def withdraw_budget(self, as_of: datetime, id: UUID) -> BudgetSnapshot:
        return self._to("withdraw", S.WITHDRAWN)

    def event(self, kind: type[BudgetEvent], **more: Any) -> BudgetEvent:
        ids = {"activity_id": uuid4(), "owner_id": uuid4(), "budget_id": self.id}
        said = {
            "number": "BR-1", "legal_entity_id": "CS-CN", "activity_number": "MA-1", "activity_name": "x",
            "amount": Money.of("120.00", "CNY"), "round": self.round,
        }  # fmt: skip
        return kind.model_validate(ids | said | more)

    def _to(self, asked: str, status: BudgetStatus) -> BudgetSnapshot:
        if self.status is not status:  # a repeat changes nothing
            self.asked.append(asked)
        self.status = status
        return BudgetSnapshot(status=self.status, round=self.round)


def fakes() -> tuple[FakeLeads, Approvers]:
    services = FakeLeads()
    return services, Approvers(asked=services.asked)


@pytest.mark.parametrize(
    ("outcome", "verb", "ending"),
    [(Outcome.APPROVED, "apply", S.APPLIED), (Outcome.REJECTED, "reject: no", S.REJECTED)],
)
async def test_feature_4_it_counts_when_it_is_approved(
    env: WorkflowEnvironment, outcome: Outcome, verb: str, ending: BudgetStatus
) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as=f"BudgetApproval-{verb[:6]}") as process:
        await until(lambda: services.asked)
        assert await process.waits() == ["waits.approval"]
        await process.receives(approvers.decides(outcome, "no"))
        assert await process.ends() == ending
    assert services.asked[-1] == verb


async def test_feature_4_a_returned_one_is_asked_again_or_lapses(env: WorkflowEnvironment) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as="BudgetApproval-returned") as process:
        await until(lambda: services.asked)
        await process.receives(approvers.decides(Outcome.RETURNED, "why?"))
        await until(lambda: "return: why?" in services.asked)
        services.status, services.round = S.REQUESTED, 2
        await process.receives(services.event(BudgetRequested))
        await until(lambda: services.asked[-1] != "return: why?")
        await process.receives(approvers.decides(Outcome.RETURNED, "why?"))
        await until(lambda: services.status is S.RETURNED)
        await process.pass_time(days=31)
        assert await process.ends() == S.WITHDRAWN


async def test_feature_4_nobody_decides_what_was_settled_meanwhile(env: WorkflowEnvironment) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as="BudgetApproval-settled") as process:
        await until(lambda: services.asked)
        services.status = S.WITHDRAWN
        await process.receives(services.event(BudgetWithdrawn))
        assert await process.ends() == S.WITHDRAWN
    assert services.asked[-1].startswith("withdraw")
