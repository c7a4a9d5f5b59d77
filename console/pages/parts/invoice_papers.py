"""What has left the house of an invoice, and what can: requests to providers, files for other programs, mails?"""

from collections.abc import Sequence

from console.pages.parts.authority import may_act
from console.pages.parts.status_chips import chip
from console.session import Person
from console.view_models import Action, Cell, Input, Table, Worded
from messages.collections.invoice_filings import InvoiceFilingView
from messages.collections.invoice_mails import InvoiceMailView
from messages.collections.invoices import InvoiceView, MissingTerm
from messages.texts import text


def filing_table(found: Sequence[InvoiceFilingView]) -> list[Table]:
    """Newest first; no table where no provider was asked."""
    rows: list[tuple[Cell, ...]] = [
        (
            one.provider,
            Worded(f"value.filing_kind.{one.kind}"),
            chip("filing", one.status),
            one.requested_at,
            one.number,
            one.reason or one.error,
        )
        for one in reversed(found)
    ]
    columns = ("filed_with", "filing_kind", "status", "requested_at", "invoice_number", "reason")
    return [Table("field.filings", columns, rows)] if rows else []


def mail_table(found: Sequence[InvoiceMailView]) -> list[Table]:
    """Newest first; no table where nothing was mailed."""
    rows: list[tuple[Cell, ...]] = [
        (
            one.mailed_to,
            Worded(f"value.mailed_document.{one.document}"),
            chip("invoice_mail", one.status),
            one.requested_at,
            one.mailed_at,
            Worded(one.error) if one.error else None,
        )
        for one in reversed(found)
    ]
    columns = ("mailed_to", "mailed_document", "status", "requested_at", "mailed_at", "reason")
    return [Table("field.invoice_mails", columns, rows)] if rows else []


def lacking(missing: Sequence[MissingTerm], person: Person) -> str:
    """Each field with who would say it."""
    names = ((f"value.says.{one.of}", f"field.{one.field}") for one in missing)
    return " · ".join(f"{text(of, person.lang)} {text(field, person.lang)}" for of, field in names)


def leaving_actions(seen: InvoiceView, missing: Sequence[MissingTerm], person: Person) -> list[Action]:
    """Of what is issued: a mail to the customer; a file, where it says all that the standard asks for."""
    if not seen.issued_at:
        return []
    at, actions = f"/invoices/{seen.id}", []
    if may_act(person, "send_invoice"):
        actions.append(Action("send_invoice", f"{at}/send", (Input("mailed_to", "email", value=seen.email),)))
    if not missing:
        actions.append(Action("export_invoice", f"{at}/ubl", page=True))
    if not missing and seen.credit_note_number:
        actions.append(Action("export_credit_note", f"{at}/credit-note/ubl", page=True))
    return actions
