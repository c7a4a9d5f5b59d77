"""Are duties kept apart: nobody signs two steps of one request, whichever way he would come to it?"""

from datetime import timedelta
from typing import Any

import pytest

from messages.approvals.states import TaskKind
from messages.errors import RuleViolation
from services.approvals.domain.policies.policy import Policy
from services.approvals.domain.requests.events import StepStarted
from services.approvals.domain.requests.submission import preparers
from tests.domain.approvals.office import NOW, Desk, a_policy, a_step, away, id_of, submitted


def apart(*route: dict[str, Any], **more: Any) -> Policy:
    return a_policy(*route, segregate=True, **more)


FINANCE = {"step": "second", "signers": [{"role": "finance", "unit": "any"}], "mode": "any"}
TWO = apart(a_step("first", "fang"), FINANCE)


def passed_over(desk: Desk, key: str) -> list[str]:
    return [why.code for why in desk.step(key).skipped]


def test_app_77_who_has_signed_one_step_is_not_asked_in_another() -> None:
    desk = submitted(TWO).approve("fang")
    assert (desk.open_signers(), passed_over(desk, "second")) == (["fei"], ["signer.segregated"])


def test_app_77_not_where_the_policy_does_not_say_so() -> None:
    desk = submitted(a_policy(a_step("first", "fang"), FINANCE)).approve("fang")
    assert desk.progress.state == "APPROVED", "his word counts in both"


def test_app_77_only_among_the_steps_named() -> None:
    third = a_step("third", "fang", "boss")
    desk = submitted(a_policy(a_step("first", "fang"), FINANCE, third, segregate=["first", "second"])).approve("fang")
    desk = desk.approve("fei")
    assert [one.why.code for one in desk.step("third").signers] == ["signer.already", "signer.person"]


def test_app_77_nor_by_transfer_nor_as_an_added_signer() -> None:
    desk = submitted(TWO).approve("fang")
    with pytest.raises(RuleViolation, match="APP-77"):
        desk.transfer("fei", "fang")
    with pytest.raises(RuleViolation, match="APP-77"):
        desk.add("fei", "fang", how="before")
    assert desk.ask("fei", "fang").open_signers() == ["fei", "fang"], "a question is no signature"


def test_app_77_nor_as_a_substitute_and_a_signature_for_another_counts() -> None:
    desk = submitted(TWO, away(("fei", "fang"))).approve("fang")
    assert desk.open_signers() == ["fei"], "Fang stands in for Fei, but has signed: Fei is asked all the same"
    desk = submitted(apart(a_step("first", "lena"), a_step("second", "lena", "boss")), away(("lena", "fang")))
    assert desk.approve("fang").open_signers() == ["boss"], "Lena has signed, through Fang"


def test_app_77_nor_as_a_superior_or_when_somebody_leaves() -> None:
    first = a_step("first", "boss")
    second = a_step("second", "fei", within="1 day", on_timeout="escalate")
    desk = submitted(apart(first, second)).approve("boss")
    late = desk.fire("second", 0, NOW + timedelta(days=2))
    assert late.open_signers() == ["fei"], "he is reminded; his superior has signed already"
    left = desk.leave("fei", "boss")
    assert [one.kind for one in left.step("second").open_signers()] == [TaskKind.RESCUE]


def test_app_77_who_is_asked_in_a_branch_is_not_asked_in_the_other() -> None:
    branches = [
        {"branch": "x", "route": [a_step("x", "fang")]}, {"branch": "y", "route": [FINANCE]},
    ]  # fmt: skip
    desk = submitted(apart({"parallel": "g", "branches": branches}))
    assert desk.open_signers() == ["fang", "fei"]


def test_app_77_who_took_his_word_back_and_was_replaced_may_sign_another() -> None:
    desk = submitted(TWO).return_("fang").resubmit({"amount": 1}, {"amount": 2}).transfer("fang", "lena")
    assert desk.approve("lena").open_signers() == ["fang", "fei"]


def test_app_77_a_step_it_names_is_there() -> None:
    with pytest.raises(RuleViolation, match="APP-11"):
        a_policy(a_step("first", "fang"), segregate=["second"])


def test_app_31_without_a_signer_the_superior_may_be_asked() -> None:
    nobody = {"step": "s", "signers": [{"role": "ceo"}]}
    desk = submitted(a_policy(nobody, no_signer="superior"))
    assert desk.open_signers() == ["east"]
    top = submitted(a_policy(nobody, no_signer="superior"), by="boss")
    assert [one.kind for one in top.step("s").signers] == [TaskKind.RESCUE], "nobody is above him"


def test_app_1_who_is_named_as_preparer_in_a_fact_does_not_sign() -> None:
    policy = a_policy(a_step("s", "lena", "boss"), facts={"recorded_by": "person", "reader": "person"})
    facts = {"recorded_by": str(id_of("lena")), "reader": str(id_of("boss"))}
    assert preparers([id_of("bob")], facts, policy) == {id_of("bob"), id_of("lena")}


def test_app_77_the_preview_knows_it() -> None:
    desk = submitted(TWO)
    assert desk.last is not None
    assert [event.step.key for event in desk.last.events if isinstance(event, StepStarted)] == ["first"]
