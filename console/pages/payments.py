"""What do people see of payments, receivables and invoices, and what may finance do with them?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.house import House
from console.pages.answer import Key, done, list_page, record_page
from console.session import Reader
from console.shape import Act, Input, Link, Listing, Record, Table, Worded
from messages.base import Page
from messages.collections.invoices import InvoiceStatus, InvoiceView, RefuseInvoice
from messages.collections.payments import ConfirmPayment, PaymentStatus, PaymentView, RefusePayment
from messages.collections.receivables import ReceivableStatus, ReceivableView
from messages.texts import text

router = APIRouter()

TONES = {
    PaymentStatus.RECORDED: "busy",
    PaymentStatus.CONFIRMED: "good",
    PaymentStatus.REFUSED: "bad",
    InvoiceStatus.REQUESTED: "busy",
    InvoiceStatus.ISSUED: "good",
    InvoiceStatus.REFUSED: "bad",
    ReceivableStatus.OPEN: "busy",
    ReceivableStatus.PAID: "good",
}


@router.get("/payments")
async def payments(
    request: Request, person: Reader, house: House, status: PaymentStatus | None = None, cursor: str | None = None
) -> Response:
    found = await house.get("collections", "/payments", Page[PaymentView], status=status, cursor=cursor, limit=50)
    rows = [
        (
            Link(one.number, f"/payments/{one.id}"),
            _chip("payment", one.status),
            one.customer_name,
            one.amount,
            one.received_on,
            one.reference,
        )
        for one in found.items
    ]
    filters = [("filter.all", "/payments", status is None)]
    filters += [(f"status.payment.{one}", f"/payments?status={one}", one is status) for one in PaymentStatus]
    filters += [("nav.receivables", "/receivables", False), ("nav.invoices", "/invoices", False)]
    more = f"/payments?cursor={found.next}" + (f"&status={status}" if status else "") if found.next else None
    columns = ("number", "status", "customer", "amount", "received_on", "reference")
    return list_page(request, person, Listing("nav.payments", columns, rows, more, filters, empty="empty.payments"))


@router.get("/receivables")
async def receivables(
    request: Request, person: Reader, house: House, overdue: bool | None = None, cursor: str | None = None
) -> Response:
    found = await house.get(
        "collections", "/receivables", Page[ReceivableView], overdue=overdue, history=False, cursor=cursor, limit=50
    )
    rows = [
        (
            Link(one.number, f"/receivables/{one.id}"),
            _chip("receivable", one.status),
            one.customer_name,
            one.due_on,
            one.days_late,
            one.amount,
            one.paid,
        )
        for one in found.items
    ]
    filters = [
        ("filter.all", "/receivables", not overdue),
        ("filter.overdue", "/receivables?overdue=true", bool(overdue)),
    ]
    filters += [("nav.payments", "/payments", False), ("nav.invoices", "/invoices", False)]
    more = f"/receivables?cursor={found.next}" + ("&overdue=true" if overdue else "") if found.next else None
    columns = ("number", "status", "customer", "due_on", "days_late", "amount", "paid")
    return list_page(request, person, Listing("nav.receivables", columns, rows, more, filters))


@router.get("/invoices")
async def invoices(request: Request, person: Reader, house: House, cursor: str | None = None) -> Response:
    found = await house.get("collections", "/invoices", Page[InvoiceView], cursor=cursor, limit=50)
    rows = [
        (
            Link(one.invoice_number or one.number, f"/invoices/{one.id}"),
            _chip("invoice", one.status),
            one.title,
            one.amount,
            one.requested_at,
        )
        for one in found.items
    ]
    filters = [
        ("nav.payments", "/payments", False),
        ("nav.receivables", "/receivables", False),
        ("nav.invoices", "/invoices", True),
    ]
    more = f"/invoices?cursor={found.next}" if found.next else None
    return list_page(
        request,
        person,
        Listing("nav.invoices", ("number", "status", "title", "amount", "requested_at"), rows, more, filters),
    )


@router.get("/payments/{payment_id}")
async def payment(request: Request, payment_id: UUID, person: Reader, house: House) -> Response:
    seen = await house.get("collections", f"/payments/{payment_id}", PaymentView)
    facts = [
        ("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}")),
        *(
            (name, getattr(seen, name))
            for name in ("amount", "allocated", "received_on", "method", "reference", "recorded_at", "confirmed_at")
        ),
    ]
    orders = [(Link(text("console.open", person.lang), f"/orders/{one}"),) for one in seen.order_ids]
    here, acts = f"/payments/{seen.id}", []
    if seen.status is PaymentStatus.RECORDED and person.may("finance") and seen.recorded_by != person.id:
        acts = [
            Act("confirm_payment", f"{here}/confirm", weight="primary"),
            Act("refuse_payment", f"{here}/refuse", (Input("reason"),), "danger"),
        ]
    note = Worded("console.refused_because", {"text": seen.refused_reason}, "bad") if seen.refused_reason else None
    tables = [Table("nav.orders", ("order",), orders)]
    record = Record(
        "payment", seen.id, seen.number, seen.customer_name, _chip("payment", seen.status), facts, tables, acts, note
    )
    return record_page(request, person, record)


@router.get("/receivables/{receivable_id}")
async def receivable(request: Request, receivable_id: UUID, person: Reader, house: House) -> Response:
    seen = await house.get("collections", f"/receivables/{receivable_id}", ReceivableView)
    facts = [
        (name, getattr(seen, name))
        for name in (
            "amount",
            "paid",
            "waiting",
            "due_on",
            "days_late",
            "rung",
            "disputed",
            "settled_on",
            "external_id",
        )
    ]
    if seen.order_id:
        facts.append(("order", Link(text("console.open", person.lang), f"/orders/{seen.order_id}")))
    record = Record("receivable", seen.id, seen.number, seen.customer_name, _chip("receivable", seen.status), facts)
    return record_page(request, person, record)


@router.get("/invoices/{invoice_id}")
async def invoice(request: Request, invoice_id: UUID, person: Reader, house: House) -> Response:
    seen = await house.get("collections", f"/invoices/{invoice_id}", InvoiceView)
    facts = [
        ("order", Link(text("console.open", person.lang), f"/orders/{seen.order_id}")),
        *(
            (name, getattr(seen, name))
            for name in ("amount", "title", "tax_id", "mail_to", "requested_at", "issued_at", "invoice_number")
        ),
    ]
    here, acts = f"/invoices/{seen.id}", []
    if seen.status is InvoiceStatus.REQUESTED and person.may("finance"):
        acts = [
            Act("issue_invoice", f"{here}/issue", weight="primary"),
            Act("refuse_invoice", f"{here}/refuse", (Input("reason"),), "danger"),
        ]
    note = Worded("console.refused_because", {"text": seen.refused_reason}, "bad") if seen.refused_reason else None
    record = Record(
        "invoice", seen.id, seen.number, seen.title, _chip("invoice", seen.status), facts, acts=acts, note=note
    )
    return record_page(request, person, record)


@router.post("/payments/{payment_id}/confirm")
async def confirm(request: Request, payment_id: UUID, house: House, person: Reader, key: Key) -> Response:
    await house.post("collections", f"/payments/{payment_id}/confirm", ConfirmPayment(), key=key)
    return done(request, f"/payments/{payment_id}", text("told.confirm_payment", person.lang))


@router.post("/payments/{payment_id}/refuse")
async def refuse(
    request: Request,
    payment_id: UUID,
    house: House,
    person: Reader,
    key: Key,
    reason: Annotated[str, Form()],
) -> Response:
    await house.post("collections", f"/payments/{payment_id}/refuse", RefusePayment(reason=reason), key=key)
    return done(request, f"/payments/{payment_id}", text("told.saved", person.lang))


@router.post("/invoices/{invoice_id}/issue")
async def issue(request: Request, invoice_id: UUID, house: House, person: Reader, key: Key) -> Response:
    await house.post("collections", f"/invoices/{invoice_id}/issue", None, key=key)
    return done(request, f"/invoices/{invoice_id}", text("told.issue_invoice", person.lang))


@router.post("/invoices/{invoice_id}/refuse")
async def refuse_invoice(
    request: Request,
    invoice_id: UUID,
    house: House,
    person: Reader,
    key: Key,
    reason: Annotated[str, Form()],
) -> Response:
    await house.post("collections", f"/invoices/{invoice_id}/refuse", RefuseInvoice(reason=reason), key=key)
    return done(request, f"/invoices/{invoice_id}", text("told.saved", person.lang))


def _chip(kind: str, status: PaymentStatus | InvoiceStatus | ReceivableStatus) -> Worded:
    return Worded(f"status.{kind}.{status}", tone=TONES.get(status, "plain"))
