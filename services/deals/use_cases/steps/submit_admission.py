"""How is a claim for a customer submitted? A step of recording and of registering one."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from chassis.db.unit_of_work import Work
from messages.deals.customer_care.admissions import AdmissionStatus, AdmissionSubmitted
from messages.deals.customers import CustomerStatus, SalesWay
from messages.roles import Role
from services.deals.domain.opportunities import id_in_use
from services.deals.store.customer_care import admissions
from services.deals.tables import Admission, Customer

SERIES = "AD"


@dataclass(frozen=True)
class Claimed:
    """By whom a customer is claimed, and how he sells to him."""

    owner_id: UUID
    owner_unit: str
    way: SalesWay
    tier: str | None = None
    note: str = ""


def way_of(work: Work, said: SalesWay) -> SalesWay:
    """A partner sells by his channel, whatever he says."""
    return SalesWay.CHANNEL if work.actor.may(Role.PARTNER) else said


async def submit_admission(work: Work, customer: Customer, claimed: Claimed, *, id: UUID) -> Admission:
    """Of a locked or a new customer. Who had claimed it before is named, and told."""
    number = await work.next_number(SERIES, customer.legal_entity_id)
    row = _claim(work, customer, claimed, id=id, number=number)
    await name_conflict(work, row, customer)
    added = next(iter(await admissions.add_admissions(work, [row])), None)
    if added is None:
        raise id_in_use(id)
    if customer.status is CustomerStatus.REJECTED:
        customer.status = CustomerStatus.PENDING
        customer.version += 1
    announce(work, added, customer)
    return added


async def submit_admissions(work: Work, fresh: Sequence[Customer], claimed: Claimed) -> None:
    """Of customers of one legal entity that are recorded just now: nobody had claimed them before."""
    if not fresh:
        return
    numbers = await work.next_numbers(len(fresh), SERIES, fresh[0].legal_entity_id)
    rows = [
        _claim(work, customer, claimed, id=uuid5(customer.id, "admission"), number=number)
        for customer, number in zip(fresh, numbers, strict=True)
    ]
    added = {row.customer_id: row for row in await admissions.add_admissions(work, rows)}
    for customer in fresh:
        if customer.id not in added:
            raise id_in_use(customer.id)
        announce(work, added[customer.id], customer)


async def name_conflict(work: Work, row: Admission, customer: Customer) -> None:
    """撞单: both are named from now on."""
    other = await admissions.conflict_of(work, row, customer)
    row.conflict_with, row.conflict_number = (other[0].owner_id, other[1]) if other else (None, None)


def announce(work: Work, row: Admission, customer: Customer) -> None:
    said = row.event_args(customer.name) | {"mentions": [row.conflict_with] if row.conflict_with else []}
    work.emit(AdmissionSubmitted.model_validate(said))


def _claim(work: Work, customer: Customer, claimed: Claimed, *, id: UUID, number: str) -> Admission:
    return Admission(
        **vars(claimed),
        id=id,
        number=number,
        legal_entity_id=customer.legal_entity_id,
        status=AdmissionStatus.SUBMITTED,
        customer_id=customer.id,
        prepared_by=claimed.owner_id if work.actor.is_process else work.actor.id,
        submitted_at=work.now,
        created_at=work.now,
    )
