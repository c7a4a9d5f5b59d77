"""What do people see of shipments, and how is receipt confirmed?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.form_input import whole
from console.pages.orders.receiving import decide_difference, differences_table, receive_rows
from console.pages.parts.authority import may_act
from console.pages.parts.next_signers import submitted_message
from console.pages.parts.receipt_form import told_receipt
from console.pages.parts.responses import Key, done, page, record_page
from console.pages.parts.status_chips import chip
from console.pages.parts.waiting import waits
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Record, Table
from messages.orders.orders import OrderStatus, OrderView
from messages.orders.returns import RequestReturn, ReturnedLine, ReturnView
from messages.orders.shipments import (
    DecideDifference,
    ReceiveShipment,
    ShipmentStatus,
    ShipmentView,
)
from messages.texts import text

router = APIRouter(prefix="/shipments")

COUNTS = ("short", "damaged", "coming_back", "returned")


@router.get("/{shipment_id}")
async def shipment(request: Request, shipment_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return await record_page(request, person, await shipment_record(gateway, shipment_id, person))


async def shipment_record(gateway: ServiceGateway, shipment_id: UUID, person: Person) -> Record:
    """What a page shows of it, and what the reader may do with it."""
    seen = await gateway.get("orders", f"/shipments/{shipment_id}", ShipmentView)
    order = await gateway.get("orders", f"/orders/{seen.order_id}", OrderView)
    fields: list[Field] = [
        ("customer", Link(order.customer_name, f"/customers/{order.customer_id}")),
        ("order", Link(order.number, f"/orders/{order.id}")),
        ("ship_to", order.ship_to),
        *((name, getattr(seen, name)) for name in ("carrier", "tracking", "sent_at", "received_at")),
    ]
    tables = [_lines(seen, order), *differences_table(seen, order)]
    status = chip("shipment", seen.status)
    title = f"{order.customer_name} · {order.number}"
    actions = _actions(seen, order, person)
    waiting = await waits(gateway, [seen.id])
    return Record("shipment", seen.id, seen.number, title, status, fields, tables, actions, waits=waiting)


def _lines(seen: ShipmentView, order: OrderView) -> Table:
    """What did not arrive well, and what comes back, only where there is any."""
    names = {line.line: (line.product_code, line.product_name) for line in order.lines}
    counts = [name for name in COUNTS if any(getattr(line, name) for line in seen.lines)]
    labels = {
        "short": "short_pieces",
        "damaged": "damaged_pieces",
        "coming_back": "coming_back",
        "returned": "returned",
    }
    columns = ("product_code", "product_name", "quantity", "received", *(labels[name] for name in counts), "site")
    rows: list[tuple[Cell, ...]] = [
        (
            *names.get(line.line, ("", "")),
            line.quantity,
            line.received,
            *(getattr(line, name) for name in counts),
            ", ".join(line.sites),
        )
        for line in seen.lines
    ]
    return Table("field.lines", columns, rows)


def _actions(seen: ShipmentView, order: OrderView, person: Person) -> list[Action]:
    goes_back = order.status in (OrderStatus.CANCELLING, OrderStatus.CANCELLED)  # ORD-15
    actions = [Action("delivery_note", f"/shipments/{seen.id}/delivery-note", page=True)]
    if goes_back:
        return actions
    if seen.status is ShipmentStatus.SENT and may_act(person, "receive", order.owner_id):
        actions.insert(
            0, Action("receive", f"/shipments/{seen.id}/receive", receive_rows(seen, order, person), "primary")
        )
    if may_act(person, "decide_difference") and order.owner_id != person.id:
        actions += decide_difference(seen, order, person)
    if may_act(person, "request_return", order.owner_id) and (rows := _returnable(seen, order)):
        inputs = (*rows, Input("reason", "area"))
        actions.append(Action("request_return", f"/shipments/{seen.id}/return", inputs))
    return actions


def _returnable(seen: ShipmentView, order: OrderView) -> list[Input]:
    names = {line.line: f"{line.product_code} · {line.product_name}" for line in order.lines}
    left = [(line, line.received - line.coming_back - line.returned) for line in seen.lines]
    return [
        field
        for row, (line, pieces) in enumerate((line, pieces) for line, pieces in left if pieces > 0)
        for field in (
            Input("line", "hidden", str(line.line), row=row),
            Input("quantity", "number", "0", label=f"{names.get(line.line, '')} (≤ {pieces})", row=row),
        )
    ]


@router.get("/{shipment_id}/delivery-note")
async def delivery_note(request: Request, shipment_id: UUID, person: Reader, gateway: Gateway) -> Response:
    """To be printed, and signed by who receives the goods."""
    seen = await gateway.get("orders", f"/shipments/{shipment_id}", ShipmentView)
    order = await gateway.get("orders", f"/orders/{seen.order_id}", OrderView)
    names = {line.line: (line.product_code, line.product_name) for line in order.lines}
    rows = [(*names.get(line.line, ("", "")), line.quantity, ", ".join(line.sites)) for line in seen.lines]
    return page(request, "orders/delivery_note.html", person, shipment=seen, order=order, rows=rows)


@router.post("/{shipment_id}/receive")
async def receive(request: Request, shipment_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    command = ReceiveShipment(lines=await told_receipt(request))
    seen = await gateway.post("orders", f"/shipments/{shipment_id}/receive", command, ShipmentView, key=key)
    to = f"/shipments/{shipment_id}" if seen.status is ShipmentStatus.SENT else f"/orders/{seen.order_id}"
    return done(request, to, text("message.receive", person.lang))


@router.post("/{shipment_id}/decide-difference")
async def decide(
    request: Request,
    shipment_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    difference_id: Annotated[str, Form()] = "",
    decision: Annotated[str, Form()] = "",
    comment: Annotated[str, Form()] = "",
) -> Response:
    said = {"difference_id": difference_id, "decision": decision, "comment": comment}
    path = f"/shipments/{shipment_id}/decide-difference"
    await gateway.post("orders", path, DecideDifference.model_validate(said), key=key)
    return done(request, f"/shipments/{shipment_id}", text("message.decide_difference", person.lang))


@router.post("/{shipment_id}/return")
async def request_return(
    request: Request, shipment_id: UUID, gateway: Gateway, person: Reader, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    form = await request.form()
    rows = zip(form.getlist("line"), form.getlist("quantity"), strict=False)
    typed = [(int(str(line)), whole("quantity", str(pieces), place)) for place, (line, pieces) in enumerate(rows)]
    lines = [ReturnedLine(line=line, quantity=pieces) for line, pieces in typed if pieces]
    command = RequestReturn(shipment_id=shipment_id, lines=lines, reason=reason)
    made = await gateway.post("orders", "/returns", command, ReturnView, key=key)
    return done(
        request, f"/returns/{made.id}", await submitted_message(gateway, person, "message.request_return", made.id)
    )
