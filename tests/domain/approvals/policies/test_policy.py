"""Is a policy read rightly in both languages, and refused with the place of its mistake?"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import deploy
from messages.approvals.states import RequestState
from messages.errors import RuleViolation
from services.approvals.domain.policies.conditions import holds, mistake, typed
from services.approvals.domain.policies.policy import FactType
from services.approvals.domain.policies.publication import body_of, hash_of, read, read_yaml
from services.approvals.domain.requests.events import StepStarted
from services.approvals.domain.routing.preview import preview
from tests.domain.approvals.office import id_of, submitted

ENGLISH = """
policy: order
name: 订单
facts: {amount: money, late: int, over: bool}
requester_is_signer: skip
duplicates: consecutive
no_signer: {do: rescue, to: {role: ops}}
calendar: CN
route:
  - step: manager
    when: amount > 1000.0 && late < 3
    signers: {manager: 1}
    mode: all
    within: 2 business days
    remind: [4 business hours]
    on_timeout: [{do: escalate}, {do: reject, after: 3 days}]
    depends_on: [amount]
    may: [approve, reject]
  - parallel: review
    branches:
      - branch: a
        route: [{step: legal, signers: [{role: legal, unit: any}], mode: any}]
      - branch: b
        route: [{step: chain, signers: {managers: {up_to: amount}}, mode: sequence}]
"""
CHINESE = """
策略: order
名称: 订单
事实: {amount: 金额, late: 整数, over: 是否}
发起人是审批人: 跳过
重复审批人: 连续
无审批人: {动作: 救援, 交给: {角色: ops}}
日历: CN
流程:
  - 节点: manager
    条件: amount > 1000.0 && late < 3
    审批人: {主管: 1}
    方式: 会签
    时限: 2 个工作日
    提醒: [4 工作小时]
    超时: [{动作: 升级}, {动作: 拒绝, 之后: 3 天}]
    依据: [amount]
    允许: [同意, 拒绝]
  - 并行: review
    各分支:
      - 分支: a
        流程: [{节点: legal, 审批人: [{角色: legal, 部门: 任意}], 方式: 或签}]
      - 分支: b
        流程: [{节点: chain, 审批人: {逐级主管: {至额度: amount}}, 方式: 依次}]
