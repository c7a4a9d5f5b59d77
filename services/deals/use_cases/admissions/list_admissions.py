"""Which admissions of customers are there, and what do their approvers decide on?"""

from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from chassis.records.people import names_of
from messages.approval_subject import ApprovalSubject
from messages.base import Page
from messages.deals.customer_care.admissions import AdmissionView
from services.deals.domain.customer_care.admissions import better_claim
from services.deals.store import customers
from services.deals.store.customer_care import admissions
from services.deals.store.customer_care.rules import rules_of


async def list_admissions(uow: UnitOfWork, **wanted: Any) -> Page[AdmissionView]:
    """The newest first; the filters are those of the route."""
    async with uow.begin() as work:
        return await admissions.list_admissions(work, **wanted)


async def show_admission(id: UUID, uow: UnitOfWork) -> AdmissionView:
    async with uow.begin() as work:
        return await admissions.view(work, await admissions.get_admission(work, id))


async def show_approval_subject(id: UUID, uow: UnitOfWork) -> ApprovalSubject:
    """Both who want it are named, as it stands now, with whose it would be by the rule."""
    async with uow.begin() as work:
        row = await admissions.get_admission(work, id)
        shown = await admissions.view(work, row)
        customer = await customers.get_customer(work, row.customer_id)
        rules = (await rules_of(work, customer.legal_entity_id)).admission
        other, number = await admissions.conflict_of(work, row, customer) or (None, None)
        rival, said = "", {}
        if other is not None:
            rival = (await names_of(work, [other.owner_id])).get(other.owner_id, "")
            best, criterion = better_claim(row.claim, other, rules)
            winner = shown.owner_name if best.owner_id == row.owner_id else rival
            said = {"decided_by_rule": criterion.value, "kept_by": winner}
        return ApprovalSubject(
            kind="admission",
            id=row.id,
            number=row.number,
            title=customer.name,
            legal_entity_id=row.legal_entity_id,
            requester_id=row.owner_id,
            prepared_by=sorted({row.owner_id, row.prepared_by}),
            facts={"conflict": other is not None, "way": row.way.value, "region": customer.region or ""},
            content={
                "customer": customer.name,
                "number": customer.number,
                "tax_id": customer.tax_id or "",
                "sector": customer.sector or "",
                "region": customer.region or "",
                "owner": shown.owner_name,
                "sales_way": row.way.value,
                "tier": row.tier or "",
                "registered_at": row.created_at.isoformat(),
                "conflict_with": number or "",
                "conflict_owner": rival,
                **said,
                "note": row.note,
            },
        )
