"""Which way may an order's life go?"""

import itertools

import pytest

from messages.errors import RuleViolation
from messages.orders.orders import OrderStatus as S
from services.orders.domain.lifecycle import (
    ENDED,
    HAPPY_PATH,
    TRANSITIONS,
    Pieces,
    advance,
    has_reached,
    move,
    must_be_asked_for,
    must_be_cancelling,
    must_be_compensated,
)

LEGAL = {(now, to) for now, nexts in TRANSITIONS.items() for to in nexts}


@pytest.mark.parametrize(("now", "to"), list(itertools.product(S, S)))
def test_ord_1_feature_114_only_legal_moves_are_made(now: S, to: S) -> None:
    if (now, to) in LEGAL:
        assert move(now, to) is to
    else:
        with pytest.raises(RuleViolation) as refused:
            move(now, to)
        assert refused.value.rule == "ORD-1"


def test_ord_1_an_order_can_be_cancelled_at_any_point_before_it_is_completed() -> None:
    before = set(S) - ENDED - {S.CANCELLING}
    assert {now for now, to in LEGAL if to is S.CANCELLING} == before


def test_ord_1_what_is_being_cancelled_can_only_be_cancelled() -> None:
    assert TRANSITIONS[S.CANCELLING] == {S.CANCELLED}
    assert not TRANSITIONS[S.CANCELLED]
    assert not TRANSITIONS[S.COMPLETED]


@pytest.mark.parametrize(
    ("lines", "reached"),
    [
        pytest.param([Pieces(5), Pieces(2)], S.CONFIRMED, id="nothing set aside"),
        pytest.param([Pieces(5, 5), Pieces(2)], S.CONFIRMED, id="one line of two set aside"),
        pytest.param([Pieces(5, 5), Pieces(2, 2)], S.RESERVED, id="all set aside"),
        pytest.param([Pieces(5, 1, 4), Pieces(2, 0, 2)], S.RESERVED, id="one piece has not left"),
        pytest.param([Pieces(5, 0, 5), Pieces(2, 0, 2)], S.SHIPPED, id="the last piece left"),
        pytest.param([Pieces(5, 0, 5, 5), Pieces(2, 0, 2, 1)], S.SHIPPED, id="one piece has not arrived"),
        pytest.param([Pieces(5, 0, 5, 5), Pieces(2, 0, 2, 2)], S.RECEIVED, id="the last piece arrived"),
    ],
)
def test_ord_5_how_far_an_order_came_is_read_from_its_quantities(lines: list[Pieces], reached: S) -> None:
    assert advance(S.CONFIRMED, lines) is reached


@pytest.mark.parametrize("now", [S.PLACED, S.RETURNED, S.CANCELLING, S.CANCELLED, S.COMPLETED])
def test_ord_5_quantities_do_not_move_an_order_that_is_not_being_fulfilled(now: S) -> None:
    assert advance(now, [Pieces(1, 0, 1, 1)]) is now


def test_an_order_has_passed_the_steps_before_its_own() -> None:
    assert has_reached(S.SHIPPED, S.CONFIRMED)
    assert has_reached(S.CONFIRMED, S.CONFIRMED)
    assert not has_reached(S.PLACED, S.CONFIRMED)
    assert not any(has_reached(S.CANCELLING, step) for step in HAPPY_PATH)


@pytest.mark.parametrize("line", [Pieces(5, reserved=1), Pieces(5, shipped=1)], ids=["reserved", "away"])
def test_ord_8_nothing_is_cancelled_while_goods_are_reserved_or_away(line: Pieces) -> None:
    must_be_compensated(S.CANCELLING, [Pieces(5)])
    with pytest.raises(RuleViolation) as refused:
        must_be_compensated(S.CANCELLING, [Pieces(5), line])
    assert refused.value.rule == "ORD-8"


@pytest.mark.parametrize("now", list(S))
def test_ord_14_only_what_is_cancelled_is_compensated(now: S) -> None:
    if now in (S.CANCELLING, S.CANCELLED):
        must_be_cancelling(now)
    else:
        with pytest.raises(RuleViolation, match="ORD-14"):
            must_be_cancelling(now)


def test_ord_54_goods_are_back_once_for_each_time_that_they_were_asked_for() -> None:
    must_be_asked_for(asked_for=True)
    with pytest.raises(RuleViolation, match="ORD-54"):
        must_be_asked_for(asked_for=False)
