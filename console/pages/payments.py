"""What do people see of payments 回款, and what may finance do with them?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.house import House
from console.pages.answer import Key, done, list_page, more, record_page, status_filters
from console.pages.chips import chip
from console.session import Reader
from console.shape import Act, Cell, Fact, Input, Link, Listing, Record, Table, Worded
from messages.base import Page
from messages.collections.payments import ConfirmPayment, PaymentStatus, PaymentView, RefusePayment
from messages.collections.receivables import ReceivableView
from messages.texts import text

router = APIRouter(prefix="/payments")

COLUMNS = ("number", "status", "customer", "amount", "received_on", "reference")
TABS = ("payments", "receivables", "invoices")


def tabs(chosen: str) -> list[tuple[str, str, bool]]:
    """The three lists of money."""
    return [(f"nav.{name}", f"/{name}", name == chosen) for name in TABS]


@router.get("")
async def payments(
    request: Request, person: Reader, house: House, status: PaymentStatus | None = None, cursor: str | None = None
) -> Response:
    found = await house.get("collections", "/payments", Page[PaymentView], status=status, cursor=cursor, limit=50)
    rows = [
        (
            Link(one.number, f"/payments/{one.id}"),
            chip("payment", one.status),
            one.customer_name,
            one.amount,
            one.received_on,
            one.reference,
        )
        for one in found.items
    ]
    listing = Listing(
        "nav.payments",
        COLUMNS,
        rows,
        more(found, "/payments", status=status),
        status_filters("payment", PaymentStatus, "/payments", status),
        tabs("payments"),
        empty="empty.payments",
    )
    return list_page(request, person, listing)


@router.get("/{payment_id}")
async def payment(request: Request, payment_id: UUID, person: Reader, house: House) -> Response:
    seen = await house.get("collections", f"/payments/{payment_id}", PaymentView)
    names = ("amount", "allocated", "received_on", "method", "reference", "recorded_at", "confirmed_at")
    facts: list[Fact] = [
        ("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}")),
        *((name, getattr(seen, name)) for name in names),
        *(("order", Link(Worded("console.open"), f"/orders/{one}")) for one in seen.order_ids),
    ]
    here, acts = f"/payments/{seen.id}", []
    if seen.status is PaymentStatus.RECORDED and person.may("finance") and seen.recorded_by != person.id:
        acts = [
            Act("confirm_payment", f"{here}/confirm", weight="primary"),
            Act("refuse_payment", f"{here}/refuse", (Input("reason"),), "danger"),
        ]
    note = Worded("console.refused_because", {"text": seen.refused_reason}, "bad") if seen.refused_reason else None
    tables = [await _settles(seen, house)]
    status = chip("payment", seen.status)
    record = Record("payment", seen.id, seen.number, seen.customer_name, status, facts, tables, acts, note)
    return await record_page(request, person, record)


@router.post("/{payment_id}/confirm")
async def confirm(request: Request, payment_id: UUID, house: House, person: Reader, key: Key) -> Response:
    await house.post("collections", f"/payments/{payment_id}/confirm", ConfirmPayment(), key=key)
    return done(request, f"/payments/{payment_id}", text("told.confirm_payment", person.lang))


@router.post("/{payment_id}/refuse")
async def refuse(
    request: Request, payment_id: UUID, house: House, person: Reader, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    await house.post("collections", f"/payments/{payment_id}/refuse", RefusePayment(reason=reason), key=key)
    return done(request, f"/payments/{payment_id}", text("told.refuse_payment", person.lang))


async def _settles(seen: PaymentView, house: House) -> Table:
    """Which receivables this money pays."""
    rows: list[tuple[Cell, ...]] = []
    for one in seen.allocations:
        owed = await house.find("collections", f"/receivables/{one.receivable_id}", ReceivableView)
        if owed:
            link = Link(owed.number, f"/receivables/{owed.id}")
            part = owed.amount.model_copy(update={"amount": one.amount})
            rows.append((link, chip("receivable", owed.status), owed.due_on, part))
    return Table("console.settles", ("number", "status", "due_on", "amount"), rows)
