"""What do people see of orders and shipments, and what may they do with them?"""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from chassis.clock import now
from console.house import House
from console.pages.answer import Key, done, list_page, record_page
from console.session import Person, Reader
from console.shape import Act, Input, Link, Listing, Record, Table, Worded
from messages.base import Page
from messages.collections.invoices import InvoiceView, RequestInvoice
from messages.collections.payments import PaymentView, RecordPayment
from messages.collections.receivables import OrderAccount, ReceivableView
from messages.money import Money, exact
from messages.orders.orders import CancelOrder, OrderStatus, OrderView
from messages.orders.shipments import Ship, ShipmentStatus, ShipmentView
from messages.texts import text

router = APIRouter()

TONES = {
    OrderStatus.COMPLETED: "good",
    OrderStatus.CANCELLED: "bad",
    OrderStatus.CANCELLING: "bad",
    OrderStatus.RETURNED: "busy",
}
COLUMNS = ("number", "status", "customer", "total", "contract", "owner", "placed_at")
WAY = (
    OrderStatus.PLACED,
    OrderStatus.CONFIRMED,
    OrderStatus.RESERVED,
    OrderStatus.SHIPPED,
    OrderStatus.RECEIVED,
    OrderStatus.COMPLETED,
)


@router.get("/orders")
async def orders(
    request: Request, person: Reader, house: House, status: OrderStatus | None = None, cursor: str | None = None
) -> Response:
    found = await house.get("orders", "/orders", Page[OrderView], status=status, cursor=cursor, limit=50)
    rows = [
        (
            Link(one.number, f"/orders/{one.id}"),
            _chip(one),
            one.customer_name,
            one.total,
            Link(one.contract_number, f"/contracts/{one.contract_id}"),
            one.owner_name,
            one.placed_at,
        )
        for one in found.items
    ]
    filters = [("filter.all", "/orders", status is None)]
    filters += [(f"status.order.{one}", f"/orders?status={one}", one is status) for one in OrderStatus]
    more = f"/orders?cursor={found.next}" + (f"&status={status}" if status else "") if found.next else None
    return list_page(request, person, Listing("nav.orders", COLUMNS, rows, more, filters, empty="empty.orders"))


@router.get("/orders/{order_id}")
async def order(request: Request, order_id: UUID, person: Reader, house: House) -> Response:
    seen = await house.get("orders", f"/orders/{order_id}", OrderView)
    account = await house.find("collections", f"/order-accounts/{order_id}", OrderAccount)
    facts = [
        ("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}")),
        ("contract", Link(seen.contract_number, f"/contracts/{seen.contract_id}")),
        *((name, getattr(seen, name)) for name in ("total", "ship_to", "placed_at", "completed_at", "cancel_reason")),
        ("owner", seen.owner_name),
    ]
    if account:
        facts += [
            (name, getattr(account, name)) for name in ("paid", "waiting", "invoiced", "requested", "next_due_on")
        ]
    note = Worded("console.guidance", {"text": seen.guidance}, "busy") if seen.guidance else None
    acts = _acts(seen, account, person)
    tables = await _tables(seen, house)
    record = Record(
        "order", seen.id, seen.number, seen.customer_name, _chip(seen), facts, tables, acts, note, _way(seen)
    )
    return record_page(request, person, record)


@router.get("/shipments/{shipment_id}")
async def shipment(request: Request, shipment_id: UUID, person: Reader, house: House) -> Response:
    seen = await house.get("orders", f"/shipments/{shipment_id}", ShipmentView)
    facts = [
        ("order", Link(text("console.open", person.lang), f"/orders/{seen.order_id}")),
        *((name, getattr(seen, name)) for name in ("carrier", "tracking", "sent_at", "received_at")),
    ]
    acts = [_receive(seen)] if seen.status is ShipmentStatus.SENT else []
    status = Worded(f"status.shipment.{seen.status}", tone="good" if seen.status is ShipmentStatus.RECEIVED else "busy")
    return record_page(request, person, Record("shipment", seen.id, seen.number, seen.number, status, facts, acts=acts))


@router.post("/orders/{order_id}/ship")
async def ship(
    request: Request,
    order_id: UUID,
    house: House,
    person: Reader,
    key: Key,
    carrier: Annotated[str, Form()] = "",
    tracking: Annotated[str, Form()] = "",
) -> Response:
    said = Ship(carrier=carrier or None, tracking=tracking or None)
    await house.post("orders", f"/orders/{order_id}/ship", said, key=key)
    return done(request, f"/orders/{order_id}", text("told.ship", person.lang))


@router.post("/shipments/{shipment_id}/receive")
async def receive(request: Request, shipment_id: UUID, house: House, person: Reader, key: Key) -> Response:
    seen = await house.post("orders", f"/shipments/{shipment_id}/receive", None, ShipmentView, key=key)
    return done(request, f"/orders/{seen.order_id}", text("told.receive", person.lang))


@router.post("/orders/{order_id}/cancel")
async def cancel(
    request: Request,
    order_id: UUID,
    house: House,
    person: Reader,
    key: Key,
    reason: Annotated[str, Form()],
) -> Response:
    await house.post("orders", f"/orders/{order_id}/cancel", CancelOrder(reason=reason), key=key)
    return done(request, f"/orders/{order_id}", text("told.saved", person.lang))


