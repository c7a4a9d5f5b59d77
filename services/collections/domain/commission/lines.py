"""What is written down of commission, and how much is each line?"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from messages.collections.commission import CommissionComponent as Component
from messages.collections.commission import CommissionKind as Kind
from messages.money import Money, minor_unit, rounded
from services.collections.domain.commission.facts import Fact
from services.collections.domain.commission.plans import PlanVersion
from services.collections.domain.commission.shares import Part

NOTHING = Decimal("0.00")
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Line:
    """Never changed: what is wrong by now is followed by another line."""

    id: UUID
    kind: Kind
    component: Component
    fact_id: UUID
    accrual_id: UUID | None  # of CLAWED_BACK and PAYABLE: which accrual
    plan: PlanVersion
    person: Part
    basis: Decimal
    rate: Decimal
    accrued: Decimal
    payable: Decimal
    happened_on: date
    shipment_number: str = ""
    payment_number: str = ""
    receivable_number: str = ""
    source_number: str = ""
    received_on: date | None = None
    due_on: date | None = None
    days: int | None = None
    quota: Decimal | None = None
    attained: Decimal | None = None


def days_early(fact: Fact) -> int:
    """COL-147: an early day is one before the due date, a late one after it, by the day on which the bank had the
    money; where nothing was due yet there is neither."""
    if fact.received_on is None or fact.due_on is None:
        return 0
    return (fact.due_on - fact.received_on).days


def commission(basis: Money, rate: Decimal) -> Money:
    """COL-143: by the terminal mode commission accrues on goods that arrived, by all others on money that finance
    confirmed; it is basis x rate, rounded half up to what can be paid in the currency, and then split."""
    return _money(Fraction(basis.amount) * Fraction(rate) / 100, basis.currency)


def interest(basis: Money, rate: Decimal, days: int, day_count: int) -> Money:
    """COL-148: the bonus for early money is basis x rate x days / the days of a year, and so is the penalty for late
    money, which is less than nothing; rounded half up once."""
    return _money(Fraction(basis.amount) * Fraction(rate) * days / (100 * day_count), basis.currency)


def by_quota(plan: PlanVersion, basis: Money, *, quota: Decimal, attained: Decimal) -> Money:
    """COL-149: by quota each part of a month's money earns the rate of the tier in which it lies, by how much of the
    quota is attained with it; below the first tier nothing."""

    def upto(amount: Decimal) -> Fraction:
        edges = [Fraction(tier.above) * Fraction(quota) / 100 for tier in plan.tiers]
        tops = [*edges[1:], None]
        earned = Fraction(0)
        for tier, low, high in zip(plan.tiers, edges, tops, strict=True):
            within = (min(Fraction(amount), high) if high is not None else Fraction(amount)) - low
            earned += max(within, Fraction(0)) * Fraction(tier.rate) / 100
        return earned

    return _money(upto(attained + basis.amount) - upto(attained), basis.currency)


def share_of(whole: Decimal, *, basis: Decimal, before: Decimal, part: Decimal, currency: str) -> Decimal:
    """What `part` of the basis is worth of the whole, after `before` of it: all parts together are exactly the whole,
    also where it is less than nothing."""

    def upto(some: Decimal) -> Decimal:
        return _round(Fraction(whole) * Fraction(some) / Fraction(basis), currency)

    return upto(before + part) - upto(before)


def _money(exact: Fraction, currency: str) -> Money:
    return Money(amount=_round(exact, currency), currency=currency)


def _round(exact: Fraction, currency: str) -> Decimal:
    unit = minor_unit(currency)
    units = abs(exact) / Fraction(unit) + HALF
    found = Decimal(units.numerator // units.denominator) * unit
    return rounded(-found if exact < 0 else found, unit)
