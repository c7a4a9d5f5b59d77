"""Who may change how much a customer may owe, or let goods leave beyond it?"""

from decimal import Decimal
from uuid import UUID

import pytest

from messages.collections.grading.requests import CreditRequestStatus
from messages.errors import Forbidden, RuleViolation
from services.collections.domain.grading import requests

ONE, OTHER = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("before", "after", "higher"),
    [
        pytest.param(None, "100", False, id="the first one"),
        pytest.param("100", "99.99", False, id="a cent less"),
        pytest.param("100", "100.01", True, id="a cent more"),
        pytest.param("100", None, True, id="none any more"),
        pytest.param("100", "100", False, id="the same"),
    ],
)
def test_col_177_feature_145_a_raise_waits_for_another(before: str | None, after: str | None, higher: bool) -> None:
    limits = [None if one is None else Decimal(one) for one in (before, after)]
    assert requests.is_raise(*limits) is higher
    if higher:
        with pytest.raises(RuleViolation, match="COL-177"):
            requests.must_not_be_raised(*limits)
    else:
        requests.must_not_be_raised(*limits)


def test_col_179_one_request_at_a_time_and_none_for_what_counts() -> None:
    requests.must_be_only_one(is_asked_for=False)
    for said in ({"is_asked_for": True}, {"is_asked_for": False, "is_so_already": True}):
        with pytest.raises(RuleViolation, match="COL-179"):
            requests.must_be_only_one(**said)


def test_col_180_who_asked_never_confirms() -> None:
    requests.must_be_another(requested_by=ONE, decided_by=OTHER)
    with pytest.raises(RuleViolation, match="COL-180"):
        requests.must_be_another(requested_by=ONE, decided_by=ONE)


def test_col_181_who_asked_withdraws() -> None:
    requests.must_have_asked(requested_by=ONE, actor=ONE)
    with pytest.raises(RuleViolation, match="COL-181"):
        requests.must_have_asked(requested_by=ONE, actor=OTHER)


def test_col_182_the_roles_that_the_policy_names_release() -> None:
    requests.must_decide_on({"sales", "director"}, ["finance", "director"], verb="confirm")
    with pytest.raises(Forbidden):
        requests.must_decide_on({"sales_manager"}, ["finance", "director"], verb="confirm")


@pytest.mark.parametrize(
    ("confirmed", "over", "may"), [(True, False, True), (False, False, False), (True, True, False)]
)
def test_col_183_an_order_is_released_while_goods_are_to_leave(confirmed: bool, over: bool, may: bool) -> None:
    if may:
        requests.must_be_deliverable(is_confirmed=confirmed, is_over=over, number="SO-1")
    else:
        with pytest.raises(RuleViolation, match="COL-183"):
            requests.must_be_deliverable(is_confirmed=confirmed, is_over=over, number="SO-1")


@pytest.mark.parametrize(
    ("held", "hold", "may"), [(False, True, True), (True, False, True), (True, True, False), (False, False, False)]
)
def test_col_184_held_once_and_released_once(held: bool, hold: bool, may: bool) -> None:
    if may:
        requests.must_change_hold(is_held=held, hold=hold)
    else:
        with pytest.raises(RuleViolation, match="COL-184"):
            requests.must_change_hold(is_held=held, hold=hold)


@pytest.mark.parametrize("status", CreditRequestStatus)
def test_col_185_decided_once(status: CreditRequestStatus) -> None:
    if status is CreditRequestStatus.REQUESTED:
        requests.must_be_open(status)
    else:
        with pytest.raises(RuleViolation, match="COL-185"):
            requests.must_be_open(status)
