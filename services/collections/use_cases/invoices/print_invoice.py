"""How is an invoice, the request of one, or its credit note printed?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.documents import pdf_of
from messages.capital_amounts import in_capitals
from messages.collections.invoices import InvoiceStatus
from messages.texts import text
from services.collections.settings import InvoiceSeller
from services.collections.store import invoice_lines, invoices, projections
from services.collections.tables import Invoice, InvoiceLineRow

TEMPLATE = Path(__file__).parent / "invoice.typ"
ISSUED = (InvoiceStatus.ISSUED, InvoiceStatus.REVERSED)
HEAD = ("position", "item", "quantity", "unit_price", "net", "tax_rate", "tax", "total")
OF_PARTY = ("tax_id", "registered_address", "registered_phone", "bank_name", "bank_account")
NOTHING = Decimal("0.00")


async def print_invoice(id: UUID, uow: UnitOfWork, *, lang: str, sellers: Sequence[InvoiceSeller]) -> tuple[str, bytes]:
    """Its name as a file, and what it is: the same invoice is the same bytes. Raises NotFound."""
    async with uow.begin() as work:
        page = await _page(work, await invoices.get_visible_invoice(work, id), lang, sellers)
    data = page.of_invoice()
    return f"{data['number']}.pdf", await pdf_of(TEMPLATE, data)


async def print_credit_note(
    id: UUID, uow: UnitOfWork, *, lang: str, sellers: Sequence[InvoiceSeller]
) -> tuple[str, bytes]:
    """Of a reversed invoice, with the number of the original and its lines taken back. Raises NotFound."""
    async with uow.begin() as work:
        page = await _page(work, await invoices.get_reversed_invoice(work, id), lang, sellers)
    data = page.of_credit_note()
    return f"{data['number']}.pdf", await pdf_of(TEMPLATE, data)


async def _page(work: Work, invoice: Invoice, lang: str, sellers: Sequence[InvoiceSeller]) -> "_Page":
    entity = invoice.legal_entity_id
    seller = next((one for one in sellers if one.legal_entity_id == entity), None)
    return _Page(
        lang=lang,
        zone=ZoneInfo(work.actor.tz),
        invoice=invoice,
        orders=await projections.numbers_of(work, invoice.order_ids),
        lines=await invoice_lines.lines_of(work, invoice.id),
        seller=seller or InvoiceSeller(legal_entity_id=entity, name=entity),
    )


@dataclass(frozen=True)
class _Page:
    """The words and amounts of one invoice, for one reader."""

    lang: str
    zone: ZoneInfo
    invoice: Invoice
    orders: Mapping[UUID, str]
    lines: Sequence[InvoiceLineRow]
    seller: InvoiceSeller

    def of_invoice(self) -> dict[str, Any]:
        invoice = self.invoice
        heading = "print.invoice" if invoice.status in ISSUED else "print.invoice_request"
        number, state = invoice.invoice_number or invoice.number, self._t(f"status.invoice.{invoice.status}")
        return self._common(self.lines) | {
            "heading": self._t(heading), "number": number, "state": state, "notes": self._notes(state),
        }  # fmt: skip

    def of_credit_note(self) -> dict[str, Any]:
        invoice = self.invoice
        original = self._t("print.of_invoice", number=invoice.invoice_number or invoice.number)
        reason = invoice.reversed_reason
        return self._common([line.reversed() for line in self.lines]) | {
            "heading": self._t("print.credit_note"),
            "number": invoice.credit_note_number or "",
            "state": "" if invoice.reversed_at is None else self._day(invoice.reversed_at),
            "notes": [original, *([self._t("print.because", text=reason)] if reason else [])],
        }

    def _common(self, lines: Sequence[InvoiceLineRow]) -> dict[str, Any]:
        invoice, seller = self.invoice, self.seller
        is_known = all(line.tax_rate is not None for line in lines)
        net, tax, total = (sum((getattr(line, name) for line in lines), NOTHING) for name in ("net", "tax", "total"))
        sums = [_money(net), "", _money(tax)] if is_known else ["", "", ""]
        return {
            "lang": self.lang,
            "kind": self._t(f"value.invoice_kind.{invoice.kind}"),
            "buyer_word": self._t("print.buyer"),
            "buyer": self._party(invoice.title, invoice),
            "seller_word": self._t("print.seller"),
            "seller": self._party(seller.name, seller),
            "head": [self._t(f"print.head.{name}") for name in HEAD],
            "lines": [self._line(line) for line in lines],
            "sum_word": self._t("console.sum"),
            "sums": [*sums, _money(total)],
            "capitals_word": self._t("print.capitals"),
            "capitals": in_capitals(total) if invoice.currency == "CNY" else "",
            "total_word": self._t("print.total"),
            "total": f"{invoice.currency} {_money(total)}",
            "facts": self._facts(),
            "missing_word": self._t("print.missing"),
        }

    def _t(self, code: str, **params: object) -> str:
        return text(code, self.lang, **params)

    def _day(self, at: datetime) -> str:
        return at.astimezone(self.zone).date().isoformat()

    def _party(self, name: str, of: Invoice | InvoiceSeller) -> list[list[str]]:
        said = [(one, getattr(of, one)) for one in OF_PARTY]
        return [[self._t("field.name"), name], *([self._t(f"field.{one}"), value] for one, value in said if value)]

    def _line(self, line: InvoiceLineRow) -> list[str]:
        item = line.description or (self._t(f"value.charge.{line.charge}") if line.charge else "")
        of_order = self.orders[line.order_id] if len(self.orders) > 1 else ""
        is_known = line.tax_rate is not None
        return [
            str(line.position),
            " ".join(part for part in (line.product_code, item, of_order) if part),
            "" if line.quantity is None else f"{line.quantity:,}",
            f"{line.unit_price.normalize():,f}" if line.unit_price is not None and is_known else "",
            _money(line.net) if is_known else "",
            f"{line.tax_rate.normalize():f}%" if line.tax_rate is not None else "",
            _money(line.tax) if is_known else "",
            _money(line.total),
        ]

    def _notes(self, state: str) -> list[str]:
        status = self.invoice.status
        if status is InvoiceStatus.REVERSED:
            return [self._t("print.reversed", number=self.invoice.credit_note_number or "")]
        return [state] if status in (InvoiceStatus.REJECTED, InvoiceStatus.CANCELLED) else []

    def _facts(self) -> list[list[str]]:
        invoice = self.invoice
        days = [(name, at) for name in ("requested_at", "issued_at") if (at := getattr(invoice, name))]
        facts = [
            ("order", ", ".join(self.orders[one] for one in invoice.order_ids)), ("invoice_request", invoice.number),
            *((name, self._day(at)) for name, at in days), ("mail_to", invoice.mail_to), ("email", invoice.email),
        ]  # fmt: skip
        return [[self._t(f"field.{name}"), value] for name, value in facts if value]


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}"
