"""Which payment plans are there?"""

from uuid import UUID

from chassis.db.paging import page_of
from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.collections.plans import InstalmentView, PaymentPlanView
from messages.money import Money
from services.collections.store import projections
from services.collections.tables import InstalmentRow, PaymentPlan
from services.collections.tables.columns import Plans


async def list_payment_plans(
    uow: UnitOfWork, *, contract_id: UUID | None, cursor: str | None, limit: int
) -> Page[PaymentPlanView]:
    async with uow.begin() as work:
        query = projections.plans(work, contract_id)
        key = (Plans.created_at, Plans.id)
        page = await page_of(work, query, key=key, cursor=cursor, limit=limit, view=lambda row: row)
        rows = await projections.instalments_of(work, [plan.id for plan in page.items])
        return Page[PaymentPlanView](items=[view_of(plan, rows[plan.id]) for plan in page.items], next=page.next)


def view_of(plan: PaymentPlan, rows: list[InstalmentRow]) -> PaymentPlanView:
    return PaymentPlanView(
        id=plan.id,
        contract_id=plan.contract_id,
        customer_id=plan.customer_id,
        total=plan.total,
        instalments=[
            InstalmentView(
                number=row.number,
                percent=row.percent,
                trigger=row.trigger,
                days=row.days,
                amount=Money(amount=row.amount, currency=plan.currency),
                timing=row.agreed,
                owner_id=plan.owner_id,
                method=row.method,
                note=row.note,
            )
            for row in rows
        ],
        version=plan.version,
        changed_at=plan.changed_at,
        reason=plan.reason,
    )
