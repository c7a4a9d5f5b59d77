"""Does background work end when it is told to, and does a fault of one end all?"""

import asyncio

import pytest

from chassis.base.tasks import end_tasks, run_together


async def test_work_that_swallows_a_cancellation_ends_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chassis.base.tasks.CANCEL_AGAIN_S", 0.01)
    swallowed = []

    async def deaf() -> None:
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                swallowed.append(True)
                if len(swallowed) == 3:
                    raise

    task = asyncio.create_task(deaf())
    await asyncio.sleep(0)
    await asyncio.wait_for(end_tasks([task]), 5)
    assert task.cancelled()


async def test_when_one_fails_all_end_and_its_error_is_raised() -> None:
    ended = asyncio.Event()

    async def goes_on() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async def fails() -> None:
        await asyncio.sleep(0)
        raise ValueError("a fault")

    with pytest.raises(ValueError, match="a fault"):
        await run_together({"goes on": goes_on(), "fails": fails()})
    assert ended.is_set()
