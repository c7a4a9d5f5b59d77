"""Which plans to repay are there, and how does each stand?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.collections.cases.repayment_plans import RepaymentPlanStatus, RepaymentPlanView
from services.collections.store.cases import links
from services.collections.tables.columns import RepaymentPlans

LIVE = (RepaymentPlanStatus.REQUESTED, RepaymentPlanStatus.RETURNED)


async def list_repayment_plans(
    uow: UnitOfWork,
    *,
    customer_id: UUID | None,
    receivable_id: UUID | None,
    status: RepaymentPlanStatus | None,
    live: bool | None,
    cursor: str | None,
    limit: int,
) -> Page[RepaymentPlanView]:
    """The newest first; `live`: those that are not decided yet."""
    async with uow.begin() as work:
        query = links.query_records(work, RepaymentPlans, customer_id=customer_id, receivable_id=receivable_id)
        if status is not None:
            query = query.where(RepaymentPlans.status == status)
        if live is not None:
            waits = RepaymentPlans.status.in_(LIVE)
            query = query.where(waits if live else ~waits)
        return await links.page_of_records(
            work, query, key=(RepaymentPlans.requested_at, RepaymentPlans.id), cursor=cursor, limit=limit,
            view=lambda plan, rows: plan.view(rows),
        )  # fmt: skip


async def show_repayment_plan(id: UUID, uow: UnitOfWork) -> RepaymentPlanView:
    """Raises NotFound."""
    async with uow.begin() as work:
        plan = await links.get_visible_record(work, RepaymentPlans, id, kind="repayment_plan")
        return plan.view((await links.rows_of(work, [id]))[id])  # type: ignore[no-any-return]
