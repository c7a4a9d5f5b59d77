"""What happens to the request that an activity may cost more, from its submission to its decision?"""

from typing import NoReturn
from uuid import UUID

from temporalio import workflow

from workflows.engine.steps import step
from workflows.engine.submitted_record import SubmittedRecord

with workflow.unsafe.imports_passed_through():
    from messages.approvals.states import Outcome
    from messages.base import View
    from messages.leads.budgets import BudgetStatus, BudgetWithdrawn
    from workflows.activities.budgets import Budgets
    from workflows.activities.snapshots import BudgetSnapshot

RUNNING = (BudgetStatus.REQUESTED, BudgetStatus.RETURNED)


class BudgetStart(View):
    """Which request; `request_id`: the approval of the run before."""

    budget_id: UUID
    request_id: UUID | None = None


@workflow.defn
class BudgetApproval(SubmittedRecord[BudgetSnapshot]):
    """Starts on BudgetRequested, one run at a time per request: budget-approval/{budget_id}."""

    withdrawn_by = frozenset({BudgetWithdrawn.subject})
    returned = BudgetStatus.RETURNED

    @workflow.init
    def __init__(self, start: BudgetStart) -> None:
        super().__init__(start.request_id)
        self._id = start.budget_id

    @workflow.run
    async def run(self, start: BudgetStart) -> BudgetStatus:
        """Approve until it is applied or rejected. A returned one has 30 days, then it is withdrawn."""
        return (await self._follow(RUNNING)).status

    async def _go_on(self, now: BudgetSnapshot) -> None:
        if now.status is BudgetStatus.REQUESTED:
            await self._decide(now)
        else:
            await self._wait_for_resubmission(now)

    async def _decide(self, now: BudgetSnapshot) -> None:
        decision = await self._approval.decision(policy="budget", kind="budget", id=self._id, round=now.round)
        if decision.outcome is Outcome.APPROVED:
            await step(Budgets.apply_budget, self._id, now.round)
        elif decision.outcome is Outcome.RETURNED:
            await step(Budgets.return_budget, self._id, now.round, decision.comment)
        elif decision.outcome is Outcome.REJECTED:
            await step(Budgets.reject_budget, self._id, now.round, decision.comment)
        elif await self._look() == now:
            await self._withdraw(now)

    async def _withdraw(self, now: BudgetSnapshot) -> None:
        await step(Budgets.withdraw_budget, self._id)

    async def _snapshot(self) -> BudgetSnapshot:
        return await step(Budgets.budget_snapshot, self._id)

    def _start_again(self) -> NoReturn:
        workflow.continue_as_new(BudgetStart(budget_id=self._id, request_id=self._approval.request_id))
