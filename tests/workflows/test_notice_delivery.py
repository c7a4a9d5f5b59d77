"""Does the keeper of deliveries send what is due, and wake for what comes?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from temporalio import activity
from temporalio.testing import WorkflowEnvironment

from tests.workflows.stage import play, until
from workflows import starts
from workflows.activities.standings import NextLook

DAY = timedelta(days=1)


@dataclass
class House:
    """What is to be told."""

    looks: list[datetime] = field(default_factory=list)
    due: Callable[[datetime], NextLook] = lambda now: NextLook()
    away: int = 0

    @activity.defn
    async def sweep_deliveries(self, as_of: datetime) -> NextLook:
        self.looks.append(as_of)
        if self.away:
            self.away -= 1
            raise OSError("approvals does not answer")
        return self.due(as_of)


async def test_a_notice_that_is_written_down_is_sent_at_once(env: WorkflowEnvironment) -> None:
    house = House()
    begin = starts.deliveries(sleep_at_most=DAY)
    async with play(env, begin, house, saved_as="NoticeDelivery-woken") as process:
        await until(lambda: house.looks)
        await process.handle.signal("look_again", house.looks[0])
        await until(lambda: len(house.looks) == 2)
        assert await process.waits() == ["waits.deadline"]


async def test_a_digest_of_tomorrow_wakes_it_tomorrow(env: WorkflowEnvironment) -> None:
    house = House(due=lambda now: NextLook(next_due_at=now + timedelta(hours=23)))
    begin = starts.deliveries(sleep_at_most=DAY)
    async with play(env, begin, house, saved_as="NoticeDelivery-digest") as process:
        await until(lambda: house.looks)
        await process.pass_time(hours=22, minutes=59)
        assert len(house.looks) == 1
        await process.pass_time(minutes=2)
        await until(lambda: len(house.looks) == 2)


async def test_while_approvals_is_away_it_asks_again(env: WorkflowEnvironment) -> None:
    house = House(away=3)
    async with play(env, starts.deliveries(), house) as process:
        await until(lambda: house.looks)
        await process.pass_time(minutes=1)
        await until(lambda: len(house.looks) == 4)
