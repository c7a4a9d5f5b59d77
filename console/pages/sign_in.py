"""How does somebody sign in and out, and choose the language?"""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from console.house import House, ServiceSaysNo
from console.pages.answer import done, page
from console.session import LANGUAGES, language, sign_in
from messages.approvals.people import SignIn, Token

router = APIRouter()


@router.get("/sign-in")
async def sign_in_page(request: Request, to: str = "/") -> Response:
    settings = request.app.state.settings
    return page(request, "sign_in/page.html", to=_inside(to), login="", demo_logins=settings.demo_logins)


@router.post("/sign-in")
async def sign_in_act(
    request: Request,
    house: House,
    login: Annotated[str, Form()],
    password: Annotated[str, Form()],
    to: Annotated[str, Form()] = "/",
) -> Response:
    try:
        token = await house.post("approvals", "/sign-in", SignIn(login=login, password=password), Token)
    except (ServiceSaysNo, ValueError) as no:
        told = {"tone": "bad", "text": getattr(no, "text", str(no))}
        logins = request.app.state.settings.demo_logins
        return page(
            request, "sign_in/page.html", status=401, to=_inside(to), login=login, told=told, demo_logins=logins
        )
    sign_in(request, token.access_token)
    return done(request, _inside(to))


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    lang = language(request)
    request.session.clear()
    request.session["lang"] = lang
    return done(request, "/sign-in")


@router.post("/language")
async def choose_language(request: Request, lang: Annotated[str, Form()]) -> Response:
    if lang in LANGUAGES:
        request.session["lang"] = lang
    return done(request, _inside(request.headers.get("referer", "/")))


def _inside(to: str) -> str:
    """Only a path of ours, never another site (open redirect)."""
    path = "/" + to.split("://", 1)[-1].split("/", 1)[-1] if "://" in to else to
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"
