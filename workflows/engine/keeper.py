"""How does a keeper watch over many deadlines: process what is due, sleep until the next one, begin anew?"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import NoReturn

from temporalio import workflow

from workflows.engine.signals import Waiting

with workflow.unsafe.imports_passed_through():
    from messages.base import View
    from workflows.activities.snapshots import KeeperProgress

MOST_BATCHES = 500  # of one run
QUARTER = timedelta(minutes=15)


class KeeperInput(View):
    """How long a keeper sleeps at most: 15 minutes, or a day of virtual time."""

    sleep_at_most: timedelta = QUARTER


class KeeperProcess:
    """Sleeps until the nearest deadline, never longer than its input says; so a lost or late signal heals by itself.

    A keeper inherits its signal and its query; `@workflow.init` and `@workflow.run` must stand in its own class.
    """

    def __init__(self, keeper_input: KeeperInput) -> None:
        self._input = keeper_input
        self._next_wake_up: datetime | None = None
        self._wake_up_now = False

    async def keep(self, process_due: Callable[[], Awaitable[KeeperProgress]]) -> NoReturn:
        """Batch after batch; then begin anew, with a short history."""
        for _ in range(MOST_BATCHES):
            self._wake_up_now, self._next_wake_up = False, None
            progress = await process_due()
            if not progress.more:
                self.wake_up(progress.next_due_at or workflow.now() + self._input.sleep_at_most)
                await self._sleep(workflow.now() + self._input.sleep_at_most)
            if workflow.info().is_continue_as_new_suggested():
                break
        workflow.continue_as_new(self._input)

    @workflow.signal(name="look_again")
    def wake_up(self, at: datetime | None = None) -> None:
        """The nearest deadline moved to this time; without one: wake up at once."""
        if at is None:
            self._wake_up_now = True
        elif self._next_wake_up is None or at < self._next_wake_up:
            self._next_wake_up = at

    @workflow.query
    def waiting_for(self) -> list[Waiting]:
        """Why it waits."""
        return [Waiting(code="waits.deadline", params={"until": str(self._next_wake_up)})]

    async def _sleep(self, latest: datetime) -> None:
        while not self._wake_up_now:
            until = min(self._next_wake_up or latest, latest)
            if until <= workflow.now():
                return
            try:
                await workflow.wait_condition(lambda: self._is_earlier(until), timeout=until - workflow.now())  # noqa: B023
            except TimeoutError:
                return

    def _is_earlier(self, until: datetime) -> bool:
        return self._wake_up_now or (self._next_wake_up is not None and self._next_wake_up < until)
