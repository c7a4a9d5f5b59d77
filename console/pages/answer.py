"""How does a page answer: whole, or after an act?"""

from asyncio import gather
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlencode

import httpx
from fastapi import Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from chassis.clock import new_id
from console.house import HouseClient, ServiceSaysNo, house
from console.session import Person, language
from console.shape import Cell, Link, Listing, Record, Worded
from console.typed import NOTHING_KEPT, Kept
from console.words import render
from messages.base import Page
from messages.insights.views import Found

# Of the form: sent twice, its act happens once.
Key = Annotated[str, Form(pattern=r"^[!-~]{1,100}$")]

SELLING = ("sales", "sales_manager", "director", "ops", "admin")
OFFICE = (*SELLING, "legal", "finance", "order_admin")
EVERYBODY = (*OFFICE, "shipper")
OPERATING = ("ops", "admin")
MEASURING = ("sales_manager", "director", "finance", *OPERATING)
PAGES = (
    ("nav.inbox", "/", EVERYBODY),
    ("nav.leads", "/leads", SELLING),
    ("nav.customers", "/customers", EVERYBODY),
    ("nav.opportunities", "/opportunities", OFFICE),
    ("nav.contracts", "/contracts", OFFICE),
    ("nav.orders", "/orders", EVERYBODY),
    ("nav.payments", "/payments", OFFICE),
)
MORE = (  # under one button: what one needs now and then
    ("nav.absences", "/absences", EVERYBODY),
    ("my_notices", "/my-notices", EVERYBODY),
    ("nav.figures", "/figures", MEASURING),
    ("nav.requests", "/requests", OPERATING),
    ("nav.policies", "/policies", OPERATING),
    ("nav.people", "/people", OPERATING),
)


def page(
    request: Request, template: str, person: Person | None = None, /, *, status: int = 200, **values: Any
) -> HTMLResponse:
    """A whole page, or the piece of one that a template without `base.html` is.

    What the last act said is told once. `key` makes a form's act happen once, however often it is sent; what was
    typed into a form that was refused (`kept`) is in it again.
    """
    state = request.state
    kept: Kept = getattr(state, "kept", NOTHING_KEPT)
    told = getattr(state, "told", None) or request.session.pop("told", None)
    first = "/" + request.url.path.split("/")[1]
    query = f"?{request.url.query}" if request.url.query else ""
    common = {
        "told": told,
        "kept": kept,
        "key": kept.key or str(new_id()),
        "back": request.url.path + query,
        "here": first,
        "pages": [(code, href) for code, href, roles in PAGES if person and person.may(*roles)],
        "more_pages": [(code, href) for code, href, roles in MORE if person and person.may(*roles)],
    }
    html = render(template, language(request), person, **(common | values))
    return HTMLResponse(html, getattr(state, "status", status))


async def record_page(
    request: Request, person: Person, record: Record, template: str = "records/record.html", **more: Any
) -> HTMLResponse:
    """Where a fact leads to another record, that one is called by its number."""
    asked = await house(request)
    facts = await gather(*(_called(asked, name, value) for name, value in record.facts))
    return page(request, template, person, record=replace(record, facts=facts), **more)


async def _called(asked: HouseClient, name: str, value: Cell) -> tuple[str, Cell]:
    if not isinstance(value, Link) or not isinstance(value.text, Worded):
        return name, value
    try:
        found = await asked.find("insights", "/find", Found, number=value.href.rpartition("/")[2])
    except (ServiceSaysNo, httpx.TransportError):  # the page does without
        return name, value
    return name, replace(value, text=found.number) if found and found.number else value


def list_page(request: Request, person: Person, listing: Listing) -> HTMLResponse:
    return page(request, "records/list.html", person, listing=listing)


def done(request: Request, to: str, text: str = "") -> RedirectResponse:
    """After an act: look at what stands now."""
    if text:
        request.session["told"] = {"tone": "good", "text": text}
    return RedirectResponse(to, 303)


def more(found: Page[Any], path: str, **asked: object) -> str | None:
    """Where the list goes on."""
    return _address(path, {**asked, "cursor": found.next}) if found.next else None


def status_filters(
    kind: str, statuses: Iterable[str], path: str, chosen: str | None, **asked: object
) -> list[tuple[str, str, bool]]:
    """All, or one status."""
    every = ("filter.all", _address(path, asked), chosen is None)
    return [
        every,
        *((f"status.{kind}.{one}", _address(path, {**asked, "status": one}), one == chosen) for one in statuses),
    ]


def _address(path: str, asked: Mapping[str, object]) -> str:
    said = {name: value for name, value in asked.items() if value}
    return f"{path}?{urlencode(said)}" if said else path
