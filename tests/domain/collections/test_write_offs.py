"""What is given up by itself, what only by approval? (case E10)"""

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.collections.receivables import ReceivableStatus
from messages.collections.write_offs import EVERYWHERE, WriteOffStatus
from messages.errors import Malformed, RuleViolation
from messages.money import Money
from services.collections.domain import lifecycle, write_offs

CENTS = st.decimals(min_value=0, max_value=1000, places=2)
S = WriteOffStatus


@pytest.mark.parametrize(
    ("now", "to", "allowed"),
    [
        pytest.param(S.REQUESTED, S.APPLIED, True, id="an approved one counts"),
        pytest.param(S.RETURNED, S.REQUESTED, True, id="a returned one is resubmitted"),
        pytest.param(S.RETURNED, S.APPLIED, False, id="a returned one does not count"),
        pytest.param(S.APPLIED, S.WITHDRAWN, False, id="one that counts is not withdrawn"),
        pytest.param(S.APPLIED, S.TAKEN_BACK, True, id="one that counts is taken back"),
        pytest.param(S.TAKEN_BACK, S.APPLIED, False, id="one that was taken back never counts again"),
    ],
)
def test_col_25_a_write_off_counts_from_its_approval_until_it_is_taken_back(now: S, to: S, allowed: bool) -> None:
    if allowed:
        assert lifecycle.move_write_off(now, to) is to
    else:
        with pytest.raises(RuleViolation, match="COL-25") as no:
            lifecycle.move_write_off(now, to)
        assert no.value.params["status"] == f"status.write_off.{now}"


@pytest.mark.parametrize(
    ("open", "paid", "waiting", "written_off"),
    [
        pytest.param("0.01", "42.41", "0.00", "0.01", id="a cent of 42.42"),
        pytest.param("0.05", "42.37", "0.00", "0.05", id="just the tolerance"),
        pytest.param("0.06", "42.36", "0.00", "0.00", id="a cent above it"),
        pytest.param("0.03", "0.00", "0.00", "0.00", id="no money has come"),
        pytest.param("0.01", "42.41", "0.01", "0.00", id="other money waits"),
        pytest.param("0.00", "42.42", "0.00", "0.00", id="nothing is open"),
    ],
)
def test_col_26_case_e10_a_small_rest_is_written_off(open: str, paid: str, waiting: str, written_off: str) -> None:
    found = write_offs.rest_within(Decimal("0.05"), open=Decimal(open), paid=Decimal(paid), waiting=Decimal(waiting))
    assert found == Decimal(written_off)


@given(tolerance=CENTS, open=CENTS, paid=CENTS, waiting=CENTS)
def test_col_26_never_more_than_is_open_nor_than_the_tolerance(
    tolerance: Decimal, open: Decimal, paid: Decimal, waiting: Decimal
) -> None:
    found = write_offs.rest_within(tolerance, open=open, paid=paid, waiting=waiting)
    assert found in (0, open)
    assert found <= tolerance


def test_col_27_a_legal_entitys_own_tolerance_goes_before_the_houses() -> None:
    known = {(EVERYWHERE, "CNY"): Decimal("0.05"), ("CS-CN", "CNY"): Decimal(0), ("CS-CN", "USD"): Decimal(1)}
    found = [write_offs.tolerance_of(known, *of) for of in (("CS-CN", "CNY"), ("CS-US", "CNY"), ("CS-US", "USD"))]
    assert found == [Decimal(0), Decimal("0.05"), Decimal(0)]


def test_col_28_a_tolerance_is_not_negative() -> None:
    write_offs.must_be_valid_tolerance(Decimal(0))
    with pytest.raises(Malformed, match="COL-28"):
        write_offs.must_be_valid_tolerance(Decimal("-0.01"))


def test_col_29_what_is_written_off_is_open() -> None:
    free = Money.of("10.00", "CNY")
    ask = {"status": ReceivableStatus.OPEN, "free": free, "number": "R1"}
    assert write_offs.amount_to_write_off(None, **ask) == Decimal("10.00")  # type: ignore[arg-type]
    assert write_offs.amount_to_write_off(Decimal("10.00"), **ask) == Decimal("10.00")  # type: ignore[arg-type]
    for wanted, bad in [
        (Decimal("10.01"), ask),
        (None, ask | {"free": Money.zero("CNY")}),
        (None, ask | {"status": ReceivableStatus.PAID}),
    ]:
        with pytest.raises(RuleViolation, match="COL-29"):
            write_offs.amount_to_write_off(wanted, **bad)  # type: ignore[arg-type]


def test_col_30_only_who_asked_resubmits_or_withdraws() -> None:
    write_offs.must_be_requester(requested_by=UUID(int=1), actor=UUID(int=1))
    for requested_by in (UUID(int=2), None):
        with pytest.raises(RuleViolation, match="COL-30"):
            write_offs.must_be_requester(requested_by=requested_by, actor=UUID(int=1))
