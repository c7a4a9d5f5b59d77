"""What comes of a budget request when its approvers have decided?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.leads.activities import ActivityChanged
from messages.leads.budgets import (
    BudgetApplied,
    BudgetEvent,
    BudgetRejected,
    BudgetReturned,
    BudgetStatus,
    BudgetView,
    DecideBudget,
)
from services.leads.domain.budgets import move_budget
from services.leads.store import activities, budgets
from services.leads.tables import ActivityRow, BudgetRow
from services.leads.use_cases.steps.ask_for_budget import ask_or_withdraw, is_lapsed, withdraw

S = BudgetStatus


async def apply_budget(id: UUID, command: DecideBudget, uow: UnitOfWork) -> BudgetView:
    """So much is planned now. Where more was spent meanwhile, the rest is asked for. Applying again changes nothing."""
    async with uow.begin() as work:
        row, of = await budgets.lock_budget(work, id)
        if row.status is S.APPLIED or command.round < row.round:
            return budgets.view(row, of)
        if is_lapsed(row, of):
            withdraw(work, row, of)
            return budgets.view(row, of)
        _move(work, row, of, BudgetApplied, to=S.APPLIED)
        of.planned_cost = row.amount
        of.version += 1
        work.emit(ActivityChanged.model_validate(await activities.event_args(work, of)))
        await work.session.flush()  # it makes room for the next
        await ask_or_withdraw(work, of)
        return budgets.view(row, of)


async def return_budget(id: UUID, command: DecideBudget, uow: UnitOfWork) -> BudgetView:
    """To who planned the activity, with guidance. Returning again changes nothing."""
    async with uow.begin() as work:
        row, of = await budgets.lock_budget(work, id)
        if row.status is not S.RETURNED and command.round >= row.round:
            row.guidance = command.comment
            _move(work, row, of, BudgetReturned, to=S.RETURNED)
        return budgets.view(row, of)


async def reject_budget(id: UUID, command: DecideBudget, uow: UnitOfWork) -> BudgetView:
    """It stays overspent; with what is spent next, one is asked for again. Rejecting again changes nothing."""
    async with uow.begin() as work:
        row, of = await budgets.lock_budget(work, id)
        if row.status is not S.REJECTED and command.round >= row.round:
            row.guidance = command.comment
            _move(work, row, of, BudgetRejected, to=S.REJECTED)
        return budgets.view(row, of)


def _move(work: Work, row: BudgetRow, of: ActivityRow, event: type[BudgetEvent], *, to: BudgetStatus) -> None:
    row.status = move_budget(row.status, to)
    row.version += 1
    guided = {"guidance": row.guidance} if "guidance" in event.model_fields else {}
    work.emit(event.model_validate(budgets.event_args(row, of) | guided))
