"""What may be planned, what may be spent, and for which activity does a lead come?"""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from messages.errors import Malformed, RuleViolation
from messages.leads.activities import ActivityStatus
from messages.money import MOST, Money
from services.leads.domain.campaigns.attribution import Running, activity_on, must_be_activity, must_be_of_entity
from services.leads.domain.campaigns.plans import (
    LONGEST,
    code_taken,
    cost_after,
    excess_over,
    may_plan,
    must_add_up,
    must_be_period,
    must_be_within,
    must_go_on,
    must_not_raise,
    must_span,
    status_on,
)

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
DAY = timedelta(days=1)


def test_lea_110_a_period_ends_when_it_starts_or_later() -> None:
    must_be_period(FIRST, FIRST)
    must_be_period(FIRST, FIRST + LONGEST)
    for wrong in (FIRST - DAY, FIRST + LONGEST + DAY):
        with pytest.raises(Malformed, match="LEA-110"):
            must_be_period(FIRST, wrong)


def test_lea_111_an_activity_goes_on_within_its_campaign() -> None:
    period = {"campaign_starts": FIRST, "campaign_ends": LAST}
    must_be_within(FIRST, LAST, **period)
    for first, last in ((FIRST - DAY, LAST), (FIRST, LAST + DAY)):
        with pytest.raises(RuleViolation, match="LEA-111"):
            must_be_within(first, last, **period)


def test_lea_112_a_campaign_spans_its_activities() -> None:
    must_span(FIRST, LAST, [("MA-1", FIRST, LAST)])
    for first, last in ((FIRST + DAY, LAST), (FIRST, LAST - DAY)):
        with pytest.raises(RuleViolation, match="MA-1"):
            must_span(first, last, [("MA-1", FIRST, LAST)])


@pytest.mark.parametrize(
    ("role", "own", "inside", "may"),
    [
        pytest.param("sales", True, True, True, id="its owner"),
        pytest.param("marketing", False, True, True, id="marketing"),
        pytest.param("sales_manager", False, True, True, id="the manager of its unit"),
        pytest.param("sales_manager", False, False, False, id="another manager, who has a task of it"),
        pytest.param("finance", False, True, False, id="finance"),
    ],
)
def test_lea_113_a_plan_is_changed_by_its_owner_and_by_who_plans(role: str, own: bool, inside: bool, may: bool) -> None:
    assert may_plan(frozenset({role}), is_own=own, is_in_scope=inside) is may


@pytest.mark.parametrize(
    ("day", "status"),
    [(FIRST - DAY, "PLANNED"), (FIRST, "RUNNING"), (LAST, "RUNNING"), (LAST + DAY, "ENDED")],
)
def test_lea_114_an_activity_runs_on_its_days(day: date, status: str) -> None:
    assert status_on(day, FIRST, LAST, is_cancelled=False) == status
    assert status_on(day, FIRST, LAST, is_cancelled=True) is ActivityStatus.CANCELLED


def test_lea_115_what_was_cancelled_is_planned_no_more() -> None:
    must_go_on("MA-1", is_cancelled=False)
    with pytest.raises(RuleViolation, match="LEA-115"):
        must_go_on("MA-1", is_cancelled=True)


def test_lea_116_what_has_begun_costs_more_by_approval_only() -> None:
    less, more = Decimal("9.99"), Decimal("10.00")
    must_not_raise("MA-1", before=less, after=more, has_begun=False)
    must_not_raise("MA-1", before=more, after=less, has_begun=True)
    must_not_raise("MA-1", before=more, after=more, has_begun=True)
    with pytest.raises(RuleViolation, match="LEA-116"):
        must_not_raise("MA-1", before=less, after=more, has_begun=True)


def test_lea_117_costs_are_of_days_that_were_and_never_less_than_nothing() -> None:
    ten = Decimal("10.00")
    assert cost_after(ten, -ten, spent_on=LAST, today=LAST) == 0
    assert cost_after(ten, ten, spent_on=LAST - LONGEST, today=LAST) == 20
    for amount, day in (
        (Decimal("-10.01"), LAST),
        (Decimal("0.00"), LAST),
        (ten, LAST + DAY),
        (ten, LAST - LONGEST - DAY),
    ):
        with pytest.raises(Malformed, match="LEA-117"):
            cost_after(ten, amount, spent_on=day, today=LAST)


def test_lea_171_what_is_added_up_can_be_written_down() -> None:
    cent = Decimal("0.01")
    must_add_up("planned_cost", MOST - cent, cent)
    must_add_up("planned_cost", Decimal("0.00"), MOST + MOST)
    must_add_up("amount", -cent, MOST + cent)  # it takes back what was too much
    with pytest.raises(Malformed, match="LEA-171"):
        must_add_up("planned_cost", MOST, cent)


def test_lea_118_more_than_was_planned_is_overspent() -> None:
    assert excess_over(Decimal("10.00"), Decimal("10.00"), "CNY") is None
    assert excess_over(Decimal("10.00"), Decimal("10.01"), "CNY") == Money.of("0.01", "CNY")


def test_lea_119_a_code_is_taken_by_one_activity() -> None:
    assert (code_taken("spring").rule, code_taken("spring").field) == ("LEA-119", "code")


def an_activity(number: str, first: date = FIRST, last: date = LAST, channel: str = "SEM") -> Running:
    return Running(uuid4(), number, f"code-{number}", channel, first, last)


def test_lea_120_an_activity_is_named_by_its_number_or_code() -> None:
    one = an_activity("MA-1")
    assert must_be_activity("ma-1", [one]) is must_be_activity("Code-MA-1", [one]) is one
    with pytest.raises(Malformed, match="LEA-120"):
        must_be_activity("MA-2", [one])


def test_lea_121_a_lead_is_of_the_activity_that_runs_in_its_channel() -> None:
    first, second = an_activity("MA-1"), an_activity("MA-2", FIRST + DAY)
    other = an_activity("MA-3", channel="ADS")
    every = [second, other, first]
    assert activity_on(FIRST, "SEM", every) is first
    assert activity_on(LAST, "SEM", every) is second, "the one that began last"
    assert activity_on(LAST + DAY, "SEM", every) is None
    assert activity_on(FIRST - DAY, "ADS", every) is None
    assert activity_on(FIRST, "VIDEO", every) is None


def test_lea_122_a_key_leads_to_an_activity_of_its_own_legal_entity() -> None:
    must_be_of_entity(uuid4(), "CS-CN", "CS-CN")
    for other in ("CS-US", None):
        with pytest.raises(Malformed, match="LEA-122"):
            must_be_of_entity(uuid4(), other, "CS-CN")
