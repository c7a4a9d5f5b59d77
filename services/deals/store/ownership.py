"""Which records of deals go where their owner goes?"""

from typing import Any
from uuid import UUID

from sqlalchemy import true, update
from sqlmodel import col

from chassis.db.unit_of_work import Work
from chassis.records.people import Person
from messages.deals.contracts import ContractStatus
from messages.deals.customers import OwnerCause
from messages.deals.guidance import GuidanceStatus
from messages.deals.opportunities import OpportunityStatus
from messages.deals.registrations import RegistrationStatus
from services.deals.store.customer_owners import move_owners
from services.deals.tables import Contract, Customer, Guidance, Opportunity, Registration

OWNED = (
    Customer,
    Opportunity,
    Registration,
    Contract,
    Guidance,
)  # an opportunity before what is made from it under its lock

OPEN: dict[str, tuple[Any, Any]] = {  # in the same order
    "customers": (Customer, true()),
    "opportunities": (Opportunity, col(Opportunity.status) != OpportunityStatus.LOST),
    "registrations": (
        Registration,
        col(Registration.status).in_(
            (RegistrationStatus.SUBMITTED, RegistrationStatus.RETURNED, RegistrationStatus.PROTECTED)
        ),
    ),
    "contracts": (Contract, col(Contract.status).not_in((ContractStatus.REJECTED, ContractStatus.CANCELLED))),
}


async def move_owner(work: Work, owner_id: UUID, unit: str) -> None:
    """Somebody works in another unit now: what is theirs goes along."""
    for table in OWNED:
        theirs = update(table).where(col(table.owner_id) == owner_id, col(table.owner_unit) != unit)
        await work.session.execute(theirs.values(owner_unit=unit))


async def hand_over(work: Work, owner_id: UUID, to: Person) -> dict[str, int]:
    """What is open goes to the successor; what is history stays whose it was."""
    values = {"owner_id": to.id, "owner_unit": to.unit}
    moved: dict[str, int] = {}
    for name, (table, is_open) in OPEN.items():
        theirs = update(table).where(col(table.owner_id) == owner_id, is_open).values(values)
        ids = list((await work.session.execute(theirs.returning(col(table.id)))).scalars())
        if table is Customer:
            await move_owners(work, ids, to.id, OwnerCause.HANDED_OVER)
        moved[name] = len(ids)
    own = (col(Guidance.owner_id) == owner_id) & (col(Guidance.status) == GuidanceStatus.OPEN)
    await work.session.execute(update(Guidance).where(own).values(values))  # goes with its opportunity, not counted
    return moved
