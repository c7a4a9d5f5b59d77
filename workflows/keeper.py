"""How does a keeper watch over many deadlines: sleep, sweep, begin anew?"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from messages.base import View
    from workflows.activities.standings import NextLook

MOST_SWEEPS = 500  # of one run
QUARTER = timedelta(minutes=15)


class Watch(View):
    """How long a keeper sleeps at most: 15 minutes, or a day of virtual time."""

    sleep_at_most: timedelta = QUARTER


class Keeper:
    """Sleeps until the nearest deadline, never longer than its watch says; so a lost or late bell heals by itself."""

    def __init__(self, watch: Watch) -> None:
        self._sleep_at_most = watch.sleep_at_most
        self._next_look: datetime | None = None
        self._look_now = False

    def look_again(self, at: datetime | None) -> None:
        """The nearest deadline moved to this time; without one: look at once."""
        if at is None:
            self._look_now = True
        elif self._next_look is None or at < self._next_look:
            self._next_look = at

    @property
    def next_look(self) -> datetime | None:
        """When it looks again."""
        return self._next_look

    async def watch(self, sweep: Callable[[], Awaitable[NextLook]]) -> None:
        """One run's worth of sweeps. Returns when it is time to begin anew."""
        for _ in range(MOST_SWEEPS):
            self._look_now, self._next_look = False, None
            left = await sweep()
            if not left.more:
                self.look_again(left.next_due_at or workflow.now() + self._sleep_at_most)
                await self._sleep(workflow.now() + self._sleep_at_most)
            if workflow.info().is_continue_as_new_suggested():
                return

    async def _sleep(self, latest: datetime) -> None:
        while not self._look_now:
            until = min(self._next_look or latest, latest)
            if until <= workflow.now():
                return
            try:
                await workflow.wait_condition(lambda: self._is_earlier(until), timeout=until - workflow.now())  # noqa: B023
            except TimeoutError:
                return

    def _is_earlier(self, until: datetime) -> bool:
        return self._look_now or (self._next_look is not None and self._next_look < until)
