"""Where does a request go on after a return: through all again, or straight back?"""

from dataclasses import replace
from typing import Any

import pytest

from messages.errors import RuleViolation
from services.approvals.domain.policies.publication import read
from services.approvals.domain.routing.preview import must_not_all_be_his_own
from services.approvals.domain.routing.rounds import resubmit
from tests.domain.approvals.office import Desk, a_policy, a_step, submitted


def three(**last: Any) -> Desk:
    route = [a_step("a", "lena"), a_step("b", "fang"), a_step("c", "boss", **last)]
    return submitted(a_policy(*route)).approve("lena").approve("fang")


def test_app_68_through_all_steps_again() -> None:
    desk = three().return_("boss", "a").approve("lena")
    assert desk.open_signers() == ["fang"]


def test_app_68_or_straight_back_to_the_one_who_returned_it() -> None:
    desk = three(after_return="back").return_("boss", "a")
    assert (desk.states(), desk.open_signers()) == ({"b": "KEPT", "a": "OPEN"}, ["lena"])
    assert desk.approve("lena").open_signers() == ["boss"]


def test_app_68_the_policy_may_leave_it_to_the_signer() -> None:
    desk = three(after_return="either")
    assert desk.return_("boss", "a", then="back").approve("lena").open_signers() == ["boss"]
    assert desk.return_("boss", "a", then="again").approve("lena").open_signers() == ["fang"]
    with pytest.raises(RuleViolation, match="APP-68"):
        three().return_("boss", "a", then="back")


@pytest.mark.parametrize(("amount", "asked"), [(1, ["boss"]), (2, ["lena"])])
def test_app_68_from_the_requester_too(amount: int, asked: list[str]) -> None:
    desk = three(after_return="back").return_("boss").resubmit({"amount": 1}, {"amount": amount})
    assert (desk.open_signers(), desk.progress.resume) == (asked, None)


@pytest.mark.parametrize("after", ["again", "back"])
def test_case_b13_straight_back_a_yes_that_rests_on_everything_is_asked_again(after: str) -> None:
    desk = three(after_return=after).return_("boss").resubmit({"amount": "900"}, {"amount": "90000"})
    assert desk.open_signers() == ["lena"]
    desk = desk.approve("lena").approve("fang")
    assert desk.open_signers() == ["boss"], "everybody on the way, and then he who returned it"


def test_case_b13_a_fact_that_has_changed_asks_again_though_the_content_reads_the_same() -> None:
    desk = three(after_return="back").return_("boss")
    context = replace(desk.context, facts={"amount": 90_000.0})
    again = resubmit(desk.progress, context, {"amount": 1}, {"amount": 1}, "")
    assert replace(desk, progress=again.progress).open_signers() == ["lena"]


def test_straight_back_asks_again_whose_fields_have_changed() -> None:
    route = [a_step("a", "lena", depends_on=["amount"]), a_step("b", "fang"), a_step("c", "boss", after_return="back")]
    desk = submitted(a_policy(*route)).approve("lena").approve("fang").return_("boss")
    assert desk.resubmit({"amount": 1}, {"amount": 2}).open_signers() == ["lena"]
    assert desk.resubmit({"amount": 1, "x": 1}, {"amount": 1, "x": 2}).open_signers() == ["fang"]


def test_straight_back_closes_an_open_sibling_and_keeps_a_settled_one() -> None:
    branches = [{"branch": key, "route": [a_step(key, who, after_return="back")]} for key, who in WHO]
    desk = submitted(a_policy(a_step("a", "lena"), {"parallel": "g", "branches": branches})).approve("lena")
    desk = desk.approve("fang").return_("boss", "a")
    assert desk.states() == {"x": "KEPT", "a": "OPEN"}
    assert sorted(desk.approve("lena").open_signers()) == ["boss", "fei"]


WHO = (("x", "fang"), ("y", "boss"), ("z", "fei"))


def test_app_59_under_deny_a_signer_cannot_ask() -> None:
    policy = a_policy(a_step("a", "lena"), a_step("b", "ann"), requester_is_signer="deny")
    by_ann, by_bob = submitted(policy), submitted(policy, by="bob")
    with pytest.raises(RuleViolation, match="APP-59"):
        must_not_all_be_his_own(by_ann.progress, by_ann.context)
    must_not_all_be_his_own(by_bob.progress, by_bob.context)


# ---- quorums by points and by group ----


def test_app_70_points() -> None:
    signers = [{"person": "boss", "weight": 3}, {"person": "lena"}, {"person": "fang", "weight": 2}]
    desk = submitted(a_policy({"step": "s", "signers": signers, "mode": "quorum", "quorum": {"points": 3}}))
    assert desk.approve("boss").progress.state == "APPROVED"
    assert desk.approve("lena").progress.state == "PENDING"
    assert desk.approve("lena").approve("fang").progress.state == "APPROVED"
    assert desk.reject("boss").reject("lena").progress.state == "REJECTED"


def test_app_70_so_many_of_each_group_in_any_order() -> None:
    signers = [{"group": ["lena", "boss"]}, {"group": ["fang", "fei"], "need": 2}]
    desk = submitted(a_policy({"step": "s", "signers": signers, "mode": "quorum", "quorum": {"each": 1}}))
    desk = desk.approve("fei").approve("lena")
    assert desk.progress.state == "PENDING"
    assert desk.reject("boss").progress.state == "PENDING", "one of two is enough in the first group"
    assert desk.approve("fang").progress.state == "APPROVED"
    assert desk.reject("fang").progress.state == "REJECTED"


