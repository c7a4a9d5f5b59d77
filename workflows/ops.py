"""What is a process doing, and why does it wait? (read-only, for the console and the command line)"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import prometheus_client
from fastapi import APIRouter, FastAPI, Request, Response
from temporalio.client import Client, WorkflowExecutionDescription, WorkflowHandle, WorkflowQueryFailedError
from temporalio.service import RPCError, RPCStatusCode

from chassis import clock, problems
from chassis.identity import Actor, needs, public
from chassis.tokens import Verifier
from messages.base import View
from messages.errors import NotFound
from messages.texts import text
from workflows.facts import Waiting
from workflows.faults import LASTING_NAMES, TOLD_FROM, Faults
from workflows.history import Entry, entries_of
from workflows.settings import WorkflowSettings

READERS = ("ops", "admin", "director", "sales_manager", "finance", "order_admin", "legal", "process")
OPERATORS = ("ops", "admin", "process")
ANSWERS_WITHIN = timedelta(seconds=2)


class WaitingView(Waiting):
    """With the words in the reader's language."""

    text: str = ""


class EntryView(Entry):
    """With the words in the reader's language."""

    text: str = ""


class ProcessView(View):
    """`status` is RUNNING, COMPLETED, FAILED …; `waiting_for` is empty when it has ended or no worker answers."""

    process_id: str
    process: str
    status: str
    began_at: datetime
    ended_at: datetime | None
    waiting_for: list[WaitingView]
    history_events: int
    entries: list[EntryView]
    ui: str


class FaultView(View):
    """A step that a service refuses: somebody has to mend something, then the process goes on by itself."""

    process_id: str
    step: str
    said: str
    tries: int
    since: datetime


class Ops:
    """What the routes need of the worker: its client, its settings, and a verifier of tokens."""

    def __init__(
        self,
        client: Client,
        settings: WorkflowSettings,
        *,
        ready: Callable[[], dict[str, Any]],
        faults: Faults | None = None,
    ) -> None:
        self.client = client
        self.settings = settings
        self.verifier = Verifier(settings)
        self.ready = ready
        self.faults = faults or Faults()

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
async def faults(request: Request) -> list[FaultView]:
    """Which processes cannot go on before somebody has mended something."""
    ops: Ops = request.app.state.service
    known = ops.faults.lately(clock.now())
    return [
        FaultView(process_id=one.process_id, step=one.step, said=one.said, tries=one.tries, since=one.since)
        for one in known
    ]


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
    lang = problems.lang_of(request)
    handle = ops.client.get_workflow_handle(process_id)
    try:
        seen = await handle.describe()
        found = await ops.client.get_workflow_handle(process_id, run_id=seen.run_id).fetch_history()
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise NotFound("process", process_id) from error
        if error.status is RPCStatusCode.UNAVAILABLE:
            raise TimeoutError("Temporal is away") from error
        raise
    entries = [
        EntryView(**dict(one), text=text(one.code, lang, **one.params)) for one in entries_of(list(found.events))
    ]
    return ProcessView(
        process_id=process_id,
        process=seen.workflow_type,
        status=seen.status.name if seen.status else "UNKNOWN",
        began_at=seen.start_time,
        ended_at=seen.close_time,
        waiting_for=await _waiting(handle, seen, lang),
        history_events=seen.history_length,
        entries=entries,
        ui=_link(ops.settings, seen),
    )


async def _waiting(
    handle: WorkflowHandle[Any, Any], seen: WorkflowExecutionDescription, lang: str
) -> list[WaitingView]:
    """The process says it itself; without a worker nobody can. What a service refuses it, it does not know."""
    if seen.close_time is not None:
        return []
    refused = _refused(seen)
    try:
        told = await handle.query("waiting_for", result_type=list[Waiting], rpc_timeout=ANSWERS_WITHIN)
    except (RPCError, WorkflowQueryFailedError):
        told = []
    return [WaitingView(**dict(one), text=text(one.code, lang, **one.params)) for one in [*refused, *told]]


def _refused(seen: WorkflowExecutionDescription) -> list[Waiting]:
    """Its steps that are refused again and again, as Temporal remembers them: also after a restart of the worker."""
    return [
        Waiting(
            code="waits.fault",
            params={"step": one.activity_type.name, "said": one.last_failure.message, "tries": one.attempt},
        )
        for one in seen.raw_description.pending_activities
        if one.attempt >= TOLD_FROM and one.last_failure.application_failure_info.type in LASTING_NAMES
    ]


def _link(settings: WorkflowSettings, seen: WorkflowExecutionDescription) -> str:
    place = f"/namespaces/{settings.temporal_namespace}/workflows/{quote(seen.id, safe='')}/{seen.run_id}/timeline"
    return settings.temporal_ui_url + place if settings.temporal_ui_url else ""
