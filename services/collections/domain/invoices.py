"""How much of an order may be invoiced?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from messages.errors import Malformed, RuleViolation
from messages.money import Money


def amount_to_invoice(wanted: Money | None, *, total: Money, invoiced: Money, requested: Money) -> Money:
    """COL-16: an order is invoiced once: no more than its total less what is issued or asked for."""
    left = total - invoiced - requested
    if wanted is not None and wanted.currency != total.currency:
        raise RuleViolation("COL-16", left=left)
    amount = left if wanted is None else wanted
    if not Money.zero(total.currency) < amount <= left:
        raise RuleViolation("COL-16", left=left)
    return amount


def must_be_invoiceable(*, confirmed: bool, number: str) -> None:
    """COL-17: an order is invoiced after it was confirmed."""
    if not confirmed:
        raise RuleViolation("COL-17", number=number)


@dataclass(frozen=True)
class InvoicedTogether:
    """Whose an order is, as far as one invoice is concerned."""

    number: str
    customer_id: UUID
    legal_entity_id: str
    currency: str


def must_go_together(first: InvoicedTogether, others: Collection[InvoicedTogether]) -> None:
    """COL-125: one invoice is over orders of one customer, of one legal entity, in one currency."""
    for other in others:
        same = (other.customer_id, other.legal_entity_id, other.currency)
        if same != (first.customer_id, first.legal_entity_id, first.currency):
            raise RuleViolation("COL-125", number=other.number, first=first.number)


def must_be_named_once(order_ids: Sequence[UUID]) -> None:
    """COL-126: an invoice names each of its orders once. Raises Malformed, with the place of the second."""
    for place, order_id in enumerate(order_ids):
        if order_id in order_ids[:place]:
            raise Malformed(f"with_orders.{place - 1}.order_id", str(order_id), "COL-126")
