"""How is background work ended for certain?"""

import asyncio
from collections.abc import Collection, Coroutine, Mapping
from typing import Any

CANCEL_AGAIN_S = 2.0


async def end_tasks(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Cancel them, again and again: until Python 3.12 `wait_for` swallows a cancellation that comes at the same moment
    as its answer, and a loop that asks all the time would go on for ever."""
    while left := [task for task in tasks if not task.done()]:
        for task in left:
            task.cancel()
        await asyncio.wait(left, timeout=CANCEL_AGAIN_S)
    await asyncio.gather(*tasks, return_exceptions=True)


async def run_together(works: Mapping[str, Coroutine[Any, Any, None]]) -> None:
    """By name, until it is cancelled; when one of them fails all end, and its error is raised."""
    tasks = [asyncio.create_task(work, name=name) for name, work in works.items()]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        await end_tasks(tasks)
    for task in done:
        task.result()
