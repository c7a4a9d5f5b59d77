"""Does the keeper of deliveries send what is due, and wake for what comes?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from temporalio import activity
from temporalio.testing import WorkflowEnvironment

from tests.workflows.process_run import play, until
from workflows import workflow_registry
from workflows.activities.snapshots import KeeperProgress

DAY = timedelta(days=1)


@dataclass
class FakeServices:
    """What is to be told."""

    looks: list[datetime] = field(default_factory=list)
    due: Callable[[datetime], KeeperProgress] = lambda now: KeeperProgress()
    away: int = 0

    @activity.defn(name="sweep_deliveries")
    async def process_due_deliveries(self, as_of: datetime) -> KeeperProgress:
        self.looks.append(as_of)
        if self.away:
            self.away -= 1
            raise OSError("approvals does not answer")
        return self.due(as_of)


async def test_a_notice_that_is_written_down_is_sent_at_once(env: WorkflowEnvironment) -> None:
    services = FakeServices()
    start = workflow_registry.deliveries(sleep_at_most=DAY)
    async with play(env, start, services, saved_as="NoticeDelivery-woken") as process:
        await until(lambda: services.looks)
        await process.handle.signal("look_again", services.looks[0])
        await until(lambda: len(services.looks) == 2)
        assert await process.waits() == ["waits.deadline"]


async def test_a_digest_of_tomorrow_wakes_it_tomorrow(env: WorkflowEnvironment) -> None:
    services = FakeServices(due=lambda now: KeeperProgress(next_due_at=now + timedelta(hours=23)))
    start = workflow_registry.deliveries(sleep_at_most=DAY)
    async with play(env, start, services, saved_as="NoticeDelivery-digest") as process:
        await until(lambda: services.looks)
        await process.pass_time(hours=22, minutes=59)
        assert len(services.looks) == 1
        await process.pass_time(minutes=2)
        await until(lambda: len(services.looks) == 2)


async def test_while_approvals_is_away_it_asks_again(env: WorkflowEnvironment) -> None:
    services = FakeServices(away=3)
    async with play(env, workflow_registry.deliveries(), services) as process:
        await until(lambda: services.looks)
        await process.pass_time(minutes=1)
        await until(lambda: len(services.looks) == 4)
