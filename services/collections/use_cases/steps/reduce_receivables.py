"""How does an order owe less? Part of granting an allowance."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.payments import PaymentReleased, PaymentStatus
from messages.collections.receivables import ReceivableCancelled, ReceivableStatus
from services.collections.domain import allocation, ledger
from services.collections.domain.lifecycle import move_receivable
from services.collections.store import allowances, payments
from services.collections.store.exchange.differences import are_rated
from services.collections.store.ledger import post
from services.collections.tables import OrderAccountRow, Payment, Receivable
from services.collections.use_cases.steps.allocate import allocate, publish_balance, release, settle
from services.collections.use_cases.steps.close_receivables import close_today
from services.collections.use_cases.steps.lapse_write_offs import lapse_write_offs
from services.collections.use_cases.steps.publish_credits import publish_credits

NOTHING = Decimal(0)


async def reduce_receivables(
    work: Work, account: OrderAccountRow, rows: Mapping[UUID, Receivable], taken: Mapping[UUID, Decimal]
) -> Decimal:
    """The locked receivables of an order owe so much less; what was given up of them stays given up. Money on what is
    no longer owed settles what else the order owes, the oldest first and what finance has seen before what it has not
    (COL-23), and else lies on the customer's account: how much does. `account`: as it is by then."""
    paid_for = [id for id, part in taken.items() if part > rows[id].room]
    freed = await _free(work, paid_for, rows)
    for id, part in taken.items():
        await _lower(work, rows[id], part)
    released = NOTHING
    for payment, money in sorted(freed.values(), key=lambda one: one[0].status is not PaymentStatus.CONFIRMED):
        released += await _settle_again(work, account, payment, money, rows)
    for id in taken:
        row = rows[id]
        if row.status is ReceivableStatus.OPEN and not row.open:
            await close_today(work, row)
        elif row.status is ReceivableStatus.OPEN:
            publish_balance(work, row)
    await publish_credits(work, {(row.customer_id, row.currency) for row in rows.values()}, accounts=[account])
    return released


async def _free(work: Work, ids: list[UUID], rows: Mapping[UUID, Receivable]) -> dict[UUID, tuple[Payment, Decimal]]:
    """All money on these, taken off them."""
    freed: dict[UUID, tuple[Payment, Decimal]] = {}
    for part, payment in await allowances.list_money_on(work, ids) if ids else ():
        money = await release(work, payment, [part], rows)
        freed[payment.id] = payment, freed.get(payment.id, (payment, NOTHING))[1] + money
    return freed


async def _lower(work: Work, row: Receivable, part: Decimal) -> None:
    """One of which nothing else is owed is cancelled."""
    row.version += 1
    post(work, ledger.receivable_reduced(row.subject, part))
    if part < row.amount:
        row.amount -= part
        return
    await lapse_write_offs(work, [row])
    row.status, row.next_at = move_receivable(row.status, ReceivableStatus.CANCELLED), None
    work.emit(ReceivableCancelled(**row.event_args()))


async def _settle_again(
    work: Work, account: OrderAccountRow, payment: Payment, money: Decimal, rows: Mapping[UUID, Receivable]
) -> Decimal:
    """What finance has seen settles at once. How much of the money settles nothing any more."""
    open_rows = [row for row in rows.values() if row.status is ReceivableStatus.OPEN]
    debts = [allocation.Debt(row.id, row.room, row.due_on) for row in open_rows]
    parts = allocation.oldest_first(money, debts)
    if payment.status is PaymentStatus.CONFIRMED and not await are_rated(work, [payment], open_rows):
        parts = []
    await allocate(work, payment, parts, rows)
    payment.version += 1
    if parts and payment.status is PaymentStatus.CONFIRMED:
        await settle(work, payment)
    rest = money - sum((part.amount for part in parts), NOTHING)
    if rest:
        event_args = payments.event_args(payment, [account.order_id])
        work.emit(PaymentReleased(**event_args, status=payment.status, released=payment.money(rest)))
    return rest
