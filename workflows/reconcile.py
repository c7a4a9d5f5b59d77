"""What should run, against what does: is anything missing or left over?"""

import asyncio
import sys
import time
from datetime import timedelta

from chassis.client import Unavailable
from chassis.logs import log
from chassis.subscriptions import Unreachable
from messages.base import View
from workflows.facts import LOOK, Told
from workflows.owners import Owners
from workflows.starts import KEEPERS, Begin
from workflows.switchboard import Switchboard

AT_ONCE = 10


class Report(View):
    """What was mended: begun because it did not run, told to look because its record has ended."""

    checked: int
    begun: list[str]
    told: list[str]


async def reconcile(owners: Owners, switchboard: Switchboard) -> Report:
    """Begin what is missing, wake what is left over. Doing it again at any time does no harm."""
    running = set(await switchboard.running())
    places = asyncio.Semaphore(AT_ONCE)
    wanted: set[str] = set()
    begun: list[str] = []

    async def mend(begin: Begin) -> None:
        async with places:
            if not await switchboard.runs(begin.id):
                await switchboard.begin_again(begin)
                begun.append(begin.id)

    missing = []
    async for begin in owners.open():
        wanted.add(begin.id)
        if begin.id not in running:
            missing.append(begin)
    await asyncio.gather(*[mend(begin) for begin in missing])
    told = [id for id in sorted(running - wanted) if await _is_left_over(id, owners)]
    for id in told:
        await switchboard.tell(id, Told(fact=LOOK))
    return Report(checked=len(wanted), begun=sorted(begun), told=told)


async def _is_left_over(process_id: str, owners: Owners) -> bool:
    return process_id.partition("/")[0] not in KEEPERS and not await owners.need(process_id)


async def reconcile_for_ever(owners: Owners, switchboard: Switchboard, *, every_seconds: float) -> None:
    """The plain loop of the worker; while something is away it tries again soon."""
    while True:
        try:
            report = await reconcile(owners, switchboard)
            await owners.hand_over()
            await owners.anchor()
        except (Unavailable, Unreachable) as away:
            log.info("reconciling later", why=str(away)[:200])
            await asyncio.sleep(min(every_seconds, 5))
            continue
        if report.begun or report.told:
            log.warning("reconciled", begun=report.begun, told=report.told)
        await asyncio.sleep(every_seconds)


async def _main() -> None:
    from workflows.settings import WorkflowSettings
    from workflows.worker import connect, services_of

    settings = WorkflowSettings()
    services = services_of(settings)
    sleep = timedelta(minutes=settings.keeper_sleep_minutes)
    report = await reconcile(Owners(services, keeper_sleep=sleep), Switchboard(await connect(settings)))
    for service in services.values():
        await service.close()
    sys.stdout.write(report.model_dump_json(indent=2) + "\n")


if __name__ == "__main__":
    asyncio.run(_main())
    time.sleep(0.5)  # Temporal's runtime may crash an interpreter that ends at once (sdk-python#300)
