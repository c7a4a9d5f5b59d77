"""Who may see what, how late is a receivable, and when is a day?"""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from messages.errors import Malformed
from services.insights.domain.access import Ownership, may_see_all, may_see_own, must_name
from services.insights.domain.days import bounds_of, bucket_of
from services.insights.domain.record_kinds import of_this_sale, process_of

ME, YOU = UUID(int=1), UUID(int=2)
TODAY = date(2026, 6, 30)


def test_ins_1_a_timeline_is_asked_for_by_something() -> None:
    assert must_name("CT-1") == "CT-1"
    with pytest.raises(Malformed, match="INS-1"):
        must_name("")


@pytest.mark.parametrize(
    ("kind", "parent_is_above", "shown"),
    [
        pytest.param("order", False, True, id="what came of the record"),
        pytest.param("order", True, False, id="another branch of what it came from"),
        pytest.param("request", True, True, id="the approval of what it came from"),
        pytest.param("registration", True, True, id="the registration of its opportunity"),
    ],
)
def test_ins_2_a_timeline_is_of_one_sale(kind: str, parent_is_above: bool, shown: bool) -> None:
    assert of_this_sale(kind, parent_is_above=parent_is_above) is shown


@pytest.mark.parametrize(
    ("days_late", "bucket"),
    [(-1, "not_due"), (0, "not_due"), (1, "1-30"), (30, "1-30"), (31, "31-60"), (60, "31-60"), (61, "61-90"),
     (90, "61-90"), (91, "91+")],
)  # fmt: skip
def test_ins_3_a_receivable_is_as_late_as_the_days_after_its_due_date(days_late: int, bucket: str) -> None:
    assert bucket_of(TODAY - timedelta(days=days_late), TODAY) == bucket


def test_ins_3_without_a_due_date_it_has_no_age() -> None:
    assert bucket_of(None, TODAY) == "undated"


def test_ins_4_a_day_is_the_sellers_own() -> None:
    assert bounds_of(TODAY, "Asia/Shanghai")[0] == datetime(2026, 6, 29, 16, tzinfo=UTC)
    begin, end = bounds_of(date(2026, 3, 29), "Europe/Berlin")
    assert end - begin == timedelta(hours=23)


@pytest.mark.parametrize(
    ("owner", "owner_unit", "unit", "seen"),
    [
        pytest.param(ME, None, None, True, id="mine"),
        pytest.param(YOU, "cs/east/1", None, False, id="yours"),
        pytest.param(YOU, "cs/east/1", "cs/east", True, id="of my unit"),
        pytest.param(YOU, "cs/eastern", "cs/east", False, id="of a unit that only sounds like it"),
        pytest.param(None, None, "cs/east", False, id="nobody's"),
        pytest.param(YOU, "cs/east", "", False, id="a manager of no unit"),
    ],
)
def test_ins_5_a_person_sees_his_own_and_a_manager_his_units(
    owner: UUID | None, owner_unit: str | None, unit: str | None, seen: bool
) -> None:
    assert may_see_own([Ownership(owner, owner_unit, "CS-CN")], person_id=ME, unit=unit) is seen


def test_ins_5_what_came_of_ones_own_record_is_seen_too() -> None:
    line = [Ownership(YOU, None, None), Ownership(ME, None, None)]
    assert may_see_own(line, person_id=ME, unit=None)


def test_ins_6_who_sees_everything_sees_it_of_his_legal_entities() -> None:
    assert may_see_all([Ownership(None, None, "CS-CN"), Ownership(None, None, None)], legal_entities=["CS-CN"])
    assert not may_see_all([Ownership(None, None, "CS-US")], legal_entities=["CS-CN"])
    assert may_see_all([Ownership(None, None, "CS-US")], legal_entities=["*"])


def test_a_process_is_named_after_its_record() -> None:
    assert process_of("order", ME) == f"order-to-cash/{ME}"
    assert process_of("customer", ME) is None
