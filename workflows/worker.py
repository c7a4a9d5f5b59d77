"""How do the processes run: worker, triggers, reconciler and the read-only HTTP, put together?"""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import uvicorn
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Worker

from chassis import logs
from chassis.bus import Bus
from chassis.client import ServiceClient, token_source
from chassis.consumer import Consumer
from chassis.logs import log
from chassis.retry import for_ever
from messages.errors import Refused
from workflows.activities.approvals import Approvals
from workflows.activities.asking import Asking
from workflows.activities.collections import Collections
from workflows.activities.deals import Deals
from workflows.activities.leads import Leads
from workflows.activities.notices import Notices
from workflows.activities.orders import Orders
from workflows.approval_alone import ApprovalAlone
from workflows.approval_clocks import ApprovalClocks
from workflows.contract_approval import ContractApproval
from workflows.faults import Faults, FaultWatch
from workflows.notice_delivery import NoticeDelivery
from workflows.opportunity_registration import OpportunityRegistration
from workflows.ops import Ops, ops_app
from workflows.order_to_cash import OrderToCash
from workflows.overdue_escalation import OverdueEscalation
from workflows.owners import Owners
from workflows.pool_reclaim import PoolReclaim
from workflows.reconcile import reconcile_for_ever
from workflows.settings import WorkflowSettings
from workflows.starts import TASK_QUEUE
from workflows.switchboard import Switchboard
from workflows.triggers import subscriptions, triggers

WORKFLOWS: list[type] = [
    ApprovalAlone,
    ApprovalClocks,
    ContractApproval,
    NoticeDelivery,
    OpportunityRegistration,
    OrderToCash,
    OverdueEscalation,
    PoolReclaim,
]
SERVICES = ("leads", "deals", "orders", "collections", "approvals")
CONNECT_EVERY_SECONDS = 0.5


async def connect(settings: WorkflowSettings) -> Client:
    """The client of Temporal; waits for a server that is not up yet."""
    while True:
        try:
            return await Client.connect(
                settings.temporal_address,
                namespace=settings.temporal_namespace,
                data_converter=pydantic_data_converter,
            )
        except RuntimeError as error:
            log.info("waiting for Temporal", why=str(error)[:200])
            await asyncio.sleep(CONNECT_EVERY_SECONDS)


def services_of(settings: WorkflowSettings) -> dict[str, Asking]:
    """The clients of all owners, with the worker's own identity."""
    token = token_source(settings)
    return {name: Asking(ServiceClient(getattr(settings, f"{name}_url"), token)) for name in SERVICES}


def activities_of(services: dict[str, Asking]) -> list[Any]:
    """Every activity of every class."""
    classes = [
        Leads(services["leads"]),
        Deals(services["deals"], services["approvals"]),
        Orders(services["orders"]),
        Collections(services["collections"]),
        Approvals(services["approvals"], services),
        Notices(services["approvals"]),
    ]
    return [verb for one in classes for verb in verbs_of(one)]


def verbs_of(one: object) -> list[Any]:
    """The activities of one object."""
    found = [getattr(one, name) for name in dir(one) if not name.startswith("_")]
    return [verb for verb in found if hasattr(verb, "__temporal_activity_definition")]


def make_worker(client: Client, activities: Sequence[Any], *, task_queue: str = TASK_QUEUE, **more: Any) -> Worker:
    """A bug stops a process's task until it is mended; only a refusal that nobody expected ends the process."""
    return Worker(
        client,
        task_queue=task_queue,
        workflows=WORKFLOWS,
        activities=activities,
        workflow_failure_exception_types=[Refused],
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=2),
        graceful_shutdown_timeout=timedelta(seconds=10),
        max_concurrent_workflow_tasks=20,
        max_concurrent_local_activities=50,
        max_concurrent_activities=50,
        **more,
    )


class House:
    """What runs in this program besides its HTTP."""

    def __init__(self, client: Client, settings: WorkflowSettings) -> None:
        self.settings = settings
        self.services = services_of(settings)
        self.faults = Faults()
        watch = FaultWatch(self.faults)
        self.worker = make_worker(client, activities_of(self.services), on_fatal_error=_give_up, interceptors=[watch])
        self.switchboard = Switchboard(client)
        self.owners = Owners(self.services, keeper_sleep=timedelta(minutes=settings.keeper_sleep_minutes))
        self.bus = Bus(settings, name="workflows") if settings.nats_url else None
        self._tasks: list[asyncio.Task[None]] = []

    def ready(self) -> dict[str, Any]:
        """NATS may be away, but not forbid; a background task that ended is a fault."""
        stopped = [task.get_name() for task in self._tasks if task.done()]
        forbidden = self.bus.forbidden if self.bus else ""
        nats = "none" if self.bus is None else forbidden or ("up" if self.bus.is_up else "down")
        ready = self.worker.is_running and not stopped and not forbidden
        return {"ready": ready, "service": "worker", "nats": nats, "stopped": stopped}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Worker, triggers and reconciler, until the end of the block."""
        triggers.connect(self.switchboard, self.owners)
        async with self.worker:
            if self.bus is not None:
                self.bus.start()
                self._spawn("triggers", Consumer(subscriptions, self.bus, None).run())
            if self.settings.reconcile_seconds:
                self._spawn("reconcile", for_ever("reconcile", self._reconcile))
            try:
                yield
            finally:
                await self._stop()

    async def _reconcile(self) -> None:
        await reconcile_for_ever(self.owners, self.switchboard, every_seconds=self.settings.reconcile_seconds)

    async def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.bus is not None:
            await self.bus.stop()

    def _spawn(self, name: str, work: Any) -> None:
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(_tell_end)
        self._tasks.append(task)


async def main(settings: WorkflowSettings) -> None:
    """Until SIGTERM or SIGINT."""
    client = await connect(settings)
    house = House(client, settings)
    app = ops_app(Ops(client, settings, ready=house.ready, faults=house.faults), house.running)
    config = uvicorn.Config(app, host=settings.host, port=settings.port, log_level="warning", access_log=False)
    await uvicorn.Server(config).serve()
    for service in house.services.values():
        await service.close()


async def _give_up(error: BaseException) -> None:
    """A worker that cannot go on ends its program: the supervisor starts another."""
    log.error("the worker cannot go on", error=str(error)[:500])
    os._exit(1)


def _tell_end(task: asyncio.Task[None]) -> None:
    with contextlib.suppress(asyncio.CancelledError):
        if (error := task.exception()) is not None:
            log.error("background task ended", task=task.get_name(), exc_info=error)


if __name__ == "__main__":
    chosen = WorkflowSettings()
    logs.configure(service="worker", form=chosen.log_format, level=chosen.log_level)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # also before uvicorn takes it
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main(chosen))
    time.sleep(0.5)  # Temporal's runtime may crash an interpreter that ends at once (sdk-python#300)
