"""Which records of the orders service go where their owner goes?"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, text, update
from sqlmodel import col

from chassis.db.unit_of_work import Work
from chassis.records.people import Person
from messages.orders.orders import OrderStatus
from services.orders.store.customers import is_of_customer
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


async def hand_over(
    work: Work, owner_id: UUID, to: Person, *, customer_id: UUID | None = None
) -> dict[str, list[UUID]]:
    """The contracts, so that what is called off is the successor's, the orders that still go on, what is to come
    back, and what is to be changed of them; only of one customer where it is named."""

    def theirs(table: Any) -> ColumnElement[bool]:
        own = col(table.owner_id) == owner_id
        return own if customer_id is None else and_(own, is_of_customer(col(table.customer_id), customer_id))

    values = {"owner_id": to.id, "owner_name": to.name, "owner_unit": to.unit}
    await work.session.execute(update(ContractRow).where(theirs(ContractRow)).values(values))
    ended = (OrderStatus.COMPLETED, OrderStatus.CANCELLED)
    going_on = update(OrderRow).where(theirs(OrderRow), col(OrderRow.status).not_in(ended))
    orders = list((await work.session.execute(going_on.values(values).returning(col(OrderRow.id)))).scalars())
    same = {"owner_id": to.id, "owner_unit": to.unit}
    await work.session.execute(update(ReturnRow).where(theirs(ReturnRow), text(LIVE)).values(same))
    await work.session.execute(update(OrderChangeRow).where(theirs(OrderChangeRow), text(OPEN)).values(same))
    return {"orders": orders}
