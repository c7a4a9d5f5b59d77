"""Which orders did the credit limit stop, and what became of them?"""

from datetime import timedelta

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.credit_stops import CreditStop
from services.orders.store import orders as store

PERIOD = timedelta(days=90)


async def sum_credit_stops(uow: UnitOfWork) -> list[CreditStop]:
    """Of the last 90 days, per outcome and currency."""
    async with uow.begin() as work:
        return await store.sum_credit_stops(work, work.now - PERIOD)
