"""Does a vote that nobody can give keep its place in the step?"""

from dataclasses import replace
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messages.approvals.states import TaskKind, Verdict
from messages.errors import RuleViolation
from services.approvals.domain.acts.transfer import transfer
from services.approvals.domain.people.directory import Directory
from services.approvals.domain.requests.events import StepStarted
from services.approvals.domain.routing.preview import preview
from tests.domain.approvals.office import DIRECTORY, Desk, a_policy, id_of, submitted, without

UP_TO_THE_LIMIT = {"step": "s", "signers": {"managers": {"up_to": "amount"}}, "mode": "sequence"}


def staffed(**roles: Any) -> Directory:
    """With the roles of these people as given."""
    mine = {id_of(login): frozenset(given) for login, given in roles.items()}
    persons = {id: replace(one, roles=mine.get(id, one.roles)) for id, one in DIRECTORY.persons.items()}
    return replace(DIRECTORY, persons=persons)


def rescues(desk: Desk, key: str = "s") -> int:
    return sum(one.kind is TaskKind.RESCUE for one in desk.step(key).open_signers())


def handed_on(desk: Desk, task: UUID, to: str) -> Desk:
    transition = transfer(desk.seat("root", task), id_of(to), "")
    return replace(desk, progress=transition.progress)


def told(desk: Desk, key: str = "s") -> list[str]:
    return [why.code for why in desk.step(key).skipped]


@pytest.mark.parametrize(
    ("amount", "people"),
    [
        pytest.param("99999999999", DIRECTORY, id="above the highest limit"),
        pytest.param("10000000.01", DIRECTORY, id="a cent above it"),
        pytest.param("200000.01", without("boss"), id="whose limit covers it has left"),
    ],
)
def test_case_b4_where_nobody_covers_the_sum_it_goes_to_the_rescue(amount: str, people: Directory) -> None:
    desk = submitted(a_policy(UP_TO_THE_LIMIT), people, amount=amount)
    assert desk.open_signers() == [""]
    assert rescues(desk) == 1
    assert told(desk)[-1] == "signer.no_limit"


def test_case_b4_one_manager_without_any_limit_covers_nothing() -> None:
    persons = {id: replace(one, approval_limit=None) for id, one in DIRECTORY.persons.items()}
    desk = submitted(a_policy(UP_TO_THE_LIMIT), replace(DIRECTORY, persons=persons), amount="1.00")
    assert rescues(desk) == 1


def test_case_b4_the_preview_says_so() -> None:
    policy = a_policy(UP_TO_THE_LIMIT)
    desk = submitted(policy, amount="99999999999")
    fresh = replace(desk.progress, steps=())
    step = next(e.step for e in preview(fresh, desk.context).coming if isinstance(e, StepStarted))
    assert [one.kind for one in step.signers] == [TaskKind.RESCUE]
    assert step.skipped[-1].params == {"amount": "99,999,999,999.00"}


@pytest.mark.parametrize(("do", "state"), [("pass", "APPROVED"), ("reject", "REJECTED"), ("superior", "PENDING")])
def test_app_123_the_policy_says_what_becomes_of_it(do: str, state: str) -> None:
    desk = submitted(a_policy(UP_TO_THE_LIMIT, no_signer=do), amount="99999999999")
    assert desk.progress.state == state
    assert do != "superior" or desk.open_signers() == ["east"]


def test_app_123_who_covers_it_and_prepared_it_does_not_leave_the_rest_to_decide() -> None:
    desk = submitted(a_policy(UP_TO_THE_LIMIT, requester_is_signer="skip"), amount="500000", prepared_by=["boss"])
    assert rescues(desk) == 1
    assert "east" not in desk.open_signers()


def test_app_123_beside_other_signers_the_line_keeps_its_vote() -> None:
    step = {"step": "s", "signers": [{"managers": {"up_to": "amount"}}, {"person": "lena"}]}
    desk = submitted(a_policy(step), amount="99999999999").approve("lena")
    assert desk.progress.state == "PENDING"
    assert rescues(desk) == 1


EACH = {
    "step": "s", "mode": "quorum", "quorum": {"each": 1},
    "signers": [{"role": "treasury", "unit": "any"}, {"role": "director", "unit": "any"}],
}  # fmt: skip


@pytest.mark.parametrize("own", ["superior", "skip"])
def test_case_b5_a_group_whose_only_one_is_the_requester_keeps_its_need(own: str) -> None:
    people = staffed(ann={"treasury"}, east={"director"}, boss={"sales"})
    desk = submitted(a_policy(EACH, requester_is_signer=own), people)
    assert "east" in desk.open_signers()
    assert rescues(desk) == 1
    desk = desk.approve("east")
    assert desk.progress.state == "PENDING", "the director alone does not decide"
    rescue = next(one for one in desk.step("s").open_signers() if one.kind is TaskKind.RESCUE)
    handed = handed_on(desk, rescue.task_id, "lena")
    assert handed.approve("lena").progress.state == "APPROVED"


def test_case_b5_one_who_said_yes_does_not_give_the_missing_vote_too() -> None:
    desk = submitted(a_policy(EACH, requester_is_signer="skip"), staffed(ann={"treasury"})).approve("boss")
    rescue = next(one for one in desk.step("s").open_signers() if one.kind is TaskKind.RESCUE)
    with pytest.raises(RuleViolation, match="APP-10"):
        handed_on(desk, rescue.task_id, "boss")


