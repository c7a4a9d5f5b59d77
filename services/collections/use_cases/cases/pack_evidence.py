"""With which papers is a debt taken to court? (the evidence pack of the last dunning level)"""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.invoices import InvoiceStatus
from messages.payment_terms.words import said_due
from messages.texts import text
from services.collections.settings import InvoiceSeller
from services.collections.store import invoices, projections, receivables
from services.collections.store.cases import cases, links
from services.collections.store.cases.trails import Kept, trail_of
from services.collections.tables import Receivable
from services.collections.tables.columns import Contacts, DunningPauses, Invoices, Promises, ReceivableComments
from services.collections.use_cases.cases.print_receivable_trail import papers, trail_pdf
from services.collections.use_cases.cases.show_receivable_trail import read_trail
from services.collections.use_cases.invoices import print_credit_note, print_invoice

MOST_INVOICES = 50
EPOCH = (1980, 1, 1, 0, 0, 0)  # of each file: the same papers are the same bytes


async def pack_evidence(id: UUID, uow: UnitOfWork, *, lang: str, sellers: Sequence[InvoiceSeller]) -> tuple[str, bytes]:
    """As far as collections knows: contract and order with their days, invoices, letters, promises, pauses, contacts,
    what was said, and the trail with its digest. Raises NotFound."""
    async with uow.begin() as work:
        row = await receivables.find_receivable(work, id)
        sections = await _sections(work, row, lang)
        trail = await read_trail(work, id, lang=lang)
        letters = [one for one in await trail_of(work, row) if one.happening.what == "letter"]
        billed = await _invoices(work, row)
    closing = text("trail.closing", lang, digest=trail.digest, count=len(trail.entries))
    heading = text("console.evidence", lang)
    files = {
        "1-summary.pdf": await papers(heading, row.number, row.customer_name, sections, closing, lang=lang),
        "2-trail.pdf": await trail_pdf(trail, lang),
    }
    files |= _letters(letters, lang)
    for invoice_id, is_reversed in billed:
        for printed in (print_invoice, print_credit_note) if is_reversed else (print_invoice,):
            name, file = await printed(invoice_id, uow, lang=lang, sellers=sellers)
            files[f"invoices/{name}"] = file
    return f"{row.number}-evidence.zip", _zip(files)


async def _sections(work: Work, row: Receivable, lang: str) -> list[dict[str, Any]]:
    """Of those of which there is something."""
    sections = [_debt(row, work.now, lang), *await _sale(work, row, lang)]
    about = {"customer_id": None, "receivable_id": row.id}
    pauses = await _all(work, links.query_records(work, DunningPauses, **about).order_by(DunningPauses.paused_at))
    promises = await _all(work, links.query_records(work, Promises, **about).order_by(Promises.made_at))
    contacts = await _all(work, links.query_records(work, Contacts, **about).order_by(Contacts.due_on))
    comments = await _all(
        work, cases.query_comments(work, receivable_id=row.id).order_by(ReceivableComments.written_at)
    )

    def at(moment: datetime | None) -> str:
        return f"{moment.astimezone(ZoneInfo(row.tz)):%Y-%m-%d %H:%M}" if moment else ""

    sections += [
        _section("console.promises", ("number", "status", "amount", "pay_by", "promised_by", "note"), lang, [
            (one.number, text(f"status.promise.{one.status}", lang), one.money(one.amount), one.promised_on,
             one.promised_by, one.note) for one in promises]),
        _section("console.pauses", ("number", "pause_reason", "until", "ended_at", "note"), lang, [
            (one.number, text(f"pause_reason.{one.reason}", lang), one.until, at(one.ended_at), one.note)
            for one in pauses]),
        _section("console.contacts", ("number", "day", "way", "spoke_with", "outcome", "note"), lang, [
            (one.number, one.due_on, text(f"contact_way.{one.way}", lang), one.spoke_with,
             text(f"contact_outcome.{one.outcome}", lang) if one.outcome else "", one.note) for one in contacts]),
        _section("console.thread", ("written_at", "author", "message"), lang, [
            (at(one.written_at), one.author_name, one.text) for one in comments]),
    ]  # fmt: skip
    return [section for section in sections if section["rows"]]


def _debt(row: Receivable, now: datetime, lang: str) -> dict[str, Any]:
    seen = row.view(now)
    columns = ("number", "customer", "amount", "paid", "written_off", "open", "due_on", "days_late", "level")
    cells = (row.number, row.customer_name, seen.amount, seen.paid, seen.written_off, seen.open, row.due_on,
             seen.days_late, seen.level)  # fmt: skip
    return _section("kind.receivable", columns, lang, [cells])


async def _sale(work: Work, row: Receivable, lang: str) -> list[dict[str, Any]]:
    """The contract's plan, and the order with its days; none of what another system sold."""
    found = []
    if row.contract_id is not None:
        plan, instalments = await projections.find_agreed(work, row.contract_id)
        rows = [
            (plan.contract_number, one.number, plan.total, one.amount,
             said_due(one.trigger, one.days, one.agreed, lang), one.note)
            for one in instalments if plan is not None
        ]  # fmt: skip
        columns = ("contract", "instalment", "total", "amount", "terms", "note")
        found.append(_section("kind.contract", columns, lang, rows))
    if row.order_id is not None:
        account = await projections.find_account(work, row.order_id)
        days = (account.confirmed_at, account.shipped_at, account.received_at)
        zone = ZoneInfo(row.tz)
        shown = [moment.astimezone(zone).date() if moment else "" for moment in days]
        head = ("number", "amount", "credited", "invoiced", "confirmed_at", "goods_left_on", "goods_came_on")
        cells = (account.number, account.money(account.amount), account.credited, account.invoiced, *shown)
        found.append(_section("kind.order", head, lang, [cells]))
    return found


def _section(title: str, columns: Sequence[str], lang: str, rows: Sequence[Sequence[object]]) -> dict[str, Any]:
    said = [["" if cell is None else str(cell) for cell in cells] for cells in rows]
    return {"title": text(title, lang), "head": [text(f"field.{name}", lang) for name in columns], "rows": said}


async def _all(work: Work, query: Any) -> list[Any]:
    return list((await work.session.execute(query)).scalars())


async def _invoices(work: Work, row: Receivable) -> list[tuple[UUID, bool]]:
    """Issued for its order, with those that were reversed."""
    if row.order_id is None:
        return []
    query = invoices.query_invoices(work, status=None, order_id=row.order_id, owner_id=None, q=None)
    issued = query.where(Invoices.status.in_([InvoiceStatus.ISSUED, InvoiceStatus.REVERSED])).order_by(Invoices.id)
    found = await _all(work, issued.limit(MOST_INVOICES))
    return [(one.id, one.status is InvoiceStatus.REVERSED) for one in found]


def _letters(letters: Sequence[Kept], lang: str) -> dict[str, bytes]:
    """As they were worded on their days."""
    return {
        f"letters/{n:02d}-{one.happening.at:%Y-%m-%d}.txt": str(one.happening.content[f"text_{lang}"]).encode()
        for n, one in enumerate(letters, 1)
    }


def _zip(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in files.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), file, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
