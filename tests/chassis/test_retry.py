"""Does work that must not end go on after a fault?"""

import asyncio

import asyncpg  # type: ignore[import-untyped]
import pytest
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi as adapted

from chassis.db.retry import DATABASE_ERRORS, for_ever, is_down


async def test_work_that_failed_begins_again_until_it_is_cancelled() -> None:
    begun, thrice = 0, asyncio.Event()

    async def work() -> None:
        nonlocal begun
        begun += 1
        if begun == 3:
            thrice.set()
        raise ValueError("an answer that nobody expected")

    task = asyncio.create_task(for_ever("a test", work, pause_s=0))
    await asyncio.wait_for(thrice.wait(), timeout=5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def raised(error: Exception, *, cause: BaseException | None = None) -> Exception:
    """As it comes out of a `raise … from …`."""
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "down"),
    [
        pytest.param(
            raised(adapted.InterfaceError("x"), cause=asyncpg.InterfaceError("connection is closed")),
            True, id="the adaptation, unwrapped: it begins a transaction by itself",
        ),
        pytest.param(raised(adapted.InterfaceError("x")), True, id="the adaptation, without a cause"),
        pytest.param(raised(adapted.Error("x"), cause=ConnectionResetError()), True, id="adapted, a broken pipe"),
        pytest.param(
            raised(adapted.OperationalError("x", asyncpg.ConnectionDoesNotExistError()), cause=None), True, id="08003"
        ),
        pytest.param(asyncpg.InterfaceError("connection is closed"), True, id="the driver"),
        pytest.param(asyncpg.ConnectionDoesNotExistError("x"), True, id="the driver, by its state"),
        pytest.param(asyncpg.DataError("invalid input"), False, id="a value that the driver cannot send"),
        pytest.param(asyncpg.UniqueViolationError("x"), False, id="a rule of a table"),
    ],
)  # fmt: skip
def test_case_g9_what_says_that_the_database_is_away(error: Exception, down: bool) -> None:
    assert isinstance(error, DATABASE_ERRORS)
    assert is_down(error) is down
