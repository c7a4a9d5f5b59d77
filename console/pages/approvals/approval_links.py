"""What does a link in a message show, and how does it decide without signing in?"""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Request, Response
from pydantic import ValidationError

from console.pages.parts.responses import page
from console.service_gateway import Gateway, ServiceGateway, ServiceProblem
from console.session import SignInNeeded, language, signed_in
from messages.approvals.notices import DecideByLink, LinkView, ShowLink
from messages.texts import text

router = APIRouter(prefix="/l")


@router.get("/{token}")
async def show(request: Request, token: str, gateway: Gateway) -> Response:
    """Shows, and changes nothing: mail scanners open links too."""
    return await _shown(request, token, _for(request, gateway))


@router.post("/{token}")
async def decide(
    request: Request,
    token: str,
    gateway: Gateway,
    verb: Annotated[Literal["approve", "reject"], Form()],
    comment: Annotated[str, Form(max_length=4000)] = "",
) -> Response:
    """The service decides whether it may, and says what stands when not."""
    reader = _for(request, gateway)
    lang = language(request)
    try:
        command = DecideByLink(token=token, verb=verb, comment=comment)
        view = await reader.post("approvals", "/links/decide", command, LinkView)
    except ServiceProblem as problem:
        if problem.status not in (404, 409):
            raise
        message = {"tone": "busy", "text": problem.text} | problem.params
        return await _shown(request, token, reader, message=message, status=problem.status, comment=comment)
    except ValidationError:
        return _nowhere(request, lang)
    verdict = text(f"status.verdict.{view.verdict}", lang) if view.verdict else ""
    message = {"tone": "good", "text": text("link.done", lang, verdict=verdict)}
    return page(request, "approvals/approval_link.html", view=view, message=message, token="", comment="", done=True)


async def _shown(
    request: Request, token: str, gateway: ServiceGateway, *, message: dict[str, Any] | None = None, status: int = 200,
    comment: str = "",
) -> Response:  # fmt: skip
    lang = language(request)
    try:
        view = await gateway.post("approvals", "/links/show", ShowLink(token=token), LinkView)
    except ServiceProblem as problem:
        if problem.status == 409:
            return page(request, "approvals/approval_link.html", view=None, why=text("link.other", lang), status=409)
        if problem.status != 404:
            raise
        return _nowhere(request, lang)
    except ValidationError:
        return _nowhere(request, lang)
    if status != 200:
        request.state.status = status
    more: dict[str, Any] = {"message": message} if message else {}
    return page(request, "approvals/approval_link.html", view=view, token=token, comment=comment, done=False, **more)


def _nowhere(request: Request, lang: str) -> Response:
    return page(request, "approvals/approval_link.html", view=None, why=text("link.unknown", lang), status=404)


def _for(request: Request, gateway: ServiceGateway) -> ServiceGateway:
    """As whoever is signed in here, so that a link is not used by somebody else; else as nobody."""
    try:
        signed_in(request)
    except SignInNeeded:
        return gateway.as_nobody()
    return gateway
