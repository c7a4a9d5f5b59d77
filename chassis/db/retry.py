"""Which failures of the database are tried again, and which say "it is down"?"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from chassis.base.logs import log

T = TypeVar("T")

# What the database or its driver says: through SQLAlchemy, straight (`Work.fetch`), or through SQLAlchemy's
# adaptation of the driver, which wraps nothing where it begins a transaction by itself.
ADAPTED: type[Exception] = AsyncAdapt_asyncpg_dbapi.Error
DATABASE_ERRORS: tuple[type[Exception], ...] = (DBAPIError, asyncpg.PostgresError, asyncpg.InterfaceError, ADAPTED)

DRIVER_LOST = (asyncpg.InterfaceError, AsyncAdapt_asyncpg_dbapi.InterfaceError)
# Whatever may be raised while the database is not there.
UNREACHABLE: tuple[type[Exception], ...] = (OSError, TimeoutError, PoolTimeout, *DATABASE_ERRORS)

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
    if isinstance(error, DRIVER_LOST):  # the driver's own: "connection is closed"
        return True
    if isinstance(error, ADAPTED) and isinstance(error.__cause__, OSError | TimeoutError):
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
    """Until it is cancelled: whatever ends the work is written to the log, and it begins again after a pause."""
    while True:
        try:
            await work()
        except Exception:
            log.exception("begins again", task=name)
        await asyncio.sleep(pause_s)


def pause(tried: int) -> float:
    spread: float = random.uniform(0.5, 1.5)
    return 0.01 * 4.0**tried * spread
