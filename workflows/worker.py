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
from temporalio.worker import UnsandboxedWorkflowRunner, Worker
from uvicorn.loops.auto import auto_loop_factory

from chassis.base import garbage, logs
from chassis.base.logs import log
from chassis.base.tasks import end_tasks
from chassis.db.retry import for_ever
from chassis.events.connection import NatsConnection
from chassis.events.consumer import Consumer
from chassis.http.client import SERVERS_KEEP_SECONDS
from messages.errors import RuleViolation
from messages.services import SERVICES
from workflows.activities.admissions import Admissions
from workflows.activities.approvals import Approvals
from workflows.activities.budgets import Budgets
from workflows.activities.collections import Collections
from workflows.activities.deals import Deals
from workflows.activities.extensions import Extensions
from workflows.activities.leads import Leads
from workflows.activities.notices import Notices
from workflows.activities.orders import Orders
from workflows.activities.repayments import Repayments
from workflows.activities.service_calls import ServiceCalls
from workflows.connections import connect, services_of
from workflows.faults import Faults, FaultWatch
from workflows.operator_routes import Ops, ops_app
from workflows.part_watch import PartWatch
from workflows.processes.approval_alone import ApprovalAlone
from workflows.processes.approval_clocks import ApprovalClocks
from workflows.processes.approval_revocation import ApprovalRevocation
from workflows.processes.budget_approval import BudgetApproval
from workflows.processes.campaign_deadlines import CampaignDeadlines
from workflows.processes.contract_approval import ContractApproval
from workflows.processes.customer_admission import CustomerAdmission
from workflows.processes.deal_reminders import DealReminders
from workflows.processes.goods_return import GoodsReturn
from workflows.processes.invoice_filing import InvoiceFiling
from workflows.processes.invoice_mailing import InvoiceMailing
from workflows.processes.notice_delivery import NoticeDelivery
from workflows.processes.opportunity_registration import OpportunityRegistration
from workflows.processes.order_change import OrderChange
from workflows.processes.order_to_cash import OrderToCash
from workflows.processes.overdue_escalation import OverdueEscalation
from workflows.processes.payment_follow_up import PaymentFollowUp
from workflows.processes.pool_reclaim import PoolReclaim
from workflows.processes.protection_extension import ProtectionExtension
from workflows.processes.repayment_plan_approval import RepaymentPlanApproval
from workflows.processes.write_off_approval import WriteOffApproval
from workflows.reconcile import run_reconciliation
from workflows.reconciliation_sources import ReconciliationSources
from workflows.settings import WorkflowSettings
from workflows.stuck_processes import StuckProcesses
from workflows.triggers import subscriptions, triggers
from workflows.workflow_client import WorkflowClient
from workflows.workflow_registry import TASK_QUEUE

WORKFLOWS: list[type] = [
    ApprovalAlone,
    ApprovalClocks,
    ApprovalRevocation,
    CampaignDeadlines,
    ContractApproval,
    DealReminders,
    GoodsReturn,
    InvoiceFiling,
    InvoiceMailing,
    OrderChange,
    NoticeDelivery,
    OpportunityRegistration,
    OrderToCash,
    PaymentFollowUp,
    OverdueEscalation,
    PoolReclaim,
    WriteOffApproval,
    RepaymentPlanApproval,
    ProtectionExtension,
    CustomerAdmission,
    BudgetApproval,
]


def activities_of(services: dict[str, ServiceCalls], *, warning_days: int = 0) -> list[Any]:
    """Every activity of every class; `warning_days`: before a protection ends."""
    classes = [
        Leads(services["leads"]),
        Deals(services["deals"], services["approvals"], warning_days=warning_days),
        Extensions(services["deals"]),
        Admissions(services["deals"]),
        Budgets(services["leads"]),
        Orders(services["orders"]),
        Collections(services["collections"]),
        Repayments(services["collections"]),
        Approvals(services["approvals"], services),
        Notices(services["approvals"]),
    ]
    return [method for activities in classes for method in activity_methods(activities)]


def activity_methods(activities: object) -> list[Any]:
    """The activities of one object."""
    found = [getattr(activities, name) for name in dir(activities) if not name.startswith("_")]
    return [method for method in found if hasattr(method, "__temporal_activity_definition")]


def watched_parts(settings: WorkflowSettings) -> dict[str, str]:
    """The addresses of all other programs."""
    return {name: getattr(settings, f"{name}_url") for name in (*SERVICES, "console")}


