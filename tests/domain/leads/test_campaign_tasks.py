"""Who may have a task of an activity, and by when?"""

from datetime import UTC, date, datetime

import pytest

from messages.errors import Forbidden, Malformed, RuleViolation
from messages.leads.campaign_tasks import CampaignTaskStatus
from services.leads.domain.campaigns.campaign_tasks import (
    MOST_FILES,
    due_at,
    must_be_executor,
    must_be_open_still,
    must_have_it,
    must_have_room,
)

NIGHT = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)  # in Shanghai it is the 2nd
SHANGHAI = "Asia/Shanghai"


def test_lea_123_a_task_is_late_when_its_day_is_over_where_it_was_given() -> None:
    assert due_at(date(2026, 3, 2), NIGHT, SHANGHAI) == datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    assert due_at(date(2027, 3, 3), NIGHT, SHANGHAI) > NIGHT
    for wrong in (date(2026, 3, 1), date(2027, 3, 4)):
        with pytest.raises(Malformed, match="LEA-123"):
            due_at(wrong, NIGHT, SHANGHAI)


def test_lea_124_a_task_is_done_once() -> None:
    must_be_open_still("MT-1", CampaignTaskStatus.OPEN)
    for ended in (CampaignTaskStatus.DONE, CampaignTaskStatus.CANCELLED):
        with pytest.raises(RuleViolation, match="LEA-124"):
            must_be_open_still("MT-1", ended)


@pytest.mark.parametrize(
    ("active", "role", "here"),
    [
        pytest.param(False, "sales", True, id="who has left"),
        pytest.param(True, "partner", True, id="a partner"),
        pytest.param(True, "sales", False, id="of another legal entity"),
    ],
)
def test_lea_125_a_task_is_given_to_somebody_of_the_house(active: bool, role: str, here: bool) -> None:
    must_be_executor("Li", active=True, roles=frozenset({"legal"}), works_here=True)
    with pytest.raises(RuleViolation, match="LEA-125"):
        must_be_executor("Li", active=active, roles=frozenset({role}), works_here=here)


def test_lea_126_a_task_is_done_by_who_has_it_or_plans_it() -> None:
    must_have_it(is_executor=True, is_planner=False, verb="x")
    must_have_it(is_executor=False, is_planner=True, verb="x")
    with pytest.raises(Forbidden):
        must_have_it(is_executor=False, is_planner=False, verb="x")


def test_lea_127_an_activity_has_room_for_so_many_files() -> None:
    must_have_room(MOST_FILES - 1)
    with pytest.raises(RuleViolation, match="LEA-127"):
        must_have_room(MOST_FILES)
