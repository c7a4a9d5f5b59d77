"""To whom can an invoice be made out? What a form offers of a customer's book."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from console.service_gateway import ServiceGateway
from console.session import Person
from console.view_models import Input
from messages.collections.invoice_titles import InvoiceKind, InvoiceTitleView
from messages.texts import text

Titles = Sequence[InvoiceTitleView]


async def titles_of(gateway: ServiceGateway, customer_id: UUID) -> Titles:
    """None of who may not see them, and while collections does not answer."""
    asking = gateway.find("collections", "/invoice-titles", list[InvoiceTitleView], customer_id=customer_id)
    return await gateway.part("collections", asking) or ()


def title_inputs(titles: Titles, customer_name: str, person: Person) -> tuple[Input, ...]:
    """The default is chosen; a customer without a book is named as he is called."""
    if not titles:
        return ()  # nothing to choose: a special invoice needs a title
    book = [(str(one.id), _said(one, person)) for one in titles]
    kinds = [("", text("console.kind_of_title", person.lang))]
    kinds += [(kind.value, text(f"value.invoice_kind.{kind}", person.lang)) for kind in InvoiceKind]
    return (
        Input("title_id", "select", book[0][0], options=[*book, ("", customer_name)], required=False),
        Input("invoice_kind", "select", options=kinds, required=False),
    )


def made_out(title_id: str, invoice_kind: str, customer_name: str) -> dict[str, Any]:
    """As collections is asked."""
    chosen = {"title_id": title_id} if title_id else {"title": customer_name}
    return chosen | ({"kind": invoice_kind} if invoice_kind else {})


def _said(title: InvoiceTitleView, person: Person) -> str:
    kind = text(f"value.invoice_kind.{title.kind}", person.lang)
    return " · ".join(part for part in (title.name, title.tax_id, kind) if part)
