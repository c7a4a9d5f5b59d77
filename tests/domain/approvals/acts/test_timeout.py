"""Does each bell ring once, at its time, for the step as it was entered?"""

from datetime import timedelta

import pytest

from services.approvals.domain.requests.events import Reminded
from services.approvals.domain.requests.timers import next_clock, remind_at
from tests.domain.approvals.office import NOW, Desk, a_policy, a_step, submitted, without

DAY = timedelta(days=1)


def a_desk(*logins: str, **more: object) -> Desk:
    step = {"within": "2 business days", "remind": "1 business day", "on_timeout": "escalate"} | more
    return submitted(a_policy(a_step("s", *(logins or ("lena",)), **step)))


def test_app_27_timers_in_their_order() -> None:
    desk = a_desk(
        on_timeout=["remind", {"do": "escalate", "after": "1 business day"}, {"do": "reject", "after": "3 days"}]
    )
    timers = [(timer.kind, timer.does, (timer.at - NOW).days) for timer in desk.step("s").timers]
    assert timers == [("remind", "remind", 1), ("timeout", "remind", 2), ("rung", "escalate", 3), ("rung", "reject", 5)]
    assert desk.step("s").due_at == NOW + 2 * DAY
    assert remind_at(desk.step("s")) == NOW + DAY


def test_app_27_a_time_limit_alone_reminds() -> None:
    desk = a_desk(remind=[], on_timeout=[])
    assert [(timer.kind, timer.does) for timer in desk.step("s").timers] == [("timeout", "remind")]


def test_app_33_a_reminder_is_told_once() -> None:
    desk = a_desk().fire("s", 0, NOW + DAY)
    assert desk.last is not None
    assert [type(event) for event in desk.last.events] == [Reminded]
    clock = next_clock(desk.step("s"))
    assert clock is not None
    assert (clock.kind, clock.level) == ("timeout", 1)
    again = desk.fire("s", 0, NOW + DAY)
    assert (again.progress, again.last and again.last.events) == (desk.progress, ())


@pytest.mark.parametrize(
    ("level", "when", "round"),
    [
        pytest.param(0, DAY - timedelta(seconds=1), 1, id="a second too early"),
        pytest.param(0, DAY, 2, id="another round"),
        pytest.param(0, DAY, 7, id="a round that never was"),
    ],
)
def test_app_33_too_early_or_stale_changes_nothing(level: int, when: timedelta, round: int) -> None:
    desk = a_desk()
    assert desk.fire("s", level, NOW + when, round).progress == desk.progress


def test_app_33_after_a_decision_the_clock_is_silent() -> None:
    desk = a_desk().approve("lena")
    assert desk.fire("s", 1, NOW + 9 * DAY).progress == desk.progress


def test_a_late_timer_fires_those_before_it_too() -> None:
    desk = a_desk().fire("s", 1, NOW + 3 * DAY)
    assert desk.step("s").level == 2


def test_app_33_a_step_entered_again_has_its_timers_again() -> None:
    first = a_step("a", "east", within="1 day")
    desk = submitted(a_policy(first, a_step("b", "lena"))).fire("a", 0, NOW + DAY).approve("east")
    back = desk.return_("lena", "a")
    assert (back.step("a").level, back.step("a").round) == (0, 2)
    assert back.fire("a", 0, NOW + 2 * DAY, round=1).progress == back.progress


def test_app_34_the_superior_takes_over() -> None:
    desk = a_desk("lena", "fang").approve("fang").fire("s", 1, NOW + 2 * DAY)
    assert desk.open_signers() == ["boss"]
    assert desk.approve("boss").progress.state == "APPROVED"


def test_app_34_one_superior_of_two_is_asked_once() -> None:
    desk = a_desk("lena", "fang").fire("s", 1, NOW + 2 * DAY)
    assert desk.open_signers() == ["boss"]
    assert desk.approve("boss").progress.state == "APPROVED"


def test_app_34_without_a_superior_he_is_reminded() -> None:
    desk = a_desk("boss").fire("s", 1, NOW + 2 * DAY)
    assert desk.open_signers() == ["boss"]
    assert desk.last is not None
    assert isinstance(desk.last.events[-1], Reminded)


def test_app_34_to_whom_the_policy_names() -> None:
    desk = a_desk(on_timeout={"do": "escalate", "to": {"person": "fang"}}).fire("s", 1, NOW + 2 * DAY)
    assert desk.open_signers() == ["fang"]


def test_app_34_a_superior_who_has_spoken_already_settles_it() -> None:
    late = a_step("b", "lena", within="2 business days", on_timeout="escalate")
    desk = submitted(a_policy(a_step("a", "boss"), late)).approve("boss").fire("b", 0, NOW + 2 * DAY)
    assert desk.progress.state == "APPROVED"


@pytest.mark.parametrize(("does", "state"), [("pass", "APPROVED"), ("reject", "REJECTED")])
def test_time_out_decides_where_the_policy_says_so(does: str, state: str) -> None:
    desk = a_desk(remind=[], on_timeout=does).fire("s", 0, NOW + 2 * DAY)
    assert desk.progress.state == state


def test_a_rescue_task_is_reminded_of_not_escalated() -> None:
    policy = a_policy({"step": "s", "signers": {"role": "ceo"}, "within": "1 day", "on_timeout": "escalate"})
    desk = submitted(policy, without("fei")).fire("s", 0, NOW + DAY)
    assert desk.step("s").signers[0].role == "admin"
