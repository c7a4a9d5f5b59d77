"""How does somebody sign in and out, and choose the language?"""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from pydantic import ValidationError

from console.house import House, ServiceSaysNo
from console.pages.answer import done, page
from console.refusals import page_again
from console.session import language, sign_in
from console.typed import inside, kept_from, where
from messages.approvals.people import SignIn, Token
from messages.texts import LANGUAGES, text

router = APIRouter()


@router.get("/sign-in")
async def sign_in_page(request: Request, to: str = "/") -> Response:
    settings = request.app.state.settings
    return page(request, "sign_in/page.html", to=inside(to), login="", pending="", demo_logins=settings.demo_logins)


@router.post("/sign-in")
async def sign_in_act(
    request: Request,
    house: House,
    login: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    to: Annotated[str, Form()] = "/",
    pending: Annotated[str, Form()] = "",
) -> Response:
    """Back to where one was; a form that came too late is filled in again."""
    try:
        said = SignIn(login=login, password=password)
        token = await house.as_nobody().post("approvals", "/sign-in", said, Token)
    except (ServiceSaysNo, ValidationError) as no:
        return _not_in(request, no, to=inside(to), login=login, pending=pending)
    sign_in(request, token.access_token)
    kept = kept_from(pending)
    if kept.path:
        told = {"tone": "busy", "text": text("console.send_again", language(request))}
        return await page_again(request, inside(to), told, status=200, kept=kept)
    return done(request, inside(to))


def _not_in(request: Request, no: Exception, **asked: str) -> Response:
    status = no.status if isinstance(no, ServiceSaysNo) else 401
    code = {429: "APP-40", 503: "problem.unavailable"}.get(status, "console.wrong_password")
    told = {"tone": "bad", "text": text(code, language(request))}
    logins = request.app.state.settings.demo_logins
    return page(request, "sign_in/page.html", status=status, told=told, demo_logins=logins, **asked)


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    request.session.clear()
    return done(request, "/sign-in")


@router.post("/language")
async def choose_language(request: Request, lang: Annotated[str, Form()] = "") -> Response:
    if lang in LANGUAGES:
        request.session["lang"] = lang
    return done(request, await where(request))
