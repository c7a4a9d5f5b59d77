"""What happens to a plan to repay between its request and the day it counts?"""

from typing import NoReturn
from uuid import UUID

from temporalio import workflow

from workflows.engine.steps import step
from workflows.engine.submitted_record import SubmittedRecord

with workflow.unsafe.imports_passed_through():
    from messages.approvals.states import Outcome
    from messages.base import View
    from messages.collections.cases.repayment_plans import RepaymentPlanStatus, RepaymentPlanWithdrawn
    from workflows.activities.repayments import Repayments
    from workflows.activities.snapshots import RepaymentPlanSnapshot

RUNNING = (RepaymentPlanStatus.REQUESTED, RepaymentPlanStatus.RETURNED)


class RepaymentPlanStart(View):
    """Which plan; `request_id`: of the run before."""

    repayment_plan_id: UUID
    request_id: UUID | None = None


@workflow.defn
class RepaymentPlanApproval(SubmittedRecord[RepaymentPlanSnapshot]):
    """Starts on RepaymentPlanRequested, one run at a time per plan: repayment-plan-approval/{repayment_plan_id}."""

    withdrawn_by = frozenset({RepaymentPlanWithdrawn.subject})
    returned = RepaymentPlanStatus.RETURNED

    @workflow.init
    def __init__(self, start: RepaymentPlanStart) -> None:
        super().__init__(start.request_id)
        self._id = start.repayment_plan_id

    @workflow.run
    async def run(self, start: RepaymentPlanStart) -> RepaymentPlanStatus:
        """Approve until it counts or is rejected. A returned one has 30 days, then it is withdrawn. Whether it is kept
        is watched by the keeper of its customer's receivables."""
        return (await self._follow(RUNNING)).status

    async def _go_on(self, now: RepaymentPlanSnapshot) -> None:
        if now.status is RepaymentPlanStatus.REQUESTED:
            await self._decide(now)
        else:
            await self._wait_for_resubmission(now)

    async def _decide(self, now: RepaymentPlanSnapshot) -> None:
        decision = await self._approval.decision(
            policy="repayment_plan", kind="repayment_plan", id=self._id, round=now.round
        )
        if decision.outcome is Outcome.APPROVED:
            await step(Repayments.apply_repayment_plan, self._id, now.round)
        elif decision.outcome is Outcome.RETURNED:
            await step(Repayments.return_repayment_plan, self._id, now.round, decision.comment)
        elif decision.outcome is Outcome.REJECTED:
            await step(Repayments.reject_repayment_plan, self._id, now.round, decision.comment)
        elif await self._look() == now:
            await self._withdraw(now)

    async def _withdraw(self, now: RepaymentPlanSnapshot) -> None:
        await step(Repayments.withdraw_repayment_plan, self._id)

    async def _snapshot(self) -> RepaymentPlanSnapshot:
        return await step(Repayments.repayment_plan_snapshot, self._id)

    def _start_again(self) -> NoReturn:
        workflow.continue_as_new(RepaymentPlanStart(repayment_plan_id=self._id, request_id=self._approval.request_id))
