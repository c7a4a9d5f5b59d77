"""What of a plan to repay do the approvers decide on?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approval_subject import ApprovalSubject
from services.collections.domain.due_dates import days_late
from services.collections.store.cases import links
from services.collections.tables.columns import RepaymentPlans


async def show_approval_subject(id: UUID, uow: UnitOfWork) -> ApprovalSubject:
    """Raises NotFound."""
    async with uow.begin() as work:
        plan = await links.get_visible_record(work, RepaymentPlans, id, kind="repayment_plan")
        rows = (await links.rows_of(work, [id]))[id]
        late = max(days_late(due=row.due_on, settled_on=None, now=work.now, tz=row.tz) for row in rows)
        last = plan.plan[-1].due_on
        return ApprovalSubject(
            kind="repayment_plan",
            id=plan.id,
            number=plan.number,
            title=f"{plan.customer_name} {plan.number}",
            legal_entity_id=plan.legal_entity_id,
            requester_id=plan.requested_by,
            prepared_by=[plan.requested_by],
            facts={"amount": plan.amount, "currency": plan.currency, "days_overdue": late},
            content={
                "customer": plan.customer_name,
                "receivable": ", ".join(row.number for row in rows),
                "amount": str(plan.money),
                "days_late": late,
                "last_row_on": last.isoformat(),
                "rows": [{"due_on": row["due_on"], "amount": f"{row['amount']} {plan.currency}"} for row in plan.rows],
                "reason": plan.reason,
            },
        )
