"""What is everybody's commission of a month?"""

from typing import Any

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.commission import CommissionSum, CommissionSums
from messages.money import Money
from services.collections.store.commission import lines
from services.collections.use_cases.commission.book_commission import book_commission

AMOUNTS = ("accrued", "clawed_back", "payable", "not_payable")


async def sum_commission(month: str, uow: UnitOfWork) -> CommissionSums:
    """Up to date, of those whom the reader may see."""
    unbooked = await book_commission(uow)
    async with uow.begin() as work:
        rows = await lines.sums(work, month, None)
        return CommissionSums(month=month, sums=[sum_of(row) for row in rows], unbooked=unbooked)


def sum_of(row: Any) -> CommissionSum:
    money = {name: Money(amount=getattr(row, name), currency=row.currency) for name in AMOUNTS}
    return CommissionSum(person_id=row.person_id, person_name=row.person_name, **money)
