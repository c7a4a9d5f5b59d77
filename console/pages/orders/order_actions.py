"""What may people do with orders?"""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from pydantic import TypeAdapter

from console.form_input import Unreadable, whole
from console.pages.parts.money_came import record_for_order
from console.pages.parts.next_signers import submitted_message
from console.pages.parts.responses import Key, done
from console.service_gateway import Gateway
from console.session import Reader
from messages.orders.orders import CancelOrder, CloseShort, RequestGoods
from messages.orders.placing import ResubmitOrder
from messages.orders.products import CountStock
from messages.orders.shipments import Ship, ShipmentLine
from messages.texts import text

router = APIRouter()
LINES = TypeAdapter(list[ShipmentLine])


@router.post("/{order_id}/resubmit")
async def resubmit(
    request: Request, order_id: UUID, gateway: Gateway, person: Reader, key: Key, ship_to: Annotated[str, Form()] = ""
) -> Response:
    await gateway.post("orders", f"/orders/{order_id}/resubmit", ResubmitOrder(ship_to=ship_to), key=key)
    return done(
        request, f"/orders/{order_id}", await submitted_message(gateway, person, "message.place_order", order_id)
    )


@router.post("/{order_id}/ship")
async def ship(
    request: Request,
    order_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    carrier: Annotated[str, Form()] = "",
    tracking: Annotated[str, Form()] = "",
) -> Response:
    command = Ship(lines=await _typed_lines(request), carrier=carrier or None, tracking=tracking or None)
    await gateway.post("orders", f"/orders/{order_id}/ship", command, key=key)
    return done(request, f"/orders/{order_id}", text("message.ship", person.lang))


@router.post("/{order_id}/count-stock")
async def count_stock(
    request: Request,
    order_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    product_id: Annotated[UUID, Form()],
    on_hand: Annotated[int, Form()],
) -> Response:
    """Goods came: they are allocated to the orders that waited for them."""
    await gateway.post("orders", f"/products/{product_id}/stock", CountStock(on_hand=on_hand), key=key)
    return done(request, f"/orders/{order_id}", text("message.saved", person.lang))


@router.post("/{order_id}/request-goods")
async def request_goods(
    request: Request, order_id: UUID, gateway: Gateway, person: Reader, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    await gateway.post("orders", f"/orders/{order_id}/request-goods", RequestGoods(reason=reason), key=key)
    return done(request, f"/orders/{order_id}", text("message.request_goods", person.lang))


@router.post("/{order_id}/confirm-goods-back")
async def confirm_goods_back(request: Request, order_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("orders", f"/orders/{order_id}/confirm-goods-back", None, key=key)
    return done(request, f"/orders/{order_id}", text("message.confirm_goods_back", person.lang))


@router.post("/{order_id}/close-short")
async def close_short(
    request: Request, order_id: UUID, gateway: Gateway, person: Reader, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    await gateway.post("orders", f"/orders/{order_id}/close-short", CloseShort(reason=reason), key=key)
    return done(request, f"/orders/{order_id}", text("message.close_short", person.lang))


@router.post("/{order_id}/cancel")
async def cancel(
    request: Request, order_id: UUID, gateway: Gateway, person: Reader, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    await gateway.post("orders", f"/orders/{order_id}/cancel", CancelOrder(reason=reason), key=key)
    return done(request, f"/orders/{order_id}", text("message.cancel_order", person.lang))


@router.post("/{order_id}/pay")
async def pay(
    request: Request,
    order_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    received_on: Annotated[date, Form()],
    amount: Annotated[str, Form()] = "",
    reference: Annotated[str, Form()] = "",
    occurrence: Annotated[int, Form(ge=1, le=10_000)] = 1,
) -> Response:
    told: dict[str, Any] = {"received_on": received_on, "reference": reference or None, "occurrence": occurrence}
    made = await record_for_order(gateway, order_id, amount, key=key, **told)
    return done(request, f"/payments/{made.id}", text("message.record_payment", person.lang))


async def _typed_lines(request: Request) -> list[ShipmentLine]:
    """The lines of which pieces leave now. Raises Unreadable, also where none does, or ValidationError."""
    form = await request.form()
    names = ("line", "product_id", "quantity", "site")
    typed = [dict(zip(names, row, strict=True)) for row in zip(*(form.getlist(name) for name in names), strict=False)]
    for place, row in enumerate(typed):
        row["quantity"], row["site"] = whole("quantity", str(row["quantity"]), place), str(row["site"]) or None
    if not any(row["quantity"] for row in typed):
        raise Unreadable("quantity", "input.missing")
    return LINES.validate_python([row for row in typed if row["quantity"]])
