"""Is a plan to repay kept by now, and when are its debts due?"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.cases.repayment_plans import (
    RepaymentPlanApplied,
    RepaymentPlanBroken,
    RepaymentPlanKept,
    RepaymentPlanStatus,
)
from messages.collections.receivables import ReceivableDue, ReceivableStatus
from messages.money import Money
from services.collections.domain.cases.repayment import Progress, Standing, due_days, move_plan, standing_of
from services.collections.store.cases import links, plans
from services.collections.tables import Receivable, RepaymentPlan
from services.collections.tables.columns import RepaymentPlans

S = RepaymentPlanStatus
Rows = Mapping[UUID, Sequence[Receivable]]


async def follow_plans(work: Work, ids: Sequence[UUID], rows: Rows) -> list[Receivable]:
    """A step of the keeper, on locked receivables; those whose due day is another one now."""
    came = await plans.came_for(work, ids)
    return [
        row
        for plan in await links.lock_records(work, RepaymentPlans, ids)
        if plan.status in plans.FOLLOWED
        for row in follow_plan(work, plan, rows[plan.id], came[plan.id])
    ]


def follow_plan(
    work: Work, plan: RepaymentPlan, rows: Sequence[Receivable], came: Mapping[date, Decimal]
) -> list[Receivable]:
    """The same of one."""
    open_ = sum((row.open.amount for row in rows if row.status is ReceivableStatus.OPEN), Decimal(0))
    progress = Progress(came, plan.paid_before, open_)
    now = standing_of(plan.plan, progress, now=work.now, tz=rows[0].tz)
    was = plan.status
    plan.came = max(progress.total, Decimal(0))
    plan.rings_at = plan.holds_until = now.rings_at
    if now.status is not plan.status:
        _move(work, plan, rows, now)
    if now.status is S.ACTIVE:
        return set_due_days(work, rows, due_days(plan.plan, plan.debts, plan.came))
    if now.status is was:
        return []  # the days may be those of another plan by now
    return set_due_days(work, rows, {one.receivable_id: one.due_on for one in plan.debts})


def set_due_days(work: Work, rows: Sequence[Receivable], days: Mapping[UUID, date]) -> list[Receivable]:
    """Of what is open; those that are due on another day than before."""
    moved = []
    for row in rows:
        day = days.get(row.id)
        if row.status is ReceivableStatus.OPEN and day is not None and day != row.due_on:
            row.due_on = day
            row.version += 1
            work.emit(ReceivableDue(**row.event_args(), due_on=day))
            moved.append(row)
    return moved


def _move(work: Work, plan: RepaymentPlan, rows: Sequence[Receivable], now: Standing) -> None:
    plan.status = move_plan(plan.status, now.status)
    plan.decided_at = None if now.status is S.ACTIVE else work.now
    plan.version += 1
    if now.status is S.ACTIVE:
        work.emit(RepaymentPlanApplied(**plan.event_args(rows)))
    elif now.status is S.KEPT:
        work.emit(RepaymentPlanKept(**plan.event_args(rows)))
    elif now.missed is not None:
        missing = Money(amount=now.missed.amount, currency=plan.currency)
        said = {"due_on": now.missed.due_on, "missing": missing}
        work.emit(RepaymentPlanBroken(**plan.event_args(rows), **said))
