"""How does a limit begin to count? Part of other use cases."""

from typing import Any

from chassis.db.unit_of_work import Work
from messages.collections.grading.requests import CreditRequestConfirmed, CreditRequestKind, CreditRequestStatus
from services.collections.store import credit
from services.collections.tables import CreditRequest, CreditRow, Customer
from services.collections.use_cases.grading.grade_customers import grade_customers
from services.collections.use_cases.steps.publish_credits import publish_credit

SERIES = "CL"


async def write_limit(work: Work, customer: Customer, request: CreditRequest, row: CreditRow) -> None:
    """All who judge by it hear of it, and who asked for it, and who agreed, stays in the credit file."""
    request.limit_before = row.limit_amount
    request.status = CreditRequestStatus.CONFIRMED
    request.decided_by, request.decided_at = work.actor.id, work.now
    row.limit_amount = request.limit_amount
    publish_credit(work, row)
    await work.write()
    work.emit(CreditRequestConfirmed(**request.event_args(customer), confirmed_by=work.actor.id))
    await grade_customers(work, [customer], "records")


async def lock_credit_of(work: Work, customer: Customer, currency: str) -> CreditRow:
    """With those of his other currencies: grading him locks them too, and all lock them in one order."""
    known = {row.currency for row in await credit.credits_of(work, customer.id)}
    rows = await credit.lock_credits(work, [(customer.id, one) for one in known | {currency}])
    return next(row for row in rows if row.currency == currency)


async def new_request(work: Work, customer: Customer, kind: CreditRequestKind, **own: Any) -> CreditRequest:
    made = CreditRequest(
        **own,
        number=await work.next_number(SERIES, customer.legal_entity_id),
        kind=kind,
        status=CreditRequestStatus.REQUESTED,
        customer_id=customer.id,
        requested_by=work.actor.id,
        requested_at=work.now,
    )
    work.session.add(made)
    return made
