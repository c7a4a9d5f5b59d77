"""What did payment providers tell, and what of it do their bills have?"""

from chassis.db.paging import page_of
from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.collections.bank import ProviderTransactionStatus, ProviderTransactionView
from services.collections.store import bank_providers
from services.collections.tables.columns import ProviderTransactions


async def list_provider_transactions(
    uow: UnitOfWork,
    *,
    cursor: str | None,
    limit: int,
    status: ProviderTransactionStatus | None = None,
    provider: str | None = None,
) -> Page[ProviderTransactionView]:
    """The newest first."""
    async with uow.begin() as work:
        query = bank_providers.query_transactions(work, status=status, provider=provider)
        key = (ProviderTransactions.received_at, ProviderTransactions.id)
        return await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True)
