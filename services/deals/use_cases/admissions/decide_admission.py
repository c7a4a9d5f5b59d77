"""How does an admission go back, come again, or end without the customer?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.deals.customer_care.admissions import (
    AdmissionEvent,
    AdmissionRejected,
    AdmissionReturned,
    AdmissionStatus,
    AdmissionView,
    AdmissionWithdrawn,
    DecideAdmission,
    ResubmitAdmission,
)
from messages.deals.customers import CustomerChanged, CustomerStatus
from services.deals.domain.authority import must_act_for
from services.deals.domain.customer_care.admissions import move_admission
from services.deals.store import customers
from services.deals.store.customer_care import admissions
from services.deals.tables import Admission, Customer
from services.deals.use_cases.steps.submit_admission import announce, name_conflict

S = AdmissionStatus


async def return_admission(id: UUID, command: DecideAdmission, uow: UnitOfWork) -> AdmissionView:
    """To its seller, with guidance. Returning again changes nothing."""
    async with uow.begin() as work:
        row, customer = await locked(work, id)
        if row.status is not S.RETURNED and command.round >= row.round:
            row.guidance = command.comment
            _move(work, row, customer, AdmissionReturned, to=S.RETURNED)
        return await admissions.view(work, row)


async def resubmit_admission(id: UUID, command: ResubmitAdmission, uow: UnitOfWork) -> AdmissionView:
    """The next round begins; the time of the claim stays that of the first. Resubmitting again changes nothing."""
    async with uow.begin() as work:
        row, customer = await locked(work, id)
        must_act_for(work.actor, row, "resubmit")
        if work.repeated or row.status is S.SUBMITTED:
            return await admissions.view(work, row)
        row.status = move_admission(row.status, S.SUBMITTED)
        row.note = command.note if command.note is not None else row.note
        row.submitted_at = work.now
        row.round += 1
        row.version += 1
        await name_conflict(work, row, customer)
        announce(work, row, customer)
        return await admissions.view(work, row)


async def reject_admission(id: UUID, command: DecideAdmission, uow: UnitOfWork) -> AdmissionView:
    """The claim is not valid. Rejecting again changes nothing."""
    async with uow.begin() as work:
        row, customer = await locked(work, id)
        if row.status is not S.REJECTED and command.round >= row.round:
            row.guidance, row.decided_at = command.comment, work.now
            _move(work, row, customer, AdmissionRejected, to=S.REJECTED)
            await _leave(work, customer)
        return await admissions.view(work, row)


async def withdraw_admission(id: UUID, uow: UnitOfWork) -> AdmissionView:
    """Nobody asks for it any more. Withdrawing again changes nothing."""
    async with uow.begin() as work:
        row, customer = await locked(work, id)
        must_act_for(work.actor, row, "withdraw")
        if row.status is not S.WITHDRAWN and not work.repeated:
            _move(work, row, customer, AdmissionWithdrawn, to=S.WITHDRAWN)
            await _leave(work, customer)
        return await admissions.view(work, row)


async def locked(work: Work, id: UUID) -> tuple[Admission, Customer]:
    """Its customer before it."""
    row = await admissions.get_admission(work, id)
    customer = await customers.lock_customer(work, row.customer_id)
    await work.session.refresh(row, with_for_update=True)
    return row, customer


async def _leave(work: Work, customer: Customer) -> None:
    """A customer whom nobody claims any more, and who was never admitted, is none."""
    if customer.status is CustomerStatus.PENDING and not await admissions.list_running_of(work, customer.id):
        customer.status = CustomerStatus.REJECTED
        customer.version += 1
        work.emit(CustomerChanged.model_validate(customer.event_args()))


def _move(work: Work, row: Admission, customer: Customer, event: type[AdmissionEvent], *, to: AdmissionStatus) -> None:
    row.status = move_admission(row.status, to)
    row.version += 1
    said = row.event_args(customer.name) | ({"guidance": row.guidance} if "guidance" in event.model_fields else {})
    work.emit(event.model_validate(said))
