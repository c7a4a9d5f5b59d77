"""How risky is a contract, and why?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from messages.deals.contracts import ContractStatus, RiskFactor
from messages.deals.terms import Instalment, InstalmentTrigger
from messages.errors import RuleViolation
from services.deals.domain.lifecycle import EDITABLE

MOST = 100
BEFORE_DELIVERY = (InstalmentTrigger.EFFECTIVE, InstalmentTrigger.ORDER)
MOST_FOR_DISCOUNT, MOST_FOR_CREDIT, FOR_NO_PREPAYMENT, FOR_STRANGER, FOR_LEAP = 30, 30, 10, 15, 15
FOR_GRADE, MOST_FOR_OVERDUE, FOR_HOLD = {"C": 10, "D": 25}, 20, 20
LEAP = 3  # times the largest contract so far


@dataclass(frozen=True)
class Earlier:
    """The customer's effective contracts in this currency: how many, and the largest total."""

    count: int
    largest: Decimal


@dataclass(frozen=True)
class Standing:
    """How far finance trusts a customer; of whom nothing was said yet, nothing is held against him. `room`: what he may
    still owe, by currency, where he has a limit."""

    grade: str = ""
    on_hold: bool = False
    hold_reason: str = ""
    most_days: int | None = None
    days_late: int = 0
    room: Mapping[str, Decimal] = field(default_factory=dict)


UNKNOWN = Standing()


def is_over_room(total: Decimal, currency: str, standing: Standing) -> bool:
    """DEA-53: a contract is over the customer's limit when it costs more than what he may still owe in its currency."""
    return currency in standing.room and total > standing.room[currency]


def are_terms_above_grade(
    terms: Sequence[Instalment], standing: Standing, *, today: date, offered: int | None = None
) -> bool:
    """DEA-54: the terms of a contract are above the customer's grade when a row of them is due later than his grade
    allows, or than he was offered at most while he has none: after what starts it, or from today to the day that is
    agreed."""
    most = offered if standing.most_days is None else standing.most_days
    return most is not None and any(_days(row, today) > most for row in terms)


def risk_factors(
    total: Decimal,
    discount: Decimal,
    terms: Sequence[Instalment],
    earlier: Earlier,
    *,
    today: date,
    standing: Standing = UNKNOWN,
) -> tuple[RiskFactor, ...]:
    """DEA-32: each cause of risk with its points (0-100 in all): discount, days of credit, no prepayment, a new or
    suddenly much larger customer, and what finance knows of him: his grade, a debt that is overdue, a hold. Discounts
    count a point a percent, credit a point for three days after delivery, or from today to the day that is agreed, a
    debt a point for a day late."""
    share = sum((row.percent for row in terms if row.trigger in BEFORE_DELIVERY), Decimal(0))
    later = [row for row in terms if row.trigger not in BEFORE_DELIVERY]
    days = sum((row.percent * _days(row, today) for row in later), Decimal(0)) / 100
    found = [
        _factor("discount", min(_whole(max(discount, Decimal(0))), MOST_FOR_DISCOUNT), str(discount)),
        _factor("credit_days", min(_whole(days / 3), MOST_FOR_CREDIT), str(_whole(days))),
        _factor("no_prepayment", FOR_NO_PREPAYMENT if not share else 0),
        _factor("new_customer", FOR_STRANGER if not earlier.count else 0),
        _factor("leap", FOR_LEAP if earlier.count and total > earlier.largest * LEAP else 0, str(earlier.largest)),
        _factor("grade", FOR_GRADE.get(standing.grade, 0), standing.grade),
        _factor("overdue", min(standing.days_late, MOST_FOR_OVERDUE), str(standing.days_late)),
        _factor("on_hold", FOR_HOLD if standing.on_hold else 0, standing.hold_reason),
    ]
    return tuple(factor for factor in found if factor.points)


def risk_score(factors: Sequence[RiskFactor]) -> int:
    return min(sum(factor.points for factor in factors), MOST)


def must_be_assessable(status: ContractStatus) -> None:
    """DEA-33: a risk is assessed by hand before the contract is submitted: what is being approved stays as it is."""
    if status not in EDITABLE:
        raise RuleViolation("DEA-33", status=f"status.contract.{status}")


def _days(row: Instalment, today: date) -> int:
    return row.longest + (max((row.on - today).days, 0) if row.on else 0)


def _factor(cause: str, points: int, note: str = "") -> RiskFactor:
    return RiskFactor(cause=cause, points=points, note=note)


def _whole(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))
