"""In which order are goods made 排产, and how is that handed on as a file?"""

import csv
import io
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.form_input import whole
from console.pages.parts.authority import may_act
from console.pages.parts.lists import ListWanted, RecordList
from console.pages.parts.responses import Key, done, list_page
from console.pages.parts.status_chips import chip
from console.service_gateway import Gateway, ServiceGateway
from console.session import Reader
from console.view_models import Action, Cell, Input, Link, Worded
from messages.base import Page
from messages.orders.production import ProductionOrder, RankOrder
from messages.texts import text

router = APIRouter(prefix="/production")

COLUMNS = ("rank", "order", "status", "customer", "product_code", "product_name", "open_pieces", "reserved",
           "free_stock", "production", "promised_on", "placed_at")  # fmt: skip
LIST = RecordList("order", "/production", (), COLUMNS)
MOST_IN_FILE = 10_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@router.get("")
async def production(request: Request, person: Reader, gateway: Gateway, asked: ListWanted) -> Response:
    found = await gateway.get("orders", "/production", Page[ProductionOrder], **asked.query(person))
    rows: list[tuple[Cell, ...]] = [
        (
            order.rank,
            Link(order.number, f"/orders/{order.order_id}"),
            chip("order", order.status),
            order.customer_name,
            line.product_code,
            line.product_name,
            line.open,
            line.reserved,
            line.free,
            Worded(f"status.production.{order.production}") if order.production else None,
            order.promised_on,
            order.placed_at,
        )
        for order in found.items
        for line in order.lines
    ]
    actions = [Action("export_csv", "/production/export", page=True)] if found.items else []
    if found.items and may_act(person, "rank_order"):
        options = [(str(order.order_id), f"{order.number} · {order.customer_name}") for order in found.items]
        inputs = (
            Input("order_id", "select", options=options, label=text("field.order", person.lang)),
            Input("rank", "number", required=False, hint="hint.rank"),
        )
        actions.insert(0, Action("rank_order", "/production/rank", inputs, "primary"))
    return list_page(request, person, LIST.listing(found, rows, asked, None, actions=actions, filters=()))


@router.get("/export")
async def export(person: Reader, gateway: Gateway) -> Response:
    """All of them as one CSV file; what a spreadsheet would take for a formula is text."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([text(f"field.{column}", person.lang) for column in COLUMNS])
    for order in await _all(gateway):
        for line in order.lines:
            own = (order.rank or "", order.number, text(f"status.order.{order.status}", person.lang))
            product = (order.customer_name, line.product_code, line.product_name)
            placed = order.placed_at.astimezone(person.zone).strftime("%Y-%m-%d %H:%M")
            made = text(f"status.production.{order.production}", person.lang) if order.production else ""
            row = (*own, *product, line.open, line.reserved, line.free, made, order.promised_on or "", placed)
            writer.writerow([_plain(cell) for cell in row])
    headers = {"content-disposition": 'attachment; filename="production.csv"'}
    return Response(file.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/rank")
async def rank(
    request: Request,
    gateway: Gateway,
    person: Reader,
    key: Key,
    order_id: Annotated[UUID, Form()],
    rank: Annotated[str, Form()] = "",
) -> Response:
    command = RankOrder(rank=whole("rank", rank) if rank.strip() else None)
    await gateway.post("orders", f"/orders/{order_id}/rank", command, key=key)
    return done(request, "/production", text("message.saved", person.lang))


async def _all(gateway: ServiceGateway) -> list[ProductionOrder]:
    found: list[ProductionOrder] = []
    cursor: str | None = None
    while len(found) < MOST_IN_FILE:
        page = await gateway.get("orders", "/production", Page[ProductionOrder], cursor=cursor, limit=100)
        found += page.items
        cursor = page.next
        if cursor is None:
            break
    return found


def _plain(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
