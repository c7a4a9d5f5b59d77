"""Who takes a customer from a pool, and when does it go back?"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from messages.deals.customer_care.pools import CustomerPoolRules
from messages.deals.customer_care.segments import SegmentCondition, SegmentField
from messages.deals.customers import CustomerStatus
from messages.errors import Forbidden, Malformed, RuleViolation
from services.deals.domain.customer_care.pools import (
    CustomerDeadlines,
    PoolOf,
    deadlines,
    has_its_end,
    must_be_free,
    must_be_of_pool,
    must_be_poolable,
    must_be_taken_by,
    must_have_clocks,
    must_have_cooled_down,
    must_have_pool,
    must_hold_less,
    pool_for,
    start_of_day,
    warned_first,
)

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
ONE, TWO = UUID(int=1), UUID(int=2)


def rules(**more: object) -> CustomerPoolRules:
    return CustomerPoolRules.model_validate({"name": "East", "unit": "cn/east"} | more)


def test_dea_130_a_pool_has_a_clock_and_warns_before_its_end() -> None:
    must_have_clocks(rules())
    must_have_clocks(rules(without_follow_up=None, without_deal="2 hours", warn_before="90 minutes", cool_down=None))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"without_follow_up": None}, "without_follow_up"),
        ({"without_follow_up": "0 days"}, "without_follow_up"),
        ({"without_follow_up": "soon"}, "without_follow_up"),
        ({"without_follow_up": "3 business days"}, "without_follow_up"),
        ({"warn_before": "30 days"}, "warn_before"),
        ({"without_deal": "2 days"}, "warn_before"),
        ({"cool_down": "later"}, "cool_down"),
    ],
)
def test_dea_130_nothing_else(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(Malformed) as no:
        must_have_clocks(rules(**wrong))
    assert (no.value.field, no.value.rule) == (field, "DEA-130")


def test_dea_131_the_first_pool_that_takes_it_has_it() -> None:
    key = SegmentCondition(field=SegmentField.IMPORTANCE, any_of=["A"])
    first, second = PoolOf(ONE, rules(conditions=[key])), PoolOf(TWO, rules())
    assert pool_for({"IMPORTANCE": "a"}, "cn/east/1", [first, second]) == first
    assert pool_for({"IMPORTANCE": "B"}, "cn/east", [first, second]) == second
    assert pool_for({"IMPORTANCE": None}, "cn/east", [first]) is None
    assert pool_for({}, "cn/west", [second]) is None
    assert pool_for({}, "", [second]) == second, "of one that nobody owns"


def test_dea_132_whichever_time_is_over_first() -> None:
    both = rules(without_follow_up="10 days", without_deal="30 days", warn_before="1 day")
    found = deadlines(both, followed_at=NOW, dealt_at=NOW - timedelta(days=25))
    assert found == CustomerDeadlines(NOW + timedelta(days=4), NOW + timedelta(days=5))
    found = deadlines(both, followed_at=NOW, dealt_at=NOW)
    assert found.reclaim_at == NOW + timedelta(days=10)


def test_dea_133_who_waits_is_claimed() -> None:
    active = CustomerStatus.ACTIVE
    must_be_free("CU-1", owner_id=None, pool_id=ONE, status=active)
    for owner, pool, status in (
        (TWO, ONE, active), (None, None, active), (None, ONE, CustomerStatus.PENDING),
        (None, ONE, CustomerStatus.REJECTED),
    ):  # fmt: skip
        with pytest.raises(RuleViolation, match="DEA-133"):
            must_be_free("CU-1", owner_id=owner, pool_id=pool, status=status)


def test_dea_170_who_was_admitted_is_given_back() -> None:
    must_be_poolable("CU-1", CustomerStatus.ACTIVE)
    for status in (CustomerStatus.PENDING, CustomerStatus.REJECTED):
        with pytest.raises(RuleViolation, match="DEA-170"):
            must_be_poolable("CU-1", status)


def test_dea_173_its_owner_gives_it_back_where_it_fits() -> None:
    vip = PoolOf(ONE, rules(conditions=[SegmentCondition(field=SegmentField.IMPORTANCE, any_of=["A"])]))
    must_be_taken_by("CU-1", {"IMPORTANCE": "A"}, vip, by_owner=True)
    must_be_taken_by("CU-1", {"IMPORTANCE": "B"}, vip, by_owner=False)
    with pytest.raises(RuleViolation, match="DEA-173"):
        must_be_taken_by("CU-1", {"IMPORTANCE": "B"}, vip, by_owner=True)


def test_dea_134_by_the_people_of_its_unit() -> None:
    must_be_of_pool("cn/east/1", rules())
    with pytest.raises(Forbidden):
        must_be_of_pool("cn/west", rules())


def test_dea_135_no_more_than_the_limits() -> None:
    limited = rules(holding_limit=2, claims_per_day=1)
    must_hold_less(limited, held=1, claimed_today=0)
    for held, today in ((2, 0), (1, 1)):
        with pytest.raises(RuleViolation, match="DEA-135"):
            must_hold_less(limited, held=held, claimed_today=today)


def test_dea_136_not_before_the_cool_down_is_over() -> None:
    cool = rules(cool_down="7 days")
    must_have_cooled_down("CU-1", cool, given_up_at=NOW - timedelta(days=7), now=NOW)
    must_have_cooled_down("CU-1", cool, given_up_at=None, now=NOW)
    must_have_cooled_down("CU-1", rules(cool_down=None), given_up_at=NOW, now=NOW)
    with pytest.raises(RuleViolation, match="DEA-136"):
        must_have_cooled_down("CU-1", cool, given_up_at=NOW - timedelta(days=7) + timedelta(seconds=1), now=NOW)


def test_dea_137_it_is_given_back_where_a_pool_takes_it() -> None:
    pool = PoolOf(ONE, rules())
    assert must_have_pool("CU-1", pool) == pool
    with pytest.raises(RuleViolation, match="DEA-137"):
        must_have_pool("CU-1", None)


def test_dea_138_whose_time_is_over_by_new_rules_is_warned_first() -> None:
    over = CustomerDeadlines(NOW - timedelta(days=5), NOW - timedelta(days=2))
    assert warned_first(over, NOW) == CustomerDeadlines(NOW, NOW + timedelta(days=3))


def test_dea_185_where_the_time_is_over_the_end_that_stands_holds() -> None:
    over = CustomerDeadlines(NOW - timedelta(days=5), NOW - timedelta(days=2))
    assert has_its_end(over, NOW, stands=NOW + timedelta(days=1))
    assert has_its_end(over, NOW, stands=NOW + timedelta(days=3))
    assert not has_its_end(over, NOW, stands=NOW + timedelta(days=4)), "new rules end sooner"
    assert not has_its_end(over, NOW, stands=None), "nobody was warned yet"
    assert not has_its_end(CustomerDeadlines(NOW, NOW + timedelta(seconds=1)), NOW, stands=NOW), "it has begun anew"


def test_dea_186_a_day_of_claims_begins_at_midnight() -> None:
    midnight = datetime(2026, 12, 1, 16, tzinfo=UTC)
    assert start_of_day(midnight, "Asia/Shanghai") == midnight
    assert start_of_day(midnight - timedelta(seconds=1), "Asia/Shanghai") == midnight - timedelta(days=1)
    assert start_of_day(midnight, "UTC") == datetime(2026, 12, 1, tzinfo=UTC)
