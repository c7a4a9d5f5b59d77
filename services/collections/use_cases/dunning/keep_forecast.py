"""What does the keeper of a shard keep of all that is owed, when it wakes?"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from chassis.base import clock
from chassis.db.unit_of_work import UnitOfWork, Work
from services.collections.domain.overview.cash import HABIT_DAYS, week_of
from services.collections.store.overview import cash, sums
from services.collections.tables import Shard


async def keep_sums(shard: int, uow: UnitOfWork) -> None:
    """Before the keeper looks for what is due, where there is something to keep: how late the customers of its shard
    usually are, in each week anew; and the sums of what is owed, folded. Raises NotFound."""
    kept = await sums.find_kept(uow, shard)
    today, week = _days(uow.as_of or clock.now(), uow.database.tz)
    is_new_week = kept.week is None or kept.week < week
    if is_new_week or kept.has_changes:
        async with uow.begin() as work:
            if is_new_week:
                await cash.keep_habits(work, shard, since=today - timedelta(days=HABIT_DAYS), today=today)
            await sums.fold(work)


async def keep_forecast(work: Work, shard: Shard) -> None:
    """What is expected of the week that has begun, kept once; the shard is locked. What was expected is never changed
    afterwards: it is compared with what came."""
    today, week = _days(work.now, work.tz)
    if shard.forecast_week is not None and shard.forecast_week >= week:
        return
    await work.write()
    await cash.keep_forecast(work, shard.shard, week, today=today)
    shard.forecast_week = week


def _days(now: datetime, tz: str) -> tuple[date, date]:
    """Today, and the Monday of its week."""
    today = now.astimezone(ZoneInfo(tz)).date()
    return today, week_of(today)
