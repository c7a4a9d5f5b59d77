"""To whom is an invoice made out? Part of other use cases."""

from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.invoice_titles import InvoiceKind
from messages.collections.invoices import RequestInvoice
from services.collections.domain.titles import (
    must_be_in_book,
    must_have_title,
    must_have_valid_tax_id,
    must_name_taxpayer,
    written_tax_id,
)
from services.collections.store import projections, titles
from services.collections.tables import InvoiceTitle
from services.collections.tables.invoices import SNAPSHOT


async def made_out_to(work: Work, command: RequestInvoice, customer_id: UUID) -> dict[str, Any]:
    """What the invoice keeps of the title, whatever becomes of the customer's book. Raises NotFound, COL-100 to 104."""
    title = await _title(work, command, customer_id)
    kind = command.kind or (title.kind if title else InvoiceKind.GENERAL)
    must_have_title(kind, has_title=title is not None)
    if title is None:
        must_have_valid_tax_id(command.tax_id or "")
        customer = await projections.find_customer(work, customer_id)
        name = command.title or (customer.name if customer else "")
        tax_id = written_tax_id(command.tax_id) if command.tax_id else None
        return {"title": name, "tax_id": tax_id, "mail_to": command.mail_to}
    must_name_taxpayer(kind, title.tax_id, field="title_id", value=str(title.id))
    kept = {name: getattr(title, name) for name in SNAPSHOT}
    kept |= {"kind": kind, "mail_to": command.mail_to or title.mail_to}
    return {"title_id": title.id, "title": title.name, "tax_id": title.tax_id or None, **kept}


async def _title(work: Work, command: RequestInvoice, customer_id: UUID) -> InvoiceTitle | None:
    """The one that was chosen; without any word of another, the default."""
    if command.title_id is not None:
        chosen = await titles.get_title_of(work, customer_id, command.title_id)
        must_be_in_book(removed=chosen.removed_at is not None, name=chosen.name)
        return chosen
    return None if command.title or command.tax_id else await titles.find_default(work, customer_id)
