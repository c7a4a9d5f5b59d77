"""How is an issued invoice, or its credit note, exported for other programs (EN 16931 as UBL 2.1)?"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from facturx import generate_ubl_xml  # type: ignore[import-untyped]

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.texts import text
from services.collections.domain.en16931 import (
    TaxedLine,
    Trader,
    country_of,
    missing_terms,
    must_say_all,
    net_price,
    totals_by_rate,
)
from services.collections.settings import CollectionsSettings
from services.collections.store import invoice_lines, invoices, projections
from services.collections.tables import Invoice, InvoiceLineRow

INVOICE, CREDIT_NOTE = "380", "381"  # of UNTDID 1001
CREDIT_TRANSFER = "30"  # of UNTDID 4461
PIECE = "C62"  # of UN/ECE Recommendation 20
NOTHING = Decimal("0.00")
Terms = dict[str, Any]  # the business terms of the standard, by their numbers


@dataclass(frozen=True)
class Exported:
    """What is exported of an invoice, in the words of one language."""

    invoice: Invoice
    lines: Sequence[InvoiceLineRow]
    seller: Trader
    buyer: Trader
    account: str  # of the seller at his bank
    orders: Mapping[UUID, str]  # by number, the first one first
    zone: ZoneInfo
    lang: str

    @property
    def taxed(self) -> list[TaxedLine]:
        return [TaxedLine(line.net, line.tax, line.tax_rate) for line in self.lines]

    def day(self, at: datetime | None) -> date | None:
        """Where the company is, whoever asks."""
        return at.astimezone(self.zone).date() if at else None


async def export_invoice(id: UUID, uow: UnitOfWork, settings: CollectionsSettings) -> tuple[str, bytes]:
    """Its name as a file, and the XML, checked against the schema of UBL. Raises NotFound and RuleViolation."""
    async with uow.begin() as work:
        said = await to_export(work, await invoices.get_visible_invoice(work, id), settings)
    number = said.invoice.invoice_number or said.invoice.number
    own = {"BT-1": number, "BT-2": said.day(said.invoice.issued_at), "BT-3": INVOICE}
    return f"{number}.xml", await _xml(said, own)


async def export_credit_note(id: UUID, uow: UnitOfWork, settings: CollectionsSettings) -> tuple[str, bytes]:
    """Of a reversed invoice: its amounts, as credit notes say them, without a sign. Raises NotFound, RuleViolation."""
    async with uow.begin() as work:
        said = await to_export(work, await invoices.get_reversed_invoice(work, id), settings)
    invoice, issued_on = said.invoice, said.day(said.invoice.issued_at)
    number = invoice.credit_note_number or invoice.number
    original = {"BT-25": invoice.invoice_number or invoice.number, "BT-26": issued_on}
    own: Terms = {"BT-1": number, "BT-2": said.day(invoice.reversed_at) or issued_on, "BT-3": CREDIT_NOTE}
    own |= {"BG-3": [original]} | ({"BG-1": [{"BT-22": reason}]} if (reason := invoice.reversed_reason) else {})
    return f"{number}.xml", await _xml(said, own)


async def to_export(work: Work, invoice: Invoice, settings: CollectionsSettings) -> Exported:
    """What the invoice, its seller and its title say."""
    seller = settings.seller_of(invoice.legal_entity_id)
    tax_id = invoice.tax_id or ""
    return Exported(
        invoice=invoice,
        lines=await invoice_lines.lines_of(work, invoice.id),
        seller=Trader(seller.name, seller.tax_id, seller.registered_address, country_of(seller.country, seller.tax_id)),
        buyer=Trader(invoice.title, tax_id, invoice.registered_address, country_of(invoice.country, tax_id)),
        account=seller.bank_account,
        orders=await _orders(work, invoice),
        zone=ZoneInfo(settings.tz),
        lang=work.actor.lang,
    )


async def _orders(work: Work, invoice: Invoice) -> dict[UUID, str]:
    numbers = await projections.numbers_of(work, invoice.order_ids)
    return {order_id: numbers[order_id] for order_id in invoice.order_ids}


async def _xml(said: Exported, own: Mapping[str, Any]) -> bytes:
    """Amounts go as decimal texts: what the library is given as numbers it writes as doubles. Without a Saxon server it
    would take the standard's rules for kept: it is not asked, the tests run the rules themselves."""
    must_say_all(missing_terms(said.seller, said.buyer, said.taxed, issued_on=said.day(said.invoice.issued_at)))
    made: bytes = await asyncio.to_thread(
        generate_ubl_xml, {**_terms(said), **own}, level="en16931", check_schematron=None
    )
    return made


def _terms(said: Exported) -> Terms:
    totals = totals_by_rate(said.taxed)
    net, tax = (str(sum((getattr(one, name) for one in totals), NOTHING)) for name in ("net", "tax"))
    total = str(said.invoice.amount)
    own = [{"BT-122": number} for number in said.orders.values()] if len(said.orders) > 1 else []
    account = {"BT-81": CREDIT_TRANSFER, "BT-84": said.account, "BT-85": said.seller.name} if said.account else {}
    return {
        "BT-5": said.invoice.currency,
        "BT-20": text("print.terms", said.lang, number=", ".join(said.orders.values())),
        "BG-4": _trader(said.seller) | ({} if said.seller.vat_id else {"tax_identifier": said.seller.tax_id}),
        "BG-7": _trader(said.buyer),
        "BG-23": [
            {"BT-116": str(one.net), "BT-117": str(one.tax), "BT-118": one.category, "BT-119": _plain(one.rate)}
            for one in totals
        ],
        "BG-25": [_line(line, said) for line in said.lines],
        "BT-106": net, "BT-109": net, "BT-110": tax, "BT-112": total, "BT-115": total,
    } | account | ({"BG-24": own} if own else {})  # fmt: skip


def _trader(trader: Trader) -> Terms:
    own = {"name": trader.name, "addr_l1": trader.address, "country_code": trader.country}
    if trader.vat_id:
        return own | {"vat_identifier": trader.vat_id}
    return own | ({"legal_identifier": trader.tax_id} if trader.tax_id else {})


def _line(line: InvoiceLineRow, said: Exported) -> Terms:
    """A part of a line that is not counted in pieces is one piece of it."""
    taxed = TaxedLine(line.net, line.tax, line.tax_rate)
    pieces = line.quantity or 1
    price, of_pieces = net_price(line.net, pieces, line.unit_price)
    charge = text(f"value.charge.{line.charge}", said.lang) if line.charge else ""
    code: Terms = {"BT-155": line.product_code} if line.product_code else {}
    number = said.orders[line.order_id]
    if len(said.orders) > 1:
        code |= {"BT-127-00": [{"BT-127": text("print.of_order", said.lang, number=number)}]}
    return {
        "BT-126": str(line.position),
        "BT-129": str(pieces),
        "BT-130": PIECE,
        "BT-131": str(line.net),
        "BT-146": str(price),
        "BT-149": str(of_pieces),
        "BT-151": taxed.category,
        "BT-152": _plain(line.tax_rate or NOTHING),
        "BT-153": line.description or charge or line.product_code or number,
    } | code


def _plain(rate: Decimal) -> str:
    return f"{rate.normalize():f}"
