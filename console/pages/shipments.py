"""What do people see of shipments, and how is receipt confirmed?"""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from console.house import House
from console.pages.answer import Key, done, record_page
from console.pages.chips import chip
from console.session import Reader
from console.shape import Act, Cell, Fact, Link, Record, Table
from messages.orders.orders import OrderView
from messages.orders.shipments import ShipmentStatus, ShipmentView
from messages.texts import text

router = APIRouter(prefix="/shipments")


@router.get("/{shipment_id}")
async def shipment(request: Request, shipment_id: UUID, person: Reader, house: House) -> Response:
    seen = await house.get("orders", f"/shipments/{shipment_id}", ShipmentView)
    order = await house.get("orders", f"/orders/{seen.order_id}", OrderView)
    facts: list[Fact] = [
        ("customer", Link(order.customer_name, f"/customers/{order.customer_id}")),
        ("order", Link(order.number, f"/orders/{order.id}")),
        ("ship_to", order.ship_to),
        *((name, getattr(seen, name)) for name in ("carrier", "tracking", "sent_at", "received_at")),
    ]
    names = {one.product_id: (one.product_code, one.product_name) for one in order.lines}
    rows: list[tuple[Cell, ...]] = [(*names.get(one.product_id, ("", "")), one.quantity) for one in seen.lines]
    table = Table("field.lines", ("product_code", "product_name", "quantity"), rows)
    on_the_way = seen.status is ShipmentStatus.SENT and person.may("shipper", "sales", "sales_manager")
    acts = [Act("receive", f"/shipments/{seen.id}/receive", weight="primary")] if on_the_way else []
    status = chip("shipment", seen.status)
    title = f"{order.customer_name} · {order.number}"
    return await record_page(
        request, person, Record("shipment", seen.id, seen.number, title, status, facts, [table], acts)
    )


@router.post("/{shipment_id}/receive")
async def receive(request: Request, shipment_id: UUID, house: House, person: Reader, key: Key) -> Response:
    seen = await house.post("orders", f"/shipments/{shipment_id}/receive", None, ShipmentView, key=key)
    return done(request, f"/orders/{seen.order_id}", text("told.receive", person.lang))
