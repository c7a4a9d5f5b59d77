"""What of a write-off do the approvers decide on?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approval_subject import ApprovalSubject
from services.collections.domain.due_dates import days_late
from services.collections.store import payments, write_offs


async def show_approval_subject(id: UUID, uow: UnitOfWork) -> ApprovalSubject:
    """Who recorded money for the receivable has no vote on what it does not pay. Raises NotFound."""
    async with uow.begin() as work:
        found, owed = await write_offs.get_visible_write_off(work, id)
        late = days_late(due=owed.due_on, settled_on=None, now=work.now, tz=owed.tz)
        recorders = await payments.recorders_of(work, owed.id)
        asked_by = [found.requested_by] if found.requested_by else []
        return ApprovalSubject(
            kind="write_off",
            id=found.id,
            number=found.number,
            title=f"{owed.customer_name} {owed.number}",
            legal_entity_id=found.legal_entity_id,
            requester_id=found.requested_by or work.actor.id,
            prepared_by=sorted({*asked_by, *recorders}),
            facts={"amount": found.amount, "currency": found.currency, "days_overdue": late},
            content={
                "customer": owed.customer_name,
                "receivable": owed.number,
                "amount": str(found.money),
                "total": str(owed.money(owed.amount)),
                "paid": str(owed.money(owed.paid)),
                "due_on": owed.due_on.isoformat() if owed.due_on else "",
                "days_late": late,
                "reason": found.reason,
            },
        )
