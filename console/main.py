"""How is the console put together?"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.sessions import SessionMiddleware

from chassis import logs
from console import refusals
from console.door import Door
from console.pages import (
    absences,
    acts,
    bulk,
    colleagues,
    contract_files,
    contracts,
    customers,
    figures,
    find,
    inbox,
    invoices,
    leads,
    links,
    my_notices,
    opportunities,
    orders,
    payments,
    people,
    policies,
    receivables,
    registrations,
    request_files,
    requests,
    shipments,
    sign_in,
    tasks,
)
from console.settings import ConsoleSettings

STATIC = Path(__file__).parent / "static"
NOUNS = (
    sign_in, inbox, bulk, tasks, acts, request_files, requests, colleagues, find, leads, customers, opportunities,
    registrations, contracts, contract_files, absences, people, policies, orders, shipments, payments, receivables,
    invoices, links, my_notices, figures,
)  # fmt: skip


def create_console(settings: ConsoleSettings) -> FastAPI:
    """The pages, the sealed cookie, and how a no is told."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with httpx.AsyncClient(timeout=httpx.Timeout(10.0), limits=httpx.Limits(max_connections=200)) as client:
            app.state.http = client
            yield

    app = FastAPI(title="console", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.settings = settings
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for noun in NOUNS:
        app.include_router(noun.router)
    app.add_api_route("/healthz", healthz)
    app.add_middleware(
        SessionMiddleware,
        secret_key=settings.session_secret.get_secret_value(),
        session_cookie="countersign",
        max_age=settings.session_hours * 3600,
        same_site="lax",
        https_only=settings.secure_cookies,
    )
    app.add_middleware(Door)
    refusals.install(app)
    return app


async def healthz() -> JSONResponse:
    return JSONResponse({"status": "up", "service": "console"})


def main() -> None:
    """`python -m console.main`"""
    settings = ConsoleSettings()
    logs.configure(service="console", form=settings.log_format, level=settings.log_level)
    uvicorn.run(
        create_console(settings),
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=3,  # open pages listen for ever
    )


if __name__ == "__main__":
    main()
