"""Which payment plans are there?"""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.paging import page_of
from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.custom_fields import find_template
from chassis.records.people import names_of
from messages.base import Page
from messages.collections.plans import InstalmentView, PaymentPlanView
from messages.custom_fields import FieldTemplate
from messages.money import Money
from services.collections.store import projections
from services.collections.tables import Customer, InstalmentRow, PaymentPlan
from services.collections.tables.columns import Plans
from services.collections.use_cases.plans.fields import PLAN

TRUE = ("true", "yes", "1", "是")


async def list_payment_plans(
    uow: UnitOfWork,
    *,
    contract_id: UUID | None,
    customer_id: UUID | None = None,
    field: str | None = None,
    value: str | None = None,
    cursor: str | None,
    limit: int,
) -> Page[PaymentPlanView]:
    """`field` and `value`: of a custom field; of one that no plan has there are none."""
    async with uow.begin() as work:
        extra = _of_field(await find_template(work, PLAN), field, value) if field else None
        query = projections.plans(work, contract_id, customer_id=customer_id, extra=extra)
        key = (Plans.created_at, Plans.id)
        page = await page_of(work, query, key=key, cursor=cursor, limit=limit, view=lambda row: row)
        return Page[PaymentPlanView](items=await views_of(work, page.items), next=page.next)


async def show_payment_plan(id: UUID, uow: UnitOfWork) -> PaymentPlanView:
    """In the actor's scope. Raises NotFound."""
    async with uow.begin() as work:
        return (await views_of(work, [await projections.get_plan(work, id)]))[0]


async def views_of(work: Work, plans: Sequence[PaymentPlan]) -> list[PaymentPlanView]:
    """Three statements for all of them."""
    rows = await projections.instalments_of(work, [plan.id for plan in plans])
    customers = await projections.customers_of(work, {plan.customer_id for plan in plans})
    names = await names_of(work, {plan.owner_id for plan in plans})
    return [_view(plan, rows[plan.id], customers.get(plan.customer_id), names.get(plan.owner_id, "")) for plan in plans]


def _view(plan: PaymentPlan, rows: list[InstalmentRow], customer: Customer | None, owner: str) -> PaymentPlanView:
    grade = customer.grade if customer else ""
    own = ("id", "contract_id", "contract_number", "customer_id", "owner_id", "legal_entity_id", "extra", "version")
    return PaymentPlanView(
        **{name: getattr(plan, name) for name in own},
        customer_name=customer.name if customer else "",
        grade=grade,
        owner_name=owner,
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
                owner_name=owner,
                grade=grade,
                method=row.method,
                note=row.note,
            )
            for row in rows
        ],
        changed_at=plan.changed_at,
        reason=plan.reason,
        offer=plan.offer,
    )


def _of_field(template: FieldTemplate | None, field: str, value: str | None) -> dict[str, object]:
    """As the field keeps it."""
    kinds = {one.name: one.kind for one in template.fields} if template else {}
    written = (value or "").strip()
    return {field: written.lower() in TRUE if kinds.get(field) == "flag" else written}
