"""Does the owner undo what came of an approval that was revoked, and say so where it cannot?"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from temporalio import activity
from temporalio.exceptions import ApplicationError
from temporalio.testing import WorkflowEnvironment

from messages.approvals.events import RequestRevoked
from messages.approvals.parts import About
from messages.deals.contracts import ContractStatus
from messages.deals.registrations import RegistrationStatus
from tests.workflows.process_run import play
from workflows import triggers, workflow_registry
from workflows.activities.snapshots import ContractSnapshot, RegistrationSnapshot
from workflows.workflow_registry import WorkflowStart


@dataclass
class FakeServices:
    """The owners of records, and the approvals service that hears what became of them."""

    orders_stand: bool = False
    asked: list[str] = field(default_factory=list)
    told: tuple[str, dict[str, Any]] | None = None

    @activity.defn
    async def cancel_contract(self, as_of: datetime, id: UUID, reason: str) -> ContractSnapshot:
        self.asked.append(f"cancel contract: {reason}")
        if self.orders_stand:
            raise ApplicationError("DEA-17", "DEA-17", {"orders": "SO-1"}, type="Refused", non_retryable=True)
        return ContractSnapshot(status=ContractStatus.CANCELLING, round=1, number="CT-1")

    @activity.defn
    async def withdraw_registration(self, as_of: datetime, id: UUID) -> RegistrationSnapshot:
        self.asked.append("withdraw registration")
        return RegistrationSnapshot(status=RegistrationStatus.WITHDRAWN, round=1, number="RG-1", protected_until=None)

    @activity.defn(name="ask_to_cancel_order")
    async def cancel_order(self, as_of: datetime, id: UUID, reason: str) -> None:
        self.asked.append(f"cancel order: {reason}")

    @activity.defn
    async def note_undone(self, as_of: datetime, id: UUID, rule: str, params: dict[str, Any]) -> None:
        self.told = rule, params


def revoked(kind: str) -> WorkflowStart:
    return workflow_registry.revocation(uuid4(), kind=kind, record_id=uuid4(), number="N-1", reason="a mistake")


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("contract", "cancel contract: a mistake"),
        ("registration", "withdraw registration"),
        ("order", "cancel order: a mistake"),
    ],
)
async def test_case_b14_feature_204_the_owner_undoes_what_was_approved(
    env: WorkflowEnvironment, kind: str, asked: str
) -> None:
    services = FakeServices()
    async with play(env, revoked(kind), services, saved_as=f"ApprovalRevocation-{kind}") as process:
        assert await process.ends() is True
    assert (services.asked, services.told) == ([asked], ("", {}))


async def test_case_b14_feature_204_where_it_cannot_it_says_by_which_rule(env: WorkflowEnvironment) -> None:
    services = FakeServices(orders_stand=True)
    async with play(env, revoked("contract"), services, saved_as="ApprovalRevocation-stands") as process:
        assert await process.ends() is False
    assert services.told == ("DEA-17", {"orders": "SO-1"})


@pytest.mark.parametrize(("process_id", "begun"), [("contract-approval/1", 1), (None, 0)])
async def test_case_b14_only_what_a_process_carried_on_is_undone(process_id: str | None, begun: int) -> None:
    started: list[WorkflowStart] = []

    class Client:
        async def start(self, start: WorkflowStart) -> None:
            started.append(start)

    table = triggers.Triggers()
    table._connected = Client()  # type: ignore[assignment]
    await table.undo(
        RequestRevoked(
            request_id=uuid4(), process_id=process_id, policy="contract", requester_id=uuid4(), legal_entity_id="CS",
            about=About(kind="contract", id=uuid4(), number="CT-1", title="Ten pumps"), round=1, version=3, comment="x",
        )
    )  # fmt: skip
    assert len(started) == begun
