"""Does a request go its way: branches, returns, rounds, preview?"""

import pytest

from messages.errors import RuleViolation
from services.approvals.domain.acts.seen_content import must_have_seen
from services.approvals.domain.policies.policy import Policy
from services.approvals.domain.policies.route import from_step, precedes
from services.approvals.domain.requests.events import StepSkipped, StepStarted
from services.approvals.domain.routing.preview import preview
from tests.domain.approvals.office import a_policy, a_step, submitted

SPLIT = {
    "parallel": "review",
    "branches": [
        {"branch": "legal", "route": [a_step("l1", "lena"), a_step("l2", "root")]},
        {"branch": "money", "when": "amount > 100.0", "route": [a_step("m", "fang", depends_on=["amount"])]},
    ],
}
ROUTE = a_policy(a_step("first", "east"), SPLIT, a_step("last", "boss"))


def test_app_28_what_comes_next_is_opened_at_once() -> None:
    desk = submitted(ROUTE)
    assert desk.open_signers() == ["east"]
    desk = desk.approve("east")
    assert desk.open_signers() == ["lena", "fang"]
    desk = desk.approve("fang")
    assert desk.open_signers() == ["lena"], "the branches wait for each other"
    desk = desk.approve("lena").approve("root")
    assert desk.open_signers() == ["boss"]
    assert desk.approve("boss").progress.state == "APPROVED"


def test_app_28_nothing_to_ask_is_approved() -> None:
    assert submitted(a_policy(a_step("s", "lena", when="amount > 1000000.0"))).progress.state == "APPROVED"


def test_app_29_a_no_in_one_branch_closes_the_other() -> None:
    desk = submitted(ROUTE).approve("east").reject("fang")
    assert desk.states() == {"first": "APPROVED", "l1": "CLOSED", "m": "REJECTED"}


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        ("first", "m", True), ("first", "last", True), ("l1", "l2", True), ("l1", "last", True), ("l1", "m", False),
        ("m", "l2", False), ("last", "first", False), ("first", "first", False), ("unknown", "m", False),
    ],
)  # fmt: skip
def test_which_step_is_earlier(earlier: str, later: str, expected: bool) -> None:
    assert precedes(ROUTE.route, earlier, later) is expected


def test_what_follows_a_step() -> None:
    assert from_step(ROUTE.route, "l1") == {"l1", "l2", "last"}
    assert from_step(ROUTE.route, "first") == {"first", "l1", "l2", "m", "last"}


def test_a_return_inside_a_branch_leaves_the_other_alone() -> None:
    desk = submitted(ROUTE).approve("east").approve("lena").return_("root", "l1")
    assert desk.progress.round == 2
    assert {step.key: (step.state, step.round) for step in desk.progress.steps} == {
        "first": ("APPROVED", 1), "m": ("OPEN", 1), "l1": ("OPEN", 2),
    }  # fmt: skip
    assert desk.open_signers() == ["fang", "lena"]
    assert desk.approve("fang").approve("lena").approve("root").approve("boss").progress.state == "APPROVED"


def test_a_return_before_the_split_closes_all_branches() -> None:
    desk = submitted(ROUTE).approve("east").return_("fang", "first")
    assert (desk.states(), desk.open_signers()) == ({"first": "OPEN"}, ["east"])
    assert desk.last is not None
    assert {step.key: step.state for step in desk.last.gone} == {"first": "APPROVED", "l1": "CLOSED", "m": "RETURNED"}


@pytest.mark.parametrize("to", ["l1", "last", "m", "nowhere"])
def test_app_7_only_an_earlier_step_of_the_same_way(to: str) -> None:
    with pytest.raises(RuleViolation, match="APP-7"):
        submitted(ROUTE).approve("east").return_("fang", to)


def test_app_9_submitted_again_a_yes_is_kept_if_what_it_rests_on_is_the_same() -> None:
    desk = submitted(ROUTE).approve("east").approve("fang").return_("lena")
    same = desk.resubmit({"amount": 1, "term": 30}, {"amount": 1, "term": 60})
    assert same.progress.round == 2
    assert same.states() == {"m": "KEPT", "first": "OPEN"}
    assert same.approve("east").open_signers() == ["lena"]
    other = desk.resubmit({"amount": 1}, {"amount": 2})
    assert other.states() == {"first": "OPEN"}
    assert other.approve("east").open_signers() == ["lena", "fang"]


def test_app_9_a_yes_that_rests_on_everything_is_asked_again() -> None:
    desk = submitted(a_policy(a_step("a", "east"), a_step("b", "lena"))).approve("east").return_("lena")
    assert desk.resubmit({"a": 1}, {"a": 1}).open_signers() == ["east"]


@pytest.mark.parametrize("policy", [ROUTE, a_policy(SPLIT), a_policy(a_step("a", "ann", "bob"))])
def test_app_36_the_preview_is_the_way_taken(policy: Policy) -> None:
    desk = submitted(policy)
    ahead = preview(desk.progress, desk.context)
    seen = [event.step.key for event in ahead.coming if isinstance(event, StepStarted)]
    taken = [step.key for step in desk.progress.steps]
    while (waiting := desk.open_signers()) and desk.progress.state == "PENDING":
        desk = desk.approve(waiting[0])
        taken += [step.key for step in desk.progress.steps if step.key not in taken]
    assert {*taken[len(taken) - len(seen) :]} == {*seen}
    assert ahead.end.state == desk.progress.state == "APPROVED"


def test_app_36_what_is_skipped_is_told_with_its_condition() -> None:
    policy = a_policy(a_step("s", "lena", when="amount > 1000000.0"), a_step("t", "lena"))
    desk = submitted(policy)
    assert desk.last is not None
    skipped = [event for event in desk.last.events if isinstance(event, StepSkipped)]
    assert [(event.key, event.why.params["when"]) for event in skipped] == [("s", "amount > 1000000.0")]


def test_app_2_what_was_not_seen_is_told_field_by_field() -> None:
    must_have_seen("a", "a", None, {})
    with pytest.raises(RuleViolation) as no:
        must_have_seen("a", "b", {"price": 1, "term": 30}, {"price": 2, "term": 30, "note": None})
    assert no.value.params["differences"] == [
        {"field": "note", "seen": None, "now": None}, {"field": "price", "seen": 1, "now": 2},
    ]  # fmt: skip
