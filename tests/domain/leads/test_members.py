"""Who claims from a pool, how much of it, and who keeps its rules?"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from messages.errors import Forbidden, Malformed, RuleViolation
from services.leads.domain.distribution.members import (
    cool_down_length,
    is_newcomer,
    may_keep,
    must_be_member,
    must_have_claims_left,
    must_have_cooled_down,
    must_keep,
    must_leave_for_newcomers,
    must_name_people,
)

ME, OTHER = UUID(int=1), UUID(int=2)
NOW = datetime(2026, 3, 6, 2, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("unit", "members", "member"),
    [
        pytest.param("cs/east", (), True, id="of the unit"),
        pytest.param("cs/east/1", (), True, id="below it"),
        pytest.param("cs/eastern", (), False, id="a name that begins alike"),
        pytest.param("cs", (), False, id="above it"),
        pytest.param("cs/west", (ME,), True, id="named, wherever he works"),
        pytest.param("cs/east", (OTHER,), False, id="of the unit, where others are named"),
    ],
)
def test_lea_16_whom_the_pool_names_claims_else_the_people_of_its_unit(
    unit: str, members: tuple[UUID, ...], member: bool
) -> None:
    if member:
        must_be_member("East", pool_unit="cs/east", members=members, person_id=ME, person_unit=unit)
    else:
        with pytest.raises(RuleViolation, match="LEA-16"):
            must_be_member("East", pool_unit="cs/east", members=members, person_id=ME, person_unit=unit)


def test_lea_64_a_former_owner_waits_until_the_cool_down_is_over() -> None:
    three_days = timedelta(days=3)
    must_have_cooled_down("L", given_up_at=None, cool_down=three_days, now=NOW)
    must_have_cooled_down("L", given_up_at=NOW - three_days, cool_down=three_days, now=NOW)
    with pytest.raises(RuleViolation, match="LEA-64"):
        must_have_cooled_down("L", given_up_at=NOW - three_days + A_SECOND, cool_down=three_days, now=NOW)


def test_lea_70_a_cool_down_is_of_the_clock() -> None:
    assert cool_down_length("3 days") == timedelta(days=3)
    assert cool_down_length(None) is None
    for wrong in ("3 business days", "0 days", "soon"):
        with pytest.raises(Malformed, match="LEA-70"):
            cool_down_length(wrong)


def test_lea_65_the_last_claim_of_the_day() -> None:
    must_have_claims_left(claimed_today=4, claims_per_day=5)
    must_have_claims_left(claimed_today=900, claims_per_day=None)
    with pytest.raises(RuleViolation, match="LEA-65"):
        must_have_claims_left(claimed_today=5, claims_per_day=5)


def test_lea_66_the_last_ones_are_for_new_people() -> None:
    must_leave_for_newcomers(is_new=False, waiting=3, reserve=2, newcomers=True)
    must_leave_for_newcomers(is_new=True, waiting=1, reserve=2, newcomers=True)
    must_leave_for_newcomers(is_new=False, waiting=1, reserve=2, newcomers=False)
    with pytest.raises(RuleViolation, match="LEA-66"):
        must_leave_for_newcomers(is_new=False, waiting=2, reserve=2, newcomers=True)


def test_somebody_is_new_until_his_days_are_over() -> None:
    month = timedelta(days=30)
    assert is_newcomer(NOW - month + A_SECOND, days=30, now=NOW)
    assert not is_newcomer(NOW - month, days=30, now=NOW)
    assert not is_newcomer(None, days=30, now=NOW)


def test_lea_67_a_manager_keeps_the_pools_of_his_unit_operations_all() -> None:
    manager = frozenset({"sales_manager"})
    must_keep(manager, unit="cs/east", pool_unit="cs/east/1")
    must_keep(frozenset({"director"}), unit="cs/west", pool_unit="cs/east")
    assert not may_keep(frozenset({"sales"}), unit="cs/east", pool_unit="cs/east")
    with pytest.raises(Forbidden) as refused:
        must_keep(manager, unit="cs/east/1", pool_unit="cs/east")
    assert refused.value.rule == "LEA-67"


def test_lea_69_who_is_named_is_known() -> None:
    must_name_people([ME], {ME, OTHER})
    with pytest.raises(Malformed, match="LEA-69"):
        must_name_people([ME, OTHER], {ME})
