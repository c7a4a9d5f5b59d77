"""Which records of deals go where their owner goes?"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, true, update
from sqlmodel import col

from chassis.db.unit_of_work import Work
from chassis.records.people import Person
from messages.deals.contracts import ContractStatus
from messages.deals.customers import OwnerCause
from messages.deals.guidance import GuidanceStatus
from messages.deals.opportunities import OpportunityStatus
from messages.deals.registrations import RegistrationStatus
from services.deals.domain.customer_care.admissions import RUNNING
from services.deals.domain.customer_care.expenses import RUNNING as UNDECIDED
from services.deals.store.customer_owners import move_owners
from services.deals.store.customers import is_of_customer
from services.deals.tables import Admission, Contract, Customer, CustomerExpense, Guidance, Opportunity, Registration

OWNED = (
    Customer,
    Opportunity,
    Registration,
    Contract,
    Admission,
    CustomerExpense,
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
    "admissions": (Admission, col(Admission.status).in_(RUNNING)),
    "expenses": (CustomerExpense, col(CustomerExpense.status).in_(UNDECIDED)),
}
AT_CUSTOMER = ("opportunities", "registrations", "contracts")  # of which it is said how many went along
ALONG = (*AT_CUSTOMER, "admissions", "expenses")


async def move_owner(work: Work, owner_id: UUID, unit: str) -> None:
    """Somebody works in another unit now: what is theirs goes along."""
    for table in OWNED:
        theirs = update(table).where(col(table.owner_id) == owner_id, col(table.owner_unit) != unit)
        await work.session.execute(theirs.values(owner_unit=unit))


async def hand_over(work: Work, owner_id: UUID, to: Person) -> dict[str, list[UUID]]:
    """What is open goes to the successor; what is history stays whose it was."""
    moved = {name: await _move(work, table, is_open, owner_id, to) for name, (table, is_open) in OPEN.items()}
    await move_owners(work, moved["customers"], to.id, OwnerCause.HANDED_OVER)
    own = (col(Guidance.owner_id) == owner_id) & (col(Guidance.status) == GuidanceStatus.OPEN)
    # goes with its opportunity, not counted
    await work.session.execute(update(Guidance).where(own).values(owner_id=to.id, owner_unit=to.unit))
    return moved


async def hand_over_at(work: Work, customer_id: UUID, owner_id: UUID | None, to: Person) -> dict[str, list[UUID]]:
    """What somebody has open at this customer, which is locked; what others have there stays theirs."""
    moved: dict[str, list[UUID]] = {name: [] for name in ALONG}
    if owner_id is None:
        return moved
    for name in ALONG:
        table, is_open = OPEN[name]
        here = and_(is_open, is_of_customer(col(table.customer_id), customer_id))
        moved[name] = await _move(work, table, here, owner_id, to)
    own = and_(
        col(Guidance.owner_id) == owner_id,
        col(Guidance.status) == GuidanceStatus.OPEN,
        col(Guidance.opportunity_id).in_(moved["opportunities"]),
    )
    moving = update(Guidance).where(own).values(owner_id=to.id, owner_unit=to.unit).returning(col(Guidance.id))
    return moved | {"guidance": list((await work.session.execute(moving)).scalars())}


async def _move(work: Work, table: Any, which: ColumnElement[bool], owner_id: UUID, to: Person) -> list[UUID]:
    theirs = update(table).where(col(table.owner_id) == owner_id, which)
    moving = theirs.values(owner_id=to.id, owner_unit=to.unit).returning(col(table.id))
    return list((await work.session.execute(moving)).scalars())
