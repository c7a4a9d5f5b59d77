"""Which files of banks were brought in?"""

from chassis.db.paging import page_of
from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.collections.bank import BankStatementView
from services.collections.store import bank
from services.collections.tables.columns import BankStatements


async def list_statements(uow: UnitOfWork, *, cursor: str | None, limit: int) -> Page[BankStatementView]:
    """The newest first."""
    async with uow.begin() as work:
        key = (BankStatements.imported_at, BankStatements.id)
        query = bank.query_statements(work)
        return await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True)
