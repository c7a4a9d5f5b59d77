"""What does the customer not pay for after all? Part of closing short, of deciding differences and of returns."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from chassis.db.unit_of_work import Work
from messages.money import Money
from messages.orders.credits import CreditedLine
from services.orders.store import projections as contract_store
from services.orders.tables import OrderLineRow, OrderRow


async def credit_pieces(
    work: Work, order: OrderRow, lines: Iterable[OrderLineRow], pieces: Sequence[tuple[OrderLineRow, int]]
) -> list[CreditedLine]:
    """What these pieces of a locked order with these lines cost, before they are counted as gone; they may be called
    off the contract again. Collections credits it when it hears the event of whoever calls this."""
    places = {number: place for place, number in enumerate(sorted(line.line for line in lines), start=1)}
    credited = [_credited(order, places[line.line], line, count) for line, count in pieces]
    order.credited += total_of(credited)
    if order.contract_id is None:
        return credited
    await contract_store.find_and_lock_contract(work, order.contract_id)
    agreed = {row.line: row for row in await contract_store.list_contract_lines(work, order.contract_id)}
    for line, count in pieces:
        agreed[line.contract_line or 0].called_off -= count
    return credited


def total_of(credited: Sequence[CreditedLine]) -> Decimal:
    return sum((one.credit.amount for one in credited), Decimal(0))


def _credited(order: OrderRow, position: int, line: OrderLineRow, pieces: int) -> CreditedLine:
    credit = Money.of(line.worth(pieces, order.currency), order.currency)
    return CreditedLine(position=position, product_code=line.product_code, quantity=pieces, credit=credit)