@pytest.mark.parametrize(
    ("do", "asked"),
    [
        pytest.param("pass", ["boss"], id="the policy lets it pass"),
        pytest.param("superior", ["boss", "east"], id="the requester's superior"),
        pytest.param({"do": "rescue", "to": {"person": "lena"}}, ["boss", "lena"], id="a person by name"),
        pytest.param("rescue", ["boss", ""], id="a role"),
    ],
)
def test_app_122_who_gives_the_vote_of_an_empty_group(do: Any, asked: list[str]) -> None:
    assert submitted(a_policy(EACH, no_signer=do)).open_signers() == asked


def test_app_122_where_such_a_vote_is_to_be_refused_the_step_is() -> None:
    assert submitted(a_policy(EACH, no_signer="reject")).progress.state == "REJECTED"


def test_app_122_two_empty_groups_are_two_votes() -> None:
    desk = submitted(a_policy(EACH | {"signers": [{"role": "ceo"}, {"role": "cfo", "unit": "any"}]}))
    assert rescues(desk) == 2


def test_app_122_a_group_that_needs_two_and_has_one_lacks_one() -> None:
    few = EACH | {"signers": [{"role": "treasury", "unit": "any", "need": 2}, {"role": "director", "unit": "any"}]}
    desk = submitted(a_policy(few), staffed(fang={"treasury"})).approve("fang").approve("boss")
    assert desk.progress.state == "PENDING"
    assert rescues(desk) == 1


@pytest.mark.parametrize("mode", ["all", "sequence"])
def test_app_122_where_all_sign_an_entry_that_names_nobody_is_not_forgotten(mode: str) -> None:
    step = {"step": "s", "mode": mode, "signers": [{"role": "legal", "unit": "any"}, {"role": "ceo"}]}
    assert submitted(a_policy(step)).approve("lena").progress.state == "PENDING"


def test_app_122_any_one_is_still_enough_where_one_is() -> None:
    step = {"step": "s", "mode": "any", "signers": [{"role": "legal", "unit": "any"}, {"role": "ceo"}]}
    assert submitted(a_policy(step)).approve("lena").progress.state == "APPROVED"


ROLES = st.dictionaries(
    st.sampled_from(["bob", "lena", "fang", "fei", "east", "ann"]),
    st.sets(st.sampled_from(["treasury", "audit", "tax"]), max_size=2),
)


@given(ROLES, st.integers(1, 2), st.sampled_from(["superior", "skip", "deny", "allow"]))
@settings(max_examples=150, deadline=None)
def test_case_b5_no_group_decides_with_fewer_than_it_needs(roles: Any, need: int, own: str) -> None:
    step = EACH | {
        "quorum": {"each": need},
        "signers": [{"role": role, "unit": "any"} for role in ("treasury", "audit", "tax")],
    }
    desk = submitted(a_policy(step, requester_is_signer=own), staffed(**roles))
    while desk.progress.state == "PENDING" and (asked := [one for one in desk.open_signers() if one]):
        desk = desk.approve(asked[0])
    signed = [one for one in desk.step("s").signers if one.verdict is Verdict.APPROVE]
    fewest = min(sum(one.rule == rule for one in signed) for rule in range(3))
    assert (desk.progress.state == "APPROVED") == (fewest >= need)


def test_case_b5_who_would_sign_for_the_requester_counts_in_his_own_group() -> None:
    people = staffed(ann={"treasury"}, bob={"treasury"}, east={"director"}, boss={"sales"})
    desk = submitted(a_policy(EACH), people)
    assert sorted(desk.open_signers()) == ["bob", "east"]
    assert rescues(desk) == 0
    assert desk.approve("east").approve("bob").progress.state == "APPROVED"


def test_case_b5_whom_two_groups_name_is_left_to_the_one_that_has_nobody_else() -> None:
    people = staffed(lena={"treasury", "director"}, fang={"treasury"}, boss={"sales"})
    desk = submitted(a_policy(EACH), people)
    assert rescues(desk) == 0
    assert desk.approve("lena").progress.state == "PENDING"
    assert desk.approve("lena").approve("fang").progress.state == "APPROVED"


def test_case_b5_found_again_he_counts_in_the_group_whose_rescue_is_closed() -> None:
    few = staffed(lena={"treasury", "director"}, boss={"sales"})
    more = staffed(lena={"treasury", "director"}, fang={"treasury"}, boss={"sales"})
    desk = submitted(a_policy(EACH), few)
    assert rescues(desk) == 1
    desk = replace(desk, people=more).resolve("s")
    assert rescues(desk) == 0
    assert desk.approve("fang").progress.state == "PENDING"
    assert desk.approve("fang").approve("lena").progress.state == "APPROVED"


@given(ROLES, st.sampled_from(["superior", "skip"]))
@settings(max_examples=100, deadline=None)
def test_case_b5_no_more_votes_are_missing_than_people_are(roles: Any, own: str) -> None:
    """As many groups as can have one of their own, each another one, need no rescue."""
    groups = ("treasury", "audit", "tax")
    step = EACH | {"signers": [{"role": role, "unit": "any"} for role in groups]}
    desk = submitted(a_policy(step, requester_is_signer=own), staffed(**roles))
    named = [[None, *(login for login, has in roles.items() if role in has and login != "ann")] for role in groups]
    ways = [[one for one in way if one is not None] for way in product(*named)]
    most = max(len(way) for way in ways if len(set(way)) == len(way))
    assert rescues(desk) <= len(groups) - most
