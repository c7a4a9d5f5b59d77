"""Which expenses are booked to a customer, and which are approved before?"""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from messages.deals.customer_care.expenses import ExpenseRules
from messages.deals.customer_care.expenses import ExpenseStatus as S
from messages.deals.customer_care.segments import NamedCode
from messages.errors import Forbidden, Malformed, RuleViolation
from messages.money import Money
from services.deals.domain.customer_care.expenses import (
    expense_kind,
    move_expense,
    must_be_close,
    must_be_sale_of,
    must_be_spent,
    needs_approval,
)
from tests.builders import cny

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FREE = ExpenseRules(free_up_to=[Money.of("500.00", "CNY"), Money.of("60.00", "EUR")])


@pytest.mark.parametrize(
    ("now", "to"),
    [(S.SUBMITTED, S.BOOKED), (S.SUBMITTED, S.REJECTED), (S.RETURNED, S.SUBMITTED), (S.RETURNED, S.BOOKED)],
)
def test_dea_139_an_expense_goes_its_way(now: S, to: S) -> None:
    assert move_expense(now, to) is to


@pytest.mark.parametrize(("now", "to"), [(S.BOOKED, S.WITHDRAWN), (S.RETURNED, S.REJECTED), (S.REJECTED, S.SUBMITTED)])
def test_dea_139_and_no_other(now: S, to: S) -> None:
    with pytest.raises(RuleViolation, match="DEA-139"):
        move_expense(now, to)


def test_dea_140_a_kind_is_one_of_those_that_are_set() -> None:
    kinds = [NamedCode(code="TRAVEL"), NamedCode(code="GIFT")]
    assert expense_kind("gift", kinds) == "GIFT"
    with pytest.raises(Malformed, match="DEA-140"):
        expense_kind("MEALS", kinds)


@pytest.mark.parametrize("spent_on", [date(2026, 3, 1), date(2025, 2, 28)])
def test_dea_141_what_is_booked_was_spent_within_the_last_year(spent_on: date) -> None:
    must_be_spent(spent_on, cny("0.01"), NOON, "UTC")


@pytest.mark.parametrize(
    ("spent_on", "amount"),
    [(date(2026, 3, 2), "1.00"), (date(2025, 2, 27), "1.00"), (date(2026, 3, 1), "0.00"), (date(2026, 3, 1), "-1.00")],
)
def test_dea_141_not_to_come_not_long_ago_and_not_nothing(spent_on: date, amount: str) -> None:
    with pytest.raises(Malformed, match="DEA-141"):
        must_be_spent(spent_on, cny(amount), NOON, "UTC")


def test_dea_141_today_is_that_of_who_spent_it() -> None:
    late = datetime(2026, 3, 1, 17, tzinfo=UTC)
    must_be_spent(date(2026, 3, 2), cny("1.00"), late, "Asia/Shanghai")


@pytest.mark.parametrize(
    ("amount", "currency", "waits"),
    [("500.00", "CNY", False), ("500.01", "CNY", True), ("60.00", "EUR", False), ("1.00", "USD", True)],
)
def test_dea_142_what_is_above_what_is_free_is_approved(amount: str, currency: str, waits: bool) -> None:
    assert needs_approval(Money.of(amount, currency), FREE) is waits


def test_dea_142_nothing_is_free_unless_it_was_set() -> None:
    assert needs_approval(cny("0.01"), ExpenseRules())


def test_dea_143_on_a_customer_spends_who_is_close_to_it() -> None:
    must_be_close("CU-1", close=True)
    with pytest.raises(Forbidden) as no:
        must_be_close("CU-1", close=False)
    assert no.value.rule == "DEA-143"


def test_dea_144_the_sale_is_one_to_the_customer() -> None:
    must_be_sale_of(UUID(int=1), UUID(int=1))
    with pytest.raises(RuleViolation, match="DEA-144"):
        must_be_sale_of(UUID(int=1), UUID(int=2))
