"""How are payments of before brought in from a file, and how does finance confirm those that came by one?"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response, UploadFile

from console.pages.money.payments import tabs
from console.pages.parts.downloads import rows_of_all
from console.pages.parts.file_rows import Layout, bad_lines, import_file
from console.pages.parts.responses import Key, done, page
from console.service_gateway import Gateway, ServiceProblem
from console.session import Person, Reader
from messages.base import Page
from messages.collections.payment_imports import WaitingImport
from messages.collections.payments import ConfirmPayment, PaymentStatus, PaymentView
from messages.imports import ImportReport
from messages.roles import Role
from messages.texts import text

router = APIRouter(prefix="/payments")

PATH = "/payments/import"
MOST = 100  # are confirmed by one click; the next one goes on
LAYOUT = Layout(
    "payment",
    needed=("number", "received_on", "amount", "currency"),
    optional=("customer", "order", "receivable", "reference", "method", "legal_entity_id"),
    amounts=frozenset(("amount",)),
    days=frozenset(("received_on",)),
)


@router.get("/import")
async def form(request: Request, person: Reader, gateway: Gateway) -> Response:
    return await _page(request, person, gateway, None)


@router.post("/import/files")
async def import_payments(request: Request, person: Reader, gateway: Gateway, key: Key, file: UploadFile) -> Response:
    """A bad line does not stop the others; a payment that is known already stays as it is."""
    report = await import_file(gateway, "collections", PATH, file, LAYOUT, key=key)
    return await _page(request, person, gateway, report)


@router.post("/import/confirm")
async def confirm_import(
    request: Request,
    person: Reader,
    gateway: Gateway,
    key: Key,
    recorded_by: Annotated[UUID, Form()],
    source: Annotated[str, Form()] = "",
    currency: Annotated[str, Form()] = "",
) -> Response:
    """One after the other, each as it is confirmed by hand; those that the reader recorded himself stay (COL-11)."""
    wanted = {"source": source, "status": PaymentStatus.RECORDED, "limit": MOST}
    first = await gateway.get("collections", "/payments", Page[PaymentView], **wanted)
    waiting = await rows_of_all(
        first,
        lambda seen: [one for one in seen.items if (one.recorded_by, one.amount.currency) == (recorded_by, currency)],
        lambda cursor: gateway.get("collections", "/payments", Page[PaymentView], **wanted, cursor=cursor),
        most=MOST,
    )
    confirmed, wrong = 0, list[str]()
    for one in (one for one in waiting if one.recorded_by != person.id):
        try:
            path = f"/payments/{one.id}/confirm"
            await gateway.post("collections", path, ConfirmPayment(), PaymentView, key=f"{key}-{one.id}")
            confirmed += 1
        except ServiceProblem as problem:
            wrong.append(f"{one.number}: {problem.text}")
    said = text("message.confirm_import", person.lang, confirmed=confirmed, source=source)
    return done(request, PATH, " ".join([said, *wrong[:3]]))


async def _page(request: Request, person: Person, gateway: Gateway, report: ImportReport | None) -> Response:
    waiting = await gateway.get("collections", "/payments/imports", list[WaitingImport])
    values: dict[str, Any] = {
        "layout": LAYOUT, "path": PATH, "report": report, "to": "/payments", "tabs": tabs("payments"),
        "bad": bad_lines(report, LAYOUT, person.lang) if report else [],
        "waiting": waiting, "may_confirm": person.may(Role.FINANCE),
    }  # fmt: skip
    return page(request, "money/payment_import.html", person, **values)
