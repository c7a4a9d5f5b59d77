"""How does money without a purpose find what was due first again? (a step of confirming and rejecting)"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.advances import AdvanceUsed
from messages.collections.payments import Allocation, PaymentConfirmed, PaymentStatus
from services.collections.domain import allocation
from services.collections.store import payments, receivables
from services.collections.tables import AllocationRow, Payment, Receivable
from services.collections.use_cases.steps.allocate import allocate, deallocate, settle
from services.collections.use_cases.steps.settle_free import withdraw_offers


async def redistribute(work: Work, payment: Payment, group: Sequence[Payment]) -> Collection[Receivable]:
    """Confirmed money first, then what waits; each by the day on which it came. What stays where it was is not moved.

    The receivables that money left or came to by this, no others. `group` are the customer's locked payments, and
    `payment` is the one that was just decided.
    """
    movable = [other for other in group if other.automatic and other.status in payments.STANDING]
    return await _divide(work, payment, movable, await _waiting(work, movable))


async def serve_oldest_first(work: Work, payment: Payment, group: Sequence[Payment]) -> Collection[Receivable]:
    """The same where money was taken away: confirmed money too goes to what was due first again."""
    movable = [other for other in group if other.automatic and other.status in payments.STANDING]
    return await _divide(work, payment, movable, await _standing(work, movable))


async def _divide(
    work: Work, payment: Payment, movable: Sequence[Payment], parts: Mapping[UUID, Sequence[AllocationRow]]
) -> Collection[Receivable]:
    if not movable:
        return []
    rows = await lock_in_reach(work, payment, movable, [part.receivable_id for own in parts.values() for part in own])
    last = await payments.last_of_discounted(work, rows.values())
    wanted = allocation.redistribute(_claims(movable, parts), _debts(rows, parts, last))
    moving = [other for other in movable if _pairs(wanted[other.id]) != _pairs(parts[other.id])]
    for other in moving:
        await deallocate(work, other, parts[other.id], rows)
    for other in moving:
        await allocate(work, other, wanted[other.id], rows)
        other.version += 1
    for other in moving:
        if other is not payment and other.status is PaymentStatus.CONFIRMED:
            await _publish_settled(work, other, wanted[other.id], rows)
    touched = [pair for other in moving for pair in _pairs(parts[other.id]) | _pairs(wanted[other.id])]
    return [rows[id] for id in {id for id, _ in touched}]


async def lock_in_reach(
    work: Work, payment: Payment, group: Sequence[Payment], ids: Collection[UUID]
) -> Mapping[UUID, Receivable]:
    """What money of the group may be moved between, and these: at once, since who locks some of them first and the
    others later waits for ever for who locks them in the order of their ids."""
    only = {other.order_id for other in group}
    return await receivables.lock_open(
        work,
        customer_id=payment.customer_id,
        currency=payment.currency,
        legal_entity_id=payment.legal_entity_id,
        order_ids=None if None in only else [order_id for order_id in only if order_id],
        ids=ids,
    )


async def _publish_settled(
    work: Work, payment: Payment, parts: Sequence[Allocation], rows: Mapping[UUID, Receivable]
) -> None:
    """Money that lay idle settles something now."""
    await settle(work, payment)
    for part in parts:
        row = rows[part.receivable_id]
        work.emit(AdvanceUsed(**row.advance_args(row.money(part.amount))))
    await withdraw_offers(work, payment)
    shown = (await payments.shown(work, [payment]))[0]
    if payment.confirmed_by is not None:
        event_args = payments.event_args(payment, shown.order_ids)
        work.emit(PaymentConfirmed(**event_args, confirmed_by=payment.confirmed_by, allocated=shown.allocated))


async def _waiting(work: Work, movable: Sequence[Payment]) -> dict[UUID, list[AllocationRow]]:
    """What no finance has confirmed of it; the rest stays where it is."""
    parts = await _standing(work, movable)
    return {id: [part for part in own if not part.confirmed] for id, own in parts.items()}


async def _standing(work: Work, movable: Sequence[Payment]) -> dict[UUID, list[AllocationRow]]:
    """All that it settles."""
    parts: dict[UUID, list[AllocationRow]] = {payment.id: [] for payment in movable}
    for part in await payments.allocations_of(work, list(parts)):
        parts[part.payment_id].append(part)
    return parts


def _claims(movable: Sequence[Payment], parts: Mapping[UUID, Collection[AllocationRow]]) -> list[allocation.Claim]:
    first = sorted(
        movable,
        key=lambda payment: (payment.status is not PaymentStatus.CONFIRMED, payment.received_on, payment.number),
    )
    return [
        allocation.Claim(
            payment.id, payment.free + _sum(parts[payment.id]), payment.order_id, received_on=payment.received_on
        )
        for payment in first
    ]


def _debts(
    rows: Mapping[UUID, Receivable], parts: Mapping[UUID, Collection[AllocationRow]], last: Mapping[UUID, date]
) -> list[allocation.Debt]:
    """With the room that there is once the movable money is taken up."""
    taken: dict[UUID, Decimal] = {}
    for own in parts.values():
        for part in own:
            taken[part.receivable_id] = taken.get(part.receivable_id, Decimal(0)) + part.amount
    return [row.as_debt(row.room + taken.get(row.id, 0), last.get(row.id)) for row in rows.values()]


def _pairs(parts: Collection[AllocationRow] | Collection[Allocation]) -> set[tuple[UUID, Decimal]]:
    return {(part.receivable_id, part.amount) for part in parts}


def _sum(parts: Collection[AllocationRow]) -> Decimal:
    return sum((part.amount for part in parts), Decimal(0))
