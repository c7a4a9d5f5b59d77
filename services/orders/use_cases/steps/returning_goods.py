"""Which pieces of a shipment are awaited back? Part of what asking for a return, changing and ending one do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.orders.returns import ReturnedLine, ReturnStatus, ReturnWithdrawn
from services.orders.domain import returns as rules
from services.orders.domain.split import split
from services.orders.store import orders as order_store
from services.orders.store import returns as store
from services.orders.store import shipments as shipment_store
from services.orders.tables import OrderLineRow, OrderRow, ReturnLineRow, ReturnRow, ShipmentLineRow, ShipmentRow


async def await_goods(
    work: Work, order: OrderRow, shipment: ShipmentRow, return_id: UUID, wanted: Sequence[ReturnedLine]
) -> tuple[list[ReturnLineRow], Decimal]:
    """The lines of a return, and what they cost; no other return may ask for these pieces. ORD-79 for too many."""
    parts = (await shipment_store.list_lines(work, [shipment.id]))[shipment.id]
    returnable = _by_line(parts, lambda part: part.returnable(shipment.status))
    rules.must_be_returnable(wanted, returnable, order.status)
    pieces: dict[int, int] = {}
    for line in wanted:
        pieces[line.line] = pieces.get(line.line, 0) + line.quantity
    spread(parts, pieces, lambda part: part.returnable(shipment.status), "coming_back")
    ordered = {line.line: line for line in await order_store.lines_of(work, order.id)}
    found = [_line(return_id, ordered[line], count) for line, count in pieces.items()]
    return found, _worth(ordered, found, order.currency)


async def worth_now(work: Work, order: OrderRow, lines: Iterable[ReturnLineRow]) -> Decimal:
    """What these lines of a return cost now: the order may have been changed since it was asked for."""
    ordered = {line.line: line for line in await order_store.lines_of(work, order.id)}
    return _worth(ordered, lines, order.currency)


def _worth(ordered: Mapping[int, OrderLineRow], lines: Iterable[ReturnLineRow], currency: str) -> Decimal:
    return sum((ordered[line.line].worth(line.awaited, currency) for line in lines), Decimal(0))


async def release_goods(work: Work, found: ReturnRow, lines: Iterable[ReturnLineRow]) -> None:
    """What has not come back is not awaited any more; another return may ask for it."""
    parts = (await shipment_store.list_lines(work, [found.shipment_id]))[found.shipment_id]
    less = {line.line: -line.awaited for line in lines}
    spread(parts, less, lambda part: part.coming_back, "coming_back")


async def withdraw_return_of(work: Work, found: ReturnRow, lines: Sequence[ReturnLineRow]) -> None:
    """Of a locked order: nobody waits for the rest any more. What came back stays counted."""
    await release_goods(work, found, lines)
    came = any(line.good or line.scrapped for line in lines)
    found.status = rules.move(found.status, ReturnStatus.RECEIVED if came else ReturnStatus.WITHDRAWN)
    found.version += 1
    work.emit(ReturnWithdrawn(**found.event_args()))


async def lapse_returns(work: Work, order: OrderRow) -> None:
    """The order is cancelled: everything comes back without being asked for."""
    live = await store.list_live(work, order.id)
    lines = await store.list_lines(work, [found.id for found in live]) if live else {}
    for found in live:
        await withdraw_return_of(work, found, lines[found.id])


def spread(
    parts: Sequence[ShipmentLineRow],
    pieces: Mapping[int, int],
    room: Callable[[ShipmentLineRow], int],
    name: str,
) -> dict[tuple[UUID, str], int]:
    """Add to this count of the parts, in their order, as far as each has room; how many at each stock location."""
    done: dict[tuple[UUID, str], int] = {}
    for line, count in pieces.items():
        own = [part for part in parts if part.order_line == line]
        for part, some in zip(own, split(abs(count), [room(part) for part in own]), strict=True):
            setattr(part, name, getattr(part, name) + (some if count > 0 else -some))
            key = part.product_id, part.site
            done[key] = done.get(key, 0) + some
    return done


def _by_line(parts: Iterable[ShipmentLineRow], count: Callable[[ShipmentLineRow], int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for part in parts:
        found[part.order_line] = found.get(part.order_line, 0) + count(part)
    return found


def _line(return_id: UUID, line: OrderLineRow, pieces: int) -> ReturnLineRow:
    product = line.model_dump(include={"line", "product_id", "product_code", "product_name"})
    return ReturnLineRow(return_id=return_id, quantity=pieces, **product)
