"""How are orders of before brought in from a file?"""

from typing import Any

from fastapi import APIRouter, Request, Response, UploadFile

from console.pages.parts.file_rows import Layout, bad_lines, import_file
from console.pages.parts.responses import Key, page
from console.service_gateway import Gateway
from console.session import Reader
from messages.imports import ImportReport

router = APIRouter()

PATH = "/orders/import"
LAYOUT = Layout(
    "order",
    needed=("external_id", "product_code", "quantity"),
    optional=(
        "number", "placed_on", "delivered_on", "customer", "contract", "price", "discount_percent", "discount_amount",
        "tax_rate", "ship_to",
    ),
    amounts=frozenset(("price", "discount_amount")),
    days=frozenset(("placed_on", "delivered_on")),
    together="external_id",
)  # fmt: skip


@router.get("/import")
async def form(request: Request, person: Reader) -> Response:
    return _page(request, person, None)


@router.post("/import/files")
async def import_orders(request: Request, person: Reader, gateway: Gateway, key: Key, file: UploadFile) -> Response:
    """A bad line does not stop the others; an order that is known already stays as it is."""
    report = await import_file(gateway, "orders", "/orders/import", file, LAYOUT, key=key)
    return _page(request, person, report)


def _page(request: Request, person: Reader, report: ImportReport | None) -> Response:
    bad = bad_lines(report, LAYOUT, person.lang) if report else []
    values: dict[str, Any] = {"layout": LAYOUT, "path": PATH, "report": report, "bad": bad, "to": "/orders"}
    return page(request, "parts/import_rows.html", person, **values)
