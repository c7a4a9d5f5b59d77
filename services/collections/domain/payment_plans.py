"""How is a contract's or an order's money divided into instalments?"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from messages.deals.contracts import InstalmentTrigger
from messages.errors import RuleViolation
from messages.money import Money

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Term:
    """One row of the terms: so much of the total, so many days after what starts them."""

    number: int
    percent: Decimal
    trigger: InstalmentTrigger
    days: int


def instalments(total: Money, terms: Sequence[Term]) -> list[Money]:
    """COL-4: the instalments of a contract add up to its total, to the cent."""
    if sum(term.percent for term in terms) != WHOLE:
        raise RuleViolation("COL-4", percent=sum(term.percent for term in terms))
    return total.split([term.percent for term in terms])


def receivables(order_total: Money, terms: Sequence[Term]) -> list[tuple[Term, Money]]:
    """COL-5: an order owes its own total by the contract's shares, to the cent; a share of nothing is no receivable."""
    parts = order_total.split([term.percent for term in terms])
    return [(term, part) for term, part in zip(terms, parts, strict=True) if part]
