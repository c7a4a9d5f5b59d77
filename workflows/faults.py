"""Which processes fail at a service again and again, so that somebody has to mend something?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from temporalio import activity
from temporalio.exceptions import ApplicationError
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    Interceptor,
)

from chassis.auth.tokens import Unauthenticated
from chassis.base import clock, metrics
from chassis.base.logs import log
from messages.errors import Forbidden, Malformed, NotFound, Stale

# Asked again, the same answer is likely: a right, a record, a field or a key is missing. Somebody has to mend it.
LASTING = (Forbidden, NotFound, Malformed, Stale, Unauthenticated)
LASTING_NAMES = frozenset(kind.__name__ for kind in LASTING)
REPORTED_FROM = 4  # tries of an ordinary activity; before, a record may just not have arrived there yet
FORGOTTEN_AFTER = timedelta(minutes=3)  # of silence: a step that fails is tried every minute
LONGEST = 300


@dataclass(frozen=True)
class Fault:
    """A step of a process that a service rejects."""

    process_id: str
    step: str
    error: str
    tries: int
    since: datetime
    at: datetime


class Faults:
    """What this worker's steps ran into lately. Only in memory: a step is tried every minute, so it is soon known."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Fault] = {}

    def record(self, process_id: str, step: str, error: str, tries: int, now: datetime) -> None:
        """It failed again."""
        known = self._known.get((process_id, step))
        since = known.since if known else now
        self._known[process_id, step] = Fault(process_id, step, error[:LONGEST], tries, since, now)
        if known is None:
            log.error("a step of a process fails", process_id=process_id, step=step, error=error[:LONGEST])
        metrics.REJECTED_STEPS.set(len(self.lately(now)))

    def mended(self, process_id: str, step: str, now: datetime) -> None:
        """It went through."""
        if self._known.pop((process_id, step), None) is not None:
            log.info("a process goes on", process_id=process_id, step=step)
            metrics.REJECTED_STEPS.set(len(self.lately(now)))

    def lately(self, now: datetime) -> list[Fault]:
        """Oldest first; what ended in another way is forgotten."""
        self._known = {key: fault for key, fault in self._known.items() if now - fault.at < FORGOTTEN_AFTER}
        return sorted(self._known.values(), key=lambda fault: fault.since)


class FaultWatch(Interceptor):
    """Around every activity of the worker."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        """Called once for each activity."""
        return _Watched(next, self._faults)


class _Watched(ActivityInboundInterceptor):
    def __init__(self, next: ActivityInboundInterceptor, faults: Faults) -> None:
        super().__init__(next)
        self._faults = faults

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        """A lasting error gets its own name, to be read from outside; it is tried again all the same."""
        info = activity.info()
        process_id, step = info.workflow_id or "", info.activity_type
        try:
            found = await super().execute_activity(input)
        except LASTING as no:
            error = f"{type(no).__name__}: {no}"
            if not info.is_local and info.attempt >= REPORTED_FROM:
                self._faults.record(process_id, step, error, info.attempt, clock.now())
            raise ApplicationError(error, type=type(no).__name__) from no
        self._faults.mended(process_id, step, clock.now())
        return found