"""


def test_app_22_both_languages_give_one_hash() -> None:
    assert body_of(read_yaml(CHINESE)) == body_of(read_yaml(ENGLISH))
    assert hash_of(read_yaml(CHINESE)) == hash_of(read_yaml(ENGLISH))


def test_app_22_a_default_written_out_changes_no_hash() -> None:
    step = {"step": "a", "signers": [{"person": "x"}]}
    short = read({"policy": "p", "route": [step]})
    long = read(
        {
            "policy": "p",
            "duplicates": "once",
            "route": [step | {"mode": "all", "comment_required": ["reject", "return"]}],
        }
    )
    assert hash_of(short) == hash_of(long)
    assert hash_of(short) != hash_of(read({"policy": "p", "duplicates": "every", "route": [step]}))


def test_app_22_the_canonical_form_reads_as_the_same_policy() -> None:
    policy = read_yaml(CHINESE)
    assert read(body_of(policy)) == policy


def with_step(**more: Any) -> dict[str, Any]:
    step = {"step": "a", "signers": [{"person": "x"}]} | more
    return {"policy": "p", "facts": {"amount": "money", "who": "person", "tags": "texts"}, "route": [step]}


BRANCH = {"branch": "a", "route": [{"step": "a", "signers": [{"person": "x"}]}]}


@pytest.mark.parametrize(
    ("written", "place"),
    [
        pytest.param([], "policy", id="not a mapping"),
        pytest.param({"policy": "p", "route": []}, "route", id="an empty route"),
        pytest.param(with_step() | {"colour": "red"}, "colour", id="an unknown field"),
        pytest.param(with_step(colour="red"), "route[0].colour", id="an unknown field of a step"),
        pytest.param(with_step(when="amount >"), "route[0].when", id="a condition that does not compile"),
        pytest.param(with_step(when="margin > 1"), "route[0].when", id="an unknown fact"),
        pytest.param(with_step(when="amount + 1.0"), "route[0].when", id="neither true nor false"),
        pytest.param(
            with_step(when='amount == "x" || amount + "y" == "z"'), "route[0].when", id="types that do not fit"
        ),
        pytest.param(with_step(signers=[]), "route[0].signers", id="no signers"),
        pytest.param(with_step(signers=[{"person": "x", "role": "y"}]), "route[0].signers[0]", id="two ways at once"),
        pytest.param(with_step(signers=[{"fact": "amount"}]), "route[0].signers[0].fact", id="an amount is nobody"),
        pytest.param(
            with_step(signers=[{"managers": {"up_to": "who"}}]), "route[0].signers[0].managers.up_to", id="no amount"
        ),
        pytest.param(with_step(mode="quorum", quorum={"count": 2}), "route[0].quorum", id="a quorum above the signers"),
        pytest.param(with_step(mode="quorum"), "route[0].quorum", id="a quorum that says no number"),
        pytest.param(with_step(quorum={"count": 1}), "route[0].quorum", id="a quorum without its mode"),
        pytest.param(with_step(within="soon"), "route[0].within", id="a duration without unit"),
        pytest.param(with_step(on_timeout="pass"), "route[0].on_timeout", id="time out without limit"),
        pytest.param(
            with_step(within="1 day", on_timeout=["remind", "pass"]),
            "route[0].on_timeout[1]",
            id="a rung without after",
        ),
        pytest.param(with_step(may=["reject"]), "route[0].may", id="nobody could approve"),
        pytest.param(
            {"policy": "p", "route": [{"parallel": "g", "branches": [BRANCH]}]}, "route[0].branches", id="one branch"
        ),
        pytest.param(
            {"policy": "p", "route": [{"parallel": "g", "branches": [BRANCH, BRANCH | {"branch": "b"}]}]},
            "a",
            id="a key twice",
        ),
    ],
)
def test_app_11_a_mistake_is_told_with_its_place(written: Any, place: str) -> None:
    with pytest.raises(RuleViolation) as no:
        read(written)
    assert (no.value.rule, no.value.params["place"]) == ("APP-11", place)


def test_app_11_what_is_no_yaml_is_told_with_its_line() -> None:
    with pytest.raises(RuleViolation) as no:
        read_yaml("policy: p\nroute: [")
    assert no.value.params["place"].startswith("line ")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("condition", "amount", "asked"),
    [
        pytest.param("amount > 100000", 100_000, False, id="at the limit"),
        pytest.param("amount > 100000", "100000.01", True, id="a cent above"),
        pytest.param("amount >= 100000", 100_000, True, id="at the limit, included"),
        pytest.param(None, 0, True, id="no condition"),
    ],
)
def test_app_20_a_condition_decides(condition: str | None, amount: Any, asked: bool) -> None:
    assert holds(condition, typed({"amount": amount}, {"amount": FactType.MONEY})) is asked


def test_app_20_a_condition_that_fails_on_the_facts_asks_the_step() -> None:
    assert holds("late + 9223372036854775807 > 0", {"late": 1}) is True


def test_app_11_aliases_are_not_unfolded() -> None:
    with pytest.raises(RuleViolation, match="an alias"):
        read_yaml("policy: &a p\nname: *a\nroute: []")
    with pytest.raises(RuleViolation, match="APP-11"):
        read_yaml("[" * 5000)


def test_app_21_conditions_use_lists_and_texts() -> None:
    policy = read(with_step(when='"rush" in tags && amount > 1.0'))
    assert policy.route


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("money", "much"), ("money", None), ("money", True), ("money", "NaN"), ("int", "1"), ("int", 1.5),
        ("int", True), ("int", 2**63), ("text", 1), ("bool", "yes"), ("person", "bob"), ("texts", "a"),
        ("texts", [1]), ("number", "1e999"),
    ],
)  # fmt: skip
def test_app_13_a_fact_has_its_type(kind: str, value: Any) -> None:
    with pytest.raises(RuleViolation, match="APP-13"):
        typed({"x": value}, {"x": FactType(kind)})


@pytest.mark.parametrize(
    "path", sorted((Path(deploy.__file__).parent / "policies").glob("*/*.yaml")), ids=lambda p: p.stem
)
def test_the_ready_policies_can_be_published(path: Path) -> None:
    assert read_yaml(path.read_text()).policy == path.stem


@pytest.mark.parametrize(
    ("mistake", "line"),
    [
        pytest.param("    when: margin > 1", 5, id="an unknown fact"),
        pytest.param("    时限: soon", 5, id="a Chinese keyword"),
        pytest.param("    signers: {fact: amount}", 5, id="in a list of one"),
        pytest.param("    colour: red", 5, id="an unknown field"),
        pytest.param("  - {step: a, signers: {manager: 1}}", 5, id="a key twice"),
    ],
)
def test_app_11_a_mistake_in_yaml_is_told_with_its_line(mistake: str, line: int) -> None:
    text = f"policy: p\nfacts: {{amount: money}}\nroute:\n  - step: a\n{mistake}\n    signers: {{manager: 1}}\n"
    text = text.replace("step: a\n  -", "{step: a, signers: {manager: 1}}\n  -")
    text = text if mistake.count("signers") == 0 else text.rsplit("    signers", 1)[0]
    with pytest.raises(RuleViolation) as no:
        read_yaml(text)
    assert str(no.value.params["place"]).startswith(f"line {line}: ")


READY: dict[str, list[tuple[dict[str, Any], list[str]]]] = {  # policy: (facts, who is asked)
    "quote": [({"amount": 10, "discount_percent": 3, "margin_percent": 30}, []),
              ({"amount": 10, "discount_percent": 25, "margin_percent": 5}, ["manager", "director", "margin"])],
    "contract-change": [({"amount": 9, "difference": 0, "terms_changed": True}, ["manager", "legal"]),
                        ({"amount": 9, "difference": -6e4, "terms_changed": False}, ["manager", "finance", "chain"])],
    "payment-confirmation": [({"amount": 9, "matches": True}, ["check"]),
                             ({"amount": 9, "matches": False}, ["check", "second"])],
    "invoice": [({"amount": 9, "paid": True}, ["finance"]), ({"amount": 9, "paid": False}, ["manager", "finance"])],
    "return": [({"amount": 9, "currency": "CNY", "completed": False, "days": 3}, ["manager"]),
               ({"amount": 9, "currency": "CNY", "completed": True, "days": 3}, ["manager", "finance"]),
               ({"amount": 9_000, "currency": "USD", "completed": False, "days": 3}, ["manager", "finance"]),
               ({"amount": 10_001, "currency": "CNY", "completed": False, "days": 3}, ["manager", "finance"])],
    "write-off": [({"amount": 9, "currency": "CNY", "days_overdue": 400}, ["finance"]),
                  ({"amount": 90_000, "currency": "CNY", "days_overdue": 400}, ["finance"]),
                  ({"amount": 90_000, "currency": "USD", "days_overdue": 400}, ["finance", "board"]),
                  ({"amount": 9_000, "currency": "USD", "days_overdue": 400}, ["finance"]),
                  ({"amount": 200_000, "currency": "CNY", "days_overdue": 30}, ["finance", "legal", "board"])],
    "expense": [({"amount": 900, "with_receipts": True}, ["manager"]),
                ({"amount": 9_000, "with_receipts": True}, ["manager", "chain", "finance"])],
    "lead-transfer": [({"owner": str(id_of("bob")), "other_unit": True}, ["owner", "manager", "superior"])],
}  # fmt: skip
CASES = [(policy, facts, way) for policy, cases in READY.items() for facts, way in cases]


@pytest.mark.parametrize(("policy", "facts", "way"), CASES, ids=[f"{p} {' '.join(w)}" for p, _, w in CASES])
def test_the_ready_policies_ask_whom_they_should(policy: str, facts: dict[str, Any], way: list[str]) -> None:
    (ready,) = (Path(deploy.__file__).parent / "policies").glob(f"*/{policy}.yaml")
    read_ = read_yaml(ready.read_text())
    desk = submitted(read_, **facts)
    ahead = preview(replace(desk.progress, steps=(), state=RequestState.PENDING), replace(desk.context, policy=read_))
    assert [act.step.key for act in ahead.coming if isinstance(act, StepStarted)] == way


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("{amount}", "only {number}, {title}, {requester}, {outcome} are filled in"),
        ("{number.__class__}", "only {number}, {title}, {requester}, {outcome} are filled in"),
        ("{", "Single '{' encountered in format string"),
    ],
)
def test_app_11_the_words_of_a_notice_name_only_what_is_known(words: str, problem: str) -> None:
    written = {
        "policy": "p", "route": [{"step": "s", "signers": [{"manager": 1}]}],
        "notify": [{"to": [{"role": "finance"}], "text": {"en": words}}],
    }  # fmt: skip
    with pytest.raises(RuleViolation) as no:
        read(written)
    assert no.value.params == {"place": "notify[0].text.en", "problem": problem}


def test_app_21_a_condition_goes_over_a_list_of_texts() -> None:
    types = {"tags": FactType.TEXTS}
    condition = 'tags.exists(one, one.startsWith("rush"))'
    assert mistake(condition, types) is None
    assert [holds(condition, {"tags": tags}) for tags in (["rush-1"], ["calm"], [])] == [True, False, False]
    assert mistake('tags.exists(one, two == "x")', types) == "unknown fact two"


def test_app_21_a_condition_ends_soon() -> None:
    loops = "".join(f"[1].all(a{n}, " for n in range(3)) + "true" + ")" * 3
    assert "at most 2 of all" in str(mistake(loops, {}))
    typed({"tags": ["x"] * 200}, {"tags": FactType.TEXTS})
    with pytest.raises(RuleViolation, match="APP-13"):
        typed({"tags": ["x"] * 201}, {"tags": FactType.TEXTS})
