"""Who has to agree to what was spent beyond the plan? A step of other use cases."""

from decimal import Decimal
from uuid import UUID

from chassis.base.clock import new_id
from chassis.db.unit_of_work import Work
from messages.leads.activities import ActivityOverspent
from messages.leads.budgets import BudgetRequested, BudgetStatus, BudgetWithdrawn
from services.leads.domain.budgets import is_in_vain, is_to_be_asked, move_budget
from services.leads.domain.campaigns import excess_over
from services.leads.store import activities, budgets
from services.leads.tables import ActivityRow, BudgetRow

SERIES = "BR"


async def watch_spending(work: Work, of: ActivityRow, *, was_over: bool) -> None:
    """After its costs or its plan changed."""
    excess = excess_over(of.planned_cost, of.actual_cost, of.currency)
    if excess is not None and not was_over:
        args = await activities.event_args(work, of)
        work.emit(ActivityOverspent.model_validate({**args, "excess": excess}))
    await ask_or_withdraw(work, of)


async def ask_or_withdraw(work: Work, of: ActivityRow) -> None:
    """By itself it asks for what was spent beyond the plan, and asks no more for what nobody needs."""
    waiting = await budgets.waiting_of(work, of.id)
    if waiting is not None and is_lapsed(waiting, of):
        withdraw(work, waiting, of)
        waiting = None
        await work.session.flush()  # it makes room for the next
    costs = {"planned": of.planned_cost, "actual": of.actual_cost}
    if is_to_be_asked(**costs, is_waiting=waiting is not None):
        row = await new_budget(work, of, id=new_id(), amount=of.actual_cost, by=of.owner_id)
        row.is_automatic = True
        ask(work, row, of)


async def new_budget(work: Work, of: ActivityRow, *, id: UUID, amount: Decimal, by: UUID) -> BudgetRow:
    row = BudgetRow(
        id=id,
        number=await work.next_number(SERIES, of.legal_entity_id),
        status=BudgetStatus.REQUESTED,
        activity_id=of.id,
        amount=amount,
        reason="",
        requested_by=by,
        requested_at=work.now,
    )
    work.session.add(row)
    return row


def ask(work: Work, row: BudgetRow, of: ActivityRow) -> None:
    work.emit(BudgetRequested.model_validate(budgets.event_args(row, of)))


def withdraw(work: Work, row: BudgetRow, of: ActivityRow) -> None:
    row.status = move_budget(row.status, BudgetStatus.WITHDRAWN)
    row.version += 1
    work.emit(BudgetWithdrawn.model_validate(budgets.event_args(row, of)))


def is_lapsed(row: BudgetRow, of: ActivityRow) -> bool:
    costs = {"planned": of.planned_cost, "actual": of.actual_cost}
    is_cancelled = of.cancelled_at is not None
    return is_in_vain(row.amount, **costs, is_automatic=row.is_automatic, is_cancelled=is_cancelled)
