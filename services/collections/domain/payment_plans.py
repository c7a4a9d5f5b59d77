"""How is a contract's or an order's money divided into instalments?"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from messages.deals.terms import PLAIN, Instalment, InstalmentTrigger, Timing
from messages.errors import RuleViolation
from messages.money import Money
from messages.payment_terms.rows import divided, parts_of

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Term:
    """One row of a plan: so much of the total (or an equal part of it), so many days after what starts them."""

    number: int
    percent: Decimal
    trigger: InstalmentTrigger
    days: int
    timing: Timing = PLAIN


def terms_of(rows: Sequence[Instalment]) -> list[Term]:
    """The rows of the plan that follow from the rows of a contract: one that is paid in parts gives as many."""
    return [
        Term(number, row.percent, row.trigger, row.days, row.timing(part))
        for number, (row, part) in enumerate(parts_of(rows), start=1)
    ]


def instalments(total: Money, terms: Sequence[Term]) -> list[Money]:
    """COL-4: the instalments of a contract add up to its total, to the cent."""
    whole = sum(term.percent for term in terms if term.timing.part == 1)
    if whole != WHOLE:
        raise RuleViolation("COL-4", percent=whole)
    return divided(total, _shares(terms))


def receivables(order_total: Money, terms: Sequence[Term]) -> list[tuple[Term, Money]]:
    """COL-5: an order owes its own total by the contract's shares, to the cent; a share of nothing is no receivable."""
    return [(term, part) for term, part in zip(terms, divided(order_total, _shares(terms)), strict=True) if part]


def _shares(terms: Sequence[Term]) -> list[tuple[Decimal, int]]:
    return [(term.percent, term.timing.parts) for term in terms]
