"""Are no pieces, and no cents of them, lost or counted twice?"""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from messages.errors import RuleViolation
from messages.money import minor_unit
from messages.orders.orders import GoodsState, OrderStatus
from messages.orders.returns import BackLine, ReturnedLine, ReturnStatus
from messages.orders.shipments import ReceivedLine, ShipmentLine
from services.orders.domain import receipts, returns
from services.orders.domain.lifecycle import Pieces, advance, reopen
from services.orders.domain.pricing import LineTerms, OrderTerms, price_order
from services.orders.domain.quantities import credit_of, goods_state, must_have_rest
from services.orders.domain.shipments import ReservedPieces, to_ship

S = OrderStatus
PRODUCT = UUID(int=1)
some = st.integers(0, 6)


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        pytest.param([Pieces(5), Pieces(2)], GoodsState.NONE, id="nothing left"),
        pytest.param([Pieces(5, 1, 4), Pieces(2, 2)], GoodsState.PARTLY_SHIPPED, id="one piece has not left"),
        pytest.param([Pieces(5, 0, 5), Pieces(2, 0, 2)], GoodsState.SHIPPED, id="the last piece left"),
        pytest.param([Pieces(5, 0, 5, 5), Pieces(2, 0, 2, 1)], GoodsState.PARTLY_RECEIVED, id="one has not arrived"),
        pytest.param([Pieces(5, 0, 4, 4, closed=1)], GoodsState.RECEIVED, id="all but what was closed short arrived"),
        pytest.param([Pieces(5, 0, 5, 5, returned=4)], GoodsState.PARTLY_RETURNED, id="one piece stays"),
        pytest.param([Pieces(5, 0, 5, 5, returned=5)], GoodsState.RETURNED, id="all came back"),
    ],
)
def test_ord_75_feature_114_how_far_the_goods_are_is_read_from_quantities(
    lines: list[Pieces], state: GoodsState
) -> None:
    assert goods_state(lines) is state


@given(
    currency=st.sampled_from(["CNY", "JPY"]),
    units=st.integers(0, 10**8),
    parts=st.lists(st.integers(1, 9), min_size=1, max_size=12),
    more=st.integers(0, 9),
)
def test_ord_76_pieces_are_credited_in_whatever_parts_at_what_can_be_paid(
    currency: str, units: int, parts: list[int], more: int
) -> None:
    unit = minor_unit(currency)
    net = units * unit
    ordered, before, credited = sum(parts) + more, 0, Decimal(0)
    for pieces in parts:
        credit = credit_of(net, ordered=ordered, before=before, pieces=pieces, currency=currency)
        assert credit >= 0
        assert credit % unit == 0
        before, credited = before + pieces, credited + credit
    assert abs(credited - net * before / ordered) <= unit
    assert credited + credit_of(net, ordered=ordered, before=before, pieces=more, currency=currency) == net


@pytest.mark.parametrize(
    ("pieces", "price", "discount", "back", "worth"),
    [
        (8, "500", "3000.00", [7, 1], ["875.00", "125.00"]),
        (10, "100.0010", "0", [3, 3, 4], ["300.00", "300.01", "400.00"]),
    ],
)
def test_case_e11_what_comes_back_in_parts_is_credited_at_what_was_paid(
    pieces: int, price: str, discount: str, back: list[int], worth: list[str]
) -> None:
    terms = OrderTerms(discount_amount=Decimal(discount) or None)
    paid = price_order([LineTerms(pieces, Decimal(price))], [], terms, "CNY").total
    before, credited = 0, []
    for some in back:
        credited.append(credit_of(paid, ordered=pieces, before=before, pieces=some, currency="CNY"))
        before += some
    assert credited == [Decimal(one) for one in worth]
    assert sum(credited) == paid


def test_ord_76_cents_that_somebody_wrote_where_there_are_none_are_not_lost() -> None:
    net, credited = Decimal("100.50"), Decimal(0)
    for before in range(3):
        credited += credit_of(net, ordered=3, before=before, pieces=1, currency="JPY")
    assert credited == net


@pytest.mark.parametrize(
    ("now", "lines", "may"),
    [
        pytest.param(S.RESERVED, [Pieces(5, 1, 4)], True, id="some has left, some has not"),
        pytest.param(S.CONFIRMED, [Pieces(5, 0, 4)], True, id="the rest waits for stock"),
        pytest.param(S.RESERVED, [Pieces(5, 5)], False, id="nothing has left"),
        pytest.param(S.SHIPPED, [Pieces(5, 0, 5)], False, id="all has left"),
        pytest.param(S.CANCELLING, [Pieces(5, 1, 4)], False, id="it is being cancelled"),
    ],
)
def test_ord_77_an_order_is_closed_short_when_some_has_left(now: S, lines: list[Pieces], may: bool) -> None:
    if may:
        must_have_rest(now, lines)
    else:
        with pytest.raises(RuleViolation, match="ORD-77"):
            must_have_rest(now, lines)


