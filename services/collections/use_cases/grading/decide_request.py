"""How is a request for credit confirmed, rejected or withdrawn?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.grading.requests import (
    CreditRequestConfirmed,
    CreditRequestKind,
    CreditRequestRejected,
    CreditRequestStatus,
    CreditRequestView,
    CreditRequestWithdrawn,
    DecideCreditRequest,
    RejectCreditRequest,
)
from messages.roles import Role
from services.collections.domain.grading.requests import (
    must_be_another,
    must_be_open,
    must_decide_on,
    must_have_asked,
)
from services.collections.store import projections
from services.collections.store.grading import facts, records, requests
from services.collections.tables import CreditRequest, Customer
from services.collections.use_cases.grading.apply_limit import lock_credit_of, write_limit


async def confirm_request(id: UUID, command: DecideCreditRequest, uow: UnitOfWork) -> CreditRequestView:
    """The limit counts, or one shipment of the order may leave. Confirming again changes nothing."""
    async with uow.begin() as work:
        found, customer = await _lock(work, id)
        if found.status is CreditRequestStatus.CONFIRMED:
            return found.view(customer)
        must_be_open(found.status)
        must_be_another(requested_by=found.requested_by, decided_by=work.actor.id)
        await _must_decide(work, found, "confirm")
        found.guidance = command.comment
        found.version += 1
        if found.kind is CreditRequestKind.LIMIT:
            await write_limit(work, customer, found, await lock_credit_of(work, customer, found.currency))
            return found.view(customer)
        found.status = CreditRequestStatus.CONFIRMED
        found.decided_by, found.decided_at = work.actor.id, work.now
        work.emit(CreditRequestConfirmed(**found.event_args(customer), confirmed_by=work.actor.id))
        return found.view(customer)


async def reject_request(id: UUID, command: RejectCreditRequest, uow: UnitOfWork) -> CreditRequestView:
    """Everything stays as it was. Rejecting again changes nothing."""
    async with uow.begin() as work:
        found, customer = await _lock(work, id)
        if found.status is CreditRequestStatus.REJECTED:
            return found.view(customer)
        must_be_open(found.status)
        await _must_decide(work, found, "reject")
        found.status, found.guidance = CreditRequestStatus.REJECTED, command.reason
        found.decided_by, found.decided_at = work.actor.id, work.now
        found.version += 1
        work.emit(CreditRequestRejected(**found.event_args(customer), guidance=command.reason))
        return found.view(customer)


async def withdraw_request(id: UUID, uow: UnitOfWork) -> CreditRequestView:
    """By who asked. Withdrawing again changes nothing."""
    async with uow.begin() as work:
        found, customer = await _lock(work, id)
        must_have_asked(requested_by=found.requested_by, actor=work.actor.id)
        if found.status is CreditRequestStatus.WITHDRAWN:
            return found.view(customer)
        must_be_open(found.status)
        found.status = CreditRequestStatus.WITHDRAWN
        found.version += 1
        work.emit(CreditRequestWithdrawn(**found.event_args(customer)))
        return found.view(customer)


async def _lock(work: Work, id: UUID) -> tuple[CreditRequest, Customer]:
    """Its customer before it. Raises NotFound."""
    _, customer = await requests.get_visible_request(work, id)
    await facts.lock_customers(work, [customer.id])
    return await requests.lock_request(work, id), customer


async def _must_decide(work: Work, found: CreditRequest, verb: str) -> None:
    """Who may: by its kind, and for an order by the policy that counts now, who sees it and does not own it."""
    is_limit = found.kind is CreditRequestKind.LIMIT
    allowed = [Role.FINANCE] if is_limit else (await records.newest_policy(work)).release_roles
    must_decide_on(work.actor.roles, allowed, verb=f"{verb} a request for credit")
    if found.order_id is not None:
        account = await projections.find_account(work, found.order_id)
        must_be_another(requested_by=account.owner_id, decided_by=work.actor.id)
