"""How much of an order may be invoiced?"""

from messages.errors import Refused
from messages.money import Money


def amount_to_invoice(wanted: Money | None, *, total: Money, invoiced: Money, requested: Money) -> Money:
    """COL-16: an order is invoiced once: no more than its total less what is issued or asked for."""
    left = total - invoiced - requested
    if wanted is not None and wanted.currency != total.currency:
        raise Refused("COL-16", left=left)
    amount = left if wanted is None else wanted
    if not Money.zero(total.currency) < amount <= left:
        raise Refused("COL-16", left=left)
    return amount


def may_request(*, confirmed: bool, number: str) -> None:
    """COL-17: an order is invoiced after it was confirmed."""
    if not confirmed:
        raise Refused("COL-17", number=number)
