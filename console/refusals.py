"""How is a no told: on the page where it was tried, with what was typed still there?"""

from typing import Any
from urllib.parse import quote

import httpx
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.types import Message

from chassis.logs import log
from console.door import sayable
from console.house import Misread, ServiceSaysNo
from console.pages.answer import page
from console.session import SignInNeeded, language, signed_in
from console.typed import NOTHING_KEPT, Kept, Unreadable, complaints, keep, where
from messages.texts import known, text

SENDING = ("POST", "PUT", "PATCH", "DELETE")
UNKNOWN_OUTCOME = (500, 502, 503, 504)  # it may have happened
LIFTED = ("endpoint", "path_params", "route", "router")


def install(app: FastAPI) -> None:
    """Put every handler in place."""
    handlers: dict[Any, Any] = {
        SignInNeeded: _sign_in,
        ServiceSaysNo: _no,
        RequestValidationError: _malformed,
        ValidationError: _malformed,
        Unreadable: _unreadable,
        HTTPException: _http,
        httpx.TransportError: _away,
        Misread: _fault,
        Exception: _fault,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


async def page_again(request: Request, to: str, told: dict[str, Any], *, status: int, kept: Kept) -> Response:
    """The page at `to`, with these words and what was typed."""
    path, _, query = to.partition("?")
    scope = {name: value for name, value in request.scope.items() if name not in LIFTED}
    scope |= {"method": "GET", "path": path, "raw_path": path.encode(), "query_string": query.encode()}
    scope["state"] = state = {"told": told, "kept": kept, "status": status}
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    await request.app.router(scope, receive, send)
    if state.get("sorry") and kept.path:  # not even that page can be shown: what was typed may be sent again from here
        return _sorry(request, status, told["text"], kept, to)
    start = sent[0]
    answer = Response(b"".join(message.get("body", b"") for message in sent[1:]), start["status"])
    answer.raw_headers = [pair for pair in start["headers"] if pair[0] not in (b"set-cookie",)]
    return answer


async def _sign_in(request: Request, error: Exception) -> Response:
    """What was about to be sent goes along, and is in its form again after signing in."""
    if request.method == "GET":
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/sign-in?to={quote(request.url.path + query)}", 303)
    told = {"tone": "busy", "text": text("console.session_ended", language(request))}
    asked = {"to": await where(request), "login": "", "pending": (await keep(request)).written()}
    demo_logins = request.app.state.settings.demo_logins
    return page(request, "sign_in/page.html", status=401, told=told, demo_logins=demo_logins, **asked)


async def _no(request: Request, error: ServiceSaysNo) -> Response:
    lang = language(request)
    told = complaints(error.errors, lang) if error.errors else error.text
    if error.status == 404:
        told = text("console.no_such", lang)
    elif error.status in UNKNOWN_OUTCOME:
        told = text("problem.unavailable" if error.status != 500 else "problem.fault", lang)
    elif error.status == 429:
        told = text("APP-40", lang)
    elif known(f"mend.{error.rule}", lang):  # what to do about it
        told = f"{told.rstrip('。.')}{text('console.stop', lang)} {text(f'mend.{error.rule}', lang)}"
    return await _told(request, error.status, told, differences=error.params.get("differences") or [])


async def _malformed(request: Request, error: RequestValidationError | ValidationError) -> Response:
    errors = list(error.errors())
    if any(found["loc"][:1] == ("path",) for found in errors):
        return await _told(request, 404, text("console.no_such", language(request)))
    return await _told(request, 422, complaints(errors, language(request)))


async def _unreadable(request: Request, error: Unreadable) -> Response:
    wrong = {"loc": (error.name,), "code": error.code}
    return await _told(request, 422, complaints([wrong], language(request)))


async def _http(request: Request, error: HTTPException) -> Response:
    if error.status_code == 405 and request.method == "GET":
        return RedirectResponse(request.url.path.rpartition("/")[0] or "/", 303)  # the address of an act: its record
    code = {404: "problem.no_route", 405: "problem.method"}.get(error.status_code, "problem.malformed")
    return await _told(request, error.status_code, text(code, language(request)))


async def _away(request: Request, error: Exception) -> Response:
    log.warning("a service is away", path=sayable(request.url.path), error=str(error) or repr(error))
    return await _told(request, 503, text("problem.unavailable", language(request)))


async def _fault(request: Request, error: Exception) -> Response:
    log.error("a page failed", path=sayable(request.url.path), exc_info=error)
    return _sorry(request, 500, text("problem.fault", language(request)))


async def _told(request: Request, status: int, words: str, **more: Any) -> Response:
    if request.method not in SENDING:  # also what only looks, as mail scanners do: no form to show again
        return _sorry(request, status, words)
    kept = await keep(request, key=status in UNKNOWN_OUTCOME)
    told = {"tone": "bad", "text": words, **more}
    to = await where(request)
    answer = await page_again(request, to, told, status=status, kept=kept)
    if answer.status_code == 303:  # the address of an act, which shows nothing
        answer = await page_again(request, "/", told, status=status, kept=kept)
    return answer


def _sorry(request: Request, status: int, words: str, again: Kept = NOTHING_KEPT, to: str = "/") -> Response:
    request.state.sorry = True
    try:
        person = signed_in(request)
    except SignInNeeded:
        person = None
    values = {"words": words, "status_code": status, "again": again, "back": to}
    return page(request, "sorry.html", person, status=status, told=None, kept=NOTHING_KEPT, **values)
