"""How are shipments found?"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.unit_of_work import Work
from services.orders.tables import ShipmentLineRow, ShipmentRow


async def find_shipment(work: Work, shipment_id: UUID) -> ShipmentRow | None:
    """Whoever's it is; its order decides who may see it. As it stands now, also when it was read before."""
    return await work.session.get(ShipmentRow, shipment_id, populate_existing=True)


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
