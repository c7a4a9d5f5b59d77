"""Which entries have the statements of our accounts?"""

from uuid import UUID

from chassis.db.paging import page_of
from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.collections.bank import BankEntryStatus, BankEntryView
from services.collections.store import bank
from services.collections.tables.columns import BankEntries
from services.collections.use_cases.steps.show_suggestions import shown


async def list_entries(
    uow: UnitOfWork,
    *,
    cursor: str | None,
    limit: int,
    status: BankEntryStatus | None = None,
    statement_id: UUID | None = None,
    came: bool | None = None,
    q: str | None = None,
    newest_first: bool = False,
) -> Page[BankEntryView]:
    """`came`: only money that came, or only what went. Suggestions that no longer hold are left out."""
    async with uow.begin() as work:
        query = bank.query_entries(work, status=status, statement_id=statement_id, came=came, q=q)
        key = (BankEntries.booked_on, BankEntries.id)
        page = await page_of(
            work, query, key=key, cursor=cursor, limit=limit, descending=newest_first, view=lambda row: (row[0], row[1])
        )
        return Page[BankEntryView](items=await shown(work, page.items), next=page.next)
