"""What follows when signers bring others in: before, after, beside, delegated, asked, claimed?"""

import pytest

from messages.approvals.states import TaskKind, TaskState
from messages.errors import Forbidden, RuleViolation
from tests.domain.approvals.office import Desk, a_policy, a_step, submitted

ONE = a_policy(a_step("s", "lena"))


def test_app_74_before_the_others_speak_first() -> None:
    desk = submitted(ONE).add("lena", "fang", "fei", how="before")
    assert desk.open_signers() == ["fang", "fei"]
    desk = desk.approve("fang").approve("fei")
    assert desk.open_signers() == ["lena"]
    assert desk.approve("lena").progress.state == "APPROVED"


def test_app_74_after_the_others_speak_when_i_have() -> None:
    desk = submitted(ONE).add("lena", "fang", how="after")
    assert desk.open_signers() == ["lena"]
    desk = desk.approve("lena")
    assert (desk.progress.state, desk.open_signers()) == ("PENDING", ["fang"])
    assert desk.approve("fang").progress.state == "APPROVED"


def test_app_74_beside_is_one_more_voice() -> None:
    desk = submitted(ONE).add("lena", "fang", how="beside").approve("lena")
    assert desk.open_signers() == ["fang"]
    assert desk.approve("fang").progress.state == "APPROVED"


def test_beside_in_a_step_where_any_word_counts() -> None:
    desk = submitted(a_policy(a_step("s", "lena", "fei", mode="any"))).add("lena", "fang")
    assert desk.approve("fang").progress.state == "APPROVED"


@pytest.mark.parametrize("how", ["before", "after", "beside"])
def test_a_no_of_one_brought_in_is_a_no(how: str) -> None:
    desk = submitted(ONE).add("lena", "fang", how=how)
    desk = desk.approve("lena") if how == "after" else desk
    assert desk.reject("fang").progress.state == "REJECTED"


def test_any_of_those_brought_in_is_enough_and_the_others_are_closed() -> None:
    desk = submitted(ONE).add("lena", "fang", "fei", how="before", mode="any").approve("fei")
    assert desk.open_signers() == ["lena"]


def test_one_after_the_other() -> None:
    desk = submitted(ONE).add("lena", "fang", "fei", how="before", mode="sequence")
    assert desk.open_signers() == ["fang"]
    assert desk.approve("fang").open_signers() == ["fei"]


def test_in_a_sequence_the_next_waits_for_those_brought_in() -> None:
    desk = submitted(a_policy(a_step("s", "lena", "boss", mode="sequence"))).add("lena", "fang", how="after")
    desk = desk.approve("lena")
    assert desk.open_signers() == ["fang"]
    assert desk.approve("fang").open_signers() == ["boss"]


@pytest.mark.parametrize("who", ["ann", "lena"], ids=["the requester", "who signs already"])
def test_app_10_who_cannot_be_brought_in(who: str) -> None:
    with pytest.raises(RuleViolation, match="APP-10"):
        submitted(ONE).add("lena", who)


def test_app_74_who_was_brought_in_brings_in_nobody() -> None:
    with pytest.raises(RuleViolation, match="APP-74"):
        submitted(ONE).add("lena", "fang").add("fang", "fei")


def test_who_has_spoken_and_is_brought_in_need_not_again() -> None:
    desk = submitted(a_policy(a_step("a", "fang"), a_step("b", "lena"))).approve("fang")
    desk = desk.add("lena", "fang", how="before")
    assert desk.open_signers() == ["lena"]


def test_app_56_only_who_brought_in_sends_away() -> None:
    desk = submitted(a_policy(a_step("s", "lena", "boss"))).add("lena", "fang", how="before")
    with pytest.raises(Forbidden):
        desk.remove("boss", "fang")
    with pytest.raises(RuleViolation, match="APP-56"):
        desk.remove("lena", "boss")
    assert desk.remove("lena", "fang").open_signers() == ["lena", "boss"]


def test_the_last_one_brought_in_after_is_sent_away_and_the_step_ends() -> None:
    desk = submitted(ONE).add("lena", "fang", how="after").approve("lena")
    assert desk.remove("lena", "fang").progress.state == "APPROVED"


def test_app_58_what_is_delegated_comes_back() -> None:
    desk = submitted(ONE).delegate("lena", "fang")
    assert desk.open_signers() == ["fang"]
    with pytest.raises(RuleViolation, match="APP-60"):
        desk.approve("fang")
    desk = desk.answer("fang", "fine")
    assert desk.open_signers() == ["lena"]
    assert desk.approve("lena").progress.state == "APPROVED"


def test_what_is_delegated_can_be_fetched_back() -> None:
    assert submitted(ONE).delegate("lena", "fang").remove("lena", "fang").open_signers() == ["lena"]


def test_app_64_a_question_holds_nobody_up() -> None:
    desk = submitted(ONE).ask("lena", "ann")
    assert desk.open_signers() == ["lena", "ann"]
    assert desk.approve("lena").progress.state == "APPROVED"


def test_app_65_an_answer_decides_nothing() -> None:
    desk = submitted(ONE).ask("lena", "ann").answer("ann", "it is")
    assert (desk.progress.state, desk.open_signers()) == ("PENDING", ["lena"])
    with pytest.raises(RuleViolation, match="APP-65"):
        submitted(ONE).answer("lena")


def test_app_64_nobody_asks_himself() -> None:
    with pytest.raises(RuleViolation, match="APP-64"):
        submitted(ONE).ask("lena", "lena")


def group() -> Desk:
    return submitted(a_policy(a_step("s", "lena", "fang", "fei", mode="any")))


def test_app_57_what_is_claimed_the_others_do_not_see() -> None:
    desk = group().claim("fang")
    assert desk.open_signers() == ["fang"]
    assert desk.unclaim("fang").open_signers() == ["lena", "fang", "fei"]
    assert desk.approve("fang").progress.state == "APPROVED"


def test_what_was_claimed_and_handed_on_is_everybodys_again() -> None:
    assert set(group().claim("fang").transfer("fang", "boss").open_signers()) == {"lena", "boss", "fei"}


def test_claiming_twice_changes_nothing() -> None:
    desk = group().claim("fang")
    assert desk.claim("fang").progress == desk.progress


def test_who_was_brought_in_may_delegate_and_decides_when_it_comes_back() -> None:
    desk = submitted(ONE).add("lena", "boss", how="before").delegate("boss", "fang")
    assert desk.open_signers() == ["fang"]
    assert desk.answer("fang").open_signers() == ["boss"]


def test_app_30_a_vote_elsewhere_answers_no_question() -> None:
    """One vote is the person's vote in every step that asks for it; a question put to him stays his to answer."""
    branches = [{"branch": "x", "route": [a_step("a", "lena")]}, {"branch": "y", "route": [a_step("b", "fang")]}]
    desk = submitted(a_policy({"parallel": "g", "branches": branches})).ask("fang", "lena").approve("lena")
    step = desk.progress.step("b")
    assert step is not None
    questions = [signer for signer in step.signers if signer.kind is TaskKind.QUESTION]
    assert [(question.state, question.verdict) for question in questions] == [(TaskState.OPEN, None)]
