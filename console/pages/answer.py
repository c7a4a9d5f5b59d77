"""How does a page answer: whole, after an act, or with a no?"""

from typing import Annotated, Any
from uuid import uuid4

from fastapi import Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from console.session import Person, language
from console.shape import Listing, Record
from console.words import render

Key = Annotated[str, Form()]  # of the form: sent twice, its act happens once

PAGES = (
    ("nav.inbox", "/"),
    ("nav.leads", "/leads"),
    ("nav.opportunities", "/opportunities"),
    ("nav.contracts", "/contracts"),
    ("nav.orders", "/orders"),
    ("nav.payments", "/payments"),
    ("nav.find", "/find"),
)


def page(
    request: Request, template: str, person: Person | None = None, /, *, status: int = 200, **values: Any
) -> HTMLResponse:
    """A whole page, or the piece of one that a template without `base.html` is.

    What the last act said is told once. `key` makes a form's act happen once, however often it is sent.
    """
    first = "/" + request.url.path.split("/")[1]
    values.setdefault("told", request.session.pop("told", None))
    values.setdefault("key", str(uuid4()))
    html = render(template, language(request), person, pages=PAGES, here=first, **values)
    return HTMLResponse(html, status)


def record_page(request: Request, person: Person, record: Record) -> HTMLResponse:
    return page(request, "records/record.html", person, record=record)


def list_page(request: Request, person: Person, listing: Listing) -> HTMLResponse:
    return page(request, "records/list.html", person, listing=listing)


def done(request: Request, to: str, text: str = "") -> RedirectResponse:
    """After an act: look at what stands now."""
    if text:
        request.session["told"] = {"tone": "good", "text": text}
    return RedirectResponse(to, 303)


def refused(request: Request, to: str, text: str) -> RedirectResponse:
    """The act was refused: tell why, on the page where it was tried."""
    request.session["told"] = {"tone": "bad", "text": text}
    return RedirectResponse(to, 303)
