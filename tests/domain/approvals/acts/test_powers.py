"""What may a policy let a role do after the end, or for somebody else, and what may a rule decide?"""

from dataclasses import replace
from typing import Any

import pytest

from messages.approvals.events import RequestRevoked
from messages.errors import Forbidden, RuleViolation
from services.approvals.domain.acts import revocation
from services.approvals.domain.audit.entries import lines_of
from services.approvals.domain.policies.publication import hash_of, read, read_yaml
from services.approvals.domain.requests.events import DecidedByRule, StepStarted
from services.approvals.domain.routing.preview import preview
from services.approvals.domain.routing.rounds import resubmit
from tests.domain.approvals.office import Desk, a_policy, a_step, id_of, submitted, without

POWERS = {"revoke": {"role": "director", "within": "2 days"}, "reopen": "legal", "cancel": "finance"}
POLICY = a_policy(a_step("s", "lena"), a_step("last", "fei"), **POWERS)


def approved(policy: Any = POLICY) -> Desk:
    return submitted(policy).approve("lena").approve("fei")


def codes(desk: Desk) -> list[str]:
    assert desk.last is not None
    return [line.code.removeprefix("audit.") for line in lines_of(desk.last.events, desk.people, "")]


# ---- revoke what was approved ----


def test_case_b14_a_named_role_revokes_what_was_approved() -> None:
    desk = approved().revoke("boss", "the customer is insolvent")
    assert (desk.progress.state, desk.progress.outcome) == ("REVOKED", "REVOKED")
    assert codes(desk) == ["request.revoked"]
    assert desk.revoke("boss", "again").last.events == ()  # type: ignore[union-attr]


def test_app_124_within_its_time_only() -> None:
    late = approved()
    assert late.later(days=2).revoke("boss", "x").progress.state == "REVOKED"
    with pytest.raises(RuleViolation, match="APP-124"):
        late.later(days=2, seconds=1).revoke("boss", "x")


def test_app_124_with_a_reason_only() -> None:
    with pytest.raises(RuleViolation, match="APP-124"):
        approved().revoke("boss", "")


@pytest.mark.parametrize("who", ["ann", "lena", "fei", "root"])
def test_app_124_nobody_else_may(who: str) -> None:
    with pytest.raises(Forbidden):
        approved().revoke(who, "x")


@pytest.mark.parametrize("who", ["boss", "root", "ann"])
def test_app_124_nobody_may_where_the_policy_does_not_say_so(who: str) -> None:
    plain = approved(a_policy(a_step("s", "lena"), a_step("last", "fei")))
    for act in (plain.revoke, submitted(plain.policy).withdraw().reopen):
        with pytest.raises(Forbidden):
            act(who, "x")


def test_app_124_nor_one_who_has_left_or_is_of_another_legal_entity() -> None:
    with pytest.raises(Forbidden):
        replace(approved(), people=without("boss")).revoke("boss", "x")
    desk = approved()
    persons = {
        id: replace(one, legal_entity_id="US" if one.login == "boss" else "CS")
        for id, one in desk.people.persons.items()
    }
    with pytest.raises(Forbidden):
        replace(desk, people=replace(desk.people, persons=persons)).revoke("boss", "x")


def test_app_127_its_owner_says_whether_it_is_undone() -> None:
    desk = approved().revoke("boss", "x")
    assert codes(desk.undone(True)) == ["request.undone"]
    assert codes(desk.undone(False)) == ["request.not_undone"]
    with pytest.raises(RuleViolation, match="APP-127"):
        approved().undone(True)


# ---- reopen what was withdrawn, withdraw for another ----


def test_case_b14_a_named_role_reopens_what_was_withdrawn() -> None:
    desk = submitted(POLICY).approve("lena").withdraw().reopen("lena", "a mistake")
    assert (desk.progress.state, desk.progress.round, desk.progress.outcome) == ("PENDING", 2, None)
    assert desk.open_signers() == ["lena"], "everybody is asked again"
    assert codes(desk)[:2] == ["request.reopened", "request.opened"]
    assert desk.approve("lena").approve("fei").progress.state == "APPROVED"


def test_app_125_within_its_time_and_rounds_only() -> None:
    policy = a_policy(a_step("s", "lena"), reopen={"role": "legal", "within": "1 day"}, max_rounds=2)
    gone = submitted(policy).withdraw()
    assert gone.later(days=1).reopen("lena", "x").progress.state == "PENDING"
    with pytest.raises(RuleViolation, match="APP-125"):
        gone.later(days=1, seconds=1).reopen("lena", "x")
    with pytest.raises(RuleViolation, match="APP-104"):
        gone.reopen("lena", "x").withdraw().reopen("lena", "x")


def test_case_b14_a_named_role_withdraws_for_the_requester() -> None:
    desk = submitted(POLICY).withdraw("fang", "he is ill")
    assert desk.progress.state == "WITHDRAWN"
    assert codes(desk) == ["request.cancelled", "step.settled", "request.settled"]
    assert codes(submitted(POLICY).withdraw("ann")) == ["step.settled", "request.settled"]


def test_app_126_with_a_reason_and_of_the_role_only() -> None:
    with pytest.raises(RuleViolation, match="APP-126"):
        submitted(POLICY).withdraw("fang", "")
    with pytest.raises(Forbidden):
        submitted(POLICY).withdraw("boss", "x")


