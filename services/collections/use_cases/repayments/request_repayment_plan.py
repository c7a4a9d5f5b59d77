"""A customer cannot pay on the old days: which plan goes before the approvers?"""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.cases.repayment_plans import (
    RepaymentPlanRequested,
    RepaymentPlanStatus,
    RepaymentPlanView,
    RequestRepaymentPlan,
    ResubmitRepaymentPlan,
)
from messages.errors import RuleViolation
from messages.money import total
from services.collections.domain.cases.repayment import Row, move_plan, must_be_repayable
from services.collections.domain.due_dates import local_day
from services.collections.store.cases import links, plans
from services.collections.tables import Receivable, RepaymentPlan
from services.collections.tables.columns import RepaymentPlans
from services.collections.tables.repayment_plans import kept_rows
from services.collections.use_cases.cases.chosen import chosen


async def request_repayment_plan(
    command: RequestRepaymentPlan, uow: UnitOfWork, *, most_days: int
) -> RepaymentPlanView:
    """It counts for nothing until it is approved. The same id again shows what stands. Raises NotFound, COL-187,
    COL-196."""
    async with uow.begin() as work:
        id = command.id or work.new_id()
        if await links.find_record(work, RepaymentPlans, id) is not None:
            known = await links.get_visible_record(work, RepaymentPlans, id, kind="repayment_plan")
            return known.view((await links.rows_of(work, [id]))[id])  # type: ignore[no-any-return]
        owed = await chosen(work, command.receivable_ids)
        rows = [Row(row.due_on, row.amount) for row in command.rows]
        await must_fit(work, id, rows, owed, most_days)
        first = owed[0]
        of = {name: getattr(first, name) for name in ("customer_id", "customer_name", "legal_entity_id", "shard")}
        plan = RepaymentPlan(
            id=id,
            number=await links.next_number(work, first, "R"),
            **of,
            status=RepaymentPlanStatus.REQUESTED,
            amount=sum((row.amount for row in rows), Decimal(0)),
            currency=first.currency,
            rows=kept_rows(rows),
            reason=command.reason,
            requested_by=work.actor.id,
            requested_at=work.now,
        )
        work.session.add(plan)
        links.link(work, id, owed)
        work.emit(RepaymentPlanRequested(**plan.event_args(owed), requested_by=work.actor.id, round=1))
        return plan.view(owed)


async def must_fit(work: Work, id: UUID, rows: Sequence[Row], owed: Sequence[Receivable], most_days: int) -> None:
    """COL-196, of these debts as they are."""
    first = owed[0]
    if len({row.currency for row in owed}) > 1:
        raise RuleViolation("COL-187", number=first.number)
    is_dated = all(row.due_on for row in owed)
    is_free = is_dated and not await plans.is_in_a_plan(work, [row.id for row in owed], but=id)
    open_ = total([row.open for row in owed], first.currency)
    must_be_repayable(rows, open_, today=local_day(work.now, first.tz), most_days=most_days, is_free=is_free)


async def resubmit_repayment_plan(
    id: UUID, command: ResubmitRepaymentPlan, uow: UnitOfWork, *, most_days: int
) -> RepaymentPlanView:
    """The next round begins. One that waits for approval already is left as it is."""
    async with uow.begin() as work:
        plan, owed = await links.lock_record(work, RepaymentPlans, id, kind="repayment_plan")
        if work.repeated or plan.status is RepaymentPlanStatus.REQUESTED:
            return plan.view(owed)  # type: ignore[no-any-return]
        plan.status = move_plan(plan.status, RepaymentPlanStatus.REQUESTED)
        rows = [Row(row.due_on, row.amount) for row in command.rows] or plan.plan
        await must_fit(work, id, rows, owed, most_days)
        plan.rows, plan.amount = kept_rows(rows), sum((row.amount for row in rows), Decimal(0))
        plan.reason = command.reason or plan.reason
        plan.round += 1
        plan.version += 1
        work.emit(RepaymentPlanRequested(**plan.event_args(owed), requested_by=work.actor.id, round=plan.round))
        return plan.view(owed)  # type: ignore[no-any-return]
