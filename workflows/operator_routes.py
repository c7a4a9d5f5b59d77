"""What is a process doing, and why does it wait? (read-only, for the console and the command line)"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import prometheus_client
from fastapi import APIRouter, FastAPI, Request, Response
from temporalio.client import Client, WorkflowExecutionDescription, WorkflowHandle, WorkflowQueryFailedError
from temporalio.service import RPCError, RPCStatusCode

from chassis.auth.identity import Actor, needs, public
from chassis.auth.tokens import Verifier
from chassis.base import clock
from chassis.http import problems
from messages.errors import NotFound
from messages.roles import Role
from workflows.engine.signals import Waiting
from workflows.faults import LASTING_NAMES, REPORTED_FROM, Faults
from workflows.history import entries_of
from workflows.operator_views import (
    EntryView,
    FaultsView,
    FaultView,
    ProcessView,
    StuckProcessesView,
    StuckView,
    WaitingView,
)
from workflows.process_visibility import ProcessVisibility
from workflows.settings import WorkflowSettings
from workflows.stuck_processes import StuckProcesses

READERS = (
    Role.OPS,
    Role.ADMIN,
    Role.DIRECTOR,
    Role.SALES_MANAGER,
    Role.FINANCE,
    Role.ORDER_ADMIN,
    Role.LEGAL,
    Role.PROCESS,
)
OPERATORS = (Role.OPS, Role.ADMIN, Role.PROCESS)
ANSWERS_WITHIN = timedelta(seconds=2)
HISTORY_WITHIN_S = 6.0


class Ops:
    """What the routes need of the worker: its client, its settings, and a verifier of tokens."""

    def __init__(
        self,
        client: Client,
        settings: WorkflowSettings,
        *,
        ready: Callable[[], dict[str, Any]],
        faults: Faults | None = None,
        stuck: StuckProcesses | None = None,
    ) -> None:
        self.client = client
        self.settings = settings
        self.verifier = Verifier(settings)
        self.ready = ready
        self.faults = faults or Faults()
        self.stuck = stuck or StuckProcesses(client)
        self.visibility = ProcessVisibility(settings)

    async def admit(self, authorization: str) -> Actor:
        """Whose token this is. Raises Unauthenticated. The worker keeps no people; what it shows, it only reads."""
        return await self.verifier.actor_of(authorization)


router = APIRouter()


@router.get("/processes/{process_id:path}/history", dependencies=[needs(*READERS)])
async def history(process_id: str, request: Request) -> list[EntryView]:
    """What it did, oldest first."""
    return (await _shown(process_id, request)).entries


@router.get("/processes/{process_id:path}", dependencies=[needs(*READERS)])
async def process(process_id: str, request: Request) -> ProcessView:
    """Where it stands, why it waits and what it did."""
    return await _shown(process_id, request)


@router.get("/faults", dependencies=[needs(*OPERATORS)])
async def faults(request: Request) -> FaultsView:
    """Which processes, of records that one may see, cannot go on before somebody has mended something."""
    ops: Ops = request.app.state.service
    lately = ops.faults.lately(clock.now())
    visible = await ops.visibility.visible((fault.process_id for fault in lately), request)
    known = [fault for fault in lately if fault.process_id in visible.ids]
    items = [
        FaultView(process_id=fault.process_id, step=fault.step, error=fault.error, tries=fault.tries, since=fault.since)
        for fault in known
    ]
    return FaultsView(items=items, unchecked=visible.unchecked)


@router.get("/stuck-processes", dependencies=[needs(*OPERATORS)])
async def stuck_processes(request: Request) -> StuckProcessesView:
    """Which processes, of records that one may see, go nowhere because their own code fails, and with which error."""
    ops: Ops = request.app.state.service
    known = ops.stuck.now()
    visible = await ops.visibility.visible((stuck.process_id for stuck in known), request)
    items = [StuckView(**vars(stuck)) for stuck in known if stuck.process_id in visible.ids]
    return StuckProcessesView(items=items, unchecked=visible.unchecked)


@router.get("/healthz", dependencies=[public()])
async def healthz() -> dict[str, str]:
    return {"status": "up", "service": "worker"}


@router.get("/readyz", dependencies=[public()])
async def readyz(request: Request, response: Response) -> dict[str, Any]:
    state: dict[str, Any] = request.app.state.service.ready()
    response.status_code = 200 if state["ready"] else 503
    return state


@router.get("/metrics", dependencies=[public()])
async def metrics() -> Response:
    return Response(prometheus_client.generate_latest(), media_type=prometheus_client.CONTENT_TYPE_LATEST)


def ops_app(ops: Ops, running: Callable[[], AbstractAsyncContextManager[None]] | None = None) -> FastAPI:
    """The app; `running` is what lives as long as it does."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if running is None:
            yield
        else:
            async with running():
                yield

    app = FastAPI(title="worker", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.service = ops
    app.include_router(router)
    problems.install(app)
    return app


async def _shown(process_id: str, request: Request) -> ProcessView:
    ops: Ops = request.app.state.service
    await ops.visibility.must_see(process_id, request)
    handle = ops.client.get_workflow_handle(process_id)
    try:
        async with asyncio.timeout(HISTORY_WITHIN_S):  # an rpc_timeout is one of each try
            seen = await handle.describe()
            found = await ops.client.get_workflow_handle(process_id, run_id=seen.run_id).fetch_history()
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise NotFound("process", process_id) from error
        if error.status is RPCStatusCode.UNAVAILABLE:
            raise TimeoutError("Temporal is away") from error
        raise
    entries = [
        EntryView(**dict(entry), text=problems.worded(request, entry.code, entry.params))
        for entry in entries_of(list(found.events))
    ]
    return ProcessView(
        process_id=process_id,
        process=seen.workflow_type,
        status=seen.status.name if seen.status else "UNKNOWN",
        began_at=seen.start_time,
        ended_at=seen.close_time,
        waiting_for=await _waiting(handle, seen, request, ops.stuck),
        history_events=seen.history_length,
        entries=entries,
        ui=_link(ops.settings, seen),
    )


async def _waiting(
    handle: WorkflowHandle[Any, Any], seen: WorkflowExecutionDescription, request: Request, stuck: StuckProcesses
) -> list[WaitingView]:
    """The process says it itself; without a worker nobody can. Which of its steps fail, it does not know."""
    if seen.close_time is not None:
        return []
    failing = [*_own_fault(seen, stuck), *_failing_steps(seen)]
    try:
        answered = await handle.query("waiting_for", result_type=list[Waiting], rpc_timeout=ANSWERS_WITHIN)
    except (RPCError, WorkflowQueryFailedError):
        answered = []
    return [
        WaitingView(**dict(wait), text=problems.worded(request, wait.code, wait.params))
        for wait in [*failing, *answered]
    ]


def _own_fault(seen: WorkflowExecutionDescription, stuck: StuckProcesses) -> list[Waiting]:
    return [
        Waiting(code="waits.stuck", params={"error": one.cause, "tries": one.attempts})
        for one in stuck.now()
        if one.process_id == seen.id
    ]


def _failing_steps(seen: WorkflowExecutionDescription) -> list[Waiting]:
    """Its steps that fail again and again, as Temporal remembers them: also after a restart of the worker."""
    return [
        Waiting(
            code="waits.fault",
            params={"step": step.activity_type.name, "error": step.last_failure.message, "tries": step.attempt},
        )
        for step in seen.raw_description.pending_activities
        if step.attempt >= REPORTED_FROM and step.last_failure.application_failure_info.type in LASTING_NAMES
    ]


def _link(settings: WorkflowSettings, seen: WorkflowExecutionDescription) -> str:
    place = f"/namespaces/{settings.temporal_namespace}/workflows/{quote(seen.id, safe='')}/{seen.run_id}/timeline"
    return settings.temporal_ui_url + place if settings.temporal_ui_url else ""
