"""Is a deadline the moment that the published calendars say, reckoned by hand? (3.A-23)"""

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from messages.approvals.people import AddCalendar
from messages.business_time import Calendar, Duration, add
from services.approvals.domain.people.directory import Absence
from services.approvals.domain.people.public_days import public_days, together
from tests.domain.approvals.office import DIRECTORY, id_of

DAY = ((time(9), time(17)),)
NIGHT = ((time(0), time(8)),)
WHOLE_WEEK = frozenset(range(1, 8))


def site(country: str, tz: str, *hours: tuple[time, time], **more: list[date]) -> Calendar:
    """As `POST /calendars` makes it: from the maintained library, and what is added by hand."""
    years = [2025, 2026, 2027]
    command = AddCalendar(id="X", name="X", tz=tz, country=country, years=years, **more)  # type: ignore[arg-type]
    off, on = together(public_days(country, None, years), command.holidays, command.makeup_days)
    made = Calendar(tz, holidays=frozenset(off), makeup_days=frozenset(on))
    return replace(made, hours=hours) if hours else made


SHANGHAI = site("CN", "Asia/Shanghai")  # 9 to 12 and 13 to 18
BERLIN = site("DE", "Europe/Berlin", *DAY)
NEW_YORK = site("US", "America/New_York", *DAY)


def at(written: str, calendar: Calendar) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(calendar.tz))


# Notice of the State Council on the holidays of 2026 (国办发明电〔2025〕7号): New Year 1 to 3 January, Sunday 4
# January worked; Spring Festival 15 to 23 February, Saturdays 14 and 28 February worked; Qingming 4 to 6 April; Labour
# Day 1 to 5 May, Saturday 9 May worked; Dragon Boat 19 to 21 June; Mid-Autumn 25 to 27 September; National Day 1 to 7
# October, Sunday 20 September and Saturday 10 October worked.
@pytest.mark.parametrize(
    ("start", "written", "end"),
    [
        pytest.param("2026-02-13 15:00", "1 business day", "2026-02-14 15:00", id="the Saturday before is worked"),
        pytest.param("2026-02-13 15:00", "2 business days", "2026-02-24 15:00", id="then nine days of Spring Festival"),
        # Saturday 16 to 18: two hours; Tuesday 9 to 12: five; 13 to 16: eight
        pytest.param("2026-02-14 16:00", "8 business hours", "2026-02-24 16:00", id="hours over Spring Festival"),
        # asked on New Year's Eve: the clock begins on Tuesday the 24th at nine
        pytest.param("2026-02-16 10:00", "1 business day", "2026-02-25 09:00", id="begun on New Year's Eve"),
        # Friday 17 to 18, Saturday 9 to 10
        pytest.param("2026-02-27 17:00", "2 business hours", "2026-02-28 10:00", id="the Saturday after is worked"),
        pytest.param("2026-02-28 17:00", "2 business hours", "2026-03-02 10:00", id="the Sunday after it is not"),
        pytest.param("2026-02-13 15:00", "2 days", "2026-02-15 15:00", id="calendar days do not care"),
        pytest.param("2026-02-13 15:00", "48 hours", "2026-02-15 15:00", id="nor do hours: there is no summer time"),
        pytest.param("2026-09-30 17:00", "1 business day", "2026-10-08 17:00", id="National Day"),
        # Thursday the 8th, Friday the 9th, Saturday the 10th
        pytest.param("2026-09-30 17:00", "3 business days", "2026-10-10 17:00", id="and the Saturday after"),
        pytest.param("2026-09-18 15:00", "1 business day", "2026-09-20 15:00", id="a worked Sunday before it"),
        pytest.param("2026-09-24 15:00", "1 business day", "2026-09-28 15:00", id="Mid-Autumn on a Friday"),
        pytest.param("2026-04-30 15:00", "1 business day", "2026-05-06 15:00", id="Labour Day"),
        pytest.param("2026-05-08 15:00", "1 business day", "2026-05-09 15:00", id="and its worked Saturday"),
        pytest.param("2025-12-31 15:00", "1 business day", "2026-01-04 15:00", id="New Year, and its worked Sunday"),
        pytest.param("2026-04-03 15:00", "1 business day", "2026-04-07 15:00", id="Qingming on a Sunday: Monday off"),
        pytest.param("2026-06-12 15:00", "5 business days", "2026-06-22 15:00", id="Dragon Boat on a Friday"),
    ],
)
def test_3a_23_china_in_2026(start: str, written: str, end: str) -> None:
    assert add(at(start, SHANGHAI), Duration.parse(written), SHANGHAI) == at(end, SHANGHAI)


