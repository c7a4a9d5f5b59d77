"""How is the console put together?"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.sessions import SessionMiddleware

from console.house import ServiceSaysNo
from console.pages import contracts, customers, find, inbox, leads, opportunities, orders, payments, sign_in, tasks
from console.pages.answer import page, refused
from console.session import SameSite, SignInNeeded, language, signed_in
from console.settings import ConsoleSettings
from messages.texts import text

STATIC = Path(__file__).parent / "static"


def create_console(settings: ConsoleSettings) -> FastAPI:
    """The pages, the sealed cookie, and how a no is told."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with httpx.AsyncClient(timeout=httpx.Timeout(10.0), limits=httpx.Limits(max_connections=100)) as client:
            app.state.http = client
            yield

    app = FastAPI(title="Countersign console", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.settings = settings
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for noun in (sign_in, inbox, tasks, find, leads, customers, opportunities, contracts, orders, payments):
        app.include_router(noun.router)
    app.add_api_route("/healthz", healthz)
    app.add_middleware(SameSite)
    secret = settings.session_secret.get_secret_value()
    app.add_middleware(
        SessionMiddleware, secret_key=secret, max_age=12 * 3600, same_site="lax", https_only=settings.secure_cookies
    )
    app.add_exception_handler(SignInNeeded, _sign_in)
    app.add_exception_handler(ServiceSaysNo, _no)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(ValueError, _unreadable)
    app.add_exception_handler(httpx.TransportError, _away)
    return app


async def healthz() -> JSONResponse:
    return JSONResponse({"status": "ok"})


async def _sign_in(request: Request, error: Exception) -> Response:
    to = request.url.path if request.method == "GET" else "/"
    return RedirectResponse(f"/sign-in?to={quote(to)}", 303)


async def _no(request: Request, error: Exception) -> Response:
    assert isinstance(error, ServiceSaysNo)
    if request.method == "POST":
        return refused(request, _where_it_was_tried(request), error.text)
    told = {"tone": "bad", "text": error.text}
    return page(request, "sorry.html", signed_in(request), status=error.status, told=told)


async def _unreadable(request: Request, error: Exception) -> Response:
    told = text("problem.malformed", language(request))
    if isinstance(error, RequestValidationError):
        told += " " + "; ".join(f"{found['loc'][-1]}: {found['msg']}" for found in error.errors())
    elif isinstance(error, ValueError):
        told = str(error)
    if request.method == "POST":
        return refused(request, _where_it_was_tried(request), told)
    return page(request, "sorry.html", signed_in(request), status=422, told={"tone": "bad", "text": told})


async def _away(request: Request, error: Exception) -> Response:
    told = text("problem.unavailable", language(request))
    if request.method == "POST":
        return refused(request, _where_it_was_tried(request), told)
    return page(request, "sorry.html", signed_in(request), status=503, told={"tone": "bad", "text": told})


def _where_it_was_tried(request: Request) -> str:
    return urlsplit(request.headers.get("referer", "/")).path or "/"


def main() -> None:
    """`python -m console.main`"""
    settings = ConsoleSettings()
    uvicorn.run(create_console(settings), host=settings.host, port=settings.port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
