"""How does a service answer over HTTP?"""

import hashlib
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

import prometheus_client
import pydantic_core
import uvicorn
from fastapi import APIRouter, Depends, FastAPI, Header, Query, Request, Response
from fastapi.responses import StreamingResponse
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel
from starlette.middleware.gzip import GZipMiddleware

from chassis.auth.identity import Actor, CurrentActor, is_guard, needs, public
from chassis.base import garbage, logs
from chassis.base.settings import Settings
from chassis.db.unit_of_work import RequestKey, UnitOfWork
from chassis.events.subscriptions import Subscriptions
from chassis.http import description, problems
from chassis.http.client import SERVERS_KEEP_SECONDS
from chassis.http.former_routes import FormerRoutes
from chassis.http.live import live_response
from chassis.http.middleware import RequestMiddleware
from chassis.http.operator_routes import router as ops_router
from chassis.http.problems import Missing
from chassis.http.service import Service
from messages.errors import Forbidden, Malformed

KEY = re.compile(r"^[\x21-\x7e]{1,200}$")
VERSION = re.compile(r'^(?:W/)?"?v?(\d{1,18})"?$')
REQUEST_HEADERS = ("traceparent",)
COMPRESSED_FROM = 1000  # bytes: less fits into one packet anyway


class Problem(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    rule: str | None = None
    params: dict[str, Any] | None = None
    errors: list[dict[str, Any]] | None = None


DESCRIPTIONS = {
    401: "no valid token",
    403: "the role does not allow this",
    404: "no such record, or not in your scope",
    409: "a rule says no (`rule`, `params`)",
    412: "the record has changed since it was read",
    413: "too large",
    422: "malformed (`errors`: field, value, rule)",
    428: "a header is missing",
    429: "too often, see Retry-After",
    500: "a fault",
    503: "briefly unavailable, see Retry-After",
}


def create_app(
    *,
    name: str,
    routers: Iterable[APIRouter],
    subscriptions: Subscriptions | None = None,
    settings: Settings | None = None,
    people: str = "people",
) -> FastAPI:
    """The service `name`, its people in the table `people`. ValueError when a route does not say who may use it."""
    service = Service(name, settings or Settings(), subscriptions, people=people)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await service.start()
        yield
        await service.stop()

    app = FastAPI(title=name, lifespan=lifespan, docs_url=None, redoc_url=None, responses=_responses())
    app.state.service = service
    for router in (*routers, _about(service), ops_router):
        app.include_router(router)
    problems.install(app)
    app.add_middleware(FormerRoutes, service=name)
    app.add_middleware(RequestMiddleware, faults_fly=lambda: service.faults_fly, traffic=service.traffic)
    app.add_middleware(GZipMiddleware, minimum_size=COMPRESSED_FROM, compresslevel=5)  # not of live streams
    _every_route_is_guarded(app)
    app.state.body_takers = description.body_takers(app)
    app.state.methods = description.methods_by_path(app)
    description.install(app)
    return app


def serve(make: Callable[[Settings], FastAPI], settings: Settings | None = None) -> None:
    """`python -m services.<name>.main` ends in this. It returns when the process is asked to stop."""
    settings = settings or Settings()
    app = make(settings)
    logs.configure(service=app.title, form=settings.log_format, level=settings.log_level)
    garbage.spare_what_was_loaded()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # uvicorn raises it again once all is closed
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=SERVERS_KEEP_SECONDS,
        timeout_graceful_shutdown=5,
    )


REHEARSED = "/import"  # the routes of which somebody may ask what would become of the rows


async def unit_of_work(request: Request, actor: CurrentActor) -> UnitOfWork:
    """One per request: whose it is, under which key, and what time it is for a process."""
    return UnitOfWork(
        database=request.app.state.service.database,
        actor=_reading(request, actor),
        as_of=_as_of(request, actor.is_process),
        key=await _key(request),
        headers={name: request.headers[name] for name in REQUEST_HEADERS if name in request.headers},
        is_rehearsal=description.REHEARSAL in request.headers and request.url.path.endswith(REHEARSED),
    )


Uow = Annotated[UnitOfWork, Depends(unit_of_work)]


def _reading(request: Request, actor: Actor) -> Actor:
    """Texts inside an answer are in the language that the answer is asked in, as those of an error are."""
    lang = problems.lang_of(request)
    return actor if actor.is_process or lang == actor.lang else replace(actor, lang=lang)


def if_match(given: Annotated[str | None, Header(alias=description.IF_MATCH)] = None) -> int:
    """The version that was read. Raises Missing (428) and Malformed (422)."""
    if given is None:
        raise Missing("SYS-11")
    match = VERSION.match(given)
    if match is None:
        raise Malformed("If-Match", given, "SYS-12")
    return int(match.group(1))


IfMatch = Annotated[int, Depends(if_match)]


def keyed() -> Any:
    """For money routes: `dependencies=[needs("finance"), keyed()]` rejects a request without an Idempotency-Key."""

    async def check(key: Annotated[str | None, Header(alias=description.NEEDED_KEY)] = None) -> None:
        if key is None:
            raise Missing("SYS-6")

    return Depends(check)


def etag(response: Response, version: int) -> None:
    """Send the version that a later If-Match gives back."""
    response.headers["etag"] = f'"{version}"'


async def _key(request: Request) -> RequestKey | None:
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not KEY.match(key):
        raise Malformed("Idempotency-Key", key, "SYS-13")
    what = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    return RequestKey(key, hashlib.sha256(what + await request.body()).digest())


def _as_of(request: Request, is_process: bool) -> datetime | None:
    given = request.headers.get("x-as-of")
    if given is None:
        return None
    if not is_process:
        raise Forbidden("X-As-Of")
    try:
        found = datetime.fromisoformat(given)
        if found.tzinfo is None:
            raise ValueError("no zone")
        if not 2000 <= found.year < 2200:  # room on both sides for every deadline that is computed from it
            raise ValueError("no time of business")
    except ValueError as wrong:
        raise Malformed("X-As-Of", given, "SYS-16") from wrong
    return found


def _about(service: Service) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/healthz", dependencies=[public()])
    async def healthz() -> dict[str, str]:
        return {"status": "up", "service": service.name}

    @router.get("/readyz", dependencies=[public()])
    async def readyz() -> Response:
        state = await service.readiness()
        return Response(pydantic_core.to_json(state), 200 if state["ready"] else 503, media_type="application/json")

    @router.get("/metrics", dependencies=[public()])
    async def metrics() -> Response:
        return Response(prometheus_client.generate_latest(), media_type=prometheus_client.CONTENT_TYPE_LATEST)

    @router.get("/live", dependencies=[needs()])
    async def live(actor: CurrentActor, subject: Annotated[list[str], Query()] = []) -> StreamingResponse:  # noqa: B006
        return live_response(service.live, actor.legal_entities, subject)

    return router


def _responses() -> dict[int | str, dict[str, Any]]:
    schema = Problem.model_json_schema()
    return {
        status: {"description": description, "content": {problems.MEDIA: {"schema": schema}}}
        for status, description in DESCRIPTIONS.items()
    }


def _every_route_is_guarded(app: FastAPI) -> None:
    for route in iter_route_contexts(app.routes):
        dependant = getattr(route, "dependant", None)
        path = getattr(route, "path", "")
        if dependant is None:
            if path not in ("/openapi.json",):
                raise ValueError(f"{path} is no API route: nothing guards it")
        elif not any(is_guard(dependency.call) for dependency in dependant.dependencies):
            raise ValueError(f"{path} does not say who may use it: add needs(...) or public()")