# 2027: by the law alone (the State Council's notice, with its worked days, is added by hand until the library has it).
# New Year's Day of the lunar year is Saturday 6 February; off are its eve, Friday the 5th, and three days; the Saturday
# and Sunday in them are made up for on the 9th and 10th.
@pytest.mark.parametrize(
    ("start", "written", "end"),
    [
        pytest.param("2027-02-04 15:00", "1 business day", "2027-02-11 15:00", id="over Spring Festival"),
        # Thursday 17 to 18, Thursday a week later 9 to 12
        pytest.param("2027-02-04 17:00", "4 business hours", "2027-02-11 12:00", id="hours over it"),
        # off: Friday the 1st to Sunday the 3rd, Monday and Tuesday for the weekend in it
        pytest.param("2027-09-30 15:00", "1 business day", "2027-10-06 15:00", id="National Day"),
    ],
)
def test_3a_23_china_in_2027_by_the_law(start: str, written: str, end: str) -> None:
    assert add(at(start, SHANGHAI), Duration.parse(written), SHANGHAI) == at(end, SHANGHAI)


def test_3a_23_what_the_notice_of_a_year_adds_is_given_by_hand() -> None:
    """As it might say for 2027: off until Friday the 12th, Sunday the 14th worked."""
    told = site("CN", "Asia/Shanghai", holidays=[date(2027, 2, 11), date(2027, 2, 12)], makeup_days=[date(2027, 2, 14)])
    assert add(at("2027-02-04 15:00", told), Duration.parse("1 business day"), told) == at("2027-02-14 15:00", told)


# Germany: Good Friday 3 April, Easter Monday 6 April, Friday 25 December. United States: Washington's Birthday, Monday
# 16 February; Thanksgiving, Thursday 26 November. Neither is a holiday in Shanghai, nor is Spring Festival one there.
@pytest.mark.parametrize(
    ("calendar", "start", "end"),
    [
        pytest.param(BERLIN, "2026-02-13 15:00", "2026-02-16 15:00", id="Spring Festival is not kept in Berlin"),
        pytest.param(BERLIN, "2026-09-30 15:00", "2026-10-01 15:00", id="nor the first of October"),
        pytest.param(BERLIN, "2026-02-27 15:00", "2026-03-02 15:00", id="nor is the Saturday worked there"),
        pytest.param(NEW_YORK, "2026-02-13 15:00", "2026-02-17 15:00", id="Washington's Birthday in New York"),
        pytest.param(BERLIN, "2026-04-02 15:00", "2026-04-07 15:00", id="Easter in Berlin"),
        pytest.param(SHANGHAI, "2026-04-02 15:00", "2026-04-03 15:00", id="Good Friday is worked in Shanghai"),
        pytest.param(NEW_YORK, "2026-11-25 15:00", "2026-11-27 15:00", id="Thanksgiving in New York"),
        pytest.param(SHANGHAI, "2026-11-25 15:00", "2026-11-26 15:00", id="not in Shanghai"),
        pytest.param(BERLIN, "2026-12-24 15:00", "2026-12-28 15:00", id="Christmas in Berlin"),
        pytest.param(SHANGHAI, "2026-12-24 15:00", "2026-12-25 15:00", id="not in Shanghai either"),
    ],
)
def test_3a_23_a_site_keeps_its_own_holidays(calendar: Calendar, start: str, end: str) -> None:
    assert add(at(start, calendar), Duration.parse("1 business day"), calendar) == at(end, calendar)


