"""How many receivables are in which state, and how old are the open ones?"""

from chassis.unit_of_work import UnitOfWork
from messages.collections.receivables import Ageing, AgeingBucket, ReceivableCount
from messages.money import Money
from services.collections.domain.credit import BUCKETS, bucket
from services.collections.store import receivables


async def count_receivables(uow: UnitOfWork) -> list[ReceivableCount]:
    async with uow.begin() as work:
        return [
            ReceivableCount(
                status=row.status,
                history=row.history,
                count=row.count,
                amount=Money(amount=row.amount, currency=row.currency),
                paid=Money(amount=row.paid, currency=row.currency),
            )
            for row in await receivables.counted(work)
        ]


async def show_ageing(uow: UnitOfWork) -> Ageing:
    async with uow.begin() as work:
        rows = await receivables.aged(work, [most for most, _ in BUCKETS])
        return Ageing(
            as_of=work.now,
            buckets=[
                AgeingBucket(
                    bucket=bucket(row.edge), count=row.count, open=Money(amount=row.open, currency=row.currency)
                )
                for row in rows
            ],
        )
