"""Which money may go back to a customer, and who says that it has?"""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from messages.collections.payments import PaymentStatus
from messages.collections.refunds import RefundStatus
from messages.errors import Malformed, RuleViolation
from messages.money import Money
from services.collections.domain import lifecycle, refunds

NOW = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)  # 3 March in Shanghai
FREE = Money.of("100.00", "CNY")
P = PaymentStatus


@pytest.mark.parametrize(
    ("wanted", "status", "amount"),
    [
        pytest.param(None, P.CONFIRMED, "100.00", id="all that is free"),
        pytest.param("100.00", P.CONFIRMED, "100.00", id="just as much"),
        pytest.param("100.01", P.CONFIRMED, None, id="a cent more"),
        pytest.param("0.01", P.REVERSED, "0.01", id="what a cancelled order left"),
        pytest.param("0.01", P.RECORDED, None, id="finance has not seen it"),
        pytest.param("0.01", P.REJECTED, None, id="it never came"),
    ],
)
def test_col_52_no_more_goes_back_than_settles_nothing(wanted: str | None, status: P, amount: str | None) -> None:
    asked = Decimal(wanted) if wanted else None
    if amount is None:
        with pytest.raises(RuleViolation, match="COL-52"):
            refunds.amount_to_refund(asked, status=status, free=FREE, number="PM-1")
    else:
        assert refunds.amount_to_refund(asked, status=status, free=FREE, number="PM-1") == Decimal(amount)


def test_col_53_who_asked_never_confirms() -> None:
    refunds.must_not_have_requested(requested_by=UUID(int=1), confirmed_by=UUID(int=2))
    with pytest.raises(RuleViolation, match="COL-53"):
        refunds.must_not_have_requested(requested_by=UUID(int=1), confirmed_by=UUID(int=1))


@pytest.mark.parametrize("to", [RefundStatus.CONFIRMED, RefundStatus.REJECTED, RefundStatus.WITHDRAWN])
def test_col_54_a_refund_is_decided_once(to: RefundStatus) -> None:
    assert lifecycle.move_refund(RefundStatus.REQUESTED, to) is to
    for again in RefundStatus:
        with pytest.raises(RuleViolation, match="COL-54"):
            lifecycle.move_refund(to, again)


def test_col_55_who_asked_withdraws() -> None:
    refunds.must_have_requested(requested_by=UUID(int=1), actor=UUID(int=1))
    with pytest.raises(RuleViolation, match="COL-55"):
        refunds.must_have_requested(requested_by=UUID(int=1), actor=UUID(int=2))


@pytest.mark.parametrize(("paid_on", "fine"), [(date(2026, 3, 4), True), (date(2026, 3, 5), False)])
def test_col_56_it_has_left_by_now(paid_on: date, fine: bool) -> None:
    if fine:
        refunds.must_have_left(paid_on, now=NOW, tz="Asia/Shanghai", ahead_days=1)
    else:
        with pytest.raises(Malformed, match="COL-56"):
            refunds.must_have_left(paid_on, now=NOW, tz="Asia/Shanghai", ahead_days=1)
