"""What do these orders owe, what have they paid, what was invoiced?"""

from collections.abc import Collection
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.receivables import OrderAccount
from services.collections.store import projections
from services.collections.use_cases.steps.order_account import account_views


async def list_order_accounts(uow: UnitOfWork, order_ids: Collection[UUID]) -> list[OrderAccount]:
    """Of those that have an account and are visible."""
    async with uow.begin() as work:
        return await account_views(work, await projections.list_accounts(work, order_ids))
