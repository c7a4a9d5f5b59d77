"""Does a protection last longer when its approvers have agreed, and only then? (feature 63)"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from temporalio import activity
from temporalio.testing import WorkflowEnvironment

from messages.approvals.states import Outcome
from messages.deals.extensions import ExtensionEvent, ExtensionRequested, ExtensionStatus, ExtensionWithdrawn
from tests.workflows.fake_approvals import Approvers
from tests.workflows.process_run import play, until
from workflows import workflow_registry
from workflows.activities.snapshots import ExtensionSnapshot
from workflows.workflow_registry import WorkflowStart

S = ExtensionStatus


@dataclass
class FakeDeals:
    """One request, as its process sees it."""

    asked: list[str] = field(default_factory=list)
    status: ExtensionStatus = S.REQUESTED
    round: int = 1
    id: UUID = field(default_factory=uuid4)

    @property
    def start(self) -> WorkflowStart:
        return workflow_registry.extension(self.id, number="PX-1")

    @activity.defn
    async def extension_snapshot(self, as_of: datetime, id: UUID) -> ExtensionSnapshot:
        return ExtensionSnapshot(status=self.status, round=self.round)

    @activity.defn
    async def apply_extension(self, as_of: datetime, id: UUID, round: int) -> ExtensionSnapshot:
        return self._to("apply", S.APPLIED)

    @activity.defn
    async def return_extension(self, as_of: datetime, id: UUID, round: int, guidance: str) -> ExtensionSnapshot:
        return self._to(f"return: {guidance}", S.RETURNED)

    @activity.defn
    async def reject_extension(self, as_of: datetime, id: UUID, round: int, reason: str) -> ExtensionSnapshot:
        return self._to(f"reject: {reason}", S.REJECTED)

    @activity.defn
    async def withdraw_extension(self, as_of: datetime, id: UUID) -> ExtensionSnapshot:
        return self._to("withdraw", S.WITHDRAWN)

    def event(self, kind: type[ExtensionEvent], **more: Any) -> ExtensionEvent:
        ids = {name: uuid4() for name in ("registration_id", "opportunity_id", "owner_id")} | {"extension_id": self.id}
        said = {"number": "PX-1", "registration_number": "RG-1", "legal_entity_id": "CS-CN", "customer_name": "x"}
        return kind.model_validate(ids | said | {"days": 30, "round": self.round} | more)

    def _to(self, asked: str, status: ExtensionStatus) -> ExtensionSnapshot:
        if self.status is not status:  # a repeat changes nothing
            self.asked.append(asked)
        self.status = status
        return ExtensionSnapshot(status=self.status, round=self.round)


def fakes() -> tuple[FakeDeals, Approvers]:
    services = FakeDeals()
    return services, Approvers(asked=services.asked)


@pytest.mark.parametrize(
    ("outcome", "verb", "ending"),
    [(Outcome.APPROVED, "apply", S.APPLIED), (Outcome.REJECTED, "reject: no", S.REJECTED)],
)
async def test_feature_63_it_counts_when_it_is_approved(
    env: WorkflowEnvironment, outcome: Outcome, verb: str, ending: ExtensionStatus
) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as=f"ProtectionExtension-{verb[:6]}") as process:
        await until(lambda: services.asked)
        assert await process.waits() == ["waits.approval"]
        await process.receives(approvers.decides(outcome, "no"))
        assert await process.ends() == ending
    assert services.asked[-1] == verb


async def test_feature_63_a_returned_one_is_asked_again_or_lapses(env: WorkflowEnvironment) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as="ProtectionExtension-returned") as process:
        await until(lambda: services.asked)
        await process.receives(approvers.decides(Outcome.RETURNED, "why?"))
        await until(lambda: "return: why?" in services.asked)
        services.status, services.round = S.REQUESTED, 2
        await process.receives(services.event(ExtensionRequested))
        await until(lambda: services.asked[-1] != "return: why?")
        await process.receives(approvers.decides(Outcome.RETURNED, "why?"))
        await until(lambda: services.status is S.RETURNED)
        await process.pass_time(days=31)
        assert await process.ends() == S.WITHDRAWN


async def test_feature_63_nobody_decides_what_was_settled_meanwhile(env: WorkflowEnvironment) -> None:
    services, approvers = fakes()
    async with play(env, services.start, services, approvers, saved_as="ProtectionExtension-settled") as process:
        await until(lambda: services.asked)
        services.status = S.WITHDRAWN
        await process.receives(services.event(ExtensionWithdrawn))
        assert await process.ends() == S.WITHDRAWN
    assert services.asked[-1].startswith("withdraw")
