"""When may an activity cost more than was planned?"""

from decimal import Decimal
from itertools import product

import pytest

from messages.errors import Malformed, RuleViolation
from messages.leads.budgets import BudgetStatus
from services.leads.domain.campaigns.budgets import (
    TRANSITIONS,
    is_in_vain,
    is_to_be_asked,
    move_budget,
    must_be_only_one,
    must_be_raise,
    percent_over,
)

D = Decimal
CENT = D("0.01")
PLANNED = D("100.00")


@pytest.mark.parametrize("actual", [D("0.00"), PLANNED, D("130.00")])
def test_lea_137_one_asks_for_more_than_is_planned_and_no_less_than_was_spent(actual: Decimal) -> None:
    least = max(PLANNED + CENT, actual)
    must_be_raise(least, planned=PLANNED, actual=actual)
    with pytest.raises(Malformed, match="LEA-137"):
        must_be_raise(least - CENT, planned=PLANNED, actual=actual)


def test_lea_138_one_request_of_an_activity_waits() -> None:
    must_be_only_one(None)
    with pytest.raises(RuleViolation, match="BR-1"):
        must_be_only_one("BR-1")


def test_lea_139_a_budget_ends_once() -> None:
    for now, to in product(BudgetStatus, BudgetStatus):
        if to in TRANSITIONS[now]:
            assert move_budget(now, to) is to
        else:
            with pytest.raises(RuleViolation, match="LEA-139"):
                move_budget(now, to)
    assert not any(TRANSITIONS[ended] for ended in (BudgetStatus.APPLIED, BudgetStatus.REJECTED))


@pytest.mark.parametrize(
    ("actual", "waits", "asked"),
    [
        pytest.param(PLANNED, False, False, id="as planned"),
        pytest.param(PLANNED + CENT, False, True, id="overspent"),
        pytest.param(PLANNED + CENT, True, False, id="asked already"),
    ],
)
def test_lea_140_what_is_overspent_asks_by_itself(actual: Decimal, waits: bool, asked: bool) -> None:
    assert is_to_be_asked(planned=PLANNED, actual=actual, is_waiting=waits) is asked


@pytest.mark.parametrize(
    ("amount", "actual", "by_itself", "cancelled", "lapses"),
    [
        pytest.param(PLANNED + CENT, PLANNED + CENT, True, False, False, id="overspent"),
        pytest.param(PLANNED + CENT, PLANNED, True, False, True, id="by itself, and not overspent any more"),
        pytest.param(PLANNED + CENT, PLANNED, False, False, False, id="by a person"),
        pytest.param(PLANNED, PLANNED + CENT, False, False, True, id="as much is planned already"),
        pytest.param(PLANNED + CENT, PLANNED + CENT, False, True, True, id="cancelled"),
    ],
)
def test_lea_141_a_request_lapses_when_nobody_needs_it(
    amount: Decimal, actual: Decimal, by_itself: bool, cancelled: bool, lapses: bool
) -> None:
    given = {"planned": PLANNED, "actual": actual, "is_automatic": by_itself, "is_cancelled": cancelled}
    assert is_in_vain(amount, **given) is lapses


@pytest.mark.parametrize(
    ("amount", "planned", "percent"),
    [("100.01", "100.00", 1), ("120.00", "100.00", 20), ("120.01", "100.00", 21), ("5.00", "0.00", 100)],
)
def test_a_part_of_a_percent_counts_as_one(amount: str, planned: str, percent: int) -> None:
    assert percent_over(D(amount), D(planned)) == percent
