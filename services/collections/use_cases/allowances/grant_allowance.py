"""What does an order owe less, now that goods of it did not come, or went back, or it was changed?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.events.subscriptions import NotYet
from messages.collections.allowances import AllowanceGranted, AllowanceReason
from messages.money import Money, unit_of_parts
from messages.orders.credits import CreditedLine
from messages.orders.order_changes import OrderChanged
from messages.orders.orders import OrderClosedShort
from messages.orders.returns import ReturnReceived
from messages.orders.shipments import DifferenceDecided
from services.collections.domain.allowances import Owed, reduce
from services.collections.domain.invoice_lines import Credited, credit_lines
from services.collections.store import allowances, invoice_lines, payments, receivables
from services.collections.tables import Allowance, AllowancePart, OrderAccountRow, Receivable
from services.collections.use_cases.steps.reduce_receivables import reduce_receivables

SERIES = "AL"
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Ground:
    """What an allowance follows from; `id` is said once for each."""

    id: UUID
    order_id: UUID
    reason: AllowanceReason
    source_id: UUID
    source_number: str
    credit: Money
    lines: Sequence[CreditedLine] = ()  # none: of the order as a whole


async def grant_allowance_for_return(event: ReturnReceived, uow: UnitOfWork) -> None:
    """Goods came back."""
    of = event.counting_id, event.order_id, AllowanceReason.RETURN
    await _grant(Ground(*of, event.return_id, event.number, event.credit, event.lines), uow)


async def grant_allowance_for_difference(event: DifferenceDecided, uow: UnitOfWork) -> None:
    """Goods were short or damaged; what is sent again stays owed."""
    of = event.difference_id, event.order_id, AllowanceReason.DIFFERENCE
    await _grant(Ground(*of, event.shipment_id, event.number, event.credit, event.lines), uow)


async def grant_allowance_for_closing(event: OrderClosedShort, uow: UnitOfWork) -> None:
    """The rest of an order will not be delivered."""
    of = event.closing_id, event.order_id, AllowanceReason.CLOSED_SHORT
    await _grant(Ground(*of, event.order_id, event.number, event.credit, event.lines), uow)


async def grant_allowance_for_change(event: OrderChanged, uow: UnitOfWork) -> None:
    """It was changed after its approval, and costs less."""
    of = event.order_change_id, event.order_id, AllowanceReason.ORDER_CHANGED
    await _grant(Ground(*of, event.order_change_id, event.change_number, -event.difference), uow)


async def _grant(ground: Ground, uow: UnitOfWork) -> None:
    """Once for each ground. Raises NotYet before the order's receivables are open. Of a cancelled order nothing is owed
    already; of what was written off nothing is taken."""
    async with uow.begin() as work:
        account = await allowances.find_and_lock_account(work, ground.order_id)
        if account is None or (account.confirmed_at is None and account.cancelled_at is None):
            raise NotYet("receivables of order", ground.order_id)
        known = await allowances.find_allowance(work, ground.id)
        if known is not None or account.cancelled_at is not None or not ground.credit:
            return
        account.changes += ground.reason is AllowanceReason.ORDER_CHANGED
        await payments.lock_payments_of_order(work, ground.order_id)  # payments before receivables
        rows = {row.id: row for row in await receivables.lock_of_order(work, ground.order_id) if _is_owed(row)}
        taken = reduce(ground.credit.amount, [_owed(row) for row in rows.values()])
        if taken:
            await _keep(work, account, ground, rows, taken)


async def _keep(
    work: Work,
    account: OrderAccountRow,
    ground: Ground,
    rows: Mapping[UUID, Receivable],
    taken: Mapping[UUID, Decimal],
) -> None:
    """The amount of the allowance, in the one place where it is decided: what was taken off the receivables."""
    amount = sum(taken.values(), NOTHING)
    account.credited += amount
    released = await reduce_receivables(work, account, rows, taken)
    granted = Allowance(
        id=ground.id,
        number=await work.next_number(SERIES, account.legal_entity_id),
        order_id=account.order_id,
        customer_id=account.customer_id,
        legal_entity_id=account.legal_entity_id,
        reason=ground.reason,
        source_id=ground.source_id,
        source_number=ground.source_number,
        amount=amount,
        released=released,
        currency=account.currency,
        granted_at=work.now,
    )
    work.session.add(granted)
    await work.write()
    parts = [AllowancePart(allowance_id=granted.id, receivable_id=id, amount=part) for id, part in taken.items()]
    work.session.add_all(parts)
    await _take_off_lines(work, granted, ground.lines)
    _publish(work, account, granted)


async def _take_off_lines(work: Work, granted: Allowance, said: Sequence[CreditedLine]) -> None:
    """Those that stand at the same place with the same goods: of an order that was changed they may stand elsewhere."""
    if not said:
        return
    rows = {row.position: row for row in await invoice_lines.list_agreed(work, granted.order_id)}
    found: dict[int, Credited] = {}
    for one in said:
        row = rows.get(one.position)
        if row is None or row.product_code != one.product_code:
            continue
        before = found.get(one.position, Credited(one.position, 0, NOTHING, row.total - row.credited))
        pieces, credit = before.pieces + one.quantity, before.credit + one.credit.amount
        found[one.position] = replace(before, pieces=pieces, credit=credit)
    sums = (amount for one in found.values() for amount in (one.credit, one.room))
    unit = unit_of_parts(granted.currency, granted.amount, *sums)
    parts = credit_lines(granted.amount, list(found.values()), unit)
    for position, line in found.items():
        rows[position].credited += parts.get(position, NOTHING)
        rows[position].credited_pieces += line.pieces


def _publish(work: Work, account: OrderAccountRow, granted: Allowance) -> None:
    own = granted.model_dump(
        include={"number", "order_id", "customer_id", "legal_entity_id", "reason", "source_number"}
    )
    money = {"amount": granted.money(granted.amount), "released": granted.money(granted.released)}
    work.emit(AllowanceGranted(allowance_id=granted.id, owner_id=account.owner_id, version=1, **own, **money))


def _is_owed(row: Receivable) -> bool:
    return row.status != "CANCELLED"


def _owed(row: Receivable) -> Owed:
    return Owed(row.id, max(row.room, NOTHING), row.amount - row.written_off, row.due_on)
