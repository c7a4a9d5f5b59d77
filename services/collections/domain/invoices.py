"""How much of an order may be invoiced?"""

from messages.errors import RuleViolation
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
