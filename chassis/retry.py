"""Which failures of the database are tried again, and which say "it is down"?"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from chassis.logs import log

T = TypeVar("T")

# What the database or its driver says, through SQLAlchemy or straight (`Work.fetch`).
DATABASE_ERRORS = (DBAPIError, asyncpg.PostgresError, asyncpg.InterfaceError)

TRIES = 3
CONFLICTS = ("40001", "40P01")  # serialization failure, deadlock
BUSY = ("55P03", "57014", "53300")  # a lock not given, a statement stopped by its limit, too many connections
DOWN = ("08", "57P")  # connection exceptions, server shutting down or starting


def state_of(error: BaseException) -> str:
    """PostgreSQL's SQLSTATE of this failure, or nothing."""
    for cause in (error, getattr(error, "orig", None), error.__cause__):
        state = getattr(cause, "sqlstate", None)
        if state:
            return str(state)
    return ""


def is_conflict(error: BaseException) -> bool:
    """Two transactions got in each other's way; the same again may well go through."""
    return state_of(error) in CONFLICTS


def is_busy(error: BaseException) -> bool:
    return state_of(error) in BUSY or isinstance(error, PoolTimeout)


def is_down(error: BaseException) -> bool:
    """The database (or the network to it) is not there; nothing is wrong with the request."""
    if isinstance(error, DBAPIError):
        if error.connection_invalidated or state_of(error).startswith(DOWN):
            return True
        return isinstance(error.orig, OSError | TimeoutError) or isinstance(
            error.orig and error.orig.__cause__, OSError
        )
    if isinstance(error, asyncpg.InterfaceError):  # the driver's own: "connection is closed"
        return True
    return isinstance(error, OSError | TimeoutError | PoolTimeout) or state_of(error).startswith(DOWN)


async def with_retry(act: Callable[[], Awaitable[T]]) -> T:
    """Do it, and after a conflict again, three times in all, with a little and growing pause."""
    for tried in range(1, TRIES):
        try:
            return await act()
        except DATABASE_ERRORS as error:
            if not is_conflict(error):
                raise
            await asyncio.sleep(pause(tried))
    return await act()


async def for_ever(name: str, work: Callable[[], Awaitable[None]], *, pause_s: float = 30) -> None:
    """Until it is cancelled: whatever ends the work is told in the log, and it begins again after a pause."""
    while True:
        try:
            await work()
        except Exception:
            log.exception("begins again", task=name)
        await asyncio.sleep(pause_s)


def pause(tried: int) -> float:
    spread: float = random.uniform(0.5, 1.5)
    return 0.01 * 4.0**tried * spread
