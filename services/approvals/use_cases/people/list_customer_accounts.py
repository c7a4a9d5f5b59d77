"""Who orders for himself at this customer?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.customer_accounts import CustomerAccountView
from services.approvals.store.people import customer_accounts as store
from services.approvals.use_cases.steps.kept_customer import account_view, kept_customer


async def list_customer_accounts(customer_id: UUID, uow: UnitOfWork) -> list[CustomerAccountView]:
    """Also those that have ended, for whoever keeps them. Raises NotFound, Forbidden."""
    async with uow.begin() as work:
        customer = await kept_customer(work, customer_id)
        return [account_view(account, customer) for account in await store.list_accounts(work, customer_id)]
