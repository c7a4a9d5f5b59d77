"""Which payments that came by a file wait for finance?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.payment_imports import WaitingImport
from messages.money import Money
from services.collections.store.imports import payments as payment_imports

MOST = 100


async def list_waiting_imports(uow: UnitOfWork) -> list[WaitingImport]:
    """By file, who brought it in, and currency; the oldest first."""
    async with uow.begin() as work:
        found = await payment_imports.waiting(work, most=MOST)
    return [
        WaitingImport(
            source=one.source,
            recorded_by=one.recorded_by,
            recorded_at=one.recorded_at,
            count=one.count,
            amount=Money(amount=one.amount, currency=one.currency),
        )
        for one in found
    ]