@router.post("/orders/{order_id}/pay")
async def pay(
    request: Request,
    order_id: UUID,
    house: House,
    person: Reader,
    key: Key,
    amount: Annotated[str, Form()],
    received_on: Annotated[date, Form()],
    reference: Annotated[str, Form()] = "",
) -> Response:
    seen = await house.get("orders", f"/orders/{order_id}", OrderView)
    money = Money(amount=exact(amount), currency=seen.total.currency)
    said = RecordPayment(
        customer_id=seen.customer_id,
        order_id=order_id,
        amount=money,
        received_on=received_on,
        reference=reference or None,
    )
    made = await house.post("collections", "/payments", said, PaymentView, key=key)
    return done(request, f"/payments/{made.id}", text("told.record_payment", person.lang))


@router.post("/orders/{order_id}/invoice")
async def invoice(
    request: Request,
    order_id: UUID,
    house: House,
    person: Reader,
    key: Key,
    title: Annotated[str, Form()] = "",
) -> Response:
    made = await house.post(
        "collections", "/invoices", RequestInvoice(order_id=order_id, title=title or None), InvoiceView, key=key
    )
    return done(request, f"/invoices/{made.id}", text("told.request_invoice", person.lang))


def _chip(order: OrderView) -> Worded:
    return Worded(f"status.order.{order.status}", tone=TONES.get(order.status, "busy"))


def _way(order: OrderView) -> list[tuple[str, str]]:
    """Where the order is on its way, as a picture; a cancelled one has left it."""
    if order.status not in WAY:
        return []
    at = WAY.index(order.status)
    last = at == len(WAY) - 1
    return [
        (f"status.order.{one}", "done" if place < at or last else "now" if place == at else "ahead")
        for place, one in enumerate(WAY)
    ]


async def _tables(seen: OrderView, house: House) -> list[Table]:
    shipments = await house.get("orders", f"/orders/{seen.id}/shipments", Page[ShipmentView])
    debts = await house.get("collections", "/receivables", Page[ReceivableView], order_id=seen.id, limit=50)
    money = await house.get("collections", "/payments", Page[PaymentView], order_id=seen.id, limit=50)
    invoices = await house.get("collections", "/invoices", Page[InvoiceView], order_id=seen.id, limit=50)
    lines = [
        (
            one.product_code,
            one.product_name,
            one.quantity,
            one.price,
            one.amount,
            one.reserved,
            one.shipped,
            one.received,
        )
        for one in seen.lines
    ]
    sent = [
        (
            Link(one.number, f"/shipments/{one.id}"),
            Worded(f"status.shipment.{one.status}"),
            one.sent_at,
            one.received_at,
        )
        for one in shipments.items
    ]
    owed = [
        (
            Link(one.number, f"/receivables/{one.id}"),
            Worded(f"status.receivable.{one.status}"),
            one.due_on,
            one.amount,
            one.paid,
        )
        for one in debts.items
    ]
    paid = [
        (Link(one.number, f"/payments/{one.id}"), Worded(f"status.payment.{one.status}"), one.received_on, one.amount)
        for one in money.items
    ]
    asked = [
        (
            Link(one.invoice_number or one.number, f"/invoices/{one.id}"),
            Worded(f"status.invoice.{one.status}"),
            one.amount,
        )
        for one in invoices.items
    ]
    return [
        Table(
            "field.lines",
            ("product_code", "product_name", "quantity", "price", "amount", "reserved", "shipped", "received"),
            lines,
        ),
        Table("console.shipments", ("number", "status", "sent_at", "received_at"), sent),
        Table("nav.receivables", ("number", "status", "due_on", "amount", "paid"), owed),
        Table("nav.payments", ("number", "status", "received_on", "amount"), paid),
        Table("nav.invoices", ("number", "status", "amount"), asked),
    ]


def _receive(shipment: ShipmentView) -> Act:
    return Act("receive", f"/shipments/{shipment.id}/receive", weight="primary")


def _acts(seen: OrderView, account: OrderAccount | None, person: Person) -> list[Act]:
    here, acts = f"/orders/{seen.id}", []
    mine = seen.owner_id == person.id or person.may("sales_manager", "order_admin")
    if seen.status in (OrderStatus.RESERVED, OrderStatus.CONFIRMED) and person.may("shipper"):
        acts.append(
            Act(
                "ship", f"{here}/ship", (Input("carrier", required=False), Input("tracking", required=False)), "primary"
            )
        )
    if account and mine and not account.settled and seen.status not in (OrderStatus.CANCELLED, OrderStatus.CANCELLING):
        owed = (account.receivable - account.paid - account.waiting).amount
        inputs = (
            Input("amount", "money", str(max(owed, exact(0)))),
            Input("received_on", "date", now().date().isoformat()),
            Input("reference", required=False),
        )
        acts.append(Act("record_payment", f"{here}/pay", inputs))
    if account and mine and account.receivable and account.invoiced + account.requested < account.total:
        acts.append(Act("request_invoice", f"{here}/invoice", (Input("title", value=seen.customer_name),)))
    if mine and seen.status not in (OrderStatus.COMPLETED, OrderStatus.CANCELLED, OrderStatus.CANCELLING):
        acts.append(Act("cancel_order", f"{here}/cancel", (Input("reason"),), "danger"))
    return acts
