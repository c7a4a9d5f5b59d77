"""What does an approved admission do?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.people import lock_owner_for_share
from messages.deals.customer_care.admissions import (
    AdmissionAdmitted,
    AdmissionStatus,
    AdmissionSuperseded,
    AdmissionView,
    DecideAdmission,
)
from messages.deals.customers import CustomerChanged, CustomerStatus, OwnerCause
from services.deals.domain.customer_care.admissions import DECIDED, better_claim, move_admission
from services.deals.store.customer_care import admissions
from services.deals.store.customer_care.rules import rules_of
from services.deals.store.customer_owners import move_owners
from services.deals.tables import Admission, Customer
from services.deals.use_cases.admissions.decide_admission import locked
from services.deals.use_cases.steps.customer_clock import begin_clocks


async def admit_customer(id: UUID, command: DecideAdmission, uow: UnitOfWork) -> AdmissionView:
    """The claim is valid: the customer is active, and whose claim is the better one by the rule of the legal entity has
    it. In whatever order claims are decided, the best of the valid ones has it in the end."""
    async with uow.begin() as work:
        asked = await admissions.get_admission(work, id)
        known, owner = asked.owner_id, await lock_owner_for_share(work, asked.owner_id)  # before any record
        row, customer = await locked(work, id)
        if row.owner_id != known:  # it went to another one just now
            owner = await lock_owner_for_share(work, row.owner_id)
        if row.status in DECIDED or command.round < row.round:
            return await admissions.view(work, row)
        row.decided_at = work.now
        standing = await admissions.standing_claim(work, customer) if customer.status is CustomerStatus.ACTIVE else None
        if standing is not None and standing[0].owner_id != row.owner_id:
            rules = (await rules_of(work, customer.legal_entity_id)).admission
            best, row.decided_by_rule = better_claim(row.claim, standing[0], rules)
            if best.owner_id != row.owner_id:
                return await _supersede(work, row, customer)
        former = customer.owner_id
        if owner is not None and former != owner.id:
            customer.owner_id, customer.owner_unit = owner.id, owner.unit
            await move_owners(work, [customer.id], owner.id, OwnerCause.ADMITTED)
        await _admit(work, row, customer, former)
        return await admissions.view(work, row)


async def _admit(work: Work, row: Admission, customer: Customer, former: UUID | None) -> None:
    row.status = move_admission(row.status, AdmissionStatus.ADMITTED)
    row.version += 1
    was_his = former is not None and former != customer.owner_id and customer.status is CustomerStatus.ACTIVE
    customer.status = CustomerStatus.ACTIVE
    customer.admitted_at = customer.admitted_at or work.now
    await begin_clocks(work, [customer])
    customer.version += 1
    work.emit(CustomerChanged.model_validate(customer.event_args()))
    said = {"former_owner_id": former if was_his else None, "decided_by_rule": row.decided_by_rule}
    work.emit(AdmissionAdmitted.model_validate(row.event_args(customer.name) | said))


async def _supersede(work: Work, row: Admission, customer: Customer) -> AdmissionView:
    row.status = move_admission(row.status, AdmissionStatus.SUPERSEDED)
    row.version += 1
    said = {"kept_by_id": customer.owner_id, "decided_by_rule": row.decided_by_rule}
    work.emit(AdmissionSuperseded.model_validate(row.event_args(customer.name) | said))
    return await admissions.view(work, row)
