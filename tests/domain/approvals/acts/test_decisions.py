"""What does each verb do in each state, and what never?"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from messages.errors import Forbidden, RuleViolation
from services.approvals.domain.acts.decisions import approve
from services.approvals.domain.policies.policy import Policy
from tests.domain.approvals.office import Desk, a_policy, a_step, away, id_of, submitted

ONE = a_policy(a_step("s", "lena", "fang"))
VERBS: dict[str, Callable[[Desk], Desk]] = {
    "approve": lambda desk: desk.approve("lena"),
    "reject": lambda desk: desk.reject("lena"),
    "return": lambda desk: desk.return_("lena"),
    "transfer": lambda desk: desk.transfer("lena", "boss"),
    "withdraw": lambda desk: desk.withdraw(),
    "resubmit": lambda desk: desk.resubmit({}, {"a": 1}),
}
STATES: dict[str, Callable[[], Desk]] = {
    "PENDING": lambda: submitted(ONE),
    "RETURNED": lambda: submitted(ONE).return_("lena"),
    "APPROVED": lambda: submitted(ONE).approve("lena").approve("fang"),
    "REJECTED": lambda: submitted(ONE).reject("lena"),
    "WITHDRAWN": lambda: submitted(ONE).withdraw(),
}
MATRIX = {  # verb: what becomes of the request in each state, or the rule that refuses it
    "approve": ["PENDING", "APP-3", "APP-3", "APP-3", "APP-3"],
    "reject": ["REJECTED", "APP-3", "APP-3", "APP-3", "APP-3"],
    "return": ["RETURNED", "APP-3", "APP-3", "APP-3", "APP-3"],
    "transfer": ["PENDING", "APP-3", "APP-3", "APP-3", "APP-3"],
    "withdraw": ["WITHDRAWN", "WITHDRAWN", "APP-8", "APP-8", "WITHDRAWN"],
    "resubmit": ["APP-9", "PENDING", "APP-9", "APP-9", "APP-9"],
}
CELLS = [(verb, state, cell) for verb, row in MATRIX.items() for state, cell in zip(STATES, row, strict=True)]


@pytest.mark.parametrize(("verb", "state", "expected"), CELLS, ids=[f"{v} when {s}" for v, s, _ in CELLS])
def test_app_3_8_9_each_verb_in_each_state(verb: str, state: str, expected: str) -> None:
    desk = STATES[state]()
    if expected.startswith("APP"):
        with pytest.raises(RuleViolation) as no:
            VERBS[verb](desk)
        assert no.value.rule == expected
    else:
        assert VERBS[verb](desk).progress.state == expected


def act(desk: Desk, verb: str, login: str) -> Desk:
    verbs: dict[str, Callable[[str], Desk]] = {"approve": desk.approve, "reject": desk.reject, "return": desk.return_}
    return verbs[verb](login)


@pytest.mark.parametrize("verb", ["approve", "reject", "return"])
@pytest.mark.parametrize("state", ["DONE", "CLOSED", "WAITING"])
def test_app_3_a_task_that_is_not_open(verb: str, state: str) -> None:
    desk = submitted(a_policy(a_step("s", "lena", "fang", mode="sequence")))
    if state == "DONE":
        desk, login = desk.approve("lena"), "lena"
    elif state == "CLOSED":
        old = desk.task("lena")
        desk, login = desk.transfer("lena", "boss"), "lena"
        assert desk.task("lena") == old
    else:
        login = "fang"
    with pytest.raises(RuleViolation, match="APP-3") as no:
        act(desk, verb, login)
    assert no.value.params["task"] == state


def test_app_32_a_no_ends_the_request_and_closes_the_others() -> None:
    desk = submitted(ONE).reject("lena", "clause 4")
    assert (desk.progress.outcome, desk.progress.comment) == ("REJECTED", "clause 4")
    assert [s.state for s in desk.step("s").signers] == ["DONE", "CLOSED"]
    assert desk.open_signers() == []


def test_only_the_signer_acts() -> None:
    desk = submitted(ONE)
    with pytest.raises(Forbidden):
        approve(desk.seat("fang", desk.task("lena")), "")


def test_app_1_the_step_machine_too_keeps_the_requester_out() -> None:
    """Somebody who has become a preparer after the step was opened."""
    desk = submitted(ONE)
    late = replace(desk, progress=replace(desk.progress, prepared_by=frozenset({id_of("lena")})))
    with pytest.raises(RuleViolation, match="APP-1"):
        late.approve("lena")


def test_app_6_a_verb_the_policy_does_not_allow() -> None:
    desk = submitted(a_policy(a_step("s", "lena", may=["approve", "reject"])))
    with pytest.raises(RuleViolation, match="APP-6"):
        desk.return_("lena")
    with pytest.raises(RuleViolation, match="APP-6"):
        desk.transfer("lena", "boss")


@pytest.mark.parametrize("verb", ["reject", "return_"])
def test_app_5_a_no_and_a_return_say_why(verb: str) -> None:
    with pytest.raises(RuleViolation, match="APP-5"):
        getattr(submitted(ONE), verb)("lena", comment="")


@pytest.mark.parametrize("to", ["ann", "fang"], ids=["the requester", "a signer of the step"])
def test_app_10_who_cannot_take_a_task(to: str) -> None:
    with pytest.raises(RuleViolation, match="APP-10"):
        submitted(ONE).transfer("lena", to)


def test_app_10_nor_who_prepared_it_or_has_left() -> None:
    with pytest.raises(RuleViolation, match="APP-10"):
        submitted(ONE, prepared_by=["boss"]).transfer("lena", "boss")


def test_who_gets_a_task_and_has_spoken_need_not_again() -> None:
    policy = a_policy(a_step("a", "boss"), a_step("b", "lena"))
    desk = submitted(policy).approve("boss").transfer("lena", "boss")
    assert desk.progress.state == "APPROVED"


def test_a_task_may_go_on_and_on_and_come_back() -> None:
    desk = submitted(a_policy(a_step("s", "lena"))).transfer("lena", "fang").transfer("fang", "boss")
    desk = desk.transfer("boss", "lena")
    assert desk.open_signers() == ["lena"]
    assert len({signer.task_id for signer in desk.step("s").signers}) == 4


def test_a_substitute_who_signs_himself_too_is_asked_once() -> None:
    desk = submitted(ONE, away(("lena", "fang")))
    assert desk.open_signers() == ["fang"]
    assert desk.approve("fang").progress.state == "APPROVED"


def parallel(**more: object) -> Policy:
    branches = [{"branch": key, "route": [a_step(key, *logins)]} for key, logins in (("x", ["lena"]), ("y", ["lena"]))]
    return a_policy({"parallel": "g", "branches": branches}, **more)


@pytest.mark.parametrize(("duplicates", "after"), [("once", "APPROVED"), ("every", "PENDING")])
def test_app_30_one_word_counts_in_every_open_step(duplicates: str, after: str) -> None:
    assert submitted(parallel(duplicates=duplicates)).approve("lena").progress.state == after


@pytest.mark.parametrize(
    ("duplicates", "asked"),
    [("once", []), ("consecutive", ["lena"]), ("every", ["lena"])],
)
def test_app_30_later_steps(duplicates: str, asked: list[str]) -> None:
    route = [a_step("a", "lena"), a_step("b", "fang"), a_step("c", "lena")]
    desk = submitted(a_policy(*route, duplicates=duplicates)).approve("lena").approve("fang")
    assert desk.open_signers() == asked


def test_app_30_a_no_that_was_outvoted_is_a_no_in_the_next_step() -> None:
    first = a_step("a", "lena", "fang", "fei", mode="quorum", quorum={"count": 2})
    desk = submitted(a_policy(first, a_step("b", "lena"))).reject("lena").approve("fang")
    assert desk.progress.state == "PENDING"
    assert desk.approve("fei").progress.state == "REJECTED"
