"""Does a calendar say what it knows, and what bringing it in again would move?"""

from datetime import UTC, datetime
from typing import Any

from chassis.testing.plugin import ServiceHarness
from messages.approvals.events import CalendarChanged
from tests.services.approvals.conftest import Company

NOW = {"x-as-of": datetime(2026, 11, 29, 9, tzinfo=UTC).isoformat()}
CHINA = {"id": "CN", "name": "China", "country": "CN"}


async def set_to(company: Company, **calendar: Any) -> Any:
    answer = await company.process.post("/calendars", json=calendar, headers=NOW)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_case_b8_hong_kong_rests_on_good_friday_and_the_saturday_after_it(company: Company) -> None:
    hong_kong = await set_to(company, id="HK", name="Hong Kong", country="HK", tz="Asia/Hong_Kong", years=[2026])
    assert {"2026-04-03", "2026-04-04"} <= set(hong_kong["holidays"])


async def test_case_b9_app_183_without_years_it_has_this_year_and_the_next_and_says_what_is_announced(
    company: Company,
) -> None:
    fresh = await set_to(company, **CHINA | {"id": "C2"})
    assert fresh["years"] == [{"year": 2026, "announced": True}, {"year": 2027, "announced": False}]
    assert fresh["known_until"] == "2026-12-31"
    assert {day[:4] for day in fresh["holidays"]} == {"2026", "2027"}
    assert {day[:4] for day in fresh["makeup_days"]} == {"2026"}
    listed = (await company.process.get("/calendars", headers=NOW)).json()
    assert fresh in listed
    later = await set_to(company, **CHINA | {"id": "C2", "years": [2025]})
    again = await set_to(company, **CHINA | {"id": "C2"})
    assert [year["year"] for year in later["years"]] == [2025]
    assert [year["year"] for year in again["years"]] == [2025, 2026, 2027]


async def test_case_b10_a_day_off_of_the_house_wins_over_a_make_up_saturday(
    company: Company, harness: ServiceHarness
) -> None:
    china = await set_to(company, **CHINA, holidays=["2026-10-10"], makeup_days=["2026-10-03"])
    assert "2026-10-10" in china["holidays"]
    assert "2026-10-10" not in china["makeup_days"]
    assert "2026-10-03" not in china["holidays"]
    assert (china["own_holidays"], china["own_makeup_days"]) == (["2026-10-10"], ["2026-10-03"])
    told = (await harness.outbox(CalendarChanged))[-1].model_dump(mode="json")
    assert (told["holidays"], told["makeup_days"]) == (china["holidays"], china["makeup_days"])
    twice = CHINA | {"holidays": ["2026-10-10"], "makeup_days": ["2026-10-10"]}
    both = await company.process.post("/calendars", json=twice)
    assert (both.status_code, both.json()["errors"][0]["rule"]) == (422, "APP-181")


async def test_bringing_it_in_again_shows_the_difference_first_and_moves_nothing(company: Company) -> None:
    await set_to(company, **CHINA)
    request = await company.submit()
    due = request.steps[0].due_at
    assert due is not None
    off = due.date().isoformat()
    before = (await company.process.get("/calendars", headers=NOW)).json()
    wanted = CHINA | {"holidays": [off]}
    seen = (await company.process.post("/calendars/preview", json=wanted, headers=NOW)).json()
    assert (seen["days_off"], seen["days_worked"], seen["before"]) == ([off], [], before[0])
    moved = seen["open_steps"]
    assert [(one["request_id"], one["step"]) for one in moved] == [(str(request.id), "sign")]
    assert datetime.fromisoformat(moved[0]["due_at"]) == due < datetime.fromisoformat(moved[0]["would_be"])
    assert (await company.process.get("/calendars", headers=NOW)).json() == before
    await set_to(company, **wanted)
    assert (await company.show(request)).steps[0].due_at == due
    assert (await company.as_("ann").post("/calendars/preview", json=wanted)).status_code == 403


async def test_what_is_brought_in_again_as_it_is_changes_nothing(company: Company) -> None:
    first = await set_to(company, **CHINA)
    seen = (await company.process.post("/calendars/preview", json=CHINA, headers=NOW)).json()
    assert (seen["days_off"], seen["days_worked"], seen["open_steps"], seen["more"]) == ([], [], [], False)
    assert (await set_to(company, **CHINA)) == first
