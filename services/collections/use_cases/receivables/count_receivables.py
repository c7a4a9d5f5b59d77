"""How many receivables are in which state, and how old are the open ones?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.receivables import ReceivableCount
from messages.money import Money
from services.collections.store.overview import sums


async def count_receivables(uow: UnitOfWork) -> list[ReceivableCount]:
    async with uow.begin() as work:
        return [
            ReceivableCount(
                status=row.status,
                history=row.history,
                count=row.count,
                amount=Money(amount=row.amount, currency=row.currency),
                paid=Money(amount=row.paid, currency=row.currency),
                written_off=Money(amount=row.written_off, currency=row.currency),
            )
            for row in await sums.count_by_status(work)
        ]