def make_worker(client: Client, activities: Sequence[Any], *, task_queue: str = TASK_QUEUE, **more: Any) -> Worker:
    """A bug stops a process's task until it is mended; only a refusal that nobody expected ends the process.

    Without the SDK's sandbox, which is a fifth of the worker's time: what it forbids a process, the import contracts
    and tests/architecture forbid too, and the tests run every process in it.
    """
    return Worker(
        client,
        task_queue=task_queue,
        workflows=WORKFLOWS,
        **{"workflow_runner": UnsandboxedWorkflowRunner()} | more,
        activities=activities,
        workflow_failure_exception_types=[RuleViolation],
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=2),
        graceful_shutdown_timeout=timedelta(seconds=10),
        max_concurrent_workflow_tasks=20,
        max_concurrent_local_activities=50,
        max_concurrent_activities=50,
    )


class WorkerProgram:
    """What runs in this program besides its HTTP."""

    def __init__(self, client: Client, settings: WorkflowSettings) -> None:
        self.settings = settings
        self.services = services_of(settings)
        self.faults = Faults()
        self.stuck = StuckProcesses(client)
        self.parts = PartWatch(watched_parts(settings))
        watch = FaultWatch(self.faults)
        self.worker = make_worker(
            client,
            activities_of(self.services, warning_days=settings.protection_warning_days),
            on_fatal_error=_give_up,
            interceptors=[watch],
        )
        self.workflow_client = WorkflowClient(client)
        self.sources = ReconciliationSources(
            self.services,
            keeper_sleep=timedelta(minutes=settings.keeper_sleep_minutes),
            warning_days=settings.protection_warning_days,
        )
        self.nats = NatsConnection(settings, name="workflows") if settings.nats_url else None
        self._consumer: Consumer | None = None
        self._tasks: list[asyncio.Task[None]] = []

    def ready(self) -> dict[str, Any]:
        """NATS may be away, but not forbid; a background task that ended is a fault."""
        stopped = [task.get_name() for task in self._tasks if task.done()]
        nats = "none" if self.nats is None else self.nats.state
        ready = self.worker.is_running and not stopped and not (self.nats and self.nats.forbidden)
        state = {"ready": ready, "service": "worker", "nats": nats, "stopped": stopped}
        return state | (self._consumer.readiness() if self._consumer else {})

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Worker, triggers and reconciler, until the end of the block."""
        triggers.connect(self.workflow_client, self.sources)
        async with self.worker:
            if self.nats is not None:
                self.nats.start()
                self._consumer = Consumer(subscriptions, self.nats, None)
                self._spawn("triggers", self._consumer.run())
            self._spawn("stuck processes", for_ever("stuck processes", self.stuck.run))
            self._spawn("parts", for_ever("parts", self.parts.run))
            if self.settings.reconcile_seconds:
                self._spawn("reconcile", for_ever("reconcile", self._reconcile))
            try:
                yield
            finally:
                await self._stop()

    async def _reconcile(self) -> None:
        await run_reconciliation(self.sources, self.workflow_client, every_seconds=self.settings.reconcile_seconds)

    async def _stop(self) -> None:
        await end_tasks(self._tasks)
        if self.nats is not None:
            await self.nats.stop()

    def _spawn(self, name: str, work: Any) -> None:
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(_log_end)
        self._tasks.append(task)


async def main(settings: WorkflowSettings) -> None:
    """Until SIGTERM or SIGINT."""
    client = await connect(settings)
    program = WorkerProgram(client, settings)
    ops = Ops(client, settings, ready=program.ready, faults=program.faults, stuck=program.stuck)
    app = ops_app(ops, program.running)
    garbage.spare_what_was_loaded()
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        timeout_keep_alive=SERVERS_KEEP_SECONDS,
    )
    await uvicorn.Server(config).serve()
    for service in program.services.values():
        await service.close()


async def _give_up(error: BaseException) -> None:
    """A worker that cannot go on ends its program: the supervisor starts another."""
    log.error("the worker cannot go on", error=str(error)[:500])
    os._exit(1)


def _log_end(task: asyncio.Task[None]) -> None:
    with contextlib.suppress(asyncio.CancelledError):
        if (error := task.exception()) is not None:
            log.error("background task ended", task=task.get_name(), exc_info=error)


if __name__ == "__main__":
    chosen = WorkflowSettings()
    logs.configure(service="worker", form=chosen.log_format, level=chosen.log_level)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # also before uvicorn takes it
    with contextlib.suppress(KeyboardInterrupt), asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        runner.run(main(chosen))
    time.sleep(0.5)  # Temporal's runtime may crash an interpreter that ends at once (sdk-python#300)
