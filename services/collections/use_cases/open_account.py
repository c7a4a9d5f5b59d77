"""What do we hear of an order before it is confirmed?"""

from chassis.directory import hold_person
from chassis.unit_of_work import UnitOfWork, Work
from messages.orders.orders import OrderFact, OrderPlaced
from services.collections.store import customers
from services.collections.tables import OrderAccountRow


async def open_account(event: OrderPlaced, uow: UnitOfWork) -> None:
    """The order has an account from its first placing on; placed again, its total may be another."""
    async with uow.begin() as work:
        account = await ensure_account(work, event)
        if event.version > account.order_version and account.confirmed_at is None and account.cancelled_at is None:
            account.amount, account.currency = event.total.amount, event.total.currency
            account.order_version = event.version


async def ensure_account(work: Work, event: OrderFact) -> OrderAccountRow:
    """A step of other use cases: the order's account, locked, whatever of the order is heard first."""
    owner = await hold_person(work, event.owner_id)
    return await customers.ensure_account(work, event, owner_unit=owner.unit if owner else "")