@pytest.mark.parametrize("now", [S.RESERVED, S.SHIPPED])
def test_ord_70_what_has_to_leave_once_more_waits_for_goods_again(now: S) -> None:
    assert reopen(now, [Pieces(5, 0, 4)]) is S.CONFIRMED
    assert reopen(now, [Pieces(5, 0, 5)]) is now
    assert reopen(S.CONFIRMED, [Pieces(5, 0, 4)]) is S.CONFIRMED


class Goods(RuleBasedStateMachine):
    """One line of an order: allocated, shipped, received with differences, decided, closed short, returned."""

    @initialize(ordered=st.integers(1, 12), net=st.decimals(0, 1000, places=2))
    def order(self, ordered: int, net: Decimal) -> None:
        self.line, self.status, self.net = Pieces(ordered), S.CONFIRMED, net
        self.on_the_way = self.undecided = self.returning = 0
        self.credited = Decimal(0)

    @precondition(lambda self: self.status is S.CONFIRMED)
    @rule()
    def allocate(self) -> None:
        self.set(reserved=self.line.reserved + self.line.open)

    @precondition(lambda self: self.status is S.RESERVED)
    @rule(pieces=st.integers(1, 6))
    def ship(self, pieces: int) -> None:
        wanted = [ShipmentLine(product_id=PRODUCT, quantity=pieces, line=1)]
        if self.allowed(to_ship, wanted, [ReservedPieces(1, PRODUCT, self.line.reserved)]):
            self.on_the_way += pieces
            self.set(reserved=self.line.reserved - pieces, shipped=self.line.shipped + pieces)

    @rule(accepted=some, short=some, damaged=some)
    def receive(self, accepted: int, short: int, damaged: int) -> None:
        told = [ReceivedLine(line=1, accepted=accepted, short=short, damaged=damaged)]
        if self.allowed(receipts.counted, told, {1: self.on_the_way}):
            self.on_the_way -= accepted + short + damaged
            self.undecided += short + damaged
            self.set(received=self.line.received + accepted)

    @rule(pieces=st.integers(1, 6), again=st.booleans())
    def decide(self, pieces: int, again: bool) -> None:
        pieces = min(pieces, self.undecided)
        if pieces and again:
            self.undecided -= pieces
            self.line = replace(self.line, shipped=self.line.shipped - pieces)
            self.status = reopen(self.status, [self.line])
        elif pieces:
            self.undecided -= pieces
            self.credit(pieces)
            self.set(shipped=self.line.shipped - pieces, closed=self.line.closed + pieces)

    @rule()
    def close_short(self) -> None:
        if self.allowed(must_have_rest, self.status, [self.line]):
            rest = self.line.due - self.line.shipped
            self.credit(rest)
            self.set(reserved=0, closed=self.line.closed + rest)

    @rule(pieces=st.integers(1, 6))
    def ask_for_return(self, pieces: int) -> None:
        left = self.line.received - self.line.returned - self.returning
        wanted = [ReturnedLine(line=1, quantity=pieces)]
        if self.allowed(returns.must_be_returnable, wanted, {1: left}, self.status):
            self.returning += pieces

    @rule(good=some, scrapped=some)
    def come_back(self, good: int, scrapped: int) -> None:
        told = [BackLine(line=1, good=good, scrapped=scrapped)]
        if self.allowed(returns.counted, told, {1: self.returning}, ReturnStatus.APPROVED):
            self.returning -= good + scrapped
            self.credit(good + scrapped)
            self.set(returned=self.line.returned + good + scrapped)

    @invariant()
    def conserved(self) -> None:
        line = getattr(self, "line", None)
        if line is None:
            return
        assert line.ordered >= line.shipped >= line.received - line.returned >= 0
        assert line.ordered == line.open + line.reserved + line.shipped + line.closed
        assert line.shipped == line.received + self.on_the_way + self.undecided
        assert 0 <= line.returned + self.returning <= line.received
        gone = line.closed + line.returned
        assert self.credited == credit_of(self.net, ordered=line.ordered, before=0, pieces=gone, currency="CNY")
        assert self.credited <= self.net
        assert (self.status is S.RECEIVED) == (line.received == line.due)

    def credit(self, pieces: int) -> None:
        gone = self.line.closed + self.line.returned
        self.credited += credit_of(self.net, ordered=self.line.ordered, before=gone, pieces=pieces, currency="CNY")

    def set(self, **counts: int) -> None:
        self.line = replace(self.line, **counts)
        self.status = advance(self.status, [self.line])

    def allowed(self, rule: Any, *about: Any) -> bool:
        try:
            rule(*about)
        except RuleViolation:
            return False
        return True


TestGoods = Goods.TestCase
TestGoods.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
