"""How does a page answer: whole, or after an action?"""

from asyncio import gather
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID, uuid5

import httpx
from fastapi import Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.types import Message

from chassis.base.clock import new_id
from console.form_input import NO_INPUT, KeptInput
from console.pages.parts.navigation import MORE, PAGES, pages_for
from console.service_gateway import ServiceGateway, ServiceProblem, gateway
from console.session import Person, language
from console.view_models import Cell, Link, Listing, Record, Worded
from console.wording.rendering import render
from messages.base import Page
from messages.import_kinds import KINDS
from messages.insights.views import Found

PER_ROUTE_KEYS = ("endpoint", "path_params", "route", "router")  # of the first page; another one has its own
FORMS = UUID("b1d1d0a4-3c52-5d0e-9a4e-0f5b7a6c2e11")


def _key_of(
    request: Request,
    key: Annotated[str, Form(pattern=r"^[!-~]{1,100}$")],
    which: Annotated[str, Form(max_length=100)] = "",
) -> str:
    """All forms of a page carry the page's key; who does one thing and then, on the page as it was, another, does two:
    where a form goes, and `which` of those that go there it is, are a part of its key."""
    return str(uuid5(FORMS, f"{request.url.path} {which} {key}"))


# Of a form: sent twice, its action happens once.
Key = Annotated[str, Depends(_key_of)]


def page(
    request: Request, template: str, person: Person | None = None, /, *, status: int = 200, **values: Any
) -> HTMLResponse:
    """A whole page, or the piece of one that a template without `base.html` is.

    The message of the last action is shown once. `key` makes the action of a form happen once, however often it is
    sent; what was typed into a form that was rejected (`kept`) is in it again.
    """
    state = request.state
    wanted: list[Listing] | None = getattr(state, "listings", None)
    if wanted is not None and isinstance(values.get("listing"), Listing):
        wanted.append(values["listing"])  # it goes out as a file
        return HTMLResponse()
    kept: KeptInput = getattr(state, "kept", NO_INPUT)
    message = getattr(state, "message", None) or _popped(request)
    first = "/" + request.url.path.split("/")[1]
    query = f"?{request.url.query}" if request.url.query else ""
    pages = pages_for(person, PAGES)
    common = {
        "message": message,
        "kept": kept,
        "key": kept.key or str(new_id()),
        "back": request.url.path + query,
        "away": away(request),
        "here": first,
        "bring": brought_at(first, person),
        "pages": pages,
        "more_pages": [one for one in pages_for(person, MORE) if one not in pages],
    }
    html = render(template, language(request), person, **(common | values))
    return HTMLResponse(html, getattr(state, "status", status))


def away(request: Request) -> list[str]:
    """The services whose part of the page is missing."""
    known: ServiceGateway | None = getattr(request.state, "gateway", None)
    return sorted(known.away) if known else []


async def record_page(
    request: Request, person: Person, record: Record, template: str = "parts/record.html", **more: Any
) -> HTMLResponse:
    """Where a field leads to another record, that one is called by its number."""
    return page(request, template, person, record=await called(await gateway(request), record), **more)


async def called(services: ServiceGateway, record: Record) -> Record:
    """Other records that it leads to are called by their numbers."""
    fields = await gather(*(_called(services, name, value) for name, value in record.fields))
    return replace(record, fields=fields)


async def _called(services: ServiceGateway, name: str, value: Cell) -> tuple[str, Cell]:
    if not isinstance(value, Link) or not isinstance(value.text, Worded):
        return name, value
    try:
        found = await services.find("insights", "/find", Found, number=value.href.rpartition("/")[2])
    except (ServiceProblem, httpx.TransportError):  # the page does without
        return name, value
    return name, replace(value, text=found.number) if found and found.number else value


def brought_at(place: str, person: Person | None) -> str:
    """The kind of records listed there, when the reader may bring them in from a file."""
    kind = next((one for one in KINDS.values() if one.place == place), None)
    return kind.name if kind and person and person.may(*kind.roles) else ""


def list_page(request: Request, person: Person, listing: Listing) -> HTMLResponse:
    return page(request, "parts/list.html", person, listing=listing)


def done(request: Request, to: str, text: str = "") -> RedirectResponse:
    """After an action: see the record as it is now."""
    if text:
        request.session["message"] = {"tone": "good", "text": text}
    return RedirectResponse(to, 303)


async def answer_of(request: Request, to: str, state: Mapping[str, Any]) -> list[Message]:
    """What the page at this address answers to the same reader. Raises HTTPException where no page is."""
    path, _, query = to.partition("?")
    scope = {name: value for name, value in request.scope.items() if name not in PER_ROUTE_KEYS}
    scope |= {"method": "GET", "path": path, "raw_path": path.encode(), "query_string": query.encode()}
    scope["state"] = state
    sent: list[Message] = []

    async def send(part: Message) -> None:
        sent.append(part)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    await request.app.router(scope, receive, send)
    return sent


def _popped(request: Request) -> dict[str, Any] | None:
    """The message of the last action; `told` is what the release before called it in the cookie."""
    message: dict[str, Any] | None = request.session.pop("message", None) or request.session.pop("told", None)
    return message


def more(found: Page[Any], path: str, **query: object) -> str | None:
    """Where the list goes on."""
    return address(path, {**query, "cursor": found.next}) if found.next else None


def status_filters(
    kind: str, statuses: Iterable[str], path: str, chosen: str | None, **query: object
) -> list[tuple[str, str, bool]]:
    """All, or one status."""
    every = ("filter.all", address(path, query), chosen is None)
    return [
        every,
        *(
            (f"status.{kind}.{status}", address(path, {**query, "status": status}), status == chosen)
            for status in statuses
        ),
    ]


def address(path: str, query: Mapping[str, object]) -> str:
    """Without what is not given."""
    given = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(given)}" if given else path
