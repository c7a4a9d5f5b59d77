"""How is a provider of e-invoices asked for an invoice, or for its red letter 红字? Part of other use cases."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.invoice_filings import FiledLine, FiledTrader, FilingKind, FilingRequest, FilingStatus
from messages.collections.invoices import InvoiceFiled, InvoiceStatus
from services.collections.domain.invoice_filings import must_not_be_filed, must_say_tax
from services.collections.settings import CollectionsSettings, InvoiceSeller
from services.collections.store import invoice_filings, invoice_lines, projections
from services.collections.tables import Invoice, InvoiceFiling, InvoiceLineRow
from services.collections.use_cases.steps.move_invoices import HeldInvoice, cancel_or_reverse

NOTHING = Decimal("0.00")


async def file_invoice(
    work: Work, invoice: Invoice, kind: FilingKind, settings: CollectionsSettings, *, by: UUID, reason: str = ""
) -> InvoiceFiling:
    """Written down with all that is asked for; the keeper of filings asks at once. Raises RuleViolation."""
    provider = settings.invoice_provider_of(invoice.legal_entity_id)
    assert provider is not None
    lines = await invoice_lines.lines_of(work, invoice.id)
    must_say_tax(is_said=all(line.tax_rate is not None for line in lines), number=invoice.number)
    id, before = work.new_id(), await invoice_filings.find_last(work, invoice.id)
    seller = settings.seller_of(invoice.legal_entity_id)
    request = _request(
        invoice, _filed(lines, kind, await _named(work, invoice)), seller, key=id, kind=kind, reason=reason
    )
    filing = InvoiceFiling(
        id=id,
        invoice_id=invoice.id,
        position=before.position + 1 if before else 1,
        provider=provider.name,
        kind=kind,
        status=FilingStatus.WAITING,
        request=request.model_dump(mode="json"),
        requested_by=by,
        requested_at=work.now,
        due_at=work.now,
    )
    work.session.add(filing)
    invoice.version += 1
    work.emit(InvoiceFiled(**invoice.event_args(), provider=provider.name, kind=kind))
    return filing


async def cancel_reverse_or_file(
    work: Work, found: Sequence[HeldInvoice], settings: CollectionsSettings, *, reason: str = ""
) -> None:
    """What a provider issued is reversed by it; what waits for it is reversed when it answers. All else at once."""
    ours = []
    for held in found:
        invoice = held.invoice
        last = await invoice_filings.find_last(work, invoice.id)
        if last is not None and last.status is FilingStatus.WAITING:
            last.then_reverse = last.kind is FilingKind.ISSUE
        elif invoice.status is InvoiceStatus.ISSUED and await is_of_provider(work, invoice, settings):
            await file_invoice(work, invoice, FilingKind.REVERSE, settings, by=work.actor.id, reason=reason)
        else:
            invoice.reversed_reason = reason or None
            ours.append(held)
    await cancel_or_reverse(work, ours)


async def is_of_provider(work: Work, invoice: Invoice, settings: CollectionsSettings) -> bool:
    """Has a provider issued it that is still there to reverse it?"""
    provider = settings.invoice_provider_of(invoice.legal_entity_id)
    return provider is not None and await invoice_filings.was_issued(work, invoice.id)


async def must_not_wait(work: Work, invoice: Invoice) -> None:
    """For the answer of a provider. Raises RuleViolation (COL-114)."""
    last = await invoice_filings.find_last(work, invoice.id)
    if last is not None:
        must_not_be_filed(waits=last.status is FilingStatus.WAITING, provider=last.provider)


def _request(
    invoice: Invoice,
    filed: list[FiledLine],
    seller: InvoiceSeller,
    *,
    key: UUID,
    kind: FilingKind,
    reason: str,
) -> FilingRequest:
    net, tax, total = (sum((getattr(line, name) for line in filed), NOTHING) for name in ("net", "tax", "total"))
    return FilingRequest(
        key=key,
        kind=invoice.kind,
        reference=invoice.number,
        original_number=invoice.invoice_number if kind is FilingKind.REVERSE else None,
        reason=reason,
        seller=_trader(seller.name, seller.tax_id, seller),
        buyer=_trader(invoice.title, invoice.tax_id or "", invoice),
        currency=invoice.currency,
        lines=filed,
        net=net,
        tax=tax,
        total=total,
    )


def _trader(name: str, tax_id: str, of: Invoice | InvoiceSeller) -> FiledTrader:
    return FiledTrader(
        name=name,
        tax_id=tax_id,
        address=of.registered_address,
        phone=of.registered_phone,
        bank_name=of.bank_name,
        bank_account=of.bank_account,
        email=of.email if isinstance(of, Invoice) else "",
    )


async def _named(work: Work, invoice: Invoice) -> dict[UUID, str]:
    """By their numbers, the orders that its lines have to name: where there are several."""
    return await projections.numbers_of(work, invoice.order_ids) if invoice.other_order_ids else {}


def _filed(lines: Sequence[InvoiceLineRow], kind: FilingKind, orders: Mapping[UUID, str]) -> list[FiledLine]:
    """A charge without words of its own is called by its kind."""
    filed = []
    for line in lines:
        row = line.reversed() if kind is FilingKind.REVERSE else line
        own = row.model_dump(include=set(FiledLine.model_fields) - {"description", "order_number"})
        description, number = line.description or line.charge or "", orders.get(line.order_id, "")
        filed.append(FiledLine(description=description, order_number=number, **own))
    return filed
