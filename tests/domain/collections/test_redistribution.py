"""Does confirmed money settle what was due first, after whatever finance said of which payment?"""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.errors import RuleViolation
from services.collections.domain import payments
from services.collections.domain.allocation import Claim, Debt, redistribute

DAY = date(2026, 3, 1)
NOTHING = Decimal(0)


class Ledger:
    """The debts of one customer and his money, moved as the use cases move it."""

    def __init__(self, debts: list[int]) -> None:
        self.debts = {UUID(int=n): Decimal(amount) for n, amount in enumerate(debts, 1)}
        self.paid = dict.fromkeys(self.debts, NOTHING)
        self.waiting: dict[UUID, Decimal] = {}
        self.idle: dict[UUID, Decimal] = {}

    def record(self, amount: int) -> None:
        self.waiting[UUID(int=1000 + len(self.waiting) + len(self.idle) * 1000)] = Decimal(amount)

    def decide(self, payment: UUID, *, confirmed: bool) -> None:
        amount = self.waiting.pop(payment)
        if confirmed:
            self.idle[payment] = amount
        money = [*self.idle.items(), *self.waiting.items()]
        debts = [Debt(id, owed - self.paid[id], DAY + timedelta(days=id.int)) for id, owed in self.debts.items()]
        parts = redistribute([Claim(id, rest) for id, rest in money], debts)
        for id in self.idle:
            for part in parts[id]:
                self.paid[part.receivable_id] += part.amount
                self.idle[id] -= part.amount


@given(
    debts=st.lists(st.integers(1, 100), min_size=1, max_size=6),
    amounts=st.lists(st.integers(1, 150), min_size=1, max_size=8),
    decisions=st.lists(st.tuples(st.integers(0, 7), st.booleans()), max_size=8),
)
def test_col_23_case_e5_confirmed_money_pays_the_oldest_first_after_any_decisions(
    debts: list[int], amounts: list[int], decisions: list[tuple[int, bool]]
) -> None:
    ledger, confirmed = Ledger(debts), NOTHING
    for amount in amounts:
        ledger.record(amount)
    for place, is_confirmed in decisions:
        if not ledger.waiting:
            break
        payment = list(ledger.waiting)[place % len(ledger.waiting)]
        confirmed += ledger.waiting[payment] if is_confirmed else NOTHING
        ledger.decide(payment, confirmed=is_confirmed)
        left = min(confirmed, sum(ledger.debts.values(), NOTHING))
        for id, owed in ledger.debts.items():
            assert ledger.paid[id] == min(owed, left)
            left -= ledger.paid[id]


def test_col_23_money_of_an_order_settles_that_order() -> None:
    mine, other, payment = UUID(int=1), UUID(int=2), UUID(int=3)
    debts = [Debt(UUID(int=4), Decimal(5), DAY, other), Debt(UUID(int=5), Decimal(5), None, mine)]
    parts = redistribute([Claim(payment, Decimal(9), mine)], debts)
    assert [(part.receivable_id, part.amount) for part in parts[payment]] == [(UUID(int=5), Decimal(5))]


def test_col_24_money_for_an_order_is_in_its_currency() -> None:
    payments.must_be_in_currency("CNY", currency="CNY", number="SO-1")
    with pytest.raises(RuleViolation, match="COL-24"):
        payments.must_be_in_currency("USD", currency="CNY", number="SO-1")
