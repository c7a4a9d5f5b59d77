"""What stands in one entry, and whose money may it be?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.bank import BankEntryView
from services.collections.store import bank
from services.collections.use_cases.steps.show_suggestions import shown


async def show_entry(id: UUID, uow: UnitOfWork) -> BankEntryView:
    """Raises NotFound."""
    async with uow.begin() as work:
        return (await shown(work, [await bank.entry_and_payment(work, id)]))[0]
