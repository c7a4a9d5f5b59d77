"""How old are the open receivables?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.receivables import Ageing, AgeingBucket
from messages.money import Money
from services.collections.domain.credit import BUCKETS, bucket
from services.collections.store.overview import sums


async def show_ageing(uow: UnitOfWork) -> Ageing:
    async with uow.begin() as work:
        rows = await sums.sum_by_age(work, [most for most, _ in BUCKETS])
        return Ageing(
            as_of=work.now,
            buckets=[
                AgeingBucket(
                    bucket=bucket(row.edge), count=row.count, open=Money(amount=row.open, currency=row.currency)
                )
                for row in rows
            ],
        )
