"""How does somebody sign in and out, and choose the language?"""

from contextlib import suppress
from typing import Annotated

import httpx
from fastapi import APIRouter, Form, Request, Response
from pydantic import ValidationError

from console.form_input import KeptInput, input_from, local_path, origin_page
from console.pages.parts.error_pages import page_again
from console.pages.parts.responses import done, page
from console.service_gateway import Gateway, ServiceProblem
from console.session import Anybody, Person, SignInNeeded, language, sign_in
from messages.approvals.people import ChangePassword, SignIn, Token
from messages.texts import LANGUAGES, text

router = APIRouter()


@router.get("/sign-in")
async def sign_in_page(request: Request, to: str = "/") -> Response:
    settings = request.app.state.settings
    return page(
        request, "people/sign_in.html", to=local_path(to), login="", pending="", demo_logins=settings.demo_logins
    )


@router.post("/sign-in")
async def sign_in_action(
    request: Request,
    gateway: Gateway,
    login: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    to: Annotated[str, Form()] = "/",
    pending: Annotated[str, Form()] = "",
) -> Response:
    """Back to where one was; a form that came too late is filled in again."""
    try:
        command = SignIn(login=login, password=password)
        token = await gateway.as_nobody().post("approvals", "/sign-in", command, Token)
    except (ServiceProblem, ValidationError) as problem:
        return _not_in(request, problem, to=local_path(to), login=login, pending=pending)
    sign_in(request, token.access_token)
    kept = input_from(pending)
    if kept.path:
        message = {"tone": "busy", "text": text("console.send_again", language(request))}
        return await page_again(request, local_path(to), message, status=200, kept=kept)
    return done(request, local_path(to))


def _not_in(request: Request, problem: Exception, **typed: str) -> Response:
    status = problem.status if isinstance(problem, ServiceProblem) else 401
    code = {429: "APP-40", 503: "problem.unavailable"}.get(status, "console.wrong_password")
    message = {"tone": "bad", "text": text(code, language(request))}
    logins = request.app.state.settings.demo_logins
    return page(request, "people/sign_in.html", status=status, message=message, demo_logins=logins, **typed)


@router.post("/sign-out")
async def sign_out(request: Request, gateway: Gateway) -> Response:
    """Here and on every other device; without the service at least here."""
    with suppress(ServiceProblem, SignInNeeded, httpx.TransportError):
        await gateway.post("approvals", "/sign-out", None)
    request.session.clear()
    return done(request, "/sign-in")


@router.get("/password")
async def password_page(request: Request, person: Anybody) -> Response:
    return page(request, "people/password.html", person)


@router.post("/password")
async def change_password(
    request: Request,
    person: Anybody,
    gateway: Gateway,
    password: Annotated[str, Form()] = "",
    new_password: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """This session goes on with a new token; all others have ended."""
    try:
        if new_password != again:
            return _not_changed(request, person, "password.not_the_same", 422, "again")
        command = ChangePassword(password=password, new_password=new_password)
        token = await gateway.post("approvals", "/password", command, Token)
    except ValidationError:
        return _not_changed(request, person, "password.too_short", 422, "new_password")
    except SignInNeeded:
        return _not_changed(request, person, "password.wrong", 401, "password")
    except ServiceProblem as problem:
        if problem.status != 429:
            raise
        return _not_changed(request, person, "APP-40", 429)
    sign_in(request, token.access_token)
    return done(request, "/password", text("password.changed", person.lang))


def _not_changed(request: Request, person: Person, code: str, status: int, field: str = "") -> Response:
    """Nothing that was typed is kept: it is secret."""
    request.state.kept = KeptInput("/password", wrong={(field, 0): text(code, person.lang)})
    message = {"tone": "bad", "text": text(code, person.lang)}
    return page(request, "people/password.html", person, status=status, message=message)


@router.post("/language")
async def choose_language(request: Request, lang: Annotated[str, Form()] = "") -> Response:
    if lang in LANGUAGES:
        request.session["lang"] = lang
    return done(request, await origin_page(request))
