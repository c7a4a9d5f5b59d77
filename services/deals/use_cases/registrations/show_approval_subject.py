"""What of a registration do the approvers decide on?"""

from decimal import Decimal
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approval_subject import ApprovalSubject
from services.deals.store import customers, opportunities, registrations
from services.deals.tables import Registration

NOTHING = Decimal("0.00")


async def show_approval_subject(id: UUID, uow: UnitOfWork) -> ApprovalSubject:
    async with uow.begin() as work:
        row = await registrations.get_registration(work, id)
        shown = await registrations.view(work, row)
        opportunity = await opportunities.get_opportunity(work, row.opportunity_id)
        customer = await customers.get_customer(work, row.customer_id)
        expected = opportunity.expected
        other = await registrations.find_registration(work, row.conflict_with) if row.conflict_with else None
        against = await registrations.view(work, other) if other else None
        return ApprovalSubject(
            kind="registration",
            id=row.id,
            number=row.number,
            title=f"{customer.name} · {row.project}",
            legal_entity_id=row.legal_entity_id,
            requester_id=row.owner_id,
            prepared_by=sorted({row.owner_id, row.prepared_by}),
            facts={
                "amount": expected.amount if expected else NOTHING,
                "conflict": row.conflict_with is not None,
                "region": customer.region or "",
            },
            content={
                "customer": customer.name,
                "region": customer.region or "",
                "project": row.project,
                "product": opportunity.product_code or "",
                "amount": str(expected) if expected else "",
                "owner": shown.owner_name,
                "conflict_with": against.number if against else "",
                "conflict_owner": (against.owner_name or "") if against else "",
                "note": row.note,
                **_own(row),
            },
        )


def _own(row: Registration) -> dict[str, object]:
    """What its business type asks for; nothing where there is none, so that what was signed before stays as it was."""
    kind = {"business_type": row.business_type} if row.business_type else {}
    return kind | {name: value if isinstance(value, bool) else str(value) for name, value in row.extra.items()}
