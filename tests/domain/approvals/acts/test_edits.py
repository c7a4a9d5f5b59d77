"""May a signer change a field of what is pending, and who is asked again then?"""

from typing import Any

import pytest

from messages.approvals.states import StepState, TaskState
from messages.errors import RuleViolation
from services.approvals.domain.canonical import differences, touches
from services.approvals.domain.requests.events import Edited, Voted
from tests.domain.approvals.office import Desk, a_policy, a_step, submitted

TWO = [a_step("first", "lena"), a_step("second", "fang", may_edit=["note", "amount", "terms"])]


def states(desk: Desk, key: str) -> list[tuple[str, str]]:
    step = desk.step(key)
    return [(desk.people.name_of(one.person_id).lower(), one.state.value) for one in step.signers]


def test_app_78_a_yes_that_rests_on_the_changed_field_is_asked_for_again() -> None:
    desk = submitted(a_policy(*TWO)).approve("lena")
    edited = desk.later().edit("fang", note="new")
    assert (edited.progress.round, edited.progress.content_hash) == (2, "changed")
    assert edited.states() == {"first": "OPEN", "second": "OPEN"}
    assert edited.open_signers() == ["fang", "lena"]
    assert edited.step("first").round == 2
    assert edited.last is not None
    assert isinstance(edited.last.events[0], Edited)
    done = edited.approve("fang")
    assert done.progress.state == "PENDING", "Lena has to see it again"
    assert done.approve("lena").progress.state == "APPROVED"


def test_app_78_a_yes_that_rests_on_other_fields_stays() -> None:
    first = a_step("first", "lena", depends_on=["amount"])
    desk = submitted(a_policy(first, TWO[1])).approve("lena").edit("fang", note="new")
    assert desk.states() == {"first": "KEPT", "second": "OPEN"}
    assert desk.approve("fang").progress.state == "APPROVED"


def test_app_78_in_an_open_step_who_has_spoken_is_asked_again() -> None:
    both = a_step("s", "lena", "fang", may_edit=["note"])
    desk = submitted(a_policy(both)).approve("lena").later().edit("fang", note="new")
    assert states(desk, "s") == [("lena", "CLOSED"), ("lena", "OPEN"), ("fang", "OPEN")]
    assert desk.approve("lena").approve("fang").progress.state == "APPROVED"


def test_app_78_in_a_sequence_the_turns_come_again() -> None:
    both = a_step("s", "lena", "fang", mode="sequence", may_edit=["note"])
    desk = submitted(a_policy(both)).approve("lena").later().edit("fang", note="new")
    assert states(desk, "s") == [("lena", "CLOSED"), ("lena", "OPEN"), ("fang", "WAITING")]
    assert desk.approve("lena").open_signers() == ["fang"]


def test_app_30_a_word_on_the_earlier_content_counts_in_its_own_step_only() -> None:
    kept = a_step("first", "lena", depends_on=["amount"])
    later = a_step("third", "lena")
    desk = submitted(a_policy(kept, TWO[1], later)).approve("lena").edit("fang", note="new").approve("fang")
    assert desk.open_signers() == ["lena"]
    branches = [
        {"branch": "x", "route": [a_step("x", "lena", "boss", depends_on=["amount"])]},
        {"branch": "y", "route": [TWO[1], later]},
    ]
    desk = submitted(a_policy({"parallel": "g", "branches": branches})).approve("lena").edit("fang", note="new")
    assert desk.approve("fang").open_signers() == ["boss", "lena"]
    assert desk.approve("fang").approve("lena").approve("boss").progress.state == "APPROVED"


def test_app_78_a_field_that_is_a_fact_changes_the_way() -> None:
    high = a_step("high", "boss", when="amount > 200000.0")
    desk = submitted(a_policy(high, TWO[1])).edit("fang", amount="250000.00")
    assert desk.progress.facts["amount"] == 250_000
    assert desk.open_signers() == ["fang", "boss"]


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"colour": "red"}, id="a field that the step does not name"),
        pytest.param({"amount": "much"}, id="an amount that is none"),
        pytest.param({"note": ["new"]}, id="a list for a text"),
        pytest.param({"terms": "30 days"}, id="a text for an object"),
        pytest.param({}, id="nothing"),
    ],
)
def test_app_78_what_cannot_be_changed(values: dict[str, Any]) -> None:
    with pytest.raises(RuleViolation, match="APP-78"):
        submitted(a_policy(*TWO)).approve("lena").edit("fang", **values)


def test_app_6_a_step_that_names_no_fields_lets_nobody_edit() -> None:
    with pytest.raises(RuleViolation, match="APP-6"):
        submitted(a_policy(*TWO)).edit("lena", note="new")


def test_app_3_what_he_has_decided_he_edits_no_more() -> None:
    desk = submitted(a_policy(a_step("s", "lena", "fang", may_edit=["note"]))).approve("lena")
    with pytest.raises(RuleViolation, match="APP-3"):
        desk.edit("lena", note="new")


def test_app_78_the_same_value_changes_nothing() -> None:
    desk = submitted(a_policy(*TWO)).approve("lena")
    again = desk.edit("fang", note="old")
    assert (again.progress, again.last and again.last.events) == (desk.progress, ())


def test_app_78_one_decision_of_a_person_in_the_new_round() -> None:
    desk = submitted(a_policy(*TWO)).approve("lena").edit("fang", note="new").approve("lena").approve("fang")
    assert desk.last is not None
    votes = [event for event in desk.last.events if isinstance(event, Voted)]
    assert [vote.again for vote in votes] == [False]
    assert desk.progress.state == "APPROVED"


def test_a_difference_is_told_by_the_path_of_the_field() -> None:
    seen, now = {"a": {"b": 1, "c": [1]}, "d": 1}, {"a": {"b": 2, "c": [2]}, "d": True}
    assert [one["field"] for one in differences(seen, now)] == ["a.b", "a.c", "d"]
    assert touches("a.b", "a")
    assert touches("a", "a.b")
    assert not touches("ab", "a")


def test_what_waits_for_the_edited_stays_open() -> None:
    desk = submitted(a_policy(*TWO)).approve("lena").edit("fang", terms={"days": 60})
    assert all(step.state is StepState.OPEN for step in desk.progress.steps)
    assert all(one.state is TaskState.OPEN for step in desk.progress.steps for one in step.signers)
