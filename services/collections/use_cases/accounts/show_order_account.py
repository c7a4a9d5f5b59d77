"""What does an order owe, what has it paid, what was invoiced?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.receivables import OrderAccount
from services.collections.store import projections
from services.collections.use_cases.steps.order_account import account_view


async def show_order_account(order_id: UUID, uow: UnitOfWork) -> OrderAccount:
    async with uow.begin() as work:
        return await account_view(work, await projections.find_account(work, order_id))
