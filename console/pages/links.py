"""What does a link in a message show, and how does it decide without signing in?"""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Request, Response
from pydantic import ValidationError

from console.house import House, HouseClient, ServiceSaysNo
from console.pages.answer import page
from console.session import SignInNeeded, language, signed_in
from messages.approvals.notices import DecideByLink, LinkView, ShowLink
from messages.texts import text

router = APIRouter(prefix="/l")


@router.get("/{token}")
async def show(request: Request, token: str, house: House) -> Response:
    """Shows, and changes nothing: mail scanners open links too."""
    return await _shown(request, token, _for(request, house))


@router.post("/{token}")
async def decide(
    request: Request,
    token: str,
    house: House,
    verb: Annotated[Literal["approve", "reject"], Form()],
    comment: Annotated[str, Form(max_length=4000)] = "",
) -> Response:
    """The service decides whether it may, and says what stands when not."""
    asked = _for(request, house)
    lang = language(request)
    try:
        said = DecideByLink(token=token, verb=verb, comment=comment)
        view = await asked.post("approvals", "/links/decide", said, LinkView)
    except ServiceSaysNo as no:
        if no.status not in (404, 409):
            raise
        told = {"tone": "busy", "text": no.text} | no.params
        return await _shown(request, token, asked, told=told, status=no.status, comment=comment)
    except ValidationError:
        return _nowhere(request, lang)
    verdict = text(f"status.verdict.{view.verdict}", lang) if view.verdict else ""
    told = {"tone": "good", "text": text("link.done", lang, verdict=verdict)}
    return page(request, "links/page.html", view=view, told=told, token="", comment="", done=True)


async def _shown(
    request: Request, token: str, house: HouseClient, *, told: dict[str, Any] | None = None, status: int = 200,
    comment: str = "",
) -> Response:  # fmt: skip
    lang = language(request)
    try:
        view = await house.post("approvals", "/links/show", ShowLink(token=token), LinkView)
    except ServiceSaysNo as no:
        if no.status == 409:
            return page(request, "links/page.html", view=None, why=text("link.other", lang), status=409)
        if no.status != 404:
            raise
        return _nowhere(request, lang)
    except ValidationError:
        return _nowhere(request, lang)
    if status != 200:
        request.state.status = status
    more: dict[str, Any] = {"told": told} if told else {}
    return page(request, "links/page.html", view=view, token=token, comment=comment, done=False, **more)


def _nowhere(request: Request, lang: str) -> Response:
    return page(request, "links/page.html", view=None, why=text("link.unknown", lang), status=404)


def _for(request: Request, house: HouseClient) -> HouseClient:
    """As whoever is signed in here, so that a link is not used by somebody else; else as nobody."""
    try:
        signed_in(request)
    except SignInNeeded:
        return house.as_nobody()
    return house
