"""What do people see of invoices 发票, and what may finance do with them?"""

from asyncio import gather
from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.form_input import Unreadable
from console.pages.money.payments import tabs
from console.pages.parts.authority import may_act
from console.pages.parts.downloads import download
from console.pages.parts.invoice_papers import filing_table, lacking, leaving_actions, mail_table
from console.pages.parts.lists import ListWanted, RecordList
from console.pages.parts.responses import Key, done, list_page, record_page
from console.pages.parts.status_chips import chip
from console.pages.parts.waiting import waits
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Record, Table, Wait, Worded
from messages.base import Page
from messages.collections.invoice_filings import FilingStatus, InvoiceFilingView
from messages.collections.invoice_mails import InvoiceMailView, SendInvoice
from messages.collections.invoices import (
    InvoiceLineView,
    InvoiceStatus,
    InvoiceView,
    MissingTerm,
    RejectInvoice,
    ReverseInvoice,
)
from messages.roles import Role
from messages.texts import text

router = APIRouter(prefix="/invoices")

ALWAYS = ("tax_id", "mail_to", "requested_at", "issued_at", "invoice_number", "credit_note_number")
OF_TITLE = ("email", "registered_address", "country", "registered_phone", "bank_name", "bank_account")
COLUMNS = ("number", "status", "title", "amount", "requested_at", "issued_at")
OPEN = (InvoiceStatus.REQUESTED, InvoiceStatus.ISSUED)
LIST = RecordList("invoice", "/invoices", InvoiceStatus, COLUMNS)


@router.get("")
async def invoices(
    request: Request, person: Reader, gateway: Gateway, asked: ListWanted, status: InvoiceStatus | None = None
) -> Response:
    query = {"status": status, "newest_first": True, **asked.query(person)}
    found = await gateway.get("collections", "/invoices", Page[InvoiceView], **query)
    rows = [
        (
            Link(item.invoice_number or item.number, f"/invoices/{item.id}"),
            chip("invoice", item.status),
            item.title,
            item.amount,
            item.requested_at,
            item.issued_at,
        )
        for item in found.items
    ]
    return list_page(request, person, LIST.listing(found, rows, asked, status, tabs=tabs("invoices")))


