"""What does a customer see of his orders, and what can he do with one?"""

from asyncio import gather
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.pages.parts.receipt_form import receipt_rows, told_receipt
from console.pages.parts.responses import Key, done, more, page
from console.pages.parts.status_chips import chip
from console.service_gateway import Gateway, ServiceGateway
from console.session import Buyer, Person
from console.view_models import Action, Cell, Field, Input, Listing, Table, Worded
from messages.base import Page
from messages.collections.portal import PortalAccount, PortalStatement
from messages.orders.portal import CancelPortalOrder, PortalOrderStatus, PortalOrderView, PortalShipment
from messages.orders.shipments import ReceiveShipment, ShipmentStatus
from messages.texts import text

router = APIRouter(prefix="/portal")

VOID = (PortalOrderStatus.CANCELLING, PortalOrderStatus.CANCELLED)
PAGE = 20
COLUMNS = ("number", "status", "purchase_order_number", "placed_at", "total")


@router.get("")
async def portal_orders(request: Request, person: Buyer, gateway: Gateway, cursor: str | None = None) -> Response:
    """The newest first, and what he owes."""
    found, owed = await gather(
        gateway.get("orders", "/portal/orders", Page[PortalOrderView], cursor=cursor, limit=PAGE),
        gateway.part("collections", gateway.get("collections", "/portal/statement", PortalStatement)),
    )
    shown = [(one, chip("portal_order", one.status)) for one in found.items]
    balances = owed.balances if owed else []
    following = more(found, "/portal")
    rows = [(one.number, state, one.purchase_order_number, one.placed_at, one.total) for one, state in shown]
    listing = Listing("portal.orders", COLUMNS, rows, following)
    values: dict[str, Any] = {"orders": shown, "balances": balances, "next": following, "listing": listing}
    return page(request, "portal/orders.html", person, **values)


@router.get("/orders/{order_id}")
async def portal_order(request: Request, order_id: UUID, person: Buyer, gateway: Gateway) -> Response:
    seen, shipments, accounts = await gather(
        gateway.get("orders", f"/portal/orders/{order_id}", PortalOrderView),
        gateway.get("orders", f"/portal/orders/{order_id}/shipments", list[PortalShipment]),
        gateway.part("collections", _accounts(gateway, order_id)),
    )
    sent = [(one, _shipment_fields(one), _shipment_lines(one, seen), _receipt(one, seen, person)) for one in shipments]
    return page(
        request, "portal/order.html", person, order=seen, stands=chip("portal_order", seen.status),
        fields=_fields(seen, accounts or []), lines=_lines(seen), shipments=sent, actions=_actions(seen),
    )  # fmt: skip


@router.post("/orders/{order_id}/cancel")
async def cancel(
    request: Request, order_id: UUID, gateway: Gateway, person: Buyer, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    command = CancelPortalOrder(reason=reason)
    await gateway.post("orders", f"/portal/orders/{order_id}/cancel", command, key=key)
    return done(request, f"/portal/orders/{order_id}", text("portal.cancelled", person.lang))


@router.post("/orders/{order_id}/shipments/{shipment_id}/receive")
async def receive(
    request: Request, order_id: UUID, shipment_id: UUID, gateway: Gateway, person: Buyer, key: Key
) -> Response:
    command = ReceiveShipment(lines=await told_receipt(request))
    await gateway.post("orders", f"/portal/shipments/{shipment_id}/receive", command, key=key)
    return done(request, f"/portal/orders/{order_id}", text("portal.received", person.lang))


async def _accounts(gateway: ServiceGateway, order_id: UUID) -> list[PortalAccount]:
    return await gateway.get("collections", "/portal/order-accounts", list[PortalAccount], order_id=str(order_id))


def _fields(seen: PortalOrderView, accounts: list[PortalAccount]) -> list[Field]:
    money: list[Field] = []
    if accounts and seen.status not in VOID:
        account = accounts[0]
        money = [("own_paid", account.paid), ("own_to_pay", account.to_pay), ("next_due_on", account.next_due_on)]
    return [
        ("total", seen.total),
        *((name, amount) for name in ("discount", "tax", "credited") if (amount := getattr(seen, name))),
        *money,
        ("own_number", seen.purchase_order_number),
        ("contract", seen.contract_number),
        ("deliver_on", seen.deliver_on),
        ("ship_to", seen.ship_to),
        ("own_remark", seen.remark),
        ("placed_at", seen.placed_at),
        ("ordered_by", seen.ordered_by),
        ("seller", seen.seller),
    ]


def _lines(seen: PortalOrderView) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (line.product_code, line.product_name, line.quantity, line.price, line.total, line.shipped, line.received)
        for line in seen.lines
    ]
    for one in seen.charges:
        rows.append(("", one.name or Worded(f"value.charge.{one.kind}"), None, None, one.total, None, None))
    columns = ("product_code", "product_name", "quantity", "price", "total", "pieces_shipped", "pieces_received")
    return Table("field.lines", columns, rows)


def _actions(seen: PortalOrderView) -> list[Action]:
    again = Action("portal_again", f"/portal/orders/new?copy={seen.id}", page=True)
    if not seen.may_cancel:
        return [again]
    reason = (Input("reason", "area"),)
    return [again, Action("portal_cancel", f"/portal/orders/{seen.id}/cancel", reason, "danger")]


def _names(seen: PortalOrderView) -> dict[int, str]:
    return {line.line: f"{line.product_code} · {line.product_name}" for line in seen.lines}


def _shipment_fields(sent: PortalShipment) -> list[Field]:
    return [(name, getattr(sent, name)) for name in ("sent_at", "carrier", "tracking", "received_at")]


def _shipment_lines(sent: PortalShipment, seen: PortalOrderView) -> Table:
    names = _names(seen)
    rows: list[tuple[Cell, ...]] = [
        (names.get(line.line, ""), line.quantity, line.received, line.short or None, line.damaged or None)
        for line in sent.lines
    ]
    return Table("field.lines", ("product", "quantity", "pieces_received", "short_pieces", "damaged_pieces"), rows)


def _receipt(sent: PortalShipment, seen: PortalOrderView, person: Person) -> Action | None:
    if sent.status is not ShipmentStatus.SENT or seen.status in VOID:
        return None
    left = [(line.line, line.on_the_way) for line in sent.lines if line.on_the_way]
    path = f"/portal/orders/{seen.id}/shipments/{sent.id}/receive"
    return Action("portal_receive", path, receipt_rows(left, _names(seen), person), "primary")
