"""How is the trail of a receivable printed, and how does it become a spreadsheet?"""

from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from chassis.db.unit_of_work import UnitOfWork
from chassis.records.documents import pdf_of
from chassis.records.spreadsheets import workbook
from messages.collections.cases.trails import ReceivableTrail, TrailEntry
from messages.texts import text
from services.collections.use_cases.cases.show_receivable_trail import read_trail

TEMPLATE = Path(__file__).parent / "papers.typ"
HEAD = ("place", "moved_at", "done_by", "amount", "digest", "what_happened")
SHORT = 16  # of a digest, beside its row; the last one stands there whole


async def print_receivable_trail(id: UUID, uow: UnitOfWork, *, lang: str) -> tuple[str, bytes]:
    """Its name as a file, and what it is. Raises NotFound."""
    async with uow.begin() as work:
        seen = await read_trail(work, id, lang=lang)
    return f"{seen.number}-trail.pdf", await trail_pdf(seen, lang)


async def trail_pdf(seen: ReceivableTrail, lang: str) -> bytes:
    rows = [[*_row(one, seen)[:4], one.digest[:SHORT], one.words] for one in seen.entries]
    section = {"title": text("console.trail", lang), "head": _head(lang), "rows": rows}
    closing = text("trail.closing", lang, digest=seen.digest, count=len(seen.entries))
    return await papers(text("console.trail", lang), seen.number, seen.customer_name, [section], closing, lang=lang)


async def papers(
    heading: str, number: str, customer: str, sections: list[dict[str, Any]], closing: str, *, lang: str
) -> bytes:
    """A step of the evidence pack, too."""
    data = {"lang": lang, "heading": heading, "number": number, "customer": customer, "sections": sections}
    return await pdf_of(TEMPLATE, data | {"closing": closing, "missing_word": text("print.missing", lang)})


async def export_receivable_trail(id: UUID, uow: UnitOfWork, *, lang: str) -> tuple[str, bytes]:
    """The same as a spreadsheet, each digest whole. Raises NotFound."""
    async with uow.begin() as work:
        seen = await read_trail(work, id, lang=lang)
    zone = ZoneInfo(seen.tz)
    rows: list[tuple[Any, ...]] = [
        (one.place, one.at.astimezone(zone), one.by_name, one.amount.amount if one.amount else None, one.digest,
         one.words)
        for one in seen.entries
    ]  # fmt: skip
    return f"{seen.number}-trail.xlsx", workbook(seen.number, _head(lang), rows)


def _head(lang: str) -> list[str]:
    return [text(f"field.{name}", lang) for name in HEAD]


def _row(one: TrailEntry, seen: ReceivableTrail) -> list[str]:
    at = f"{one.at.astimezone(ZoneInfo(seen.tz)):%Y-%m-%d %H:%M:%S}"
    return [str(one.place), at, one.by_name, f"{one.amount.amount:,.2f}" if one.amount else ""]
