"""Is business time right around Chinese New Year, a make-up Saturday and a change of summer time?"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from messages.approvals.people import AddCalendar, ChangePerson
from messages.business_time import Calendar, Duration, Unit, a_zone, add, worked_between

# 2026: holiday Sunday 15 to Monday 23 February; Saturdays 14 and 28 February are worked.
NEW_YEAR = frozenset(date(2026, 2, day) for day in range(15, 24))
CN = Calendar(tz="Asia/Shanghai", holidays=NEW_YEAR, makeup_days=frozenset({date(2026, 2, 14), date(2026, 2, 28)}))
BERLIN = Calendar(tz="Europe/Berlin", hours=((time(9), time(17)),))
NIGHT = Calendar(tz="Europe/Berlin", hours=((time(0), time(8)),), weekdays=frozenset(range(1, 8)))


def at(written: str, tz: str = "Asia/Shanghai") -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(tz))


@pytest.mark.parametrize(
    ("start", "written", "end"),
    [
        pytest.param("2026-02-13 15:00", "1 business day", "2026-02-14 15:00", id="the make-up Saturday counts"),
        pytest.param("2026-02-14 15:00", "1 business day", "2026-02-24 15:00", id="over the New Year"),
        pytest.param("2026-02-14 17:00", "4 business hours", "2026-02-24 12:00", id="hours over the New Year"),
        pytest.param("2026-02-18 03:00", "1 business day", "2026-02-25 09:00", id="begun in the holiday"),
        pytest.param("2026-02-14 15:00", "3 days", "2026-02-17 15:00", id="calendar days do not care"),
        pytest.param("2026-02-14 15:00", "2 hours", "2026-02-14 17:00", id="plain hours do not care"),
        pytest.param("2026-03-06 12:30", "1 business hour", "2026-03-06 14:00", id="begun at lunch"),
        pytest.param("2026-03-06 18:00", "1 business hour", "2026-03-09 10:00", id="at closing: next working day"),
        pytest.param("2026-03-06 17:00", "1 business hour", "2026-03-06 18:00", id="up to closing is still that day"),
        pytest.param("2026-02-27 10:00", "2 个工作日", "2026-03-02 10:00", id="written in Chinese; works on the 28th"),
    ],
)
def test_china(start: str, written: str, end: str) -> None:
    assert add(at(start), Duration.parse(written), CN) == at(end)


@pytest.mark.parametrize(
    ("start", "written", "end"),
    [
        pytest.param("2026-03-27 15:00", "1 business day", "2026-03-30 15:00", id="a business day keeps its hour"),
        pytest.param("2026-03-28 12:00", "1 day", "2026-03-29 12:00", id="a calendar day keeps the local hour"),
        pytest.param("2026-03-28 12:00", "24 hours", "2026-03-29 13:00", id="24 hours do not"),
    ],
)
def test_summer_time_in_berlin(start: str, written: str, end: str) -> None:
    assert add(at(start, "Europe/Berlin"), Duration.parse(written), BERLIN) == at(end, "Europe/Berlin")


def test_a_night_shift_over_the_change_is_an_hour_shorter() -> None:
    worked = worked_between(at("2026-03-29 00:00", "Europe/Berlin"), at("2026-03-30 00:00", "Europe/Berlin"), NIGHT)
    assert worked == timedelta(hours=7)


def test_worked_time_leaves_out_the_holiday() -> None:
    assert worked_between(at("2026-02-14 17:00"), at("2026-02-24 10:00"), CN) == timedelta(hours=2)
    assert worked_between(at("2026-02-24 10:00"), at("2026-02-14 17:00"), CN) == timedelta()


def test_the_answer_is_in_utc() -> None:
    assert add(at("2026-03-06 10:00"), Duration(1, Unit.BUSINESS_DAYS), CN).tzinfo is UTC


@pytest.mark.parametrize("written", ["2", "two days", "2 fortnights", "", "-1 day", "1.5 days", "99999 days"])
def test_sys_20_a_duration_names_its_unit(written: str) -> None:
    with pytest.raises(ValueError, match="SYS-20"):
        Duration.parse(written)


def test_sys_21_a_calendar_without_working_time_is_told() -> None:
    with pytest.raises(ValueError, match="SYS-21"):
        add(at("2026-03-06 10:00"), Duration(1, Unit.BUSINESS_DAYS), Calendar(tz="UTC", weekdays=frozenset()))


@pytest.mark.parametrize("tz", ["Mars/Base", "../../etc/passwd", "", "Asia"])
def test_sys_22_a_time_zone_is_known(tz: str) -> None:
    assert a_zone("Europe/Berlin") == "Europe/Berlin"
    with pytest.raises(ValueError, match="SYS-22"):
        a_zone(tz)


@pytest.mark.parametrize(
    "hours", [[("18:00", "09:00")], [("09:00", "12:00"), ("11:00", "15:00")], [("09:00+08:00", "12:00+08:00")]]
)
def test_sys_23_working_hours_are_in_order(hours: list[tuple[str, str]]) -> None:
    with pytest.raises(ValueError, match="SYS-23"):
        AddCalendar.model_validate({"id": "X", "name": "X", "hours": hours})


def test_app_53_no_person_is_a_process() -> None:
    with pytest.raises(ValueError, match="APP-53"):
        ChangePerson(roles=["sales", "process"])


def test_a_duration_reads_back_as_written() -> None:
    assert str(Duration.parse("1 business day")) == "1 business day"
    assert Duration.parse(str(Duration.parse("4 工作小时"))) == Duration(4, Unit.BUSINESS_HOURS)
