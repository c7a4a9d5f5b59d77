"""What do people see of orders?"""

from asyncio import gather
from uuid import UUID

from fastapi import APIRouter, Request, Response

from chassis.clock import now
from console.house import House, HouseClient
from console.pages import order_acts
from console.pages.agreeing import asked_about
from console.pages.answer import list_page, more, record_page, status_filters
from console.pages.chips import chip
from console.session import Person, Reader
from console.shape import Act, Cell, Fact, Input, Link, Listing, Record, Table, Worded
from messages.base import Page
from messages.collections.invoices import InvoiceView
from messages.collections.payments import PaymentView
from messages.collections.receivables import OrderAccount, ReceivableView
from messages.money import exact
from messages.orders.orders import OrderStatus, OrderView
from messages.orders.shipments import ShipmentView

router = APIRouter(prefix="/orders")
router.include_router(order_acts.router)

COLUMNS = ("number", "status", "customer", "total", "contract", "owner", "placed_at")
WAY = (
    OrderStatus.PLACED,
    OrderStatus.CONFIRMED,
    OrderStatus.RESERVED,
    OrderStatus.SHIPPED,
    OrderStatus.RECEIVED,
    OrderStatus.COMPLETED,
)
OFF_THE_WAY = (OrderStatus.COMPLETED, OrderStatus.CANCELLED, OrderStatus.CANCELLING)


@router.get("")
async def orders(
    request: Request, person: Reader, house: House, status: OrderStatus | None = None, cursor: str | None = None
) -> Response:
    found = await house.get("orders", "/orders", Page[OrderView], status=status, cursor=cursor, limit=50)
    rows = [
        (
            Link(one.number, f"/orders/{one.id}"),
            chip("order", one.status),
            one.customer_name,
            one.total,
            Link(one.contract_number, f"/contracts/{one.contract_id}"),
            one.owner_name,
            one.placed_at,
        )
        for one in found.items
    ]
    filters = status_filters("order", OrderStatus, "/orders", status)
    following = more(found, "/orders", status=status)
    return list_page(request, person, Listing("nav.orders", COLUMNS, rows, following, filters, empty="empty.orders"))


@router.get("/{order_id}")
async def order(request: Request, order_id: UUID, person: Reader, house: House) -> Response:
    seen, account, shipments, money, asked = await gather(
        house.get("orders", f"/orders/{order_id}", OrderView),
        house.find("collections", f"/order-accounts/{order_id}", OrderAccount),
        _shipments(order_id, house),
        _money(order_id, house),
        asked_about(house, order_id),
    )
    record = Record(
        "order",
        seen.id,
        seen.number,
        seen.customer_name,
        chip("order", seen.status),
        _facts(seen, account),
        [_lines(seen), shipments, *money],
        _acts(seen, account, person),
        Worded("console.guidance", {"text": seen.guidance}, "busy") if seen.guidance else None,
        _way(seen),
        asked,
    )
    return await record_page(request, person, record)


def _facts(seen: OrderView, account: OrderAccount | None) -> list[Fact]:
    facts: list[Fact] = [
        ("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}")),
        ("contract", Link(seen.contract_number, f"/contracts/{seen.contract_id}")),
        ("total", seen.total),
    ]
    if account:
        names = ("paid", "waiting", "invoiced", "requested", "next_due_on")
        facts += [(name, getattr(account, name)) for name in names]
    facts += [("owner", seen.owner_name), ("ship_to", seen.ship_to), ("placed_at", seen.placed_at)]
    return facts + [(name, getattr(seen, name)) for name in ("completed_at", "cancel_reason") if getattr(seen, name)]


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


def _lines(seen: OrderView) -> Table:
    columns = ("product_code", "product_name", "quantity", "price", "amount", "reserved", "shipped", "received")
    return Table("field.lines", columns, [[getattr(one, name) for name in columns] for one in seen.lines])


