"""What may people do with orders?"""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.house import House
from console.pages.answer import Key, done
from console.session import Reader
from console.typed import amount as typed_amount
from messages.collections.invoices import InvoiceView, RequestInvoice
from messages.collections.payments import PaymentView, RecordPayment
from messages.money import Money
from messages.orders.orders import CancelOrder, OrderView, PlaceAgain
from messages.orders.products import CountStock
from messages.orders.shipments import Ship
from messages.texts import text

router = APIRouter()


@router.post("/{order_id}/place-again")
async def place_again(
    request: Request, order_id: UUID, house: House, person: Reader, key: Key, ship_to: Annotated[str, Form()] = ""
) -> Response:
    await house.post("orders", f"/orders/{order_id}/place-again", PlaceAgain(ship_to=ship_to), key=key)
    return done(request, f"/orders/{order_id}", text("told.place_order", person.lang))


@router.post("/{order_id}/ship")
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


@router.post("/{order_id}/count-stock")
async def count_stock(
    request: Request,
    order_id: UUID,
    house: House,
    person: Reader,
    key: Key,
    product_id: Annotated[UUID, Form()],
    on_hand: Annotated[int, Form()],
) -> Response:
    """Goods came: orders that waited for them are served."""
    await house.post("orders", f"/products/{product_id}/stock", CountStock(on_hand=on_hand), key=key)
    return done(request, f"/orders/{order_id}", text("told.saved", person.lang))


@router.post("/{order_id}/cancel")
async def cancel(
    request: Request, order_id: UUID, house: House, person: Reader, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    await house.post("orders", f"/orders/{order_id}/cancel", CancelOrder(reason=reason), key=key)
    return done(request, f"/orders/{order_id}", text("told.cancel_order", person.lang))


@router.post("/{order_id}/pay")
async def pay(
    request: Request,
    order_id: UUID,
    house: House,
    person: Reader,
    key: Key,
    received_on: Annotated[date, Form()],
    amount: Annotated[str, Form()] = "",
    reference: Annotated[str, Form()] = "",
) -> Response:
    paid = typed_amount("amount", amount)
    seen = await house.get("orders", f"/orders/{order_id}", OrderView)
    said = RecordPayment(
        customer_id=seen.customer_id,
        order_id=order_id,
        amount=Money(amount=paid, currency=seen.total.currency),
        received_on=received_on,
        reference=reference or None,
    )
    made = await house.post("collections", "/payments", said, PaymentView, key=key)
    return done(request, f"/payments/{made.id}", text("told.record_payment", person.lang))


@router.post("/{order_id}/invoice")
async def invoice(
    request: Request, order_id: UUID, house: House, person: Reader, key: Key, title: Annotated[str, Form()] = ""
) -> Response:
    said = RequestInvoice(order_id=order_id, title=title or None)
    made = await house.post("collections", "/invoices", said, InvoiceView, key=key)
    return done(request, f"/invoices/{made.id}", text("told.request_invoice", person.lang))
