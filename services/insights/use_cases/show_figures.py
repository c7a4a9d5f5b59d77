"""How is business doing?"""

from collections import defaultdict
from decimal import Decimal
from zoneinfo import ZoneInfo

from chassis.db.unit_of_work import UnitOfWork
from messages.insights.views import Ageing, StageCount
from messages.money import Money
from services.insights.domain.days import BUCKETS, bucket_of
from services.insights.store import figures


async def show_funnel(uow: UnitOfWork, *, history: bool | None) -> list[StageCount]:
    """How many records are in each state, and worth how much per currency, from lead to payment."""
    async with uow.begin() as work:
        rows = await figures.list_stages(work, history=history)
        rows.sort(key=lambda row: (figures.FUNNEL.index(row[0]), row[1], row[4] or ""))
        return [
            StageCount(stage=f"{kind}.{state}", count=count, amount=_money(amount, currency))
            for kind, state, count, amount, currency in rows
        ]


async def show_ageing(uow: UnitOfWork) -> list[Ageing]:
    """What is owed, by how late it is today where the customer is; per currency."""
    async with uow.begin() as work:
        counts: defaultdict[tuple[str, str], int] = defaultdict(int)
        amounts: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for due_on, tz, currency, count, amount in await figures.list_open_by_due(work):
            today = work.now.astimezone(ZoneInfo(tz or work.actor.tz)).date()
            place = (currency, bucket_of(due_on, today))
            counts[place] += count
            amounts[place] += amount
        return [
            Ageing(bucket=bucket, count=counts[currency, bucket], amount=Money.of(amounts[currency, bucket], currency))
            for currency in sorted({place[0] for place in counts})
            for bucket in BUCKETS
        ]


def _money(amount: Decimal | None, currency: str | None) -> Money | None:
    return Money.of(amount, currency) if amount is not None and currency else None
