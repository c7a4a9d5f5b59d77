"""Is a debt given up when its approvers have agreed, and only then? (case E10)"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from temporalio import activity
from temporalio.testing import WorkflowEnvironment

from messages.approvals.states import Outcome
from messages.collections.write_offs import WriteOffEvent, WriteOffRequested, WriteOffStatus, WriteOffWithdrawn
from messages.money import Money
from tests.workflows.fake_approvals import Approvers
from tests.workflows.process_run import play, until
from workflows import workflow_registry
from workflows.activities.snapshots import WriteOffSnapshot
from workflows.workflow_registry import WorkflowStart

S = WriteOffStatus


@dataclass
class FakeCollections:
    """One write-off, as its process sees it."""

    asked: list[str] = field(default_factory=list)
    status: WriteOffStatus = S.REQUESTED
    round: int = 1
    id: UUID = field(default_factory=uuid4)

    @property
    def start(self) -> WorkflowStart:
        return workflow_registry.write_off(self.id, number="SO-1-R1-W1")

    @activity.defn
    async def write_off_snapshot(self, as_of: datetime, id: UUID) -> WriteOffSnapshot:
        return WriteOffSnapshot(status=self.status, round=self.round)

    @activity.defn
    async def apply_write_off(self, as_of: datetime, id: UUID, round: int) -> WriteOffSnapshot:
        return self._to("apply", S.APPLIED)

    @activity.defn
    async def return_write_off(self, as_of: datetime, id: UUID, round: int, guidance: str) -> WriteOffSnapshot:
        return self._to(f"return: {guidance}", S.RETURNED)

    @activity.defn
    async def reject_write_off(self, as_of: datetime, id: UUID, round: int, reason: str) -> WriteOffSnapshot:
        return self._to(f"reject: {reason}", S.REJECTED)

    @activity.defn
    async def withdraw_write_off(self, as_of: datetime, id: UUID) -> WriteOffSnapshot:
        return self._to("withdraw", S.WITHDRAWN)

    def event(self, kind: type[WriteOffEvent], **more: Any) -> WriteOffEvent:
        ids = {"write_off_id": self.id, "receivable_id": uuid4(), "customer_id": uuid4()}
        said = {"number": "W1", "receivable_number": "R1", "legal_entity_id": "CS-CN", "reason": "x"}
        return kind.model_validate(ids | said | {"amount": Money.of(1, "CNY"), "round": self.round} | more)

    def _to(self, asked: str, status: WriteOffStatus) -> WriteOffSnapshot:
        if self.status is not status:  # a repeat changes nothing
            self.asked.append(asked)
        self.status = status
        return WriteOffSnapshot(status=self.status, round=self.round)


def fakes() -> tuple[FakeCollections, Approvers]:
    services = FakeCollections()
    return services, Approvers(asked=services.asked)


@pytest.mark.parametrize(
    ("outcome", "verb", "ending"),
    [(Outcome.APPROVED, "apply", S.APPLIED), (Outcome.REJECTED, "reject: no", S.REJECTED)],
)
async def test_case_e10_it_counts_when_it_is_approved(
    env: WorkflowEnvironment, outcome: Outcome, verb: str, ending: WriteOffStatus
) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as=f"WriteOffApproval-{verb[:6]}") as process:
        await until(lambda: services.asked)
        assert await process.waits() == ["waits.approval"]
        await process.receives(approvers.decides(outcome, "no"))
        assert await process.ends() == ending
    assert services.asked[-1] == verb


async def test_case_e10_a_returned_one_is_asked_again_or_lapses(env: WorkflowEnvironment) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as="WriteOffApproval-returned") as process:
        await until(lambda: services.asked)
        await process.receives(approvers.decides(Outcome.RETURNED, "why?"))
        await until(lambda: "return: why?" in services.asked)
        services.status, services.round = S.REQUESTED, 2
        await process.receives(services.event(WriteOffRequested, requested_by=uuid4()))
        await until(lambda: services.asked[-1] != "return: why?")
        await process.receives(approvers.decides(Outcome.RETURNED, "why?"))
        await until(lambda: services.status is S.RETURNED)
        await process.pass_time(days=31)
        assert await process.ends() == S.WITHDRAWN


async def test_case_e10_nobody_decides_what_was_settled_meanwhile(env: WorkflowEnvironment) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as="WriteOffApproval-settled") as process:
        await until(lambda: services.asked)
        services.status = S.WITHDRAWN
        await process.receives(services.event(WriteOffWithdrawn))
        assert await process.ends() == S.WITHDRAWN
    assert services.asked[-1].startswith("withdraw")
