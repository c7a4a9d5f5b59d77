"""Whose money may an entry be, and why?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import combinations
from uuid import UUID

from messages.collections.exchange import Exchange
from messages.matching.companies import Match
from services.collections.domain.bank.debts import Debts, OpenDebt, RecordedPayment

NOTHING = Decimal("0.00")
MOST = 3  # suggestions of an entry
MOST_COMBINED = 12  # the oldest debts of a customer of which two or three may come to the amount
NAMED, SAME_NAME, ALIKE_NAME, PAID_BEFORE, EQUAL, ONLY_EQUAL = 50, 25, 10, 20, 25, 30
RECORDED, RECORDED_REFERENCE, RECORDED_NAME = 45, 40, 15


@dataclass(frozen=True)
class OpenEntry:
    """Money that came; `text` is all that was written with it."""

    id: UUID
    amount: Decimal
    counterparty: str
    text: str
    payer_key: str | None = None


@dataclass(frozen=True)
class Reason:
    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Suggestion:
    """A customer with what the money would settle; or a payment that was recorded already."""

    score: int
    customer_id: UUID
    customer_name: str
    parts: Sequence[tuple[OpenDebt, Decimal]]
    rest: Decimal
    reasons: Sequence[Reason]
    payment: RecordedPayment | None = None
    exchange: Exchange | None = None  # its parts and rest are in another currency than the entry


@dataclass
class Evidence:
    """What speaks for one customer."""

    score: int = 0
    named: list[OpenDebt] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)

    def add(self, score: int, code: str, **params: str) -> None:
        self.score += score
        self.reasons.append(Reason(f"bank.why.{code}", params))


def suggest(entry: OpenEntry, debts: Debts, known: Mapping[str, UUID]) -> list[Suggestion]:
    """COL-92: an entry is suggested to whom its text names by order, invoice or receivable, to who bears its payer's
    name, to who paid from there before, else to the one who owes its amount; each with its reasons, the best first.

    `known`: whose a payer's earlier money was.
    """
    found = _evidence(entry, debts, known)
    if not found:
        found = _by_amount(entry, debts)
    made = [_suggestion(entry, debts, customer, evidence) for customer, evidence in found.items()]
    made += _recorded(entry, debts, found)
    return best(made)


def suggest_exchanged(
    entry: OpenEntry, debts: Debts, known: Mapping[str, UUID], exchange: Exchange, reason: Reason
) -> list[Suggestion]:
    """COL-138: money is suggested for debts in another currency where its text or payer names who owes them, never for
    the amount alone; at the rate of its day, which is among the reasons. `entry`: as so much of their currency."""
    found = _evidence(entry, debts, known)
    for evidence in found.values():
        evidence.reasons.append(reason)
    made = [_suggestion(entry, debts, customer, evidence) for customer, evidence in found.items()]
    return [replace(one, exchange=exchange) for one in made if one.parts]


def best(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """The most probable first, and no more than people look at."""
    return sorted(suggestions, key=lambda one: (-one.score, one.payment is None, one.customer_name))[:MOST]


def _evidence(entry: OpenEntry, debts: Debts, known: Mapping[str, UUID]) -> dict[UUID, Evidence]:
    found: dict[UUID, Evidence] = {}
    for name, named in debts.named_in(entry.text):
        for debt in named:
            evidence = found.setdefault(debt.customer_id, Evidence())
            if debt not in evidence.named:
                evidence.named.append(debt)
            reason = Reason("bank.why.number", {"number": name})
            if reason not in evidence.reasons:
                evidence.score = max(evidence.score, NAMED)
                evidence.reasons.append(reason)
    for customer, how in debts.called(entry.counterparty, wide=not found):
        evidence = found.setdefault(customer, Evidence())
        same = how is Match.SAME
        evidence.add(
            SAME_NAME if same else ALIKE_NAME,
            "name" if same else "alike",
            name=debts.of_customer[customer][0].customer_name,
        )
    if entry.payer_key and (before := known.get(entry.payer_key)) in debts.of_customer:
        found.setdefault(before, Evidence()).add(PAID_BEFORE, "paid_before")
    return found


def _by_amount(entry: OpenEntry, debts: Debts) -> dict[UUID, Evidence]:
    """Only where few owe just this."""
    equal = debts.of_amount.get(entry.amount, [])
    if not equal or len(equal) > MOST:
        return {}
    return {debt.customer_id: Evidence(ONLY_EQUAL // len(equal) - EQUAL) for debt in equal}


def _suggestion(entry: OpenEntry, debts: Debts, customer: UUID, evidence: Evidence) -> Suggestion:
    chosen, is_equal = _choose(entry.amount, evidence.named or debts.of_customer[customer])
    parts = _oldest_first(entry.amount, chosen)
    rest = entry.amount - sum((amount for _, amount in parts), NOTHING)
    numbers = ", ".join(debt.number for debt, _ in parts[:MOST])
    if is_equal:
        evidence.add(EQUAL, "equal" if len(parts) == 1 else "equal_sum", number=numbers, count=str(len(parts)))
    else:
        evidence.add(0, "oldest", count=str(len(parts)))
    if rest:
        evidence.add(0, "rest", amount=str(rest))
    name = debts.of_customer[customer][0].customer_name
    return Suggestion(max(1, min(100, evidence.score)), customer, name, parts, rest, evidence.reasons)


def _choose(amount: Decimal, debts: Sequence[OpenDebt]) -> tuple[Sequence[OpenDebt], bool]:
    """Those that come to just this amount: one, an order's, the oldest, some two or three; else all."""
    for debt in debts:
        if debt.room == amount:
            return [debt], True
    orders: dict[UUID, list[OpenDebt]] = {}
    for debt in debts:
        if debt.order_id is not None:
            orders.setdefault(debt.order_id, []).append(debt)
    for group in orders.values():
        if _sum(group) == amount:
            return group, True
    running = NOTHING
    for place, debt in enumerate(debts, 1):
        running += debt.room
        if running == amount:
            return debts[:place], True
    for many in (2, 3):
        for some in combinations(debts[:MOST_COMBINED], many):
            if _sum(some) == amount:
                return some, True
    return debts, False


def _oldest_first(amount: Decimal, debts: Iterable[OpenDebt]) -> list[tuple[OpenDebt, Decimal]]:
    parts: list[tuple[OpenDebt, Decimal]] = []
    for debt in debts:
        part = min(amount, debt.room)
        if part > NOTHING:
            parts.append((debt, part))
            amount -= part
    return parts


def _recorded(entry: OpenEntry, debts: Debts, found: Mapping[UUID, Evidence]) -> list[Suggestion]:
    """What a colleague recorded of the same amount: the entry is that money, and no second payment."""
    made = []
    for payment in debts.recorded.get(entry.amount, []):
        score, reasons = RECORDED, [Reason("bank.why.recorded", {"number": payment.number})]
        if payment.reference_key and debts.has_word(entry.text, payment.reference_key):
            score += RECORDED_REFERENCE
            reasons.append(Reason("bank.why.reference", {"reference": payment.reference}))
        if payment.customer_id in found or debts.is_called(payment.customer_name, entry.counterparty):
            score += RECORDED_NAME
            reasons.append(Reason("bank.why.name", {"name": payment.customer_name}))
        made.append(
            Suggestion(score, payment.customer_id, payment.customer_name, (), NOTHING, reasons, payment=payment)
        )
    return sorted(made, key=lambda one: -one.score)[:MOST]


def _sum(debts: Iterable[OpenDebt]) -> Decimal:
    return sum((debt.room for debt in debts), NOTHING)
