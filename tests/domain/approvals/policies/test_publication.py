"""Is a policy that could not be carried out refused, with the place of the mistake?"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import deploy
from messages.errors import RuleViolation
from services.approvals.domain.people.directory import Directory
from services.approvals.domain.policies.conditions import holds
from services.approvals.domain.policies.policy import FactType
from services.approvals.domain.policies.publication import read, read_yaml
from services.approvals.domain.policies.reachability import never_true
from services.approvals.domain.policies.staffing import must_be_staffed
from tests.domain.approvals.office import DIRECTORY, a_policy, a_step, without

FACTS = {
    "amount": FactType.MONEY, "days": FactType.INT, "kind": FactType.TEXT, "new": FactType.BOOL,
    "limit": FactType.MONEY, "tags": FactType.TEXTS,
}  # fmt: skip


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        pytest.param(["false"], True, id="plainly false"),
        pytest.param(["amount > 100.0 && false"], True, id="false whatever the facts are"),
        pytest.param(["amount > 100.0 && amount < 50.0"], True, id="two limits that exclude each other"),
        pytest.param(["amount > 100.0", "amount < 50.0"], True, id="in the branch and in the step"),
        pytest.param(["days > 3 && days < 4"], True, id="no whole number between three and four"),
        pytest.param(["amount > 3.0 && amount < 4.0"], False, id="but an amount is"),
        pytest.param(["kind == 'a' && kind == 'b'"], True, id="two words at once"),
        pytest.param(["new && !new"], True, id="true and false"),
        pytest.param(["amount >= 50.0 && amount <= 50.0"], False, id="exactly at the limit"),
        pytest.param(["amount < -5.0"], False, id="below nothing"),
        pytest.param(["kind != 'a'"], False, id="any other word"),
        pytest.param(["!(amount > 1.0) || new"], False, id="brackets"),
        pytest.param(["amount > limit && amount < limit"], False, id="two facts: nothing is said of them"),
        pytest.param(["amount * 2.0 > 100.0"], False, id="arithmetic: nothing is said of it"),
        pytest.param(["'a' in tags && !('a' in tags)"], False, id="lists: nothing is said of them"),
        pytest.param([], False, id="no condition"),
    ],
)
def test_app_11_a_condition_that_can_never_be_true(conditions: Sequence[str], expected: bool) -> None:
    assert never_true(conditions, FACTS) is expected


def refused(*route: dict[str, Any], **more: Any) -> tuple[str, str]:
    with pytest.raises(RuleViolation, match="APP-11") as no:
        a_policy(*route, **more)
    return str(no.value.params["place"]), str(no.value.params["problem"])


def test_app_11_a_step_that_nobody_would_ever_be_asked_in() -> None:
    assert refused(a_step("s", "lena", when="amount > 9.0 && amount < 5.0"))[0] == "route[0].when"
    inside = {"branch": "x", "when": "amount > 9.0", "route": [a_step("s", "lena", when="amount < 5.0")]}
    other = {"branch": "y", "route": [a_step("t", "fang")]}
    place, problem = refused({"parallel": "g", "branches": [inside, other]})
    assert (place, "never" in problem) == ("route[0].branches[0].route[0].when", True)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("policy: p\npolicy: q\nroute: []", "line 2"),
        ("policy: p\nfacts:\n  amount: money\n  amount: text\nroute: []", "line 4"),
        ("policy: p\nroute:\n- step: s\n  节点: t\n  signers: {person: x}", "line 4"),
    ],
)
def test_app_11_what_is_written_twice(text: str, place: str) -> None:
    with pytest.raises(RuleViolation, match="APP-11") as no:
        read_yaml(text)
    assert (no.value.params["place"], "twice" in str(no.value.params["problem"])) == (place, True)


def unstaffed(people: Directory, *route: dict[str, Any], **more: Any) -> str | None:
    try:
        must_be_staffed(a_policy(*route, **more), people)
    except RuleViolation as no:
        return str(no.params["place"])
    return None


def test_app_11_who_is_named_works_here() -> None:
    assert unstaffed(DIRECTORY, a_step("s", "lena")) is None
    assert unstaffed(DIRECTORY, a_step("s", "lena", "nobody")) == "route[0].signers[1]"
    assert unstaffed(without("lena"), a_step("s", "lena")) == "route[0].signers[0]"


def test_app_11_a_calendar_that_is_not_kept_here() -> None:
    with pytest.raises(RuleViolation, match="there is no calendar NOPE"):
        must_be_staffed(a_policy(a_step("a", "ma"), calendar="NOPE"), DIRECTORY)


@pytest.mark.parametrize("words", ["{title:d}", "{number!x}", "{number:>99999999}", "{number:{title}}"])
def test_app_11_words_of_a_notice_only_name_what_is_filled_in(words: str) -> None:
    """One that could not be worded would keep every notice of the house back."""
    written = {"policy": "p", "route": [{"step": "a", "signers": {"manager": 1}}]}
    with pytest.raises(RuleViolation, match="are filled in"):
        read({**written, "notify": {"to": {"manager": 1}, "text": words}})


@pytest.mark.parametrize(
    ("text", "place"),
    [("policy: p\nname: \ufffe\n", "line 2"), ("", "line 1: policy")],
    ids=["no character of a text", "nothing at all"],
)
def test_app_11_each_mistake_has_its_line(text: str, place: str) -> None:
    with pytest.raises(RuleViolation) as no:
        read_yaml(text)
    assert no.value.params["place"] == place


def test_app_11_20_a_condition_may_divide_by_a_fact_that_can_be_nothing() -> None:
    policy = read(
        {"policy": "p", "facts": {"days": "int"}, "route": [
            {"step": "a", "when": "10 / days > 2", "signers": {"manager": 1}},
        ]}
    )  # fmt: skip
    condition = policy.route[0].when  # type: ignore[union-attr]
    assert holds(condition, {"days": 0}), "the safe side"
    assert not holds(condition, {"days": 9})
    with pytest.raises(RuleViolation, match="division by zero"):
        read({"policy": "p", "route": [{"step": "a", "when": "1 / 0 > 2", "signers": {"manager": 1}}]})


def test_app_11_a_step_without_a_signer_can_be_rescued() -> None:
    empty = {"step": "s", "signers": [{"role": "ceo"}]}
    assert unstaffed(DIRECTORY, empty) is None, "an administrator frees it"
    assert unstaffed(without("root"), empty) == "no_signer.to.role"
    assert unstaffed(without("root"), empty, no_signer="pass") is None
    rescue = {"do": "rescue", "to": {"person": "nobody"}}
    assert unstaffed(DIRECTORY, empty, no_signer=rescue) == "no_signer.to"
    assert unstaffed(replace(DIRECTORY, persons={}), empty) is None, "the house is being set up"


def test_app_11_an_escalation_level_goes_to_somebody() -> None:
    ladder = [{"do": "escalate", "to": {"role": "ceo", "unit": "any"}}]
    place = unstaffed(DIRECTORY, a_step("s", "lena", within="1 day", on_timeout=ladder))
    assert place == "route[0].on_timeout[0].to.role"


def test_the_ready_policies_can_all_be_reached() -> None:
    for file in sorted((Path(deploy.__file__).parent / "policies").glob("*/*.yaml")):
        assert read_yaml(file.read_text()).route


def test_app_11_the_json_form_is_checked_too() -> None:
    with pytest.raises(RuleViolation, match="APP-11"):
        read({"policy": "p", "facts": {}, "route": [a_step("s", "lena", when="false")]})


def test_app_11_what_signers_may_change_is_taken_over_by_the_owner() -> None:
    assert refused(a_step("s", "lena", may_edit=["total"]), policy="contract")[0] == "route[0].may_edit[0]"
    assert a_policy(a_step("s", "lena", may_edit=["clauses"]), policy="contract").route
    assert a_policy(a_step("s", "lena", may_edit=["anything"]), policy="expense").route
