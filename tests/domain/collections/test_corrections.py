"""Which confirmed payment may be corrected, and by whom?"""

from uuid import UUID

import pytest

from messages.collections.corrections import CorrectionKind, CorrectionStatus
from messages.collections.payments import PaymentStatus
from messages.errors import Malformed, RuleViolation
from messages.money import Money
from services.collections.domain import corrections, lifecycle

NOTHING, CENT = Money.zero("CNY"), Money.of("0.01", "CNY")
ONE, OTHER = UUID(int=1), UUID(int=2)
P = PaymentStatus


@pytest.mark.parametrize(
    ("status", "refunded", "is_asked_for", "fine"),
    [
        pytest.param(P.CONFIRMED, NOTHING, False, True, id="a confirmed one"),
        pytest.param(P.REVERSED, NOTHING, False, True, id="one that a cancelled order left"),
        pytest.param(P.RECORDED, NOTHING, False, False, id="finance has not seen it: it is rejected"),
        pytest.param(P.VOIDED, NOTHING, False, False, id="it is void already"),
        pytest.param(P.CONFIRMED, CENT, False, False, id="some of it goes back"),
        pytest.param(P.CONFIRMED, NOTHING, True, False, id="somebody has asked before"),
    ],
)
def test_col_58_only_money_that_finance_saw_is_corrected(
    status: P, refunded: Money, is_asked_for: bool, fine: bool
) -> None:
    said = {"refunded": refunded, "is_asked_for": is_asked_for, "number": "PM-1"}
    if fine:
        corrections.must_be_correctable(status, **said)
    else:
        with pytest.raises(RuleViolation, match="COL-58"):
            corrections.must_be_correctable(status, **said)


def test_col_59_who_asked_never_confirms() -> None:
    corrections.must_be_second_pair_of_eyes(requested_by=ONE, confirmed_by=OTHER)
    with pytest.raises(RuleViolation, match="COL-59"):
        corrections.must_be_second_pair_of_eyes(requested_by=ONE, confirmed_by=ONE)


def test_col_68_who_asked_withdraws() -> None:
    corrections.must_have_asked(requested_by=ONE, actor=ONE)
    with pytest.raises(RuleViolation, match="COL-68"):
        corrections.must_have_asked(requested_by=ONE, actor=OTHER)


@pytest.mark.parametrize("to", [CorrectionStatus.CONFIRMED, CorrectionStatus.REJECTED, CorrectionStatus.WITHDRAWN])
def test_col_69_a_correction_is_decided_once(to: CorrectionStatus) -> None:
    assert lifecycle.move_correction(CorrectionStatus.REQUESTED, to) is to
    for again in CorrectionStatus:
        with pytest.raises(RuleViolation, match="COL-69"):
            lifecycle.move_correction(to, again)


@pytest.mark.parametrize(
    ("kind", "customer", "fine"),
    [
        (CorrectionKind.MOVE, ONE, True), (CorrectionKind.MOVE, None, False),
        (CorrectionKind.VOID, None, True), (CorrectionKind.VOID, ONE, False),
    ],
)  # fmt: skip
def test_col_62_what_is_moved_goes_to_somebody(kind: CorrectionKind, customer: UUID | None, fine: bool) -> None:
    if fine:
        corrections.must_name_its_customer(kind, customer)
    else:
        with pytest.raises(Malformed, match="COL-62"):
            corrections.must_name_its_customer(kind, customer)


def test_col_63_money_stays_in_its_legal_entity() -> None:
    corrections.must_stay_in_legal_entity(of="CS-CN", to="CS-CN")
    with pytest.raises(RuleViolation, match="COL-63"):
        corrections.must_stay_in_legal_entity(of="CS-CN", to="CS-US")
