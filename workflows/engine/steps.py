"""How patient is a process with one step?"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, Concatenate, ParamSpec, TypedDict, TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError, FailureError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from messages.errors import RuleViolation

S = TypeVar("S")
P = ParamSpec("P")
R = TypeVar("R")

RULE_VIOLATION_TYPE = "Refused"  # the type under which a "no" crosses Temporal


class Patience(TypedDict):
    """Named arguments of Temporal's activity calls."""

    start_to_close_timeout: timedelta
    schedule_to_close_timeout: timedelta | None
    retry_policy: RetryPolicy


QUICK = Patience(
    start_to_close_timeout=timedelta(seconds=2),
    schedule_to_close_timeout=timedelta(seconds=10),
    retry_policy=RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=2)),
)
# The service may be down for a day: the process keeps asking, once a minute, and shows it in its pending activities.
STUBBORN = Patience(
    start_to_close_timeout=timedelta(seconds=10),
    schedule_to_close_timeout=None,
    retry_policy=RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=60)),
)


async def step(activity: Callable[Concatenate[S, datetime, P], Awaitable[R]], *args: P.args, **_: P.kwargs) -> R:
    """Call a service: quickly at first, stubbornly when it does not answer. Raises RuleViolation when a rule says no.

    Every activity takes the process's own `workflow.now()` first, so that virtual time works end to end.
    """
    arguments: list[Any] = [workflow.now(), *args]
    try:
        return await workflow.execute_local_activity_method(activity, args=arguments, **QUICK)
    except FailureError as failed:
        if is_cancelled_exception(failed):
            raise
        _raise_rule_violation(failed)
    try:
        return await workflow.execute_activity_method(activity, args=arguments, **STUBBORN)
    except ActivityError as failed:
        _raise_rule_violation(failed)
        raise


@asynccontextmanager
async def unless_moved_on(before: R, look: Callable[[], Awaitable[R]]) -> AsyncIterator[None]:
    """A "no" is normal when the record went on in the meantime: look again. Otherwise it is raised."""
    try:
        yield
    except RuleViolation:
        if await look() == before:
            raise


def _raise_rule_violation(failed: FailureError) -> None:
    """An ordinary activity wraps what went wrong, a local one raises it as it is."""
    cause = failed.cause if isinstance(failed, ActivityError) else failed
    if isinstance(cause, ApplicationError) and cause.type == RULE_VIOLATION_TYPE:
        rule, params = cause.details
        raise RuleViolation(rule, **params) from failed
