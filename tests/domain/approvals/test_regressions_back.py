"""Do the mistakes that users of other engines report happen here, when something goes back? (docs/lessons.md)"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from messages.approvals.states import RequestState, StepState, TaskState
from messages.errors import Forbidden, RuleViolation
from services.approvals.domain.requests.events import Reminded
from tests.domain.approvals.office import NOW, Desk, a_policy, a_step, submitted, without

NO = (RuleViolation, Forbidden)


def split(*more: Any) -> Desk:
    branches = [
        {"branch": "x", "route": [a_step("x1", "lena"), a_step("x2", "root")]},
        {"branch": "y", "route": [a_step("y", "fang", "fei")]},
    ]
    return submitted(a_policy(a_step("first", "east"), {"parallel": "g", "branches": branches}, *more)).approve("east")


@pytest.mark.parametrize("to", [None, "first"])
def test_3a_13_a_return_out_of_a_parallel_branch_leaves_nothing_behind(to: str | None) -> None:
    """3.A-13: the siblings' tasks are closed, the way goes on from there, a step of several has all its tasks again."""
    desk = split().approve("fang").return_("lena", to)
    live = [s for step in desk.progress.steps for s in step.signers if s.state in (TaskState.OPEN, TaskState.WAITING)]
    if to is None:
        assert (desk.progress.state, live) == ("RETURNED", [])
        desk = desk.resubmit({"amount": 1}, {"amount": 2})
    assert desk.open_signers() == ["east"]
    desk = desk.approve("east")
    assert desk.open_signers() == ["lena", "fang", "fei"]
    assert {step.round for step in desk.progress.steps} == {2}


def test_3a_14_a_step_that_is_entered_again_has_its_reminders_and_its_time_again() -> None:
    """3.A-14: reminder after return and re-entry."""
    clock = {"within": "2 days", "remind": "1 day", "on_timeout": "reject"}
    desk = submitted(a_policy(a_step("first", "east"), a_step("s", "lena", **clock))).approve("east")
    desk = desk.fire("s", 0, NOW + timedelta(days=1)).return_("lena", "first").later(hours=1).approve("east")
    entered = desk.now
    assert desk.fire("s", 0, entered + timedelta(days=1), round=1).progress == desk.progress, "the old clock is silent"
    reminded = desk.fire("s", 0, entered + timedelta(days=1))
    assert reminded.last is not None
    assert [type(event) for event in reminded.last.events] == [Reminded]
    assert reminded.fire("s", 1, entered + timedelta(days=2)).progress.state == "REJECTED"
    assert reminded.fire("s", 1, entered + timedelta(days=2, seconds=-1)).progress.state == "PENDING"


@pytest.mark.parametrize("how", ["before", "after", "beside"])
@pytest.mark.parametrize("then", ["reject", "return_", "withdraw", "leave", "transfer"])
def test_3a_15_a_signer_is_added_and_then_something_else_happens(how: str, then: str) -> None:
    """3.A-15: 加签 and then reject, and similar pairs."""
    desk = submitted(a_policy(a_step("s", "lena", "fang"), a_step("last", "boss"))).add("lena", "fei", how=how)
    after = {
        "reject": lambda: desk.reject("fang"), "return_": lambda: desk.return_("fang"), "withdraw": desk.withdraw,
        "leave": lambda: desk.leave("fei", "bob"), "transfer": lambda: desk.transfer("fang", "bob"),
    }[then]()  # fmt: skip
    live = [s for step in after.progress.steps for s in step.signers if s.state in (TaskState.OPEN, TaskState.WAITING)]
    assert bool(live) == (after.progress.state is RequestState.PENDING)
    while after.progress.state is RequestState.PENDING and after.step("s").state is StepState.OPEN:
        after = after.approve(after.open_signers()[0])
    ended = {"reject": "REJECTED", "return_": "RETURNED", "withdraw": "WITHDRAWN"}
    assert after.progress.state == ended.get(then, "PENDING")
    assert after.open_signers() == ([] if then in ended else ["boss"])