# New York: 8 March 2026 (UTC-5 to -4) and 1 November; Berlin: 29 March (UTC+1 to +2) and 25 October. The moments are
# written in UTC, so that a wrong offset cannot hide.
@pytest.mark.parametrize(
    ("calendar", "start", "written", "end"),
    [
        # Friday 15 to 17: two hours; Monday 9 to 15: six
        pytest.param(NEW_YORK, "2026-03-06T20:00Z", "8 business hours", "2026-03-09T19:00Z", id="New York, spring"),
        pytest.param(NEW_YORK, "2026-03-06T20:00Z", "1 business day", "2026-03-09T19:00Z", id="a day keeps its hour"),
        pytest.param(NEW_YORK, "2026-03-06T20:00Z", "3 days", "2026-03-09T19:00Z", id="so do three calendar days"),
        pytest.param(NEW_YORK, "2026-03-06T20:00Z", "72 hours", "2026-03-09T20:00Z", id="72 hours do not"),
        pytest.param(NEW_YORK, "2026-10-30T19:00Z", "8 business hours", "2026-11-02T20:00Z", id="New York, autumn"),
        pytest.param(NEW_YORK, "2026-10-30T19:00Z", "3 days", "2026-11-02T20:00Z", id="three days in autumn"),
        pytest.param(NEW_YORK, "2026-10-30T19:00Z", "72 hours", "2026-11-02T19:00Z", id="72 hours in autumn"),
        pytest.param(BERLIN, "2026-03-27T14:00Z", "8 business hours", "2026-03-30T13:00Z", id="Berlin, spring"),
        pytest.param(BERLIN, "2026-03-27T14:00Z", "1 business day", "2026-03-30T13:00Z", id="Berlin, a day in spring"),
        pytest.param(BERLIN, "2026-10-23T13:00Z", "8 business hours", "2026-10-26T14:00Z", id="Berlin, autumn"),
        pytest.param(BERLIN, "2026-10-23T13:00Z", "72 hours", "2026-10-26T13:00Z", id="Berlin, 72 hours in autumn"),
        # A shift from midnight to eight has seven hours in the night of spring: the eighth is on Monday, 0 to 1 o'clock
        pytest.param(
            replace(BERLIN, hours=NIGHT, weekdays=WHOLE_WEEK), "2026-03-28T22:00Z", "8 business hours",
            "2026-03-29T23:00Z", id="Berlin, the short night",
        ),
        # and nine in the night of autumn: the eighth ends at seven
        pytest.param(
            replace(BERLIN, hours=NIGHT, weekdays=WHOLE_WEEK), "2026-10-24T21:00Z", "8 business hours",
            "2026-10-25T06:00Z", id="Berlin, the long night",
        ),
        pytest.param(
            replace(NEW_YORK, hours=NIGHT, weekdays=WHOLE_WEEK), "2026-03-08T04:00Z", "8 business hours",
            "2026-03-09T05:00Z", id="New York, the short night",
        ),
        pytest.param(
            replace(NEW_YORK, hours=NIGHT, weekdays=WHOLE_WEEK), "2026-11-01T03:00Z", "8 business hours",
            "2026-11-01T12:00Z", id="New York, the long night",
        ),
    ],
)  # fmt: skip
def test_3a_23_when_summer_time_begins_and_ends(calendar: Calendar, start: str, written: str, end: str) -> None:
    asked, due = datetime.fromisoformat(start), datetime.fromisoformat(end)
    assert add(asked, Duration.parse(written), calendar) == due


@pytest.mark.parametrize(
    ("begins", "ends", "inside", "outside"),
    [
        pytest.param(
            "2026-03-27T12:00+01:00", "2026-03-30T12:00+02:00", ["2026-03-29T01:30Z", "2026-03-30T09:59Z"],
            ["2026-03-27T10:59Z", "2026-03-30T10:00Z"], id="over the change of spring in Berlin",
        ),
        pytest.param(
            "2026-10-30T12:00-04:00", "2026-11-02T12:00-05:00", ["2026-11-01T05:30Z", "2026-11-02T16:59Z"],
            ["2026-10-30T15:59Z", "2026-11-02T17:00Z"], id="over the change of autumn in New York",
        ),
        pytest.param(
            "2026-02-14T18:00+08:00", "2026-02-24T09:00+08:00", ["2026-02-16T00:00Z", "2026-02-24T00:59Z"],
            ["2026-02-14T09:59Z", "2026-02-24T01:00Z"], id="over Spring Festival in Shanghai",
        ),
    ],
)  # fmt: skip
def test_3a_23_an_absence_is_as_long_as_it_was_told(
    begins: str, ends: str, inside: list[str], outside: list[str]
) -> None:
    """The first moment is in it, the last is not."""
    span = (datetime.fromisoformat(begins), datetime.fromisoformat(ends))
    people = replace(DIRECTORY, absences=(Absence(id_of("lena"), id_of("fang"), *span),))
    stands_in = [people.substitute_of(id_of("lena"), datetime.fromisoformat(one)) for one in (begins, *inside)]
    assert stands_in == [id_of("fang")] * 3
    assert [people.substitute_of(id_of("lena"), datetime.fromisoformat(one)) for one in (ends, *outside)] == [None] * 3
