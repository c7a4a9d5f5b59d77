"""What should run, against what does: is anything missing or left over?"""

import asyncio
import sys
import time
from datetime import timedelta

from chassis.base.logs import log
from chassis.events.subscriptions import Unreachable
from chassis.http.client import Unavailable
from messages.base import View
from workflows.connections import connect, services_of
from workflows.engine.signals import LOOK, EventSignal
from workflows.reconciliation_sources import ReconciliationSources
from workflows.settings import WorkflowSettings
from workflows.workflow_client import WorkflowClient
from workflows.workflow_registry import KEEPERS, WorkflowStart

AT_ONCE = 10


class Report(View):
    """What was mended: started because it did not run, signalled because its record has ended."""

    checked: int
    started: list[str]
    signalled: list[str]


async def reconcile(sources: ReconciliationSources, workflow_client: WorkflowClient) -> Report:
    """Start what is missing, wake what is left over. Doing it again at any time does no harm."""
    running = set(await workflow_client.running())
    places = asyncio.Semaphore(AT_ONCE)
    wanted: set[str] = set()
    started: list[str] = []

    async def mend(start: WorkflowStart) -> None:
        async with places:
            if not await workflow_client.runs(start.id):
                await workflow_client.restart_unless_running(start)
                started.append(start.id)

    missing: list[WorkflowStart] = []
    looking: list[str] = []
    async for start in sources.open_processes():
        wanted.add(start.id)
        if start.id not in running:
            missing.append(start)
        elif start.look:
            looking.append(start.id)
    await asyncio.gather(*[mend(start) for start in missing])
    signalled = [id for id in sorted(running - wanted) if await _is_left_over(id, sources)]
    for id in [*signalled, *looking]:
        await workflow_client.signal(id, EventSignal(subject=LOOK))
    return Report(checked=len(wanted), started=sorted(started), signalled=signalled)


async def _is_left_over(process_id: str, sources: ReconciliationSources) -> bool:
    return process_id.partition("/")[0] not in KEEPERS and not await sources.is_needed(process_id)


async def run_reconciliation(
    sources: ReconciliationSources, workflow_client: WorkflowClient, *, every_seconds: float
) -> None:
    """The plain loop of the worker; while something is away it tries again soon."""
    while True:
        try:
            report = await reconcile(sources, workflow_client)
            await sources.reassign_absent()
            await sources.anchor_chains()
        except (Unavailable, Unreachable) as away:
            log.info("reconciling later", why=str(away)[:200])
            await asyncio.sleep(min(every_seconds, 5))
            continue
        if report.started or report.signalled:
            log.warning("reconciled", started=report.started, signalled=report.signalled)
        await asyncio.sleep(every_seconds)


async def _main() -> None:
    settings = WorkflowSettings()
    services = services_of(settings)
    sleep = timedelta(minutes=settings.keeper_sleep_minutes)
    report = await reconcile(
        ReconciliationSources(services, keeper_sleep=sleep, warning_days=settings.protection_warning_days),
        WorkflowClient(await connect(settings)),
    )
    for service in services.values():
        await service.close()
    sys.stdout.write(report.model_dump_json(indent=2) + "\n")


if __name__ == "__main__":
    asyncio.run(_main())
    time.sleep(0.5)  # Temporal's runtime may crash an interpreter that ends at once (sdk-python#300)