async def _shipments(order_id: UUID, house: HouseClient) -> Table:
    found = await house.get("orders", f"/orders/{order_id}/shipments", list[ShipmentView])
    rows: list[tuple[Cell, ...]] = [
        (Link(one.number, f"/shipments/{one.id}"), chip("shipment", one.status), one.sent_at, one.received_at)
        for one in found
    ]
    return Table("console.shipments", ("number", "status", "sent_at", "received_at"), rows)


async def _money(order_id: UUID, house: HouseClient) -> list[Table]:
    """What is owed, paid and invoiced; nothing for who may not see it."""
    debts, payments, invoices = await gather(
        house.find("collections", "/receivables", Page[ReceivableView], order_id=order_id, limit=50),
        house.find("collections", "/payments", Page[PaymentView], order_id=order_id, limit=50),
        house.find("collections", "/invoices", Page[InvoiceView], order_id=order_id, limit=50),
    )
    if debts is None or payments is None or invoices is None:
        return []
    owed: list[tuple[Cell, ...]] = [
        (Link(one.number, f"/receivables/{one.id}"), chip("receivable", one.status), one.due_on, one.amount, one.paid)
        for one in debts.items
    ]
    paid: list[tuple[Cell, ...]] = [
        (Link(one.number, f"/payments/{one.id}"), chip("payment", one.status), one.received_on, one.amount)
        for one in payments.items
    ]
    asked: list[tuple[Cell, ...]] = [
        (Link(one.invoice_number or one.number, f"/invoices/{one.id}"), chip("invoice", one.status), one.amount)
        for one in invoices.items
    ]
    return [
        Table("nav.receivables", ("number", "status", "due_on", "amount", "paid"), owed),
        Table("nav.payments", ("number", "status", "received_on", "amount"), paid),
        Table("nav.invoices", ("number", "status", "amount"), asked),
    ]


def _acts(seen: OrderView, account: OrderAccount | None, person: Person) -> list[Act]:
    here, acts = f"/orders/{seen.id}", []
    mine = seen.owner_id == person.id or person.may("sales_manager", "order_admin")
    if seen.status is OrderStatus.RETURNED and mine:
        acts.append(
            Act(
                "place_again",
                f"{here}/place-again",
                (Input("ship_to", "area", seen.ship_to, required=False),),
                "primary",
            )
        )
    if seen.status is OrderStatus.RESERVED and person.may("shipper"):
        sent = (Input("carrier", required=False), Input("tracking", required=False))
        acts.append(Act("ship", f"{here}/ship", sent, "primary"))
    if seen.status is OrderStatus.CONFIRMED and person.may("shipper", "order_admin"):
        products = [(str(one.product_id), f"{one.product_code} · {one.product_name}") for one in seen.lines]
        counted = (Input("product_id", "select", options=products), Input("on_hand", "number"))
        acts.append(Act("count_stock", f"{here}/count-stock", counted))
    if account and seen.status not in OFF_THE_WAY[1:]:
        acts += _money_acts(seen, account, person)
    if mine and seen.status not in OFF_THE_WAY:
        acts.append(Act("cancel_order", f"{here}/cancel", (Input("reason"),), "danger"))
    return acts


def _money_acts(seen: OrderView, account: OrderAccount, person: Person) -> list[Act]:
    here, acts = f"/orders/{seen.id}", []
    if not (seen.owner_id == person.id or person.may("sales_manager", "order_admin", "finance")):
        return []
    owed = account.receivable - account.paid - account.waiting
    if owed.amount > 0:
        inputs = (
            Input("amount", "money", str(max(owed.amount, exact(0)))),
            Input("received_on", "date", now().astimezone(person.zone).date().isoformat()),
            Input("reference", required=False),
        )
        acts.append(Act("record_payment", f"{here}/pay", inputs))
    if account.receivable and account.invoiced + account.requested < account.total:
        acts.append(Act("request_invoice", f"{here}/invoice", (Input("title", value=seen.customer_name),)))
    return acts
