"""Which records of the orders service go where their owner goes?"""

from uuid import UUID

from sqlalchemy import update
from sqlmodel import col

from chassis.unit_of_work import Work
from services.orders.tables import ContractRow, OrderRow

OWNED = (ContractRow, OrderRow)  # a contract before the orders that are placed under its lock


async def move_owner(work: Work, owner_id: UUID, unit: str) -> None:
    """Somebody works in another unit now: what is theirs goes along."""
    for table in OWNED:
        theirs = update(table).where(col(table.owner_id) == owner_id, col(table.owner_unit) != unit)
        await work.session.execute(theirs.values(owner_unit=unit))
