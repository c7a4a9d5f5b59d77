"""What happens to what was spent on a customer, from its submission to its decision?"""

from typing import NoReturn
from uuid import UUID

from temporalio import workflow

from workflows.engine.steps import step
from workflows.engine.submitted_record import SubmittedRecord

with workflow.unsafe.imports_passed_through():
    from messages.approvals.states import Outcome
    from messages.base import View
    from messages.deals.customer_care.expenses import CustomerExpenseWithdrawn, ExpenseStatus
    from workflows.activities.expenses import Expenses
    from workflows.activities.snapshots import ExpenseSnapshot

RUNNING = (ExpenseStatus.SUBMITTED, ExpenseStatus.RETURNED)


class ExpenseStart(View):
    """Which expense; `request_id`: the approval of the run before."""

    expense_id: UUID
    request_id: UUID | None = None


@workflow.defn
class ExpenseApproval(SubmittedRecord[ExpenseSnapshot]):
    """Starts on CustomerExpenseSubmitted, one run at a time per expense: expense-approval/{expense_id}."""

    withdrawn_by = frozenset({CustomerExpenseWithdrawn.subject})
    returned = ExpenseStatus.RETURNED

    @workflow.init
    def __init__(self, start: ExpenseStart) -> None:
        super().__init__(start.request_id)
        self._id = start.expense_id

    @workflow.run
    async def run(self, start: ExpenseStart) -> ExpenseStatus:
        """Approve until it is booked or rejected. A returned one has 30 days, then it is withdrawn."""
        return (await self._follow(RUNNING)).status

    async def _go_on(self, now: ExpenseSnapshot) -> None:
        if now.status is ExpenseStatus.SUBMITTED:
            await self._decide(now)
        else:
            await self._wait_for_resubmission(now)

    async def _decide(self, now: ExpenseSnapshot) -> None:
        decision = await self._approval.decision(
            policy="customer_expense", kind="customer_expense", id=self._id, round=now.round
        )
        if decision.outcome is Outcome.APPROVED:
            await step(Expenses.book_customer_expense, self._id, now.round)
        elif decision.outcome is Outcome.RETURNED:
            await step(Expenses.return_customer_expense, self._id, now.round, decision.comment)
        elif decision.outcome is Outcome.REJECTED:
            await step(Expenses.reject_customer_expense, self._id, now.round, decision.comment)
        elif await self._look() == now:
            await self._withdraw(now)

    async def _withdraw(self, now: ExpenseSnapshot) -> None:
        await step(Expenses.withdraw_customer_expense, self._id)

    async def _snapshot(self) -> ExpenseSnapshot:
        return await step(Expenses.expense_snapshot, self._id)

    def _start_again(self) -> NoReturn:
        workflow.continue_as_new(ExpenseStart(expense_id=self._id, request_id=self._approval.request_id))
