"""When may a word be taken back, and what is undone?"""

from dataclasses import replace

import pytest

from messages.errors import Forbidden, RuleViolation
from services.approvals.domain.acts.take_back import take_back
from services.approvals.domain.requests.events import Voted
from tests.domain.approvals.office import a_policy, a_step, submitted, without

TWO = a_policy(a_step("s", "lena", "fang"), a_step("last", "boss"))


def test_app_54_in_a_step_that_is_still_open_the_task_is_given_anew() -> None:
    desk = submitted(TWO).approve("lena").later().take_back("lena")
    assert (desk.progress.round, desk.open_signers()) == (1, ["lena", "fang"])
    desk = desk.reject("lena")
    assert desk.progress.state == "REJECTED"
    assert desk.last is not None
    assert [event.again for event in desk.last.events if isinstance(event, Voted)] == [True]


def test_app_54_what_his_word_has_opened_is_closed_in_a_new_round() -> None:
    desk = submitted(TWO).approve("lena").later().approve("fang").later()
    assert desk.open_signers() == ["boss"]
    desk = desk.take_back("fang")
    assert (desk.progress.round, desk.states(), desk.open_signers()) == (2, {"s": "OPEN"}, ["fang"])
    assert desk.approve("fang").approve("boss").progress.state == "APPROVED"


def test_app_54_not_when_somebody_has_decided_after_it() -> None:
    desk = submitted(TWO).approve("lena").later().approve("fang").later()
    with pytest.raises(RuleViolation, match="APP-54"):
        desk.take_back("lena")


def test_app_54_nor_when_it_has_ended() -> None:
    with pytest.raises(RuleViolation, match="APP-54"):
        submitted(a_policy(a_step("s", "lena"))).approve("lena").later().take_back("lena")


def test_app_54_nor_another_ones() -> None:
    desk = submitted(TWO).approve("lena")
    with pytest.raises(Forbidden):
        take_back(desk.seat("fang", desk.task("lena")), "")


def test_app_54_nor_where_the_policy_forbids_it() -> None:
    desk = submitted(a_policy(a_step("s", "lena", "fang", may=["approve", "reject"]))).approve("lena")
    with pytest.raises(RuleViolation, match="APP-54"):
        desk.later().take_back("lena")


def test_in_a_sequence_the_next_waits_again() -> None:
    desk = submitted(a_policy(a_step("s", "lena", "fang", mode="sequence"))).approve("lena").later()
    assert desk.take_back("lena").open_signers() == ["lena"]


def test_where_any_word_counts_all_are_asked_again() -> None:
    policy = a_policy(a_step("s", "lena", "fang", mode="any"), a_step("last", "boss"))
    desk = submitted(policy).approve("lena").later().take_back("lena")
    assert desk.open_signers() == ["lena", "fang"]


def test_a_word_that_counted_in_two_steps_is_taken_out_of_both() -> None:
    branches = [{"branch": key, "route": [a_step(key, "lena", other)]} for key, other in (("x", "fang"), ("y", "fei"))]
    desk = submitted(a_policy({"parallel": "g", "branches": branches})).approve("lena").later()
    assert desk.open_signers() == ["fang", "fei"]
    own = desk.step("x").signers[0].task_id
    desk = desk._do(take_back(desk.seat("lena", own), ""))
    assert sorted(desk.open_signers()) == ["fang", "fei", "lena", "lena"]


def test_the_word_of_a_signer_with_company_brings_the_company_back() -> None:
    desk = submitted(TWO).add("lena", "fei", how="after").approve("lena").later().approve("fang").later()
    desk = desk.approve("fei").later()
    assert desk.open_signers() == ["boss"]
    desk = desk.take_back("fei")
    assert desk.open_signers() == ["fei"]


def test_app_54_nor_by_one_who_has_left() -> None:
    desk = replace(submitted(TWO).approve("lena").later(), people=without("lena"))
    with pytest.raises(Forbidden):
        desk.take_back("lena")


def test_who_has_left_since_is_not_asked_again() -> None:
    policy = a_policy(a_step("s", "lena", "fang", mode="any"), a_step("last", "root"))
    desk = replace(submitted(policy).approve("lena").later(), people=without("fang"))
    assert desk.take_back("lena").open_signers() == ["lena", "boss"]
