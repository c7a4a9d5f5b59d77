"""Which account has an order before it is confirmed?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import OrderPlaced
from services.collections.use_cases.steps.order_account import first_account


async def open_account(event: OrderPlaced, uow: UnitOfWork) -> None:
    """The order has an account from its first placing on; resubmitted, its total may be another."""
    async with uow.begin() as work:
        account = await first_account(work, event)
        if event.version > account.order_version and account.confirmed_at is None and account.cancelled_at is None:
            account.amount, account.currency = event.total.amount, event.total.currency
            account.order_version = event.version
