"""Is an expense booked when its approvers have agreed, and only then? (feature 52)"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from temporalio import activity
from temporalio.testing import WorkflowEnvironment

from messages.approvals.states import Outcome
from messages.deals.customer_care.expenses import (
    CustomerExpenseEvent,
    CustomerExpenseSubmitted,
    CustomerExpenseWithdrawn,
    ExpenseStatus,
)
from tests.builders import cny
from tests.workflows.fake_approvals import Approvers
from tests.workflows.process_run import play, until
from workflows import workflow_registry
from workflows.activities.snapshots import ExpenseSnapshot
from workflows.workflow_registry import WorkflowStart

S = ExpenseStatus


@dataclass
class FakeDeals:
    """One expense, as its process sees it."""

    asked: list[str] = field(default_factory=list)
    status: ExpenseStatus = S.SUBMITTED
    round: int = 1
    id: UUID = field(default_factory=uuid4)

    @property
    def start(self) -> WorkflowStart:
        return workflow_registry.expense(self.id, number="EX-1")

    @activity.defn
    async def expense_snapshot(self, as_of: datetime, id: UUID) -> ExpenseSnapshot:
        return ExpenseSnapshot(status=self.status, round=self.round)

    @activity.defn
    async def book_customer_expense(self, as_of: datetime, id: UUID, round: int) -> ExpenseSnapshot:
        return self._to("book", S.BOOKED)

    @activity.defn
    async def return_customer_expense(self, as_of: datetime, id: UUID, round: int, guidance: str) -> ExpenseSnapshot:
        return self._to(f"return: {guidance}", S.RETURNED)

    @activity.defn
    async def reject_customer_expense(self, as_of: datetime, id: UUID, round: int, reason: str) -> ExpenseSnapshot:
        return self._to(f"reject: {reason}", S.REJECTED)

    @activity.defn
    async def withdraw_customer_expense(self, as_of: datetime, id: UUID) -> ExpenseSnapshot:
        return self._to("withdraw", S.WITHDRAWN)

    def event(self, kind: type[CustomerExpenseEvent], **more: Any) -> CustomerExpenseEvent:
        ids: dict[str, Any] = {"customer_id": uuid4(), "owner_id": uuid4(), "customer_expense_id": self.id}
        said = {"number": "EX-1", "legal_entity_id": "CS-CN", "customer_name": "x", "round": self.round}
        said |= {"kind": "TRAVEL", "amount": cny("1.00"), "spent_on": date(2026, 3, 1)}
        return kind.model_validate(ids | said | more)

    def _to(self, asked: str, status: ExpenseStatus) -> ExpenseSnapshot:
        if self.status is not status:  # a repeat changes nothing
            self.asked.append(asked)
        self.status = status
        return ExpenseSnapshot(status=self.status, round=self.round)


def fakes() -> tuple[FakeDeals, Approvers]:
    services = FakeDeals()
    return services, Approvers(asked=services.asked)


@pytest.mark.parametrize(
    ("outcome", "verb", "ending"),
    [(Outcome.APPROVED, "book", S.BOOKED), (Outcome.REJECTED, "reject: no", S.REJECTED)],
)
async def test_feature_52_it_counts_when_it_is_approved(
    env: WorkflowEnvironment, outcome: Outcome, verb: str, ending: ExpenseStatus
) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as=f"ExpenseApproval-{verb[:6]}") as process:
        await until(lambda: services.asked)
        assert await process.waits() == ["waits.approval"]
        await process.receives(approvers.decides(outcome, "no"))
        assert await process.ends() == ending
    assert services.asked[-1] == verb


async def test_feature_52_a_returned_one_is_asked_again_or_lapses(env: WorkflowEnvironment) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as="ExpenseApproval-returned") as process:
        await until(lambda: services.asked)
        await process.receives(approvers.decides(Outcome.RETURNED, "why?"))
        await until(lambda: "return: why?" in services.asked)
        services.status, services.round = S.SUBMITTED, 2
        await process.receives(services.event(CustomerExpenseSubmitted))
        await until(lambda: services.asked[-1] != "return: why?")
        await process.receives(approvers.decides(Outcome.RETURNED, "why?"))
        await until(lambda: services.status is S.RETURNED)
        await process.pass_time(days=31)
        assert await process.ends() == S.WITHDRAWN


async def test_feature_52_nobody_decides_what_was_settled_meanwhile(env: WorkflowEnvironment) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as="ExpenseApproval-settled") as process:
        await until(lambda: services.asked)
        services.status = S.WITHDRAWN
        await process.receives(services.event(CustomerExpenseWithdrawn))
        assert await process.ends() == S.WITHDRAWN
    assert services.asked[-1].startswith("withdraw")
