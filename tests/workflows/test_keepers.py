"""Do the keepers look when a deadline comes, and never sleep longer than they may?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from temporalio import activity
from temporalio.testing import WorkflowEnvironment

from tests.workflows.stage import play, until
from workflows import starts
from workflows.activities.standings import NextLook

DAY = timedelta(days=1)


@dataclass
class House:
    """The clocks of one pool, of one shard, or of requests."""

    looks: list[datetime] = field(default_factory=list)
    due: Callable[[datetime], NextLook] = lambda now: NextLook()

    @activity.defn
    async def sweep_pool(self, as_of: datetime, pool_id: UUID) -> NextLook:
        self.looks.append(as_of)
        return self.due(as_of)

    @activity.defn
    async def sweep_shard(self, as_of: datetime, shard: int) -> NextLook:
        self.looks.append(as_of)
        return self.due(as_of)

    @activity.defn
    async def sweep_clocks(self, as_of: datetime) -> NextLook:
        self.looks.append(as_of)
        return self.due(as_of)

    def gaps(self) -> list[timedelta]:
        return [later - earlier for earlier, later in zip(self.looks, self.looks[1:], strict=False)]


async def test_with_nothing_to_do_a_keeper_looks_every_fifteen_minutes(env: WorkflowEnvironment) -> None:
    house = House()
    async with play(env, starts.pool(uuid4()), house, saved_as="PoolReclaim-idle") as process:
        await until(lambda: house.looks)
        await process.pass_time(minutes=46)
        await until(lambda: len(house.looks) == 4)
        assert all(timedelta(minutes=15) <= gap < timedelta(minutes=16) for gap in house.gaps())


async def test_in_virtual_time_a_keeper_may_sleep_a_day(env: WorkflowEnvironment) -> None:
    house = House()
    async with play(env, starts.shard(3, sleep_at_most=DAY), house, saved_as="OverdueEscalation-days") as process:
        await until(lambda: house.looks)
        await process.pass_time(days=3, hours=1)
        await until(lambda: len(house.looks) == 4)
        assert [gap.days for gap in house.gaps()] == [1, 1, 1]


async def test_a_keeper_wakes_at_the_nearest_deadline(env: WorkflowEnvironment) -> None:
    house = House(due=lambda now: NextLook(next_due_at=now + timedelta(minutes=5)))
    async with play(env, starts.pool(uuid4(), sleep_at_most=DAY), house) as process:
        await until(lambda: house.looks)
        await process.pass_time(minutes=11)
        await until(lambda: len(house.looks) == 3)


async def test_what_is_left_of_a_batch_is_handled_at_once(env: WorkflowEnvironment) -> None:
    batches = [NextLook(handled=200, more=True), NextLook(handled=200, more=True), NextLook(handled=7)]
    house = House(due=lambda now: batches.pop(0) if batches else NextLook())
    async with play(env, starts.pool(uuid4()), house):
        await until(lambda: len(house.looks) == 3)


async def test_a_deadline_that_moved_nearer_wakes_the_keeper_then_and_not_before(env: WorkflowEnvironment) -> None:
    house = House()
    async with play(env, starts.pool(uuid4(), sleep_at_most=DAY), house, saved_as="PoolReclaim-moved") as process:
        await until(lambda: house.looks)
        await process.handle.signal("look_again", house.looks[0] + timedelta(hours=2))
        await process.handle.signal("look_again", house.looks[0] + timedelta(hours=5))
        await process.pass_time(hours=1, minutes=59)
        assert len(house.looks) == 1
        await process.pass_time(minutes=2)
        await until(lambda: len(house.looks) == 2)


async def test_a_keeper_that_is_told_to_look_looks_at_once(env: WorkflowEnvironment) -> None:
    house = House()
    async with play(env, starts.pool(uuid4()), house) as process:
        await until(lambda: house.looks)
        await process.handle.signal("look_again", None)
        await until(lambda: len(house.looks) == 2)


async def test_a_keeper_begins_anew_after_many_looks(env: WorkflowEnvironment) -> None:
    most = 501
    house = House()
    house.due = lambda now: NextLook(more=len(house.looks) < most)
    async with play(env, starts.pool(uuid4()), house) as process:
        await until(lambda: len(house.looks) >= most)
        described = await process.env.client.get_workflow_handle(process.handle.id).describe()
        assert described.run_id != process.handle.first_execution_run_id


async def test_the_clocks_of_requests_have_a_keeper_for_the_house(env: WorkflowEnvironment) -> None:
    house = House(due=lambda now: NextLook(next_due_at=now + timedelta(days=2)))
    async with play(env, starts.clocks(sleep_at_most=DAY), house, saved_as="ApprovalClocks-days") as process:
        await until(lambda: house.looks)
        await process.handle.signal("look_again", house.looks[0] + timedelta(hours=2))
        await process.pass_time(hours=2, minutes=1)
        await until(lambda: len(house.looks) == 2)
        await process.pass_time(days=1, minutes=1)
        await until(lambda: len(house.looks) == 3)
