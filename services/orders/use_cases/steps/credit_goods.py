"""What does the customer not pay for after all? Part of closing short, of deciding differences and of returns."""

from collections.abc import Sequence
from decimal import Decimal

from chassis.db.unit_of_work import Work
from services.orders.store import projections as contract_store
from services.orders.tables import OrderLineRow, OrderRow


async def credit_pieces(work: Work, order: OrderRow, pieces: Sequence[tuple[OrderLineRow, int]]) -> Decimal:
    """What these pieces of a locked order cost, before they are counted as gone; they may be called off the contract
    again. Collections credits it when it hears the event of whoever calls this."""
    total = Decimal(0)
    for line, count in pieces:
        total += line.worth(count, order.currency)
    order.credited += total
    if order.contract_id is None:
        return total
    await contract_store.find_and_lock_contract(work, order.contract_id)
    agreed = {row.line: row for row in await contract_store.list_contract_lines(work, order.contract_id)}
    for line, count in pieces:
        agreed[line.contract_line or 0].called_off -= count
    return total
