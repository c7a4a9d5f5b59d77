"""Does a contract bind when all have agreed, and only then?"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from temporalio import activity
from temporalio.testing import WorkflowEnvironment

from messages.approvals.states import Outcome
from messages.deals.contracts import ContractEvent, ContractStatus, ContractSubmitted, ContractWithdrawn
from messages.money import Money
from tests.workflows.fake_approvals import Approvers
from tests.workflows.process_run import play, until
from workflows import workflow_registry
from workflows.activities.snapshots import ContractSnapshot
from workflows.workflow_registry import WorkflowStart


@dataclass
class FakeServices:
    """Deals, as the process sees it."""

    asked: list[str] = field(default_factory=list)
    status: ContractStatus = ContractStatus.IN_APPROVAL
    round: int = 1
    id: UUID = field(default_factory=uuid4)
    signed_in: UUID | None = None  # the request whose content it became effective with

    @property
    def start(self) -> WorkflowStart:
        return workflow_registry.contract(self.id, number="CT-1", opportunity_id=uuid4())

    @activity.defn(name="contract_standing")
    async def contract_snapshot(self, as_of: datetime, id: UUID) -> ContractSnapshot:
        return ContractSnapshot(status=self.status, round=self.round)

    @activity.defn
    async def make_contract_effective(
        self, as_of: datetime, id: UUID, round: int, request_id: UUID | None = None
    ) -> ContractSnapshot:
        self.signed_in = request_id
        return self._to("effective", ContractStatus.EFFECTIVE)

    @activity.defn(name="refuse_contract")
    async def reject_contract(self, as_of: datetime, id: UUID, round: int, reason: str) -> ContractSnapshot:
        return self._to(f"reject: {reason}", ContractStatus.REJECTED)

    @activity.defn
    async def return_contract(self, as_of: datetime, id: UUID, round: int, guidance: str) -> ContractSnapshot:
        return self._to(f"return: {guidance}", ContractStatus.RETURNED)

    @activity.defn
    async def withdraw_contract(self, as_of: datetime, id: UUID, round: int) -> ContractSnapshot:
        return self._to("withdraw", ContractStatus.DRAFT)

    def submitted(self) -> ContractSubmitted:
        """The seller submits it (again)."""
        self.status, self.round = ContractStatus.IN_APPROVAL, self.round + 1
        told: ContractSubmitted = self.fact(ContractSubmitted)
        return told

    def fact(self, kind: type[ContractEvent]) -> Any:
        ids = {"contract_id": self.id, "opportunity_id": uuid4(), "customer_id": uuid4(), "owner_id": uuid4()}
        more = {"number": "CT-1", "legal_entity_id": "CS-CN", "total": Money.of(1, "CNY"), "round": self.round}
        return kind.model_validate(ids | more)

    def _to(self, asked: str, status: ContractStatus) -> ContractSnapshot:
        if self.status is not status:  # a repeat changes nothing
            self.asked.append(asked)
        self.status = status
        return ContractSnapshot(status=self.status, round=self.round)


def fake_services() -> tuple[FakeServices, Approvers]:
    services = FakeServices()
    return services, Approvers(asked=services.asked)


async def test_an_approved_contract_becomes_effective(env: WorkflowEnvironment) -> None:
    services, approvers = fake_services()
    async with play(env, services.start, services, approvers, saved_as="ContractApproval-effective") as process:
        await until(lambda: services.asked)
        approved = approvers.decides(Outcome.APPROVED)
        await process.receives(approved, approved)
        assert await process.ends() == "EFFECTIVE"
        assert services.asked == ["submit 1", "effective"]
        assert services.signed_in == approvers.request_id, "what was signed there is what it becomes"


async def test_a_rejected_contract_is_refused_with_the_reason(env: WorkflowEnvironment) -> None:
    services, approvers = fake_services()
    async with play(env, services.start, services, approvers, saved_as="ContractApproval-refused") as process:
        await until(lambda: services.asked)
        await process.receives(approvers.decides(Outcome.REJECTED, "too cheap"))
        assert await process.ends() == "REJECTED"
        assert services.asked == ["submit 1", "reject: too cheap"]


async def test_a_returned_contract_goes_round_again(env: WorkflowEnvironment) -> None:
    services, approvers = fake_services()
    async with play(env, services.start, services, approvers, saved_as="ContractApproval-returned") as process:
        await until(lambda: services.asked)
        await process.receives(approvers.decides(Outcome.RETURNED, "add terms"))
        await until(lambda: "return: add terms" in services.asked)
        again = services.submitted()
        await process.receives(again, again)
        await until(lambda: "submit 2" in services.asked)
        await process.receives(approvers.decides(Outcome.APPROVED))
        assert await process.ends() == "EFFECTIVE"
        assert services.asked == ["submit 1", "return: add terms", "submit 2", "effective"]


async def test_a_returned_contract_is_a_draft_again_after_thirty_days(env: WorkflowEnvironment) -> None:
    services, approvers = fake_services()
    async with play(env, services.start, services, approvers) as process:
        await until(lambda: services.asked)
        await process.receives(approvers.decides(Outcome.RETURNED, "mend"))
        await until(lambda: "return: mend" in services.asked)
        await process.pass_time(days=31)
        assert await process.ends() == "DRAFT"
        assert services.asked == ["submit 1", "return: mend", "withdraw request", "withdraw"]


async def test_withdrawn_and_submitted_again_at_once_asks_for_the_new_round(env: WorkflowEnvironment) -> None:
    services, approvers = fake_services()
    async with play(env, services.start, services, approvers, saved_as="ContractApproval-withdrawn") as process:
        await until(lambda: services.asked)
        services.status = ContractStatus.DRAFT
        withdrawn = services.fact(ContractWithdrawn)
        await process.receives(withdrawn, services.submitted())
        await until(lambda: "submit 2" in services.asked)
        await process.receives(withdrawn)  # late, of the first round
        await process.receives(approvers.decides(Outcome.APPROVED))
        assert await process.ends() == "EFFECTIVE"
        assert services.asked == ["submit 1", "withdraw request", "submit 2", "effective"]


async def test_a_process_for_a_contract_that_asks_for_nothing_ends_at_once(env: WorkflowEnvironment) -> None:
    services, approvers = fake_services()
    services.status = ContractStatus.CANCELLED
    async with play(env, services.start, services, approvers) as process:
        assert await process.ends() == "CANCELLED"
        assert services.asked == []
