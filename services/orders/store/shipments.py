"""How are shipments, and what differed of them, found?"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.db.unit_of_work import Work
from chassis.db.watched_rows import columns
from messages.errors import NotFound
from messages.orders.shipments import ShipmentView
from services.orders.tables import DifferenceRow, ShipmentLineRow, ShipmentRow

WITH_LINES = (
    f"SELECT {columns(ShipmentRow, 's')}, {columns(ShipmentLineRow, 'n')} FROM shipments s"
    " LEFT JOIN shipment_lines n ON n.shipment_id = s.id WHERE s.id = $1 ORDER BY n.order_line, n.site"
)


async def find_shipment(work: Work, shipment_id: UUID) -> ShipmentRow | None:
    """Whoever's it is; its order decides who may see it. As it stands now, also when it was read before."""
    return await work.session.get(ShipmentRow, shipment_id, populate_existing=True)


async def find_order_of(work: Work, shipment_id: UUID) -> UUID | None:
    """The order that it is of, if there is one with this id."""
    found = await work.fetch("SELECT order_id FROM shipments WHERE id = $1", shipment_id)
    return found[0]["order_id"] if found else None


async def get_with_lines(work: Work, shipment_id: UUID) -> tuple[ShipmentRow, list[ShipmentLineRow]]:
    """Under the lock of its order; the lines in the order of the order's lines. Raises NotFound."""
    found = await work.read((ShipmentRow, ShipmentLineRow), WITH_LINES, shipment_id)
    if not found:
        raise NotFound("shipment", shipment_id)
    return found[0][0], [line for _, line in found if line is not None]


async def get_shipment(work: Work, shipment_id: UUID) -> ShipmentRow:
    """As `find_shipment`, under the lock of its order. Raises NotFound."""
    found = await find_shipment(work, shipment_id)
    if found is None:
        raise NotFound("shipment", shipment_id)
    return found


async def list_shipments(work: Work, order_id: UUID) -> Sequence[ShipmentRow]:
    """The oldest first."""
    query = select(ShipmentRow).where(col(ShipmentRow.order_id) == order_id)
    return (await work.session.execute(query.order_by(col(ShipmentRow.sent_at), col(ShipmentRow.id)))).scalars().all()


async def list_lines(work: Work, shipment_ids: Iterable[UUID]) -> dict[UUID, list[ShipmentLineRow]]:
    """The lines of each of these shipments, in the order of the order's lines."""
    lines: dict[UUID, list[ShipmentLineRow]] = {shipment_id: [] for shipment_id in shipment_ids}
    query = select(ShipmentLineRow).where(col(ShipmentLineRow.shipment_id).in_(list(lines)))
    ordered = query.order_by(col(ShipmentLineRow.order_line), col(ShipmentLineRow.site))
    for row in (await work.session.execute(ordered)).scalars() if lines else ():
        lines[row.shipment_id].append(row)
    return lines


async def list_differences(work: Work, lines: dict[UUID, list[ShipmentLineRow]]) -> dict[UUID, list[DifferenceRow]]:
    """Of these shipments, the oldest first; nothing is asked where all arrived well."""
    found: dict[UUID, list[DifferenceRow]] = {
        id: [] for id, parts in lines.items() if any(part.short or part.damaged for part in parts)
    }
    if not found:
        return found
    query = select(DifferenceRow).where(col(DifferenceRow.shipment_id).in_(list(found)))
    for row in (
        await work.session.execute(query.order_by(col(DifferenceRow.noted_at), col(DifferenceRow.id)))
    ).scalars():
        found[row.shipment_id].append(row)
    return found


async def find_difference(work: Work, difference_id: UUID, shipment_id: UUID) -> DifferenceRow:
    """One of this shipment. Raises NotFound."""
    found = await work.session.get(DifferenceRow, difference_id, populate_existing=True)
    if found is None or found.shipment_id != shipment_id:
        raise NotFound("difference", difference_id)
    return found


async def views(work: Work, rows: Sequence[ShipmentRow]) -> list[ShipmentView]:
    """What is shown of them: a statement for their lines, another one only where something differed."""
    lines = await list_lines(work, [row.id for row in rows])
    differences = await list_differences(work, lines)
    return [row.view(lines[row.id], differences.get(row.id, ())) for row in rows]
