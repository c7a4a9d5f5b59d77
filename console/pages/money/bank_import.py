"""How is a bank statement or a provider's bill brought in, and what is wrong with its rows?"""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response, UploadFile

from chassis.base.clock import new_id
from console.form_input import Unreadable
from console.pages.money.bank import bank_tabs
from console.pages.parts.responses import Key, page
from console.service_gateway import Gateway, ServiceGateway, ServiceProblem
from console.session import Reader
from messages.approvals.people import LegalEntityView
from messages.collections.bank import MatchesSuggested, StatementReport, SuggestMatches

router = APIRouter(prefix="/bank")

FIRST = 20  # entries of a preview that are shown
DAYS = (("", "bank.day_by_file"), ("true", "bank.day_first"), ("false", "bank.month_first"))
CURRENCIES = ("CNY", "USD", "EUR", "HKD", "JPY", "GBP", "SGD", "TWD", "KRW", "AUD", "CAD", "CHF")


@router.get("/import")
async def form(request: Request, person: Reader, gateway: Gateway) -> Response:
    return page(request, "money/bank_import.html", person, **await _values(gateway), report=None)


@router.post("/preview/files")
async def preview(
    request: Request,
    person: Reader,
    gateway: Gateway,
    file: UploadFile,
    legal_entity_id: Annotated[str, Form()] = "",
    account: Annotated[str, Form()] = "",
    currency: Annotated[str, Form()] = "",
    day_first: Annotated[str, Form()] = "",
) -> Response:
    """Beside the form, which keeps its file; as a page of its own without JavaScript. The key of the form is
    kept for bringing the file in."""
    query = _query(legal_entity_id, account, currency, day_first)
    is_part = "hx-request" in request.headers
    try:
        report = await _send(gateway, "/bank-statements/import/preview", file, query, str(new_id()))
    except ServiceProblem as problem:
        if not is_part:
            raise
        refused = [str(error.get("detail") or problem.text) for error in problem.errors] or [problem.text]
        return page(request, "money/bank_refused.html", person, whys=refused)
    if is_part:
        return page(request, "money/bank_report.html", person, report=report, first=FIRST)
    return page(request, "money/bank_import.html", person, **await _values(gateway), report=report, first=FIRST)


@router.post("/import/files")
async def import_(
    request: Request,
    person: Reader,
    gateway: Gateway,
    key: Key,
    file: UploadFile,
    legal_entity_id: Annotated[str, Form()] = "",
    account: Annotated[str, Form()] = "",
    currency: Annotated[str, Form()] = "",
    day_first: Annotated[str, Form()] = "",
) -> Response:
    """Then it is looked whose money the new entries may be."""
    query = _query(legal_entity_id, account, currency, day_first)
    report = await _send(gateway, "/bank-statements/import", file, query, key)
    if report.accepted:
        path = "/bank-entries/suggest"
        await gateway.post("collections", path, SuggestMatches(), MatchesSuggested, key=f"{key}-suggest")
    return page(request, "money/bank_import.html", person, **await _values(gateway), report=report, first=FIRST)


def _query(legal_entity_id: str, account: str, currency: str, day_first: str) -> dict[str, str]:
    given = {"legal_entity_id": legal_entity_id, "account": account, "currency": currency, "day_first": day_first}
    return {name: value.strip() for name, value in given.items() if value.strip()}


async def _send(
    gateway: ServiceGateway, path: str, file: UploadFile, query: dict[str, str], key: str
) -> StatementReport:
    content = await file.read()
    if not content or not file.filename:
        raise Unreadable("file", "input.missing")
    return await gateway.send_file(
        "collections", path, content, StatementReport, name=file.filename[:200], kind="", key=key, **query
    )


async def _values(gateway: ServiceGateway) -> dict[str, Any]:
    found = await gateway.part("approvals", gateway.get("approvals", "/legal-entities", list[LegalEntityView]))
    entities = [(one.id, one.name) for one in found or ()]
    return {"entities": entities, "currencies": CURRENCIES, "days": DAYS, "tabs": bank_tabs("nav.bank_statements")}
