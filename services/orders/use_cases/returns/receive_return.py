"""Say which goods of a return came back."""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.money import Money
from messages.orders.credits import CreditedLine
from messages.orders.returns import BackLine, ReceiveReturn, ReturnReceived, ReturnStatus, ReturnView
from services.orders.domain import returns as rules
from services.orders.store import orders as order_store
from services.orders.store import products as stock_store
from services.orders.store import returns as store
from services.orders.store import shipments as shipment_store
from services.orders.tables import OrderRow, ReturnLineRow, ReturnRow
from services.orders.use_cases.steps.allocate_stock import allocate_stock, lock_stock_locations
from services.orders.use_cases.steps.credit_goods import credit_pieces, total_of
from services.orders.use_cases.steps.move_stock import move_stock
from services.orders.use_cases.steps.returning_goods import spread


async def receive_return(return_id: UUID, command: ReceiveReturn, uow: UnitOfWork) -> ReturnView:
    """By a shipper who counted them; what is good is on the shelf where it left from, for orders that wait for it, too.
    The customer owes so much less. One that is back in full stays as it is."""
    async with uow.begin() as work:
        await stock_store.lock_allocation(work)
        found, order = await store.lock_return(work, return_id)
        lines = await store.lines_of(work, return_id)
        if work.repeated or found.status is ReturnStatus.RECEIVED:
            return found.view(lines)
        counted = rules.counted(command.lines, {line.line: line.awaited for line in lines}, found.status)
        good = await _count(work, found, lines, counted)
        waiting = await order_store.lock_waiting(work, {product for product, _ in good})  # orders before the contract
        credited = await _credit(work, order, counted)
        stock = await lock_stock_locations(work, waiting, {product for product, _ in good})
        for (product, site), pieces in good.items():
            move_stock(work, stock.locations[product, site], pieces)
        _publish(work, found, lines, counted, credited)
        await allocate_stock(work, stock)
        return found.view(lines)


async def _count(
    work: Work, found: ReturnRow, lines: Sequence[ReturnLineRow], counted: Sequence[BackLine]
) -> dict[tuple[UUID, str], int]:
    """The good pieces, by the stock location that they left from."""
    parts = (await shipment_store.list_lines(work, [found.shipment_id]))[found.shipment_id]
    of_return = {line.line: line for line in lines}
    good: dict[tuple[UUID, str], int] = {}
    for back in counted:
        line = of_return[back.line]
        line.good, line.scrapped = line.good + back.good, line.scrapped + back.scrapped
        for is_good, pieces in ((True, back.good), (False, back.scrapped)):
            at = spread(parts, {back.line: pieces}, lambda part: part.coming_back, "returned") if pieces else {}
            spread(parts, {back.line: -pieces}, lambda part: part.coming_back, "coming_back")
            for key, some in at.items() if is_good else ():
                good[key] = good.get(key, 0) + some
    return good


async def _credit(work: Work, order: OrderRow, counted: Sequence[BackLine]) -> list[CreditedLine]:
    lines = {line.line: line for line in await order_store.lines_of(work, order.id)}
    credited: list[CreditedLine] = []
    for back in counted:
        pieces = back.good + back.scrapped
        credited += await credit_pieces(work, order, lines.values(), [(lines[back.line], pieces)])
        lines[back.line].returned += pieces
    order.version += 1
    return credited


def _publish(
    work: Work,
    found: ReturnRow,
    lines: Sequence[ReturnLineRow],
    counted: Sequence[BackLine],
    credited: list[CreditedLine],
) -> None:
    credit = total_of(credited)
    is_complete = not any(line.awaited for line in lines)
    if is_complete:
        found.status = rules.move(found.status, ReturnStatus.RECEIVED)
    found.credited, found.countings = found.credited + credit, found.countings + 1
    found.received_at, found.version = work.now, found.version + 1
    good, scrapped = sum(back.good for back in counted), sum(back.scrapped for back in counted)
    said = {"by_id": work.actor.id, "good": good, "scrapped": scrapped, "received_at": work.now}
    said |= {
        "counting_id": work.new_id(),
        "credit": Money.of(credit, found.currency),
        "lines": credited,
        "is_complete": is_complete,
    }
    work.emit(ReturnReceived.model_validate(found.event_args() | said))
