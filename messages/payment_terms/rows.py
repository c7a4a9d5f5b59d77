"""Which rows of a plan follow from the terms, and how much is each?"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import lcm
from typing import TypeVar

from messages.deals.terms import Instalment
from messages.money import Money

R = TypeVar("R", bound=Instalment)


@dataclass(frozen=True)
class PlanRow:
    """`part` of as many equal ones as its instalment is paid in."""

    number: int
    instalment: Instalment
    part: int
    amount: Money


def parts_of(terms: Sequence[R]) -> list[tuple[R, int]]:
    """One that is paid in parts gives as many rows."""
    return [(row, part) for row in terms for part in range(1, row.times + 1)]


def divided(whole: Money, shares: Sequence[tuple[Decimal, int]]) -> list[Money]:
    """By shares, each of how many equal parts one is: to the cent, in whole numbers, as a twelfth has no end as a
    decimal."""
    parts = lcm(*(many for _, many in shares))
    return whole.split([share * (parts // many) for share, many in shares])


def plan_rows(whole: Money, terms: Sequence[Instalment]) -> list[PlanRow]:
    found = parts_of(terms)
    amounts = divided(whole, [(row.percent, row.times) for row, _ in found])
    return [
        PlanRow(number, row, part, amount)
        for number, ((row, part), amount) in enumerate(zip(found, amounts, strict=True), start=1)
    ]
