"""What happens to a contract between its submission and the day it binds?"""

from typing import NoReturn
from uuid import UUID

from temporalio import workflow

from workflows.engine.steps import step
from workflows.engine.submitted_record import SubmittedRecord

with workflow.unsafe.imports_passed_through():
    from pydantic import ConfigDict, Field

    from messages.approvals.states import Outcome
    from messages.base import View
    from messages.deals.contracts import ContractCancelled, ContractStatus, ContractWithdrawn
    from workflows.activities.deals import Deals
    from workflows.activities.snapshots import ContractSnapshot

RUNNING = (ContractStatus.IN_APPROVAL, ContractStatus.RETURNED)


class ContractStart(View):
    """Which contract; `request_id`: of the run before."""

    model_config = ConfigDict(validate_by_name=True)

    contract_id: UUID
    request_id: UUID | None = Field(default=None, alias="asked")


@workflow.defn
class ContractApproval(SubmittedRecord[ContractSnapshot]):
    """Starts on ContractSubmitted, one run at a time per contract: contract-approval/{contract_id}."""

    withdrawn_by = frozenset({ContractWithdrawn.subject, ContractCancelled.subject})
    returned = ContractStatus.RETURNED

    @workflow.init
    def __init__(self, start: ContractStart) -> None:
        super().__init__(start.request_id)
        self._id = start.contract_id

    @workflow.run
    async def run(self, start: ContractStart) -> ContractStatus:
        """Approve until it binds or is rejected. A returned one has 30 days, then it is a draft again."""
        return (await self._follow(RUNNING)).status

    async def _go_on(self, now: ContractSnapshot) -> None:
        if now.status is ContractStatus.IN_APPROVAL:
            await self._decide(now)
        else:
            await self._wait_for_resubmission(now)

    async def _decide(self, now: ContractSnapshot) -> None:
        decision = await self._approval.decision(policy="contract", kind="contract", id=self._id, round=now.round)
        if decision.outcome is Outcome.APPROVED:
            await step(Deals.make_contract_effective, self._id, now.round, decision.request_id)
        elif decision.outcome is Outcome.RETURNED:
            await step(Deals.return_contract, self._id, now.round, decision.comment)
        elif decision.outcome is Outcome.REJECTED:
            await step(Deals.reject_contract, self._id, now.round, decision.comment)
        elif await self._look() == now:
            await self._withdraw(now)

    async def _withdraw(self, now: ContractSnapshot) -> None:
        await step(Deals.withdraw_contract, self._id, now.round)

    async def _snapshot(self) -> ContractSnapshot:
        return await step(Deals.contract_snapshot, self._id)

    def _start_again(self) -> NoReturn:
        workflow.continue_as_new(ContractStart(contract_id=self._id, request_id=self._approval.request_id))
