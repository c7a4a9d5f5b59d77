"""How does one ask that an activity may cost more than was planned?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.leads.budgets import BudgetStatus, BudgetView, RequestBudget, ResubmitBudget
from messages.roles import Role
from services.leads.domain.budgets import move_budget, must_be_only_one, must_be_raise
from services.leads.domain.campaigns import must_go_on
from services.leads.store import activities, budgets
from services.leads.use_cases.steps.ask_for_budget import ask, new_budget, withdraw
from services.leads.use_cases.steps.plan_authority import must_be_planner

S = BudgetStatus


async def request_budget(activity_id: UUID, command: RequestBudget, uow: UnitOfWork) -> BudgetView:
    """The same key again shows what stands."""
    async with uow.begin() as work:
        of = await activities.lock_activity(work, activity_id)
        must_be_planner(work, of, f"POST /activities/{activity_id}/request-budget")
        id = work.new_id()
        known = await budgets.find_budget(work, id)
        if known is not None:
            return budgets.view(known, of)
        must_go_on(of.number, is_cancelled=of.cancelled_at is not None)
        waiting = await budgets.waiting_of(work, of.id)
        must_be_only_one(waiting.number if waiting else None)
        must_be_raise(command.amount, planned=of.planned_cost, actual=of.actual_cost)
        row = await new_budget(work, of, id=id, amount=command.amount, by=work.actor.id)
        row.reason = command.reason
        ask(work, row, of)
        return budgets.view(row, of)


async def resubmit_budget(id: UUID, command: ResubmitBudget, uow: UnitOfWork) -> BudgetView:
    """After a return. Resubmitting again changes nothing."""
    async with uow.begin() as work:
        row, of = await budgets.lock_budget(work, id)
        must_be_planner(work, of, f"POST /budgets/{id}/resubmit")
        if work.repeated or row.status is S.REQUESTED:
            return budgets.view(row, of)
        row.status = move_budget(row.status, S.REQUESTED)
        row.amount = command.amount or max(row.amount, of.actual_cost)
        must_be_raise(row.amount, planned=of.planned_cost, actual=of.actual_cost)
        row.reason = command.reason or row.reason
        row.round += 1
        row.version += 1
        ask(work, row, of)
        return budgets.view(row, of)


async def withdraw_budget(id: UUID, uow: UnitOfWork) -> BudgetView:
    """Nobody asks for it any more. Withdrawing again changes nothing."""
    async with uow.begin() as work:
        row, of = await budgets.lock_budget(work, id)
        if not work.actor.may(Role.PROCESS):
            must_be_planner(work, of, f"POST /budgets/{id}/withdraw")
        if row.status is not S.WITHDRAWN and not work.repeated:
            withdraw(work, row, of)
        return budgets.view(row, of)