BACK: dict[str, tuple[list[str], str]] = {
    "withdrawn after a return": (["return_ lena", "withdraw ann"], "WITHDRAWN"),
    "returned twice": (["return_ lena", "return_ fang"], "RETURNED"),
    "taken back after a return": (["approve lena", "return_ fang", "take_back lena"], "RETURNED"),
    "approved after it was withdrawn": (["withdraw ann", "approve lena"], "WITHDRAWN"),
    "taken back after the end": (["approve lena", "approve fang", "approve boss", "take_back boss"], "APPROVED"),
    "withdrawn after the end": (["reject lena", "withdraw ann"], "REJECTED"),
    "taken back and withdrawn": (["approve lena", "take_back lena", "withdraw ann"], "WITHDRAWN"),
}  # fmt: skip


@pytest.mark.parametrize("case", BACK)
def test_3a_16_what_goes_back_and_what_cannot(case: str) -> None:
    """3.A-16: a run of mistakes with return, withdraw and revoke; each pair has one end, and that stays."""
    events, state = BACK[case]
    desk = submitted(a_policy(a_step("s", "lena", "fang"), a_step("last", "boss")))
    for event in events:
        verb, login = event.split()
        try:
            desk = getattr(desk, verb)(login).later()
        except NO:
            continue
    assert desk.progress.state == state
    if state != "PENDING":
        assert desk.open_signers() == []


@pytest.mark.parametrize("changed", ["amount", "terms", "nothing"])
def test_3a_26_a_yes_does_not_survive_a_rewrite_of_what_it_rests_on(changed: str) -> None:
    """3.A-26: approval survived a rewrite."""
    money, terms = a_step("money", "fang", depends_on=["amount"]), a_step("law", "lena", depends_on=["terms"])
    both = {"parallel": "g", "branches": [{"branch": "m", "route": [money]}, {"branch": "l", "route": [terms]}]}
    desk = submitted(a_policy(both, a_step("last", "boss"))).approve("fang").approve("lena").return_("boss")
    before = {"amount": 1, "terms": "30 days"}
    after = before | {"amount": 2} if changed == "amount" else before | ({"terms": "60"} if changed == "terms" else {})
    asked = desk.resubmit(before, after).open_signers()
    assert asked == {"amount": ["fang"], "terms": ["lena"], "nothing": ["boss"]}[changed]


def test_3a_32_app_104_a_request_comes_back_only_so_often() -> None:
    """3.A-32: send back for revision, and its limits; in the last round it is decided, handed on or freed."""
    desk = submitted(a_policy(a_step("a", "lena"), a_step("b", "fang"), max_rounds=2))
    desk = desk.return_("lena").resubmit({"amount": 1}, {"amount": 2})
    assert desk.progress.round == 2
    for login, to in (("lena", None), ("fang", "a")):
        with pytest.raises(RuleViolation, match="APP-104"):
            (desk if login == "lena" else desk.approve("lena")).return_(login, to)
    assert desk.transfer("lena", "fei").open_signers() == ["fei"]
    assert desk.move("b").open_signers() == ["fang"]
    assert desk.approve("lena").approve("fang").progress.state == "APPROVED"


def test_3a_16_a_word_taken_back_calls_off_what_was_delegated_after_it() -> None:
    """3.A-16, 3.A-15: Lena brings in Bob after her and says yes; Bob has Fang handle it; Lena takes her yes back."""
    desk = submitted(a_policy(a_step("s", "lena"))).add("lena", "bob", how="after").approve("lena").later()
    desk = desk.delegate("bob", "fang").later()
    assert desk.open_signers() == ["fang"]
    desk = desk.take_back("lena").later()
    assert desk.open_signers() == ["lena"]
    desk = desk.approve("lena")
    assert desk.open_signers() == ["bob"], "whose turn it is again; Fang is not asked behind his back"
    assert desk.approve("bob").progress.state == "APPROVED"


def test_3a_16_whose_word_an_edit_has_undone_is_not_asked_again_when_he_has_left() -> None:
    """3.A-16, 3.A-21: found by the search; the step would have waited for ever for somebody who is gone."""
    desk = submitted(a_policy(a_step("s", "lena", "fang", may_edit=["note"]))).approve("lena").later()
    desk = replace(desk, people=without("lena")).leave("lena")
    assert desk.open_signers() == ["fang"]
    desk = desk.edit("fang", note="new")
    assert desk.open_signers() == ["boss", "fang"], "her superior is asked instead"
    assert desk.approve("fang").approve("boss").progress.state == "APPROVED"
