"""How does a plan to repay go back, end before it counts, or stop counting?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.cases.repayment_plans import (
    DecideRepaymentPlan,
    RepaymentPlanRejected,
    RepaymentPlanReturned,
    RepaymentPlanStatus,
    RepaymentPlanView,
    RepaymentPlanWithdrawn,
)
from services.collections.domain.cases.repayment import move_plan
from services.collections.store.cases import links
from services.collections.tables.columns import RepaymentPlans
from services.collections.use_cases.holds.follow_plans import set_due_days
from services.collections.use_cases.holds.hold_receivables import hold_receivables
from services.collections.use_cases.holds.ring_cases import open_ones
from services.collections.use_cases.steps.publish_credits import publish_credits
from services.collections.use_cases.steps.publish_deadlines import publish_deadlines

S = RepaymentPlanStatus


async def return_repayment_plan(id: UUID, command: DecideRepaymentPlan, uow: UnitOfWork) -> RepaymentPlanView:
    """To who asked for it, with guidance. Returning again changes nothing."""
    async with uow.begin() as work:
        plan, rows = await links.lock_record(work, RepaymentPlans, id, kind="repayment_plan")
        if plan.status is not S.RETURNED and command.round >= plan.round:
            plan.status, plan.guidance = move_plan(plan.status, S.RETURNED), command.comment
            plan.version += 1
            work.emit(RepaymentPlanReturned(**plan.event_args(rows), guidance=command.comment))
        return plan.view(rows)  # type: ignore[no-any-return]


async def reject_repayment_plan(id: UUID, command: DecideRepaymentPlan, uow: UnitOfWork) -> RepaymentPlanView:
    """For good; another may be asked for. Rejecting again changes nothing."""
    async with uow.begin() as work:
        plan, rows = await links.lock_record(work, RepaymentPlans, id, kind="repayment_plan")
        if plan.status is not S.REJECTED and command.round >= plan.round:
            plan.status, plan.guidance = move_plan(plan.status, S.REJECTED), command.comment
            plan.version += 1
            work.emit(RepaymentPlanRejected(**plan.event_args(rows), guidance=command.comment))
        return plan.view(rows)  # type: ignore[no-any-return]


async def withdraw_repayment_plan(id: UUID, uow: UnitOfWork) -> RepaymentPlanView:
    """By people, or because its approval was revoked: then the old due days count again. Again: no change."""
    async with uow.begin() as work:
        plan, rows = await links.lock_record(work, RepaymentPlans, id, kind="repayment_plan")
        if plan.status is S.WITHDRAWN:
            return plan.view(rows)  # type: ignore[no-any-return]
        counted = plan.status is S.ACTIVE
        plan.status, plan.rings_at, plan.holds_until = move_plan(plan.status, S.WITHDRAWN), None, None
        plan.version += 1
        work.emit(RepaymentPlanWithdrawn(**plan.event_args(rows), round=plan.round))
        old = {one.receivable_id: one.due_on for one in plan.debts}
        moved = set_due_days(work, rows, old) if counted else []
        await work.write()
        going_on = await hold_receivables(work, open_ones(rows))
        await publish_credits(work, {(row.customer_id, row.currency) for row in moved})
        await publish_deadlines(work, going_on)
        return plan.view(rows)  # type: ignore[no-any-return]
