"""A plan to repay was approved: when is each debt due now?"""

from decimal import Decimal
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.cases.repayment_plans import (
    OPEN_CHANGED,
    DecideRepaymentPlan,
    RepaymentPlanApplied,
    RepaymentPlanStatus,
    RepaymentPlanView,
    RepaymentPlanWithdrawn,
)
from messages.collections.receivables import ReceivableStatus
from services.collections.domain.cases.repayment import move_plan
from services.collections.store.cases import links, plans
from services.collections.tables import Receivable, RepaymentPlan
from services.collections.tables.columns import RepaymentPlans
from services.collections.tables.repayment_plans import kept_parts
from services.collections.use_cases.holds.follow_plans import follow_plan
from services.collections.use_cases.holds.hold_receivables import hold_receivables
from services.collections.use_cases.holds.ring_cases import open_ones
from services.collections.use_cases.steps.publish_credits import publish_credits
from services.collections.use_cases.steps.publish_deadlines import publish_clocks
from services.collections.use_cases.steps.reach_levels import reach_levels


async def apply_repayment_plan(id: UUID, command: DecideRepaymentPlan, uow: UnitOfWork) -> RepaymentPlanView:
    """From here on its rows are the due days; what was reached before is reached. Where something else is open by now
    than it comes to, it lapses. Again: no change."""
    async with uow.begin() as work:
        plan, rows = await links.lock_record(work, RepaymentPlans, id, kind="repayment_plan")
        if plan.status is not RepaymentPlanStatus.REQUESTED or command.round < plan.round:
            return plan.view(rows)  # type: ignore[no-any-return]
        owed = [row for row in rows if row.status is ReceivableStatus.OPEN]
        if sum((row.open.amount for row in owed), Decimal(0)) != plan.amount:
            plan.status, plan.guidance = move_plan(plan.status, RepaymentPlanStatus.WITHDRAWN), OPEN_CHANGED
            plan.version += 1
            work.emit(RepaymentPlanWithdrawn(**plan.event_args(rows), round=plan.round, guidance=OPEN_CHANGED))
        else:
            await _apply(work, plan, rows, owed)
        return plan.view(rows)  # type: ignore[no-any-return]


async def _apply(work: Work, plan: RepaymentPlan, rows: list[Receivable], owed: list[Receivable]) -> None:
    await reach_levels(work, [(row, work.now) for row in owed if row.next_at])
    came = (await plans.came_for(work, [plan.id]))[plan.id]
    plan.status, plan.applied_at = move_plan(plan.status, RepaymentPlanStatus.ACTIVE), work.now
    plan.parts, plan.paid_before = kept_parts(owed), sum(came.values(), Decimal(0))
    plan.version += 1
    for row in owed:
        row.promised = True
    work.emit(RepaymentPlanApplied(**plan.event_args(rows)))
    moved = follow_plan(work, plan, rows, came)
    await work.write()
    await hold_receivables(work, open_ones(rows))
    await publish_credits(work, {(row.customer_id, row.currency) for row in moved})
    if plan.rings_at is not None:
        await publish_clocks(work, {plan.shard: plan.rings_at})
