"""Is it told rightly what would make a step unnecessary?"""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messages.texts import LANGUAGES, text
from services.approvals.domain.policies.conditions import holds, typed
from services.approvals.domain.policies.policy import FactType, Policy
from services.approvals.domain.policies.publication import read
from services.approvals.domain.routing.avoidance import avoid
from tests.domain.approvals.office import a_step, submitted

FACTS = {
    "amount": "money", "discount": "number", "risk": "int", "grade": "text", "urgent": "bool", "tags": "texts",
}  # fmt: skip
USUAL = {"amount": 150_000, "discount": 12.5, "risk": 70, "grade": "A", "urgent": True, "tags": ["export"]}


def a_policy(when: str, branch: str | None = None) -> Policy:
    step = a_step("boss", "boss", when=when)
    other = {"branch": "y", "route": [a_step("lena", "lena")]}
    first = {"branch": "x", "route": [step]} | ({"when": branch} if branch else {})
    route = [{"parallel": "p", "branches": [first, other]}] if branch else [step, a_step("lena", "lena")]
    return read({"policy": "test", "facts": FACTS, "route": route})


def told(when: str, branch: str | None = None, **facts: Any) -> list[str]:
    policy = a_policy(when, branch)
    return [text(why.code, "en", **why.params) for why in avoid(policy, "boss", typed(USUAL | facts, policy.facts))]


@pytest.mark.parametrize(
    ("when", "said"),
    [
        pytest.param("amount > 100000.0", ["amount at most 100,000.00"], id="more than a limit"),
        pytest.param("amount >= 100000.0", ["amount below 100,000.00"], id="a limit and more"),
        pytest.param("amount * 0.1 > 5000.0", ["amount at most 50,000.00"], id="a limit that is reckoned"),
        pytest.param("risk >= 60", ["risk at most 59"], id="a score"),
        pytest.param("discount < 20.0", ["discount at least 20.00"], id="less than a limit"),
        pytest.param("urgent", ["urgent: no"], id="yes or no"),
        pytest.param("!urgent || grade == 'A'", ["grade other than A"], id="the other part is false"),
        pytest.param("grade != 'B'", ["grade = B"], id="all but one text"),
        pytest.param("'export' in tags", ["tags without export"], id="one of many"),
        pytest.param("amount > 100000.0 || risk >= 60", [], id="two reasons at once have no single change"),
        pytest.param(
            "amount > 100000.0 && risk >= 60", ["amount at most 100,000.00", "risk at most 59"], id="either is enough"
        ),
        pytest.param(
            "amount > 100.0 && amount < 1000000.0", ["amount at most 100.00", "amount at least 1,000,000.00"],
            id="both ends",
        ),
        pytest.param("amount > 10.0 || amount < 5.0", ["amount = 10.00"], id="less is not always enough"),
        pytest.param("1 == 1", [], id="always"),
    ],
)  # fmt: skip
def test_app_96_the_nearest_fact_that_would_not_ask_is_told(when: str, said: list[str]) -> None:
    assert told(when) == said


def test_a_step_is_avoided_with_its_branch_too() -> None:
    assert told("risk >= 60", "urgent") == ["urgent: no", "risk at most 59"]


def test_what_is_told_has_words_in_both_languages() -> None:
    codes = ("at_most", "at_least", "below", "above", "is", "other", "yes", "no", "with", "without", "none")
    for lang in LANGUAGES:
        for code in codes:
            assert "avoid." not in text(f"avoid.{code}", lang, fact="f", value="v")


ATOMS = st.sampled_from(
    ["amount > 100000.0", "amount >= 99.99", "amount * 2.0 < 500000.0", "discount > 12.0", "discount / 2.0 <= 10.0",
     "risk >= 60", "risk - 5 > 10", "risk % 7 == 0", "urgent", "!urgent", "grade == 'A'", "grade in ['A', 'B']",
     "grade.startsWith('A')", "'export' in tags", "size(tags) > 0",
     "amount > 1000.0 && amount < 200000.0", "grade != 'C'"]
)  # fmt: skip
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds("({}) && ({})".format, inner, inner), st.builds("({}) || ({})".format, inner, inner),
        st.builds("!({})".format, inner),
    ),
    max_leaves=4,
)  # fmt: skip
SOME_FACTS = st.fixed_dictionaries(
    {
        "amount": st.decimals(0, 500_000, places=2), "discount": st.decimals(0, 40, places=3),
        "risk": st.integers(0, 100), "grade": st.sampled_from(["A", "B", "AA", "C", ""]), "urgent": st.booleans(),
        "tags": st.lists(st.sampled_from(["export", "home", "new"]), unique=True),
    }
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(when=CONDITIONS, facts=SOME_FACTS, branch=st.none() | CONDITIONS)
def test_app_96_what_is_told_really_makes_the_step_unnecessary(
    when: str, facts: dict[str, Any], branch: str | None
) -> None:
    types = {name: FactType(of) for name, of in FACTS.items()}
    now = typed(facts, types)
    if not holds(when, now) or (branch and not holds(branch, now)):
        return
    policy = a_policy(when, branch)  # what holds for these facts is never refused as something that never holds
    for why in avoid(policy, "boss", now):
        changed = facts | {why.params["fact"]: why.params["to"]}
        desk = submitted(policy, **changed)
        assert desk.progress.step("boss") is None, (when, branch, why)
