"""Does the doctor say when a calendar's last known year ends?"""

from datetime import date, time

import pytest

from cli.operate.calendars import said_of
from messages.approvals.people import CalendarView

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("known", "said"),
    [
        pytest.param({"country": "CN", "known_until": date(2026, 12, 31)}, "known until 2026-12-31", id="ends soon"),
        pytest.param({"country": "CN", "known_until": date(2027, 1, 28)}, "known until 2027-01-28", id="in 60 days"),
        pytest.param({"country": "CN", "known_until": date(2027, 1, 29)}, "", id="in 61 days"),
        pytest.param({"country": "CN", "known_until": None}, "2026 is computed", id="this year is not announced"),
        pytest.param({}, "knows no day off", id="nothing by hand"),
        pytest.param({"holidays": [date(2026, 12, 25)]}, "", id="by hand"),
    ],
)
def test_case_b9_a_calendar_that_knows_no_more_days_soon_is_told(known: dict[str, object], said: str) -> None:
    blank = {"id": "CN", "name": "China", "tz": "Asia/Shanghai", "hours": [(time(9), time(18))], "weekdays": [1, 2, 3]}
    calendar = CalendarView.model_validate({"holidays": [], "makeup_days": [], "version": 1} | blank | known)
    assert said in said_of(calendar, TODAY)
    assert bool(said_of(calendar, TODAY)) is bool(said)