@pytest.mark.parametrize(
    ("signers", "quorum", "place"),
    [
        ([{"person": "lena", "weight": 2}], {"points": 3}, "quorum.points"),
        ([{"group": ["lena", "fang"]}], {"each": 3}, "signers[0]"),
        ([{"person": "lena", "need": 1}], {"count": 1}, "signers[0].need"),
        ([{"person": "lena"}], {"points": 1, "count": 1}, "quorum"),
    ],
)
def test_app_11_a_quorum_that_could_never_be_reached(signers: Any, quorum: Any, place: str) -> None:
    step = {"step": "s", "signers": signers, "mode": "quorum", "quorum": quorum}
    with pytest.raises(RuleViolation, match="APP-11") as no:
        read({"policy": "p", "route": [step]})
    assert place in str(no.value.params["place"])


# ---- submitted again: only what has changed is asked again ----


@pytest.mark.parametrize(
    ("depends_on", "before", "after", "kept"),
    [
        pytest.param(["amount"], {"amount": 1, "note": "a"}, {"amount": 1, "note": "b"}, True, id="another field"),
        pytest.param(["amount"], {"amount": 1}, {"amount": 2}, False, id="this field"),
        pytest.param(["amount"], {"amount": 1}, {}, False, id="this field is gone"),
        pytest.param(["amount"], {}, {"amount": 1}, False, id="this field is new"),
        pytest.param(["terms"], {"terms": {"days": 1}}, {"terms": {"days": 2}}, False, id="inside this field"),
        pytest.param(["terms.days"], {"terms": {"way": "a"}}, {"terms": {"way": "b"}}, True, id="beside it"),
        pytest.param(["terms.days"], {"terms": {"days": 1}}, {"terms": []}, False, id="around it"),
        pytest.param(["lines"], {"lines": [{"n": 1}]}, {"lines": [{"n": 1}, {"n": 2}]}, False, id="one line more"),
        pytest.param(["attachments"], {"attachments": [{"sha256": "a"}]}, {"attachments": []}, False, id="a file less"),
        pytest.param(["attachments"], {}, {"attachments": [{"sha256": "a"}]}, False, id="the first file"),
        pytest.param(
            ["attachments"], {"x": 1, "attachments": [1]}, {"x": 2, "attachments": [1]}, True, id="same files"
        ),
        pytest.param([], {"amount": 1}, {"amount": 2}, True, id="on nothing at all"),
        pytest.param(None, {"amount": 1}, {"amount": 1}, False, id="on everything: asked again, whatever came"),
    ],
)
def test_app_9_a_yes_is_kept_while_nothing_it_rests_on_changes(
    depends_on: list[str] | None, before: dict[str, Any], after: dict[str, Any], kept: bool
) -> None:
    route = [a_step("a", "lena", **({} if depends_on is None else {"depends_on": depends_on})), a_step("b", "fang")]
    desk = submitted(a_policy(*route)).approve("lena").return_("fang").resubmit(before, after)
    assert (desk.states()["a"], desk.open_signers()) == (("KEPT", ["fang"]) if kept else ("OPEN", ["lena"]))


def test_app_9_who_agreed_to_one_part_is_asked_again_for_the_part_that_changed() -> None:
    """Also where one word counts for all steps: the word was on the earlier content."""
    route = [
        a_step("price", "lena", depends_on=["amount"]), a_step("terms", "lena", depends_on=["terms"]),
        a_step("last", "boss"),
    ]  # fmt: skip
    desk = submitted(a_policy(*route)).approve("lena").return_("boss")
    again = desk.resubmit({"amount": 1, "terms": "a"}, {"amount": 2, "terms": "a"})
    assert (again.states(), again.open_signers()) == ({"price": "OPEN", "terms": "KEPT"}, ["lena"])


def test_app_9_in_parallel_only_the_branch_whose_fields_changed_is_asked() -> None:
    branches = [
        {"branch": "x", "route": [a_step("x", "lena", depends_on=["attachments"])]},
        {"branch": "y", "route": [a_step("y", "fang", depends_on=["amount"])]},
    ]
    desk = submitted(a_policy({"parallel": "g", "branches": branches}, a_step("last", "boss")))
    desk = desk.approve("lena").approve("fang").return_("boss")
    again = desk.resubmit({"amount": 1}, {"amount": 1, "attachments": [{"sha256": "a"}]})
    assert (again.states(), again.open_signers()) == ({"x": "OPEN", "y": "KEPT"}, ["lena"])
    assert again.approve("lena").open_signers() == ["boss"]


def test_app_9_what_the_earlier_facts_did_not_need_is_asked_when_the_new_ones_do() -> None:
    route = [
        a_step("high", "fei", when="amount > 200000.0"),
        a_step("a", "lena", depends_on=["x"]),
        a_step("b", "fang"),
    ]
    desk = submitted(a_policy(*route)).approve("lena").return_("fang")
    richer = replace(desk, progress=replace(desk.progress, facts={"amount": 300_000.0}))
    assert richer.resubmit({"amount": 1}, {"amount": 2}).open_signers() == ["fei"]
