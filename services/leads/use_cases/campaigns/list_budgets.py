"""Which budget requests are there, and what do their approvers decide on?"""

from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approval_subject import ApprovalSubject
from messages.base import Page
from messages.leads.budgets import BudgetView
from messages.money import Money
from services.leads.domain.budgets import percent_over
from services.leads.store import activities, budgets


async def list_budgets(uow: UnitOfWork, **wanted: Any) -> Page[BudgetView]:
    """The newest first; the filters are those of the route."""
    async with uow.begin() as work:
        return await budgets.page_of_budgets(work, **wanted)


async def show_budget(id: UUID, uow: UnitOfWork) -> BudgetView:
    async with uow.begin() as work:
        return budgets.view(*await budgets.get_budget(work, id))


async def show_approval_subject(id: UUID, uow: UnitOfWork) -> ApprovalSubject:
    """What is to be approved is how much more than planned it may cost."""
    async with uow.begin() as work:
        row, of = await budgets.get_budget(work, id)
        shown = await activities.view(work, of)
        excess = row.amount - of.planned_cost
        facts = {"amount": row.amount, "excess": excess, "percent": percent_over(row.amount, of.planned_cost)}
        return ApprovalSubject(
            kind="budget",
            id=row.id,
            number=row.number,
            title=f"{shown.campaign_name} · {of.name}",
            legal_entity_id=of.legal_entity_id,
            requester_id=of.owner_id,
            prepared_by=sorted({of.owner_id, row.requested_by}),
            facts={**facts, "currency": of.currency},
            content={
                "campaign": shown.campaign_name,
                "activity": f"{of.number} {of.name}",
                "planned_cost": str(shown.planned_cost),
                "actual_cost": str(shown.actual_cost),
                "raised_to": str(Money.of(row.amount, of.currency)),
                "excess": str(Money.of(excess, of.currency)),
                "expected_revenue": str(shown.expected_revenue),
                "reason": row.reason,
            },
        )
