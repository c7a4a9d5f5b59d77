"""Do the keepers look when a deadline comes, and never sleep longer than they may?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from temporalio import activity
from temporalio.testing import WorkflowEnvironment

from tests.workflows.process_run import play, until
from workflows import workflow_registry
from workflows.activities.snapshots import KeeperProgress

DAY = timedelta(days=1)


@dataclass
class FakeServices:
    """The clocks of one pool, of one shard, or of requests."""

    looks: list[datetime] = field(default_factory=list)
    due: Callable[[datetime], KeeperProgress] = lambda now: KeeperProgress()

    @activity.defn(name="sweep_pool")
    async def process_due_leads(self, as_of: datetime, pool_id: UUID) -> KeeperProgress:
        self.looks.append(as_of)
        return self.due(as_of)

    @activity.defn(name="sweep_shard")
    async def process_due_receivables(self, as_of: datetime, shard: int) -> KeeperProgress:
        self.looks.append(as_of)
        return self.due(as_of)

    @activity.defn(name="sweep_clocks")
    async def process_due_timers(self, as_of: datetime) -> KeeperProgress:
        self.looks.append(as_of)
        return self.due(as_of)

    @activity.defn
    async def process_due_filings(self, as_of: datetime) -> KeeperProgress:
        self.looks.append(as_of)
        return self.due(as_of)

    @activity.defn
    async def process_due_mails(self, as_of: datetime) -> KeeperProgress:
        self.looks.append(as_of)
        return self.due(as_of)

    @activity.defn
    async def process_due_reminders(self, as_of: datetime) -> KeeperProgress:
        self.looks.append(as_of)
        return self.due(as_of)

    @activity.defn
    async def process_due_campaign_tasks(self, as_of: datetime) -> KeeperProgress:
        self.looks.append(as_of)
        return self.due(as_of)

    def gaps(self) -> list[timedelta]:
        return [later - earlier for earlier, later in zip(self.looks, self.looks[1:], strict=False)]


async def test_with_nothing_to_do_a_keeper_looks_every_fifteen_minutes(env: WorkflowEnvironment) -> None:
    services = FakeServices()
    async with play(env, workflow_registry.pool(uuid4()), services, saved_as="PoolReclaim-idle") as process:
        await until(lambda: services.looks)
        await process.pass_time(minutes=46)
        await until(lambda: len(services.looks) == 4)
        assert all(timedelta(minutes=15) <= gap < timedelta(minutes=16) for gap in services.gaps())


async def test_in_virtual_time_a_keeper_may_sleep_a_day(env: WorkflowEnvironment) -> None:
    services = FakeServices()
    async with play(
        env, workflow_registry.shard(3, sleep_at_most=DAY), services, saved_as="OverdueEscalation-days"
    ) as process:
        await until(lambda: services.looks)
        await process.pass_time(days=3, hours=1)
        await until(lambda: len(services.looks) == 4)
        assert [gap.days for gap in services.gaps()] == [1, 1, 1]


async def test_feature_130_a_provider_is_asked_as_soon_as_an_invoice_is_filed_and_again_in_its_time(
    env: WorkflowEnvironment,
) -> None:
    services = FakeServices(due=lambda now: KeeperProgress(handled=1, next_due_at=now + timedelta(hours=1)))
    start = workflow_registry.filings(sleep_at_most=DAY)
    async with play(env, start, services, saved_as="InvoiceFiling-woken") as process:
        await until(lambda: services.looks)
        await process.handle.signal("look_again")
        await until(lambda: len(services.looks) == 2)
        await process.pass_time(minutes=61)
        await until(lambda: len(services.looks) == 3)


async def test_feature_203_an_invoice_is_mailed_as_soon_as_that_is_asked_for(env: WorkflowEnvironment) -> None:
    services = FakeServices()
    start = workflow_registry.mails(sleep_at_most=DAY)
    async with play(env, start, services, saved_as="InvoiceMailing-woken") as process:
        await until(lambda: services.looks)
        await process.handle.signal("look_again")
        await until(lambda: len(services.looks) == 2)


async def test_feature_45_a_seller_is_reminded_when_the_time_that_he_set_has_come(env: WorkflowEnvironment) -> None:
    services = FakeServices(due=lambda now: KeeperProgress(next_due_at=now + timedelta(hours=2)))
    start = workflow_registry.reminders(sleep_at_most=DAY)
    async with play(env, start, services, saved_as="DealReminders-woken") as process:
        await until(lambda: services.looks)
        await process.handle.signal("look_again")
        await until(lambda: len(services.looks) == 2)
        await process.pass_time(hours=2, minutes=1)
        await until(lambda: len(services.looks) == 3)


async def test_feature_3_a_task_of_an_activity_is_late_when_its_day_ends(env: WorkflowEnvironment) -> None:
    services = FakeServices(due=lambda now: KeeperProgress(next_due_at=now + timedelta(hours=9)))
    start = workflow_registry.campaign_deadlines(sleep_at_most=DAY)
    async with play(env, start, services, saved_as="CampaignDeadlines-woken") as process:
        await until(lambda: services.looks)
        await process.handle.signal("look_again")
        await until(lambda: len(services.looks) == 2)
        await process.pass_time(hours=9, minutes=1)
        await until(lambda: len(services.looks) == 3)


async def test_a_keeper_wakes_at_the_nearest_deadline(env: WorkflowEnvironment) -> None:
    services = FakeServices(due=lambda now: KeeperProgress(next_due_at=now + timedelta(minutes=5)))
    async with play(env, workflow_registry.pool(uuid4(), sleep_at_most=DAY), services) as process:
        await until(lambda: services.looks)
        await process.pass_time(minutes=11)
        await until(lambda: len(services.looks) == 3)


async def test_what_is_left_of_a_batch_is_handled_at_once(env: WorkflowEnvironment) -> None:
    batches = [
        KeeperProgress(handled=200, more=True),
        KeeperProgress(handled=200, more=True),
        KeeperProgress(handled=7),
    ]
    services = FakeServices(due=lambda now: batches.pop(0) if batches else KeeperProgress())
    async with play(env, workflow_registry.pool(uuid4()), services):
        await until(lambda: len(services.looks) == 3)


async def test_a_deadline_that_moved_nearer_wakes_the_keeper_then_and_not_before(env: WorkflowEnvironment) -> None:
    services = FakeServices()
    async with play(
        env, workflow_registry.pool(uuid4(), sleep_at_most=DAY), services, saved_as="PoolReclaim-moved"
    ) as process:
        await until(lambda: services.looks)
        await process.handle.signal("look_again", services.looks[0] + timedelta(hours=2))
        await process.handle.signal("look_again", services.looks[0] + timedelta(hours=5))
        await process.pass_time(hours=1, minutes=59)
        assert len(services.looks) == 1
        await process.pass_time(minutes=2)
        await until(lambda: len(services.looks) == 2)


async def test_a_keeper_that_is_told_to_look_looks_at_once(env: WorkflowEnvironment) -> None:
    services = FakeServices()
    async with play(env, workflow_registry.pool(uuid4()), services) as process:
        await until(lambda: services.looks)
        await process.handle.signal("look_again", None)
        await until(lambda: len(services.looks) == 2)


async def test_a_keeper_begins_anew_after_many_looks(env: WorkflowEnvironment) -> None:
    most = 501
    services = FakeServices()
    services.due = lambda now: KeeperProgress(more=len(services.looks) < most)
    async with play(env, workflow_registry.pool(uuid4()), services) as process:
        await until(lambda: len(services.looks) >= most)
        described = await process.env.client.get_workflow_handle(process.handle.id).describe()
        assert described.run_id != process.handle.first_execution_run_id


async def test_the_clocks_of_requests_have_a_keeper_for_the_house(env: WorkflowEnvironment) -> None:
    services = FakeServices(due=lambda now: KeeperProgress(next_due_at=now + timedelta(days=2)))
    async with play(
        env, workflow_registry.clocks(sleep_at_most=DAY), services, saved_as="ApprovalClocks-days"
    ) as process:
        await until(lambda: services.looks)
        await process.handle.signal("look_again", services.looks[0] + timedelta(hours=2))
        await process.pass_time(hours=2, minutes=1)
        await until(lambda: len(services.looks) == 2)
        await process.pass_time(days=1, minutes=1)
        await until(lambda: len(services.looks) == 3)
