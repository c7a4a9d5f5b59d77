"""Where does a request go on after a return: through all again, or straight back?"""

from typing import Any

import pytest

from messages.errors import Refused
from services.approvals.domain.preview import nobody_signs_his_own
from services.approvals.domain.publishing import read
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
    with pytest.raises(Refused, match="APP-68"):
        three().return_("boss", "a", then="back")


@pytest.mark.parametrize(("after", "asked"), [("again", ["lena"]), ("back", ["boss"])])
def test_app_68_from_the_requester_too(after: str, asked: list[str]) -> None:
    desk = three(after_return=after).return_("boss").resubmit({"amount": 1}, {"amount": 2})
    assert (desk.open_signers(), desk.standing.resume) == (asked, None)


def test_straight_back_asks_again_whose_fields_have_changed() -> None:
    route = [a_step("a", "lena", depends_on=["amount"]), a_step("b", "fang"), a_step("c", "boss", after_return="back")]
    desk = submitted(a_policy(*route)).approve("lena").approve("fang").return_("boss")
    assert desk.resubmit({"amount": 1}, {"amount": 2}).open_signers() == ["lena"]
    assert desk.resubmit({"amount": 1, "x": 1}, {"amount": 1, "x": 2}).open_signers() == ["boss"]


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
    with pytest.raises(Refused, match="APP-59"):
        nobody_signs_his_own(by_ann.standing, policy, by_ann.asked)
    nobody_signs_his_own(by_bob.standing, policy, by_bob.asked)


# ---- quorums by points and by group ----


def test_app_70_points() -> None:
    signers = [{"person": "boss", "weight": 3}, {"person": "lena"}, {"person": "fang", "weight": 2}]
    desk = submitted(a_policy({"step": "s", "signers": signers, "mode": "quorum", "quorum": {"points": 3}}))
    assert desk.approve("boss").standing.state == "APPROVED"
    assert desk.approve("lena").standing.state == "PENDING"
    assert desk.approve("lena").approve("fang").standing.state == "APPROVED"
    assert desk.reject("boss").reject("lena").standing.state == "REJECTED"


def test_app_70_so_many_of_each_group_in_any_order() -> None:
    signers = [{"group": ["lena", "boss"]}, {"group": ["fang", "fei"], "need": 2}]
    desk = submitted(a_policy({"step": "s", "signers": signers, "mode": "quorum", "quorum": {"each": 1}}))
    desk = desk.approve("fei").approve("lena")
    assert desk.standing.state == "PENDING"
    assert desk.reject("boss").standing.state == "PENDING", "one of two is enough in the first group"
    assert desk.approve("fang").standing.state == "APPROVED"
    assert desk.reject("fang").standing.state == "REJECTED"


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
    with pytest.raises(Refused, match="APP-11") as no:
        read({"policy": "p", "route": [step]})
    assert place in str(no.value.params["place"])
