"""How are budget requests found?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from chassis.db.database import in_scope
from chassis.db.paging import both, page_of
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.errors import NotFound
from messages.leads.budgets import BudgetView
from messages.money import Money
from services.leads.domain.budgets import RUNNING
from services.leads.store import activities
from services.leads.tables import ACTIVITY, BUDGET, ActivityRow, BudgetRow


async def find_budget(work: Work, id: UUID) -> BudgetRow | None:
    """Whoever may see it."""
    found: BudgetRow | None = await work.session.get(BudgetRow, id)
    return found


async def get_budget(work: Work, id: UUID) -> tuple[BudgetRow, ActivityRow]:
    """Of an activity that this actor may see."""
    query = select(BudgetRow, ActivityRow).join(ActivityRow, ACTIVITY.id == BUDGET.activity_id)
    found = (await work.session.execute(query.where(BUDGET.id == id, in_scope(ActivityRow, work.actor.scope)))).first()
    if found is None:
        raise NotFound("budget", id)
    row, of = found
    return row, of


async def lock_budget(work: Work, id: UUID) -> tuple[BudgetRow, ActivityRow]:
    """Its activity before it."""
    row, seen = await get_budget(work, id)
    of = await activities.lock_activity(work, seen.id)
    for one in (of, row):
        await work.session.refresh(one, with_for_update=True)
    return row, of


async def waiting_of(work: Work, activity_id: UUID) -> BudgetRow | None:
    """The activity is locked: nobody asks for another meanwhile."""
    query = select(BudgetRow).where(BUDGET.activity_id == activity_id, BUDGET.status.in_(RUNNING)).with_for_update()
    found: BudgetRow | None = (await work.session.execute(query)).scalar_one_or_none()
    return found


async def page_of_budgets(
    work: Work, *, activity_id: UUID | None, open: bool | None, cursor: str | None, limit: int
) -> Page[BudgetView]:
    """The newest first; `open`: those whose process runs."""
    running = BUDGET.status.in_(RUNNING)
    query = select(BudgetRow).where(
        both(
            BUDGET.activity_id.in_(select(ACTIVITY.id).where(in_scope(ActivityRow, work.actor.scope))),
            BUDGET.activity_id == activity_id if activity_id else None,
            None if open is None else running if open else ~running,
        )
    )
    key = [BUDGET.requested_at, BUDGET.id]
    page = await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda row: row)
    return Page(items=await _views(work, page.items), next=page.next)


def view(row: BudgetRow, of: ActivityRow) -> BudgetView:
    own = row.model_dump(include=set(BudgetView.model_fields) - {"amount"})
    return BudgetView(**own, **_of(row, of))


def event_args(row: BudgetRow, of: ActivityRow) -> dict[str, Any]:
    """What all events of it have in common."""
    return row.model_dump(include={"number", "activity_id", "round", "version"}) | {"budget_id": row.id, **_of(row, of)}


def _of(row: BudgetRow, of: ActivityRow) -> dict[str, Any]:
    named = {"activity_number": of.number, "activity_name": of.name, "amount": Money.of(row.amount, of.currency)}
    return {**named, "owner_id": of.owner_id, "legal_entity_id": of.legal_entity_id}


async def _views(work: Work, rows: Sequence[BudgetRow]) -> list[BudgetView]:
    if not rows:
        return []
    query = select(ActivityRow).where(ACTIVITY.id.in_({row.activity_id for row in rows}))
    of = {one.id: one for one in (await work.session.execute(query)).scalars()}
    return [view(row, of[row.activity_id]) for row in rows]
