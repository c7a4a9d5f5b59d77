"""How does somebody say that money came: for which order, and what is still to come of it?"""

from asyncio import gather
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response

from chassis.base.clock import now
from console.form_input import NO_INPUT, KeptInput, Unreadable
from console.pages.parts.authority import may_act
from console.pages.parts.exchanges import exchange_to
from console.pages.parts.money_came import record_for_order
from console.pages.parts.order_sums import echo_of
from console.pages.parts.responses import Key, done, page
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Field
from messages.base import Page
from messages.collections.receivables import OrderAccount
from messages.money import Money
from messages.orders.orders import OrderStatus, OrderView
from messages.texts import text

PATH = "/payments/new"
RECORD = f"{PATH}/record"
router = APIRouter(prefix=PATH)
OFFERED = 50  # the newest, before one searches
TAKES_NONE = (OrderStatus.CANCELLING, OrderStatus.CANCELLED)  # COL-14


@dataclass(frozen=True)
class ChosenOrder:
    """Its sums, as finance has them, and the amount that most probably came."""

    fields: list[Field]
    amount: str


@router.get("")
async def payment_form(
    request: Request,
    person: Reader,
    gateway: Gateway,
    order_id: UUID | None = None,
    q: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Without JavaScript a button shows the sums of the order that is chosen."""
    kept: KeptInput = getattr(request.state, "kept", NO_INPUT)
    typed = kept.of(RECORD, "order_id", "")  # a form that was refused
    order_id = _id(typed) if typed else order_id
    listed, one = await gather(
        gateway.get("orders", "/orders", Page[OrderView], q=q.strip() or None, limit=OFFERED),
        gateway.get("orders", f"/orders/{order_id}", OrderView) if order_id else _nothing(),
    )
    found = {order.id: order for order in ([one] if one else []) + listed.items}
    offered = [order for order in found.values() if _may_be_paid(order, person)]
    chosen = await _chosen(gateway, one.id) if one in offered and one else None
    values: dict[str, Any] = {
        "orders": offered, "order_id": order_id, "chosen": chosen, "q": q,
        "today": now().astimezone(person.zone).date().isoformat(),
    }  # fmt: skip
    return page(request, "money/payment_form.html", person, **values)


@router.get("/sums")
async def sums(request: Request, person: Reader, gateway: Gateway, order_id: str = "") -> Response:
    """Of the order that was just chosen."""
    chosen = await _chosen(gateway, _id(order_id)) if order_id else None
    return page(request, "money/payment_sums.html", person, chosen=chosen)


@router.post("/record")
async def record(
    request: Request,
    gateway: Gateway,
    person: Reader,
    key: Key,
    received_on: Annotated[date, Form()],
    order_id: Annotated[str, Form()] = "",
    amount: Annotated[str, Form()] = "",
    reference: Annotated[str, Form()] = "",
    occurrence: Annotated[int, Form(ge=1, le=10_000)] = 1,
    received_currency: Annotated[str, Form(max_length=3)] = "",
) -> Response:
    told: dict[str, Any] = {"received_on": received_on, "reference": reference or None, "occurrence": occurrence}
    received = received_currency.strip().upper()
    if received:
        order = await gateway.get("orders", f"/orders/{_id(order_id)}", OrderView)
        told["exchange"] = await exchange_to(request, order.total.currency, received)
    made = await record_for_order(gateway, _id(order_id), amount, key=key, received=received, **told)
    return done(request, f"/payments/{made.id}", text("message.record_payment", person.lang))


def _id(order_id: str) -> UUID:
    try:
        return UUID(order_id)
    except ValueError:
        raise Unreadable("order_id", "input.missing") from None


def _may_be_paid(order: OrderView, person: Person) -> bool:
    return order.status not in TAKES_NONE and may_act(person, "record_payment", order.owner_id)


async def _chosen(gateway: ServiceGateway, order_id: UUID) -> ChosenOrder:
    account = await gateway.get("collections", f"/order-accounts/{order_id}", OrderAccount)
    left = account.to_pay or Money.zero(account.total.currency)
    return ChosenOrder([("order_total", account.total), *echo_of(account)], str(left.amount) if left else "")


async def _nothing() -> None:
    return None
