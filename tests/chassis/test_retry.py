"""Does work that must not end go on after a fault?"""

import asyncio

import pytest

from chassis.retry import for_ever


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
