"""Does all add up, however an order was changed, delivered, sent back and paid for?"""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from messages.errors import RuleViolation
from messages.money import Money
from services.collections.domain import allowances, ledger, payment_plans
from services.orders.domain import order_changes as rules
from services.orders.domain.lifecycle import Pieces
from services.orders.domain.pricing import LineTerms, OrderTerms, price_order
from services.orders.domain.quantities import credit_of

SUBJECT = ledger.Subject(UUID(int=9), "CS-CN", "CNY", "SO-1")
TERMS = [
    payment_plans.Term(n, Decimal(percent), trigger, 0)  # type: ignore[arg-type]
    for n, (percent, trigger) in enumerate((("33.33", "ORDER"), ("66.67", "RECEIPT")), start=1)
]
some = st.integers(0, 6)


class ChangedAndDelivered(RuleBasedStateMachine):
    """Two lines of an order: changed, shipped, received, sent back, closed short and paid for, in any order."""

    @initialize(pieces=st.tuples(st.integers(1, 9), st.integers(1, 9)), price=st.decimals("0.01", 99, places=2))
    def order(self, pieces: tuple[int, int], price: Decimal) -> None:
        self.lines = {1: Pieces(pieces[0]), 2: Pieces(pieces[1])}
        self.terms = {line: LineTerms(one.ordered, price, Decimal(0)) for line, one in self.lines.items()}
        self.owed: list[Decimal] = []
        self.paid: list[Decimal] = []
        self.on_account, self.postings = Decimal(0), list[ledger.Posting]()
        self.credited = Decimal(0)
        self.open(self.net()[0])

    def costs(self) -> dict[int, Decimal]:
        priced = price_order(list(self.terms.values()), [], OrderTerms(), "CNY")
        return {line: figures.total for line, figures in zip(self.terms, priced.lines, strict=True)}

    def net(self) -> tuple[Decimal, Decimal]:
        costs = self.costs()
        gone = [(costs[n], one.ordered, one.closed + one.returned) for n, one in self.lines.items()]
        return rules.net_of(sum(costs.values(), Decimal(0)), gone, "CNY")

    def open(self, more: Decimal) -> None:
        for _, part in payment_plans.receivables(Money.of(more, "CNY"), TERMS):
            self.owed.append(part.amount)
            self.paid.append(Decimal(0))
            self.postings += ledger.receivable_opened(SUBJECT, part.amount).postings

    def lower(self, less: Decimal) -> None:
        rows = [
            allowances.Owed(UUID(int=n), owed - paid, owed)
            for n, (owed, paid) in enumerate(zip(self.owed, self.paid, strict=True))
        ]
        for id, part in allowances.reduce(less, rows).items():
            n = id.int
            freed = max(self.paid[n] - (self.owed[n] - part), Decimal(0))
            if freed:
                self.postings += ledger.released(SUBJECT, SUBJECT, freed).postings
            self.paid[n], self.on_account = self.paid[n] - freed, self.on_account + freed
            self.owed[n] -= part
            self.postings += ledger.receivable_reduced(SUBJECT, part).postings

    @rule(line=st.sampled_from([1, 2]), pieces=st.integers(0, 12), price=st.none() | st.decimals("0.01", 99, places=2))
    def change(self, line: int, pieces: int, price: Decimal | None) -> None:
        known = {
            n: rules.OfLine(UUID(int=n), str(n), one, ever_left=bool(one.shipped)) for n, one in self.lines.items()
        }
        wanted = {n: one.ordered for n, one in self.lines.items()} | ({line: pieces} if pieces else {})
        try:
            rules.must_cover_what_left(wanted, known)
        except RuleViolation:
            return
        before = self.net()[0]
        one = replace(self.lines[line], ordered=wanted[line])
        self.lines[line] = replace(one, reserved=min(one.reserved, one.due - one.shipped))
        terms = replace(self.terms[line], quantity=wanted[line])
        self.terms[line] = terms if price is None else replace(terms, price=price)
        net, self.credited = self.net()
        if net > before:
            self.open(net - before)
        elif net < before:
            self.lower(before - net)

    def credit(self, line: int, pieces: int, **counted: int) -> None:
        one = self.lines[line]
        before = one.closed + one.returned
        credit = credit_of(self.costs()[line], ordered=one.ordered, before=before, pieces=pieces, currency="CNY")
        self.lines[line] = replace(one, **counted)
        self.credited += credit
        self.lower(credit)

    @rule(line=st.sampled_from([1, 2]), pieces=some)
    def ship(self, line: int, pieces: int) -> None:
        one = self.lines[line]
        self.lines[line] = replace(one, shipped=one.shipped + min(pieces, one.due - one.shipped))

    @rule(line=st.sampled_from([1, 2]), pieces=some)
    def receive(self, line: int, pieces: int) -> None:
        one = self.lines[line]
        self.lines[line] = replace(one, received=one.received + min(pieces, one.shipped - one.received))

    @rule(line=st.sampled_from([1, 2]), pieces=some)
    def send_back(self, line: int, pieces: int) -> None:
        one = self.lines[line]
        back = min(pieces, one.received - one.returned)
        self.credit(line, back, returned=one.returned + back)

    @rule(line=st.sampled_from([1, 2]))
    def close_short(self, line: int) -> None:
        one = self.lines[line]
        rest = one.due - one.shipped
        self.credit(line, rest, closed=one.closed + rest)

    @rule(place=st.integers(0, 30), amount=st.decimals("0.01", 500, places=2))
    def pay(self, place: int, amount: Decimal) -> None:
        n = place % len(self.owed)
        part = min(amount, self.owed[n] - self.paid[n])
        if part:
            self.postings += ledger.payment_confirmed(SUBJECT, part).postings
            self.postings += ledger.allocated(SUBJECT, SUBJECT, part).postings
            self.paid[n] += part

    @invariant()
    def pieces_are_in_order(self) -> None:
        for one in self.lines.values():
            assert one.ordered - one.closed >= one.shipped >= one.received >= one.returned >= 0
            assert one.shipped >= one.received - one.returned

    @invariant()
    def receivables_are_what_the_order_costs(self) -> None:
        net, credited = self.net()
        assert sum(self.owed, Decimal(0)) == net
        assert credited == self.credited
        assert net + credited == sum(self.costs().values(), Decimal(0))

    @invariant()
    def the_ledger_adds_up_to_nothing(self) -> None:
        assert sum((one.amount for one in self.postings), Decimal(0)) == 0
        owed = [one.amount for one in self.postings if one.account is ledger.Account.RECEIVABLE]
        assert sum(owed, Decimal(0)) == sum(self.owed, Decimal(0)) - sum(self.paid, Decimal(0))


def test_feature_118_after_any_changes_shipments_returns_and_payments_it_adds_up() -> None:
    often = settings(max_examples=80, stateful_step_count=30, deadline=None)
    run_state_machine_as_test(ChangedAndDelivered, settings=often)  # type: ignore[no-untyped-call]
