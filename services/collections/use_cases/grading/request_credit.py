"""How is another limit asked for, or that goods leave although the customer is on hold or over it?"""

from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.auth.reach import must_see
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.grading.requests import (
    CreditRequested,
    CreditRequestKind,
    CreditRequestView,
    RequestLimit,
    RequestRelease,
)
from messages.errors import NotFound
from messages.money import Money
from services.collections.domain.credit import must_be_valid_limit
from services.collections.domain.grading.requests import is_raise, must_be_deliverable, must_be_only_one
from services.collections.store import projections
from services.collections.store.grading import facts, requests
from services.collections.tables import CreditRequest, Customer
from services.collections.use_cases.grading.apply_limit import lock_credit_of, new_request, write_limit


async def request_limit(command: RequestLimit, uow: UnitOfWork) -> CreditRequestView:
    """A lower one, and the first, counts at once; COL-177. The same id again shows what stands. Raises NotFound."""
    must_be_valid_limit(command.limit, command.currency)
    async with uow.begin() as work:
        id = command.id or work.new_id()
        if (known := await _known(work, id)) is not None:
            return known
        customer = await projections.get_visible_customer(work, command.customer_id)
        must_see(work.actor, customer.legal_entity_id, kind="customer", id=customer.id)
        await facts.lock_customers(work, [customer.id])
        row = await lock_credit_of(work, customer, command.currency)
        wanted = None if command.limit is None else command.limit.amount
        of: dict[str, Any] = {"customer_id": customer.id, "currency": command.currency}
        asked = await requests.has_waiting_one(work, CreditRequestKind.LIMIT, **of)
        must_be_only_one(is_asked_for=asked, is_so_already=row.limit_amount == wanted)
        own = {"currency": command.currency, "limit_amount": wanted, "limit_before": row.limit_amount}
        made = await new_request(work, customer, CreditRequestKind.LIMIT, id=id, reason=command.reason, **own)
        if is_raise(row.limit_amount, wanted):
            _publish(work, made, customer, made.limit_amount or made.limit_before)
        else:
            await write_limit(work, customer, made, row)
        return made.view(customer)


async def request_release(command: RequestRelease, uow: UnitOfWork) -> CreditRequestView:
    """For one shipment. The same id again shows what stands. Raises NotFound; COL-183 when nothing is to leave."""
    async with uow.begin() as work:
        id = command.id or work.new_id()
        if (known := await _known(work, id)) is not None:
            return known
        account = await projections.find_account(work, command.order_id)
        customer = await projections.lock_customer(work, account.customer_id)
        if customer is None:
            raise NotFound("customer", account.customer_id)
        is_over = account.cancelled_at is not None  # what has left may leave once more
        must_be_deliverable(is_confirmed=account.confirmed_at is not None, is_over=is_over, number=account.number)
        of: dict[str, Any] = {"customer_id": customer.id, "currency": account.currency, "order_id": account.order_id}
        must_be_only_one(is_asked_for=await requests.has_waiting_one(work, CreditRequestKind.RELEASE, **of))
        own = {"order_id": account.order_id, "order_number": account.number, "currency": account.currency}
        made = await new_request(work, customer, CreditRequestKind.RELEASE, id=id, reason=command.reason, **own)
        _publish(work, made, customer, account.net)
        return made.view(customer)


async def _known(work: Work, id: UUID) -> CreditRequestView | None:
    """Raises NotFound for another's."""
    if await requests.find_request(work, id) is None:
        return None
    known, customer = await requests.get_visible_request(work, id)
    return known.view(customer)


def _publish(work: Work, made: CreditRequest, customer: Customer, amount: Decimal | None) -> None:
    about = Money.of(amount or Decimal(0), made.currency)
    work.emit(CreditRequested(**made.event_args(customer), requested_by=work.actor.id, amount=about))
