"""What do people see of invoices 发票, and what may finance do with them?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.house import House
from console.pages.answer import Key, done, list_page, more, record_page, status_filters
from console.pages.chips import chip
from console.pages.payments import tabs
from console.session import Reader
from console.shape import Act, Fact, Input, Link, Listing, Record, Worded
from messages.base import Page
from messages.collections.invoices import InvoiceStatus, InvoiceView, RefuseInvoice
from messages.texts import text

router = APIRouter(prefix="/invoices")

COLUMNS = ("number", "status", "title", "amount", "requested_at")


@router.get("")
async def invoices(
    request: Request, person: Reader, house: House, status: InvoiceStatus | None = None, cursor: str | None = None
) -> Response:
    found = await house.get("collections", "/invoices", Page[InvoiceView], status=status, cursor=cursor, limit=50)
    rows = [
        (
            Link(one.invoice_number or one.number, f"/invoices/{one.id}"),
            chip("invoice", one.status),
            one.title,
            one.amount,
            one.requested_at,
        )
        for one in found.items
    ]
    filters = status_filters("invoice", InvoiceStatus, "/invoices", status)
    listing = Listing("nav.invoices", COLUMNS, rows, more(found, "/invoices", status=status), filters, tabs("invoices"))
    return list_page(request, person, listing)


@router.get("/{invoice_id}")
async def invoice(request: Request, invoice_id: UUID, person: Reader, house: House) -> Response:
    seen = await house.get("collections", f"/invoices/{invoice_id}", InvoiceView)
    names = ("amount", "title", "tax_id", "mail_to", "requested_at", "issued_at", "invoice_number")
    facts: list[Fact] = [("order", Link(Worded("console.open"), f"/orders/{seen.order_id}"))]
    facts += [(name, getattr(seen, name)) for name in names]
    here, acts = f"/invoices/{seen.id}", []
    if seen.status is InvoiceStatus.REQUESTED and person.may("finance"):
        acts = [
            Act("issue_invoice", f"{here}/issue", weight="primary"),
            Act("refuse_invoice", f"{here}/refuse", (Input("reason"),), "danger"),
        ]
    note = Worded("console.refused_because", {"text": seen.refused_reason}, "bad") if seen.refused_reason else None
    status = chip("invoice", seen.status)
    record = Record("invoice", seen.id, seen.number, seen.title, status, facts, acts=acts, note=note)
    return await record_page(request, person, record)


@router.post("/{invoice_id}/issue")
async def issue(request: Request, invoice_id: UUID, house: House, person: Reader, key: Key) -> Response:
    await house.post("collections", f"/invoices/{invoice_id}/issue", None, key=key)
    return done(request, f"/invoices/{invoice_id}", text("told.issue_invoice", person.lang))


@router.post("/{invoice_id}/refuse")
async def refuse(
    request: Request, invoice_id: UUID, house: House, person: Reader, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    await house.post("collections", f"/invoices/{invoice_id}/refuse", RefuseInvoice(reason=reason), key=key)
    return done(request, f"/invoices/{invoice_id}", text("told.saved", person.lang))