@router.get("/{invoice_id}")
async def invoice(request: Request, invoice_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return await record_page(request, person, await invoice_record(gateway, invoice_id, person))


async def invoice_record(gateway: ServiceGateway, invoice_id: UUID, person: Person) -> Record:
    """What a page shows of it, and what the reader may do with it."""
    at = f"/invoices/{invoice_id}"
    seen, lines, filings, mails, missing = await gather(
        gateway.get("collections", at, InvoiceView),
        gateway.get("collections", f"{at}/lines", list[InvoiceLineView]),
        gateway.get("collections", f"{at}/filings", list[InvoiceFilingView]),
        gateway.get("collections", f"{at}/mails", list[InvoiceMailView]),
        gateway.get("collections", f"{at}/ubl/missing", list[MissingTerm]),
    )
    numbers = {line.order_id: line.order_number for line in lines if line.order_number}
    fields: list[Field] = [
        ("order", Link(numbers.get(one, Worded("console.open")), f"/orders/{one}")) for one in _orders(seen)
    ]
    fields += [("amount", seen.amount), ("tax", seen.tax), ("title", seen.title)]
    fields += [("invoice_kind", Worded(f"value.invoice_kind.{seen.kind}"))]
    fields += [(name, getattr(seen, name)) for name in ALWAYS]
    fields += [(name, value) for name in OF_TITLE if (value := getattr(seen, name))]
    if seen.issued_at and missing:
        fields.append(("en16931", Worded("console.lacks", {"fields": lacking(missing, person)})))
    status = chip("invoice", seen.status)
    unasked = [Wait(Worded("wait.issue"), role=Role.FINANCE)] if seen.status is InvoiceStatus.REQUESTED else []
    if filed := _waiting(seen):
        unasked = [Wait(Worded("wait.provider"), (filed.provider,), since=filed.requested_at)]
    waiting = await waits(gateway, [seen.id], otherwise=unasked)
    return Record(
        "invoice", seen.id, seen.number, seen.title, status, fields,
        [*_tables(seen, lines), *filing_table(filings), *mail_table(mails)],
        actions=[*_actions(seen, person), *leaving_actions(seen, missing, person)], note=_note(seen), waits=waiting,
    )  # fmt: skip


def _tables(seen: InvoiceView, lines: Sequence[InvoiceLineView]) -> list[Table]:
    """Reversed, with what takes it back."""
    several = len(_orders(seen)) > 1
    whole = _lines("field.lines", lines, several=several)
    back = [_taken_back(line) for line in lines]
    return [whole, _lines("print.credit_note", back, several=several)] if seen.credit_note_number else [whole]


def _orders(seen: InvoiceView) -> list[UUID]:
    return [seen.order_id, *seen.other_order_ids]


def _taken_back(line: InvoiceLineView) -> InvoiceLineView:
    money = {name: -getattr(line, name) for name in ("net", "tax", "total")}
    return line.model_copy(update={**money, "quantity": None if line.quantity is None else -line.quantity})


def _lines(heading: str, found: Sequence[InvoiceLineView], *, several: bool) -> Table:
    """Each with its order, where there are several."""
    rows: list[tuple[Cell, ...]] = [
        (
            *((Link(line.order_number, f"/orders/{line.order_id}"),) * several),
            _description(line), line.quantity, line.unit_price, *_taxed(line), line.total,
        )
        for line in found
    ]  # fmt: skip
    columns = ("item", "quantity", "unit_price", "net", "tax_rate", "tax", "total")
    return Table(heading, (*(("order",) * several), *columns), rows)


def _taxed(line: InvoiceLineView) -> tuple[Cell, ...]:
    """Nothing where nobody said the tax."""
    return (line.net, line.tax_rate, line.tax) if line.tax_rate is not None else (None, None, None)


def _description(line: InvoiceLineView) -> Cell:
    if line.charge and not line.description:
        return Worded(f"value.charge.{line.charge}")
    return " · ".join(part for part in (line.product_code, line.description) if part)


def _waiting(seen: InvoiceView) -> InvoiceFilingView | None:
    """What a provider has not answered."""
    return seen.filing if seen.filing and seen.filing.status is FilingStatus.WAITING else None


def _note(seen: InvoiceView) -> Worded | None:
    filing = seen.filing
    if filing and filing.status is FilingStatus.REFUSED and seen.status in OPEN:
        return Worded("console.filing_refused", {"provider": filing.provider, "text": filing.reason}, "bad")
    if filing and filing.error:
        return Worded("console.filing_unanswered", {"provider": filing.provider, "text": filing.error}, "bad")
    if seen.reversal_due_at and seen.status is InvoiceStatus.ISSUED:
        return Worded("console.reversal_due", tone="bad")
    if seen.rejected_reason:
        return Worded("console.rejected_because", {"text": seen.rejected_reason}, "bad")
    return Worded("console.reversed_because", {"text": seen.reversed_reason}, "bad") if seen.reversed_reason else None


def _actions(seen: InvoiceView, person: Person) -> list[Action]:
    base_path, actions = f"/invoices/{seen.id}", []
    status = None if _waiting(seen) else seen.status
    if status is InvoiceStatus.REQUESTED and person.may(Role.FINANCE):
        actions += [
            Action("issue_invoice", f"{base_path}/issue", weight="primary"),
            Action("reject_invoice", f"{base_path}/reject", (Input("reason"),), "danger"),
        ]
    if status is InvoiceStatus.REQUESTED and may_act(person, "cancel_invoice", seen.requested_by):
        actions.append(Action("cancel_invoice", f"{base_path}/cancel", weight="danger"))
    if status is InvoiceStatus.ISSUED and may_act(person, "reverse_invoice"):
        actions.append(Action("reverse_invoice", f"{base_path}/reverse", (Input("reason"),), "danger"))
    if seen.credit_note_number:
        actions.append(Action("print_credit_note", f"{base_path}/credit-note/pdf", page=True))
    return [*actions, Action("print_invoice", f"{base_path}/pdf", page=True)]


@router.get("/{invoice_id}/pdf")
async def print_invoice(invoice_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return download(await gateway.fetch("collections", f"/invoices/{invoice_id}/pdf?lang={person.lang}"))


@router.get("/{invoice_id}/credit-note/pdf")
async def print_credit_note(invoice_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return download(await gateway.fetch("collections", f"/invoices/{invoice_id}/credit-note/pdf?lang={person.lang}"))


@router.get("/{invoice_id}/ubl")
async def export_invoice(invoice_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return download(await gateway.fetch("collections", f"/invoices/{invoice_id}/ubl"))


@router.get("/{invoice_id}/credit-note/ubl")
async def export_credit_note(invoice_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return download(await gateway.fetch("collections", f"/invoices/{invoice_id}/credit-note/ubl"))


@router.post("/{invoice_id}/issue")
async def issue(request: Request, invoice_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    seen = await gateway.post("collections", f"/invoices/{invoice_id}/issue", None, InvoiceView, key=key)
    return done(request, f"/invoices/{invoice_id}", text(_said(seen, "message.issue_invoice"), person.lang))


@router.post("/{invoice_id}/send")
async def send_invoice(
    request: Request,
    invoice_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    mailed_to: Annotated[str, Form()] = "",
) -> Response:
    if not mailed_to.strip():
        raise Unreadable("mailed_to", "input.missing")
    await gateway.post("collections", f"/invoices/{invoice_id}/send", SendInvoice(mailed_to=mailed_to), key=key)
    return done(request, f"/invoices/{invoice_id}", text("message.send_invoice", person.lang))


@router.post("/{invoice_id}/reject")
async def reject(
    request: Request, invoice_id: UUID, gateway: Gateway, person: Reader, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    await gateway.post("collections", f"/invoices/{invoice_id}/reject", RejectInvoice(reason=reason), key=key)
    return done(request, f"/invoices/{invoice_id}", text("message.saved", person.lang))


@router.post("/{invoice_id}/cancel")
async def cancel(request: Request, invoice_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("collections", f"/invoices/{invoice_id}/cancel", None, key=key)
    return done(request, f"/invoices/{invoice_id}", text("message.cancel_invoice", person.lang))


@router.post("/{invoice_id}/reverse")
async def reverse(
    request: Request, invoice_id: UUID, gateway: Gateway, person: Reader, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    if not reason.strip():
        raise Unreadable("reason", "input.missing")
    asked = ReverseInvoice(reason=reason)
    seen = await gateway.post("collections", f"/invoices/{invoice_id}/reverse", asked, InvoiceView, key=key)
    return done(request, f"/invoices/{invoice_id}", text(_said(seen, "message.reverse_invoice"), person.lang))


def _said(seen: InvoiceView, done_at_once: str) -> str:
    return "message.file_invoice" if _waiting(seen) else done_at_once
