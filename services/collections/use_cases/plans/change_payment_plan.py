"""How are the rows of a contract's plan changed, after it became effective?"""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work, must_match
from chassis.records.custom_fields import valid_extra_of
from messages.collections.plans import ChangePaymentPlan, PaymentPlanChanged, PaymentPlanView, PlannedInstalment
from messages.payment_terms.rows import parts_of
from services.collections.domain.offers.offering import must_be_offered
from services.collections.domain.payment_plans import instalments, terms_of
from services.collections.store import projections
from services.collections.store.offers.offers import find_offer
from services.collections.tables import InstalmentRow, PaymentPlan
from services.collections.tables.base import kept_timing
from services.collections.use_cases.plans.fields import PLAN
from services.collections.use_cases.plans.list_payment_plans import views_of


async def change_payment_plan(id: UUID, command: ChangePaymentPlan, version: int, uow: UnitOfWork) -> PaymentPlanView:
    """Their sum is the contract's. Orders that stand owe what was agreed when they were confirmed; those confirmed from
    now on owe by these rows. COL-214."""
    async with uow.begin() as work:
        plan = await projections.lock_plan(work, id)
        if work.repeated:
            return await _view(work, plan)
        must_match("payment_plan", id, current=plan.version, expected=version)
        terms = terms_of(command.rows)
        parts = instalments(plan.total, terms)
        said = [row for row, _ in parts_of(command.rows)]
        await _must_be_offered(work, plan, said)
        await projections.drop_instalments(work, plan.id)
        for term, part, row in zip(terms, parts, said, strict=True):
            own = vars(term) | {"timing": kept_timing(term.timing), "method": row.method, "note": row.note}
            work.session.add(InstalmentRow(plan_id=plan.id, amount=part.amount, **own))
        if command.extra is not None:
            plan.extra = await valid_extra_of(work, PLAN, command.extra)
        plan.changed_by, plan.changed_at, plan.reason = work.actor.id, work.now, command.reason
        plan.version += 1
        await work.session.flush()
        work.emit(PaymentPlanChanged(**plan.event_args(), instalments=len(terms), reason=command.reason))
        return await _view(work, plan)


async def _must_be_offered(work: Work, plan: PaymentPlan, rows: Sequence[PlannedInstalment]) -> None:
    offered = await find_offer(work, plan.customer_id)
    agreed = {row.method for row in (await projections.instalments_of(work, [plan.id]))[plan.id]}
    for row in rows:
        must_be_offered(row.method, offered.offer if offered else None, agreed)


async def _view(work: Work, plan: PaymentPlan) -> PaymentPlanView:
    return (await views_of(work, [plan]))[0]
