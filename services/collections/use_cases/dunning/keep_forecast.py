"""What is expected of the week that has begun? Kept once, when the keeper of a shard first wakes in it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from chassis.db.unit_of_work import Work
from services.collections.domain.overview.cash import HABIT_DAYS, week_of
from services.collections.store.overview import cash
from services.collections.tables import Shard


async def keep_forecast(work: Work, shard: Shard) -> None:
    """The shard is locked. What was expected is never changed afterwards: it is compared with what came."""
    today = work.now.astimezone(ZoneInfo(work.tz)).date()
    week = week_of(today)
    if shard.forecast_week is not None and shard.forecast_week >= week:
        return
    await cash.keep_habits(work, shard.shard, since=today - timedelta(days=HABIT_DAYS), today=today)
    await cash.keep_forecast(work, shard.shard, week, today=today)
    shard.forecast_week = week
