"""What do approvers have to know of the customer's debts, is an order over his credit limit, and may its goods leave?

`show_approval_subject` hands the answers to the policy `order` as its facts `over_limit`, `oldest_days_late`,
`on_hold` and `terms_above_grade`; the policy (deploy/policies/in_use/order.yaml) then asks finance, too. Collections
sets the limit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from messages.deals.terms import Instalment
from messages.errors import RuleViolation
from messages.money import Money
from messages.orders.credit_stops import StopOutcome
from messages.orders.orders import OrderStatus

GONE = frozenset({OrderStatus.CANCELLING, OrderStatus.CANCELLED})


@dataclass(frozen=True)
class Credit:
    """What a customer owes in one currency, and how much he may owe there (None: any amount)."""

    owed: Money
    oldest_days_late: int = 0
    credit_limit: Money | None = None


@dataclass(frozen=True)
class Standing:
    """How far finance trusts a customer; of whom nothing was said yet, nothing is held against him."""

    grade: str = ""
    on_hold: bool = False
    hold_reason: str = ""
    most_days: int | None = None


@dataclass(frozen=True)
class UnderWay:
    """Other orders of the customer in this currency that are not among his debts yet: those that wait for approval and
    those that are confirmed. `accepted`: the most that approvers were shown for one that is confirmed."""

    waiting: Decimal = Decimal(0)
    confirmed: Decimal = Decimal(0)
    accepted: Decimal = Decimal(0)


def together(credits: Sequence[Credit]) -> list[Credit]:
    """Of customers that are one: what they owe in a currency counts together, under the limit that is said first."""
    found: dict[str, Credit] = {}
    for one in credits:
        known = found.get(one.owed.currency)
        found[one.owed.currency] = one if known is None else _both(known, one)
    return list(found.values())


def _both(one: Credit, other: Credit) -> Credit:
    limit = one.credit_limit if one.credit_limit is not None else other.credit_limit
    return Credit(one.owed + other.owed, max(one.oldest_days_late, other.oldest_days_late), limit)


def is_over_credit_limit(total: Money, credits: Sequence[Credit], under_way: Decimal = Decimal(0)) -> bool:
    """ORD-2: an order is over the limit when it, what is owed already and the customer's other orders under way pass
    the limit in its currency."""
    return any(
        credit.credit_limit is not None and credit.owed.amount + under_way + total.amount > credit.credit_limit.amount
        for credit in credits
        if credit.owed.currency == total.currency
    )


def exposure(total: Decimal, credit: Credit, under_way: UnderWay) -> Decimal:
    """What the customer owes once this order and those before it are delivered."""
    return credit.owed.amount + under_way.waiting + under_way.confirmed + total


def is_asked_again(total: Decimal, credit: Credit, under_way: UnderWay) -> bool:
    """ORD-23: an order whose approvers saw it within the limit is asked again when it is to be confirmed and is over
    the limit by then, unless as much was accepted with another order of the customer."""
    return credit.credit_limit is not None and exposure(total, credit, under_way) > max(
        credit.credit_limit.amount, under_way.accepted
    )


def must_stay_within_limit(credit: Credit, under_way: UnderWay, own: Decimal, customer: str) -> None:
    """ORD-24: goods leave only while what the customer owes is within the limit, or was accepted with an order.

    `own`: what the order costs, while it is not among the debts yet.
    """
    owed = credit.owed.amount + under_way.confirmed + own
    if credit.credit_limit is not None and owed > max(credit.credit_limit.amount, under_way.accepted):
        currency = credit.credit_limit.currency
        raise RuleViolation("ORD-24", customer=customer, owed=Money.of(owed, currency), limit=credit.credit_limit)


def must_not_be_on_hold(standing: Standing, customer: str) -> None:
    """ORD-114: goods leave only while finance has not put the customer on hold."""
    if standing.on_hold:
        raise RuleViolation("ORD-114", customer=customer, reason=standing.hold_reason or "–")


def are_terms_above_grade(terms: Sequence[Instalment], standing: Standing, offered: int | None = None) -> bool:
    """ORD-115: the terms of an order without a contract are above the customer's grade when a row of them is due later
    than his grade allows after what starts it, or than he was offered at most while he has none: then finance is asked,
    too."""
    most = offered if standing.most_days is None else standing.most_days
    return most is not None and any(one.longest > most for one in terms)


def most_days_late(credits: Sequence[Credit]) -> int:
    """The age of the oldest debt, in whatever currency."""
    return max((credit.oldest_days_late for credit in credits), default=0)


def outcome_of(status: OrderStatus) -> StopOutcome:
    """ORD-126: an order over the credit limit is held until it is approved; cancelled, it was prevented."""
    if status in (OrderStatus.PLACED, OrderStatus.RETURNED):
        return StopOutcome.HELD
    return StopOutcome.PREVENTED if status in GONE else StopOutcome.RELEASED
