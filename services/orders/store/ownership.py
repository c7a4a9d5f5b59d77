"""Which records of the orders service go where their owner goes?"""

from uuid import UUID

from sqlalchemy import text, update
from sqlmodel import col

from chassis.db.unit_of_work import Work
from chassis.records.people import Person
from messages.orders.orders import OrderStatus
from services.orders.tables import ContractRow, OrderChangeRow, OrderRow, ReturnRow
from services.orders.tables.order_changes import OPEN
from services.orders.tables.returns import LIVE

OWNED = (
    ContractRow,
    OrderRow,
    ReturnRow,
    OrderChangeRow,
)  # a contract before the orders that are placed under its lock


async def move_owner(work: Work, owner_id: UUID, unit: str) -> None:
    """Somebody works in another unit now: what is theirs goes along."""
    for table in OWNED:
        theirs = update(table).where(col(table.owner_id) == owner_id, col(table.owner_unit) != unit)
        await work.session.execute(theirs.values(owner_unit=unit))


async def hand_over(work: Work, owner_id: UUID, to: Person) -> dict[str, int]:
    """The contracts, so that what is called off is the successor's, the orders that still go on, what is to come
    back, and what is to be changed of them."""
    values = {"owner_id": to.id, "owner_name": to.name, "owner_unit": to.unit}
    await work.session.execute(update(ContractRow).where(col(ContractRow.owner_id) == owner_id).values(values))
    ended = (OrderStatus.COMPLETED, OrderStatus.CANCELLED)
    going_on = update(OrderRow).where(col(OrderRow.owner_id) == owner_id, col(OrderRow.status).not_in(ended))
    moved = await work.session.execute(going_on.values(values).returning(col(OrderRow.id)))
    orders = len(moved.all())
    returning = update(ReturnRow).where(col(ReturnRow.owner_id) == owner_id, text(LIVE))
    same = {"owner_id": to.id, "owner_unit": to.unit}
    await work.session.execute(returning.values(same))
    changing = update(OrderChangeRow).where(col(OrderChangeRow.owner_id) == owner_id, text(OPEN))
    await work.session.execute(changing.values(same))
    return {"orders": orders}