def test_what_one_may_do_now() -> None:
    def may(desk: Desk, who: str) -> list[str]:
        return revocation.may(desk.progress, desk.context, id_of(who))

    assert (may(submitted(POLICY), "fang"), may(submitted(POLICY), "boss")) == (["cancel"], [])
    assert (may(approved(), "boss"), may(approved().later(days=3), "boss")) == (["revoke"], [])
    assert may(submitted(POLICY).withdraw(), "lena") == ["reopen"]


# ---- a step that a rule decides ----

RULES = [{"when": "amount > 1000000.0", "then": "reject"}, {"when": "amount < 100.0", "then": "approve"}]
RULED = a_policy(a_step("screen", "lena", decide=RULES), a_step("last", "fei"))


@pytest.mark.parametrize(
    ("amount", "state", "asked", "settled"),
    [
        pytest.param("1000000.01", "REJECTED", [], "REJECTED", id="declined at once"),
        pytest.param("99.99", "PENDING", ["fei"], "PASSED", id="agreed to at once"),
        pytest.param("100.00", "PENDING", ["lena"], "OPEN", id="no rule is true: its signers"),
    ],
)
def test_case_b14_app_128_a_step_may_be_decided_by_a_rule(
    amount: str, state: str, asked: list[str], settled: str
) -> None:
    desk = submitted(RULED, amount=amount)
    assert (desk.progress.state, desk.open_signers(), desk.step("screen").state) == (state, asked, settled)


def test_case_b14_a_rule_that_decides_is_told_as_such_in_the_audit() -> None:
    desk = submitted(RULED, amount="2000000")
    lines = lines_of(desk.last.events, desk.people, "")  # type: ignore[union-attr]
    assert [line.code for line in lines] == [
        "audit.request.opened", "audit.step.opened", "audit.step.rule_reject", "audit.step.settled",
        "audit.request.settled",
    ]  # fmt: skip
    assert lines[2].params == {"step": "screen", "round": 1, "when": "amount > 1000000.0"}
    assert desk.step("screen").signers == ()


def test_app_128_a_rule_that_fails_decides_nothing() -> None:
    step = a_step("s", "lena", decide={"when": "1.0 / amount > 2.0", "then": "approve"})
    assert submitted(a_policy(step), amount="0").open_signers() == ["lena"]


def test_app_36_the_preview_says_what_a_rule_decides() -> None:
    desk = submitted(RULED, amount="100")
    facts = {"amount": 5.0}
    ahead = preview(replace(desk.progress, steps=(), facts=facts), replace(desk.context, facts=facts))
    assert any(isinstance(e, StepStarted) and e.step.why and e.step.why.code == "rule.approve" for e in ahead.coming)
    assert any(isinstance(e, DecidedByRule) for e in submitted(RULED, amount="5").last.events)  # type: ignore[union-attr]


def test_case_b14_a_rule_looks_again_when_its_fact_has_changed() -> None:
    step = a_step("screen", "lena", decide={"when": "amount < 100.0", "then": "approve"}, depends_on=["lines"])
    desk = submitted(a_policy(step, a_step("last", "fei")), amount="5").return_("fei")
    context = replace(desk.context, facts={"amount": 5000.0})
    again = replace(desk, progress=resubmit(desk.progress, context, {"a": 1}, {"a": 1}, "").progress)
    assert again.open_signers() == ["lena"]


# ---- publishing ----

ENGLISH = """
policy: loan
facts: {score: int}
revoke: {role: finance, within: 5 business days}
reopen: {role: ops, within: 30 days}
cancel: {role: ops}
notify: {outcome: revoked, to: {role: finance}}
route:
  - step: screening
    decide: [{when: score < 10, then: reject}, {when: score > 90, then: approve}]
    signers: {role: finance}
"""
CHINESE = """
策略: loan
事实: {score: 整数}
撤销: {角色: finance, 时限: 5 个工作日}
重开: {角色: ops, 时限: 30 天}
代为撤回: {角色: ops}
知会: {结果: 撤销, 交给: {角色: finance}}
流程:
  - 节点: screening
    自动判定: [{条件: score < 10, 则: 拒绝}, {条件: score > 90, 则: 同意}]
    审批人: {角色: finance}
"""


def test_app_22_the_new_words_have_one_hash_in_both_languages() -> None:
    assert hash_of(read_yaml(CHINESE)) == hash_of(read_yaml(ENGLISH))


DECIDE = "route[0].decide[0]"


@pytest.mark.parametrize(
    ("more", "place"),
    [
        pytest.param({"revoke": "finance"}, "revoke.within", id="revoked for ever"),
        pytest.param({"policy": "contract", "reopen": "ops"}, "reopen", id="what its owner submits again"),
        pytest.param({"decide": {"when": "x > 1", "then": "reject"}}, f"{DECIDE}.when", id="an unknown fact"),
        pytest.param({"decide": {"when": "amount > 5.0 && amount < 1", "then": "reject"}}, f"{DECIDE}.when", id="no"),
        pytest.param({"decide": {"when": "amount > 5.0", "then": "return"}}, f"{DECIDE}.then", id="no verdict"),
    ],
)  # fmt: skip
def test_app_11_a_power_or_rule_that_cannot_be_is_refused(more: dict[str, Any], place: str) -> None:
    step = a_step("s", "lena") | {key: more.pop(key) for key in ("decide",) if key in more}
    with pytest.raises(RuleViolation) as no:
        read({"policy": "p", "facts": {"amount": "money"}, "route": [step]} | more)
    assert no.value.params["place"] == place


def test_the_event_is_of_its_own_kind() -> None:
    assert RequestRevoked.subject == "approvals.request.revoked.v1"
