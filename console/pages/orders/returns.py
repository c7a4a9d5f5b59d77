"""What do people see of goods that customers send back 退货, and what may they do with them?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.form_input import whole
from console.pages.parts.authority import may_act
from console.pages.parts.lists import ListWanted, RecordList
from console.pages.parts.next_signers import submitted_message
from console.pages.parts.pending_approval import newest_request_about
from console.pages.parts.responses import Key, done, list_page, record_page
from console.pages.parts.status_chips import chip
from console.pages.parts.waiting import waits
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Record, Table, Worded
from messages.base import Page
from messages.orders.orders import OrderView
from messages.orders.returns import BackLine, ReceiveReturn, ResubmitReturn, ReturnStatus, ReturnView
from messages.texts import text

router = APIRouter(prefix="/returns")

COLUMNS = ("number", "status", "customer", "order", "worth", "credited", "requested_at")
LIST = RecordList("return", "/returns", ReturnStatus, COLUMNS)
EXCHANGED = (ReturnStatus.APPROVED, ReturnStatus.RECEIVED)  # ORD-98
LIVE = (ReturnStatus.REQUESTED, ReturnStatus.RETURNED, ReturnStatus.APPROVED)


@router.get("")
async def returns(
    request: Request, person: Reader, gateway: Gateway, asked: ListWanted, status: ReturnStatus | None = None
) -> Response:
    found = await gateway.get("orders", "/returns", Page[ReturnView], status=status, **asked.query(person))
    rows = [
        (
            Link(item.number, f"/returns/{item.id}"),
            chip("return", item.status),
            item.customer_name,
            Link(item.order_number, f"/orders/{item.order_id}"),
            item.worth,
            item.credited,
            item.requested_at,
        )
        for item in found.items
    ]
    return list_page(request, person, LIST.listing(found, rows, asked, status))


@router.get("/{return_id}")
async def goods_return(request: Request, return_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return await record_page(request, person, await return_record(gateway, return_id, person))


async def return_record(gateway: ServiceGateway, return_id: UUID, person: Person) -> Record:
    """What a page shows of it, and what the reader may do with it."""
    seen = await gateway.get("orders", f"/returns/{return_id}", ReturnView)
    fields: list[Field] = [
        ("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}")),
        ("order", Link(seen.order_number, f"/orders/{seen.order_id}")),
        ("shipment", Link(seen.shipment_number, f"/shipments/{seen.shipment_id}")),
        *((name, getattr(seen, name)) for name in ("reason", "worth", "credited", "requested_at", "received_at")),
    ]
    columns = ("product_code", "product_name", "quantity", "good", "scrapped")
    rows: list[tuple[Cell, ...]] = [tuple(getattr(line, name) for name in columns) for line in seen.lines]
    approval_request = await gateway.part("approvals", newest_request_about(gateway, seen.id))
    exchanges = await gateway.get("orders", "/orders", Page[OrderView], exchange_of=seen.id, limit=20)
    return Record(
        "return",
        seen.id,
        seen.number,
        f"{seen.customer_name} · {seen.order_number}",
        chip("return", seen.status),
        fields,
        [Table("field.lines", columns, rows), *_exchanges(exchanges)],
        _actions(seen, person),
        Worded("console.guidance", {"text": seen.guidance}, "busy") if seen.guidance else None,
        request=approval_request,
        waits=await waits(gateway, [seen.id], approval_request) if seen.status in LIVE else [],
    )


def _exchanges(found: Page[OrderView]) -> list[Table]:
    """Orders that are sent for these goods; nothing where none is."""
    rows: list[tuple[Cell, ...]] = [
        (Link(one.number, f"/orders/{one.id}"), chip("order", one.status), one.total, one.placed_at)
        for one in found.items
    ]
    return [Table("console.exchanges", ("number", "status", "total", "placed_at"), rows)] if rows else []


def _actions(seen: ReturnView, person: Person) -> list[Action]:
    base_path, actions = f"/returns/{seen.id}", []
    mine = person.id in (seen.requested_by, seen.owner_id)
    if mine and seen.status is ReturnStatus.RETURNED:
        actions.append(Action("resubmit", f"{base_path}/resubmit", (Input("reason", "area", seen.reason),), "primary"))
    if seen.status is ReturnStatus.APPROVED and may_act(person, "receive_return"):
        actions.append(Action("receive_return", f"{base_path}/receive", _awaited(seen, person), "primary"))
    if seen.status in EXCHANGED and may_act(person, "place_order", seen.owner_id):
        actions.append(Action("exchange", f"/orders/new?exchange={seen.id}", page=True))
    if mine and seen.status in LIVE:
        actions.append(Action("withdraw_return", f"{base_path}/withdraw", weight="danger", sure="sure.withdraw_return"))
    return actions


def _awaited(seen: ReturnView, person: Person) -> list[Input]:
    """Per line of which goods are awaited: all of them in good order, as long as nobody says otherwise."""
    words = {name: text(f"field.{name}", person.lang) for name in ("good", "scrapped")}
    left = [(line, line.quantity - line.good - line.scrapped) for line in seen.lines]
    return [
        field
        for row, (line, pieces) in enumerate((line, pieces) for line, pieces in left if pieces)
        for field in (
            Input("line", "hidden", str(line.line), row=row),
            Input("good", "number", str(pieces), label=f"{line.product_code} · {words['good']}", row=row),
            Input("scrapped", "number", "0", label=f"{line.product_code} · {words['scrapped']}", row=row),
        )
    ]


@router.post("/{return_id}/resubmit")
async def resubmit(
    request: Request, return_id: UUID, gateway: Gateway, person: Reader, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    await gateway.post("orders", f"/returns/{return_id}/resubmit", ResubmitReturn(reason=reason), key=key)
    return done(
        request, f"/returns/{return_id}", await submitted_message(gateway, person, "message.request_return", return_id)
    )


@router.post("/{return_id}/withdraw")
async def withdraw(request: Request, return_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("orders", f"/returns/{return_id}/withdraw", None, key=key)
    return done(request, f"/returns/{return_id}", text("message.withdraw", person.lang))


@router.post("/{return_id}/receive")
async def receive(request: Request, return_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    form = await request.form()
    lines = []
    for place, line in enumerate(form.getlist("line")):
        counts = {name: whole(name, str(form.getlist(name)[place]), place) for name in ("good", "scrapped")}
        lines.append(BackLine.model_validate({"line": str(line), **counts}))
    await gateway.post("orders", f"/returns/{return_id}/receive", ReceiveReturn(lines=lines), key=key)
    return done(request, f"/returns/{return_id}", text("message.receive_return", person.lang))
