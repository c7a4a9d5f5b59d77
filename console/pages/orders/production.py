"""In which order are goods made 排产, and how is that handed on as a file?"""

import csv
import io
from collections.abc import AsyncIterator, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import StreamingResponse

from console.form_input import whole
from console.pages.parts.authority import may_act
from console.pages.parts.lists import ListWanted, RecordList
from console.pages.parts.responses import Key, done, list_page
from console.pages.parts.status_chips import chip
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Input, Link, Worded
from messages.base import Page
from messages.orders.production import ProductionLine, ProductionOrder, RankOrder
from messages.texts import text

router = APIRouter(prefix="/production")

COLUMNS = ("rank", "order", "status", "customer", "product_code", "product_name", "open_pieces", "reserved",
           "free_stock", "production", "promised_on", "placed_at")  # fmt: skip
LIST = RecordList("order", "/production", (), COLUMNS)
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
    """All of them as one CSV file, page by page; what a spreadsheet would take for a formula is text."""
    headers = {"content-disposition": 'attachment; filename="production.csv"'}
    file = _file(gateway, person, await _page(gateway, None))
    return StreamingResponse(file, media_type="text/csv; charset=utf-8", headers=headers)


async def _file(gateway: ServiceGateway, person: Person, page: Page[ProductionOrder]) -> AsyncIterator[bytes]:
    yield _csv([[text(f"field.{column}", person.lang) for column in COLUMNS]]).encode("utf-8-sig")
    while True:
        yield _csv([_row(order, line, person) for order in page.items for line in order.lines]).encode()
        if page.next is None:
            return
        page = await _page(gateway, page.next)


def _row(order: ProductionOrder, line: ProductionLine, person: Person) -> list[object]:
    own = (order.rank or "", order.number, text(f"status.order.{order.status}", person.lang))
    product = (order.customer_name, line.product_code, line.product_name)
    placed = order.placed_at.astimezone(person.zone).strftime("%Y-%m-%d %H:%M")
    made = text(f"status.production.{order.production}", person.lang) if order.production else ""
    pieces = (line.open, line.reserved, line.free)
    return [_plain(cell) for cell in (*own, *product, *pieces, made, order.promised_on or "", placed)]


def _csv(rows: Sequence[Sequence[object]]) -> str:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue()


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


async def _page(gateway: ServiceGateway, cursor: str | None) -> Page[ProductionOrder]:
    return await gateway.get("orders", "/production", Page[ProductionOrder], cursor=cursor, limit=100)


def _plain(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
