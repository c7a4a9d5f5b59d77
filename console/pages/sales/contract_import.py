"""How are contracts of before brought in from a file?"""

from typing import Any

from fastapi import APIRouter, Request, Response, UploadFile

from console.pages.parts.file_rows import Layout, bad_lines, import_file
from console.pages.parts.responses import Key, page
from console.service_gateway import Gateway
from console.session import Reader
from messages.imports import ImportReport
from messages.roles import Role

router = APIRouter()

KEEPERS = (Role.OPS, Role.ADMIN)
PATH = "/contracts/import"
LAYOUT = Layout(
    "contract",
    needed=(
        "external_id", "customer", "seller", "effective_on", "product_code", "quantity", "price", "currency", "terms"
    ),
    optional=("number", "title", "clauses", "legal_entity_id"),
    amounts=frozenset(("price",)),
    days=frozenset(("effective_on",)),
    together="external_id",
)  # fmt: skip


@router.get("/import")
async def form(request: Request, person: Reader) -> Response:
    return _page(request, person, None)


@router.post("/import/files")
async def import_contracts(request: Request, person: Reader, gateway: Gateway, key: Key, file: UploadFile) -> Response:
    """A bad line does not stop the others; a contract that is known already stays as it is."""
    report = await import_file(gateway, "deals", PATH, file, LAYOUT, key=key)
    return _page(request, person, report)


def _page(request: Request, person: Reader, report: ImportReport | None) -> Response:
    bad = bad_lines(report, LAYOUT, person.lang) if report else []
    values: dict[str, Any] = {"layout": LAYOUT, "path": PATH, "report": report, "bad": bad, "to": "/contracts"}
    return page(request, "parts/import_rows.html", person, **values)
