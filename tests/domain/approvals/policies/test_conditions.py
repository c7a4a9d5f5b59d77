"""Is a condition of a policy computed exactly, and does it otherwise mean what CEL means?"""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import cel
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messages.errors import RuleViolation
from services.approvals.domain.policies.conditions import divides_by, holds, is_false, mistake, names_in, typed
from services.approvals.domain.policies.expressions import compiled
from services.approvals.domain.policies.facts import kept, read
from services.approvals.domain.policies.policy import FactType
from tests.domain.approvals.office import a_policy, submitted

SUMS = {"amount": FactType.MONEY, "deposit": FactType.MONEY, "cost": FactType.MONEY}


def is_true(condition: str, types: dict[str, FactType] = SUMS, **facts: Any) -> bool:
    """As a request gives its facts, and as they are stored and read again."""
    given = typed(facts, {name: of for name, of in types.items() if name in facts})
    assert read(kept(given)) == given
    return holds(condition, given) and not is_false(condition, given)


@pytest.mark.parametrize(
    ("condition", "facts", "asked"),
    [
        ("amount * 1.13 >= 113000.0", {"amount": "100000.00"}, True),
        ("1.0 - deposit / amount >= 0.1", {"deposit": "90.00", "amount": "100.00"}, True),
        ("amount < cost * 1.1", {"amount": "110000", "cost": "100000"}, False),
        ("amount / 3.0 * 3.0 == amount", {"amount": "100.00"}, True),
        ("amount + deposit == 0.30", {"amount": "0.10", "deposit": "0.20"}, True),
        ("amount - 0.01 == 9999999999999999.98", {"amount": "9999999999999999.99"}, True),
        ("amount > 9999999999999999.98", {"amount": "9999999999999999.99"}, True),
        ("(amount - cost) / amount * 100.0 < 15.0", {"amount": "100", "cost": "85"}, False),
    ],
)
def test_case_b1_money_in_conditions_is_exact(condition: str, facts: dict[str, Any], asked: bool) -> None:
    assert mistake(condition, SUMS) is None
    assert is_true(condition, **facts) is asked


CENTS = st.decimals(Decimal(0), Decimal("9999999999999999.99"), places=2)
RATES = st.decimals(Decimal("0.0001"), Decimal("99"), places=4)


@given(CENTS, CENTS, RATES, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]))
@settings(max_examples=300, deadline=None)
def test_case_b1_products_sums_and_ratios_are_those_of_fractions(
    a: Decimal, b: Decimal, rate: Decimal, sign: str
) -> None:
    amount, cost, by = Fraction(a), Fraction(b), Fraction(rate)
    compare = {"<": Fraction.__lt__, "<=": Fraction.__le__, ">": Fraction.__gt__, ">=": Fraction.__ge__,
               "==": Fraction.__eq__, "!=": lambda one, other: one != other}[sign]  # fmt: skip
    facts = {"amount": str(a), "cost": str(b)}
    assert is_true(f"amount * {rate} {sign} {a * rate:f}", **facts) is compare(amount * by, Fraction(a * rate))
    assert is_true(f"amount {sign} cost * {rate}", **facts) is compare(amount, cost * by)
    assert is_true(f"amount - cost {sign} {rate}", **facts) is compare(amount - cost, by)
    if b:
        assert is_true(f"1.0 - amount / cost {sign} {rate}", **facts) is compare(1 - amount / cost, by)
        assert is_true("amount / cost * cost == amount", **facts)


def test_case_b2_a_condition_may_divide_by_a_sum_and_says_by_what_when_it_is_nothing() -> None:
    condition = "deposit / amount < 0.3"
    assert mistake(condition, SUMS) is None
    policy = a_policy(
        {"step": "s", "when": condition, "signers": {"person": "lena"}}, facts={"amount": "money", "deposit": "money"}
    )
    asked = submitted(policy, amount="0.00", deposit="0.00")
    assert asked.open_signers() == ["lena"], "the safe side"
    assert divides_by(condition, asked.progress.facts) == "amount"
    assert not submitted(policy, amount="100", deposit="30").open_signers()
    assert submitted(policy, amount="100", deposit="29.99").open_signers() == ["lena"]


@pytest.mark.parametrize(
    ("condition", "by"),
    [
        pytest.param("deposit / (amount - cost) < 0.3", "(amount - cost)", id="what is in brackets"),
        pytest.param("1.0 / (deposit * amount) < 0.3", "(deposit * amount)", id="a product"),
        pytest.param("amount > 0.0 && deposit / amount < 0.3", None, id="the other side decides"),
        pytest.param("deposit / amount < 0.3 || amount == 0.0", None, id="on either side"),
        pytest.param("deposit / 2.0 < 0.3", None, id="by something"),
        pytest.param("deposit / amount / cost < 0.3", "amount", id="the first of two"),
        pytest.param('"a" in [1.0 / amount]', "amount", id="inside a list"),
    ],
)
def test_app_121_what_a_condition_divides_by(condition: str, by: str | None) -> None:
    facts = typed({"amount": 0, "cost": 0, "deposit": 0}, SUMS)
    assert mistake(condition, SUMS) is None
    assert divides_by(condition, facts) == by
    assert by is None or (holds(condition, facts) and not is_false(condition, facts))


@pytest.mark.parametrize("condition", ["amount / 0.0 > 1.0", "amount / (cost - cost) > 1.0", "1 % 0 == 1"])
def test_app_21_what_always_divides_by_nothing_is_a_mistake(condition: str) -> None:
    assert str(mistake(condition, SUMS)).startswith("division by zero: ")


@pytest.mark.parametrize(
    ("condition", "reason", "told"),
    [
        ("size(reason) < 5", "紧急", True),
        ("reason.size() == 2", "紧急", True),
        ("size(reason) == 4", "a紧é😀", True),
        ('reason.startsWith("紧") && reason.endsWith("急") && reason.contains("紧急")', "紧急", True),
        ("size(reason) > 200", "字" * 201, True),
    ],
)
def test_case_b3_text_functions_count_characters(condition: str, reason: str, told: bool) -> None:
    types = {"reason": FactType.TEXT}
    assert mistake(condition, types) is None
    assert is_true(condition, types, reason=reason) is told


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ("5 / 2 == 2 && -5 / 2 == -2 && -5 % 3 == -2 && 5 % -3 == 2", True),
        ("1 == 1.0 && 1 < 1.5 && [1, 2] == [1.0, 2.0] && 1 in [1.0]", True),
        ("true == 1 || true in [1] || 1 == \"1\"", False),
        ("false < true && \"a\" < \"b\" && '紧' > 'z'", True),
        ('"a" + "b" == "ab" && [1] + [2] == [1, 2]', True),
        ("[1, 2, 3].map(x, x * 2).filter(y, y > 2) == [4, 6]", True),
        ("[1, 2].exists_one(x, x == 1) && [].all(x, x) && [1, 2][1] == 2", True),
        ("true ? false : true ? true : false", False),
        ("double(3) / 2.0 == 1.5 && int(1.9) == 1 && int(-1.9) == -1", True),
        ("1 < 2 == true && !!true && !true == false && 1 - -1 == 2 && - 5 < 3", True),
        ("1 + 2 * 3 - 4 / 2 == 5 && (1 + 2) * 3 == 9", True),
        ("\"it's\" == 'it\\'s'", True),
    ],
)  # fmt: skip
def test_it_means_what_cel_means(condition: str, value: bool) -> None:
    assert mistake(condition, {}) is None
    assert compiled(condition).meaning({}) is value
    assert cel.compile(condition).execute({}) is value


@pytest.mark.parametrize(
    "condition",
    [
        "amount * 2 > 1.0", "amount % 2.0 == 0.0", "amount + true > 1.0", "tags < tags", '"a" in "abc"', "tags.size",
        "-tags == tags", "!amount", "amount && true", "amount ? true : false", "[1][5] == 1", '"a".matches("a")',
        "9223372036854775807 + 1 > 0", "1e3 == 1000.0", "0x10 == 16", "5u == 5", 'r"a" == "a"', "null == null",
        "has(amount)", "amount.value > 1.0", "size(1, 2) == 1", "1 < 2 < 3", "amount > 1.0 extra", "(amount > 1.0",
        "amount >", "", "tags.exists(1, true)", "9223372036854775808 > 1",
        "(" * 60 + "true" + ")" * 60, "!" * 61 + "true",
        "amount > 1.0 // not a word more",
    ],
)  # fmt: skip
def test_app_21_what_is_not_of_the_part_that_policies_use_is_a_mistake(condition: str) -> None:
    assert mistake(condition, {"amount": FactType.MONEY, "tags": FactType.TEXTS}) is not None


def test_what_a_macro_calls_each_of_a_list_is_no_fact_but_a_fact_of_that_name_is() -> None:
    assert names_in('tags.exists(amount, amount == "x")') == {"tags"}
    assert names_in('tags.exists(amount, amount == "x") && amount > 1.0') == {"tags", "amount"}


def test_app_21_a_list_that_grows_is_not_gone_over_for_long() -> None:
    long = "tags + tags"
    assert divides_by(f"({long}).exists(x, x == 'b')", {"tags": ["a"] * 200}) is None
    assert not is_false(f"({long}).exists(x, x == 'b')", {"tags": ["a"] * 200}), "it fails: the step is asked"
    assert is_false("tags.exists(x, x == 'b')", {"tags": ["a"] * 200})


def test_what_an_earlier_release_published_goes_on_as_it_did() -> None:
    earlier: list[tuple[str, dict[str, Any]]] = [
        ('reason.matches("^a+$")', {"reason": "b"}),
        ("amount > 1e3", {"amount": 999.0}),
        ("amount > 0x10", {"amount": 1}),
    ]
    for condition, facts in earlier:
        assert is_false(condition, facts)
        assert names_in(condition) == frozenset(facts)
    assert holds('reason.matches("^a+$")', {"reason": "aa"})


@pytest.mark.parametrize(
    "value", ["1e400", "-1e400", "NaN", "Infinity", "1e31", "1e-31", "123456789012345678901234567890.12"]
)
def test_app_13_a_sum_that_cannot_be_computed_with_is_refused(value: str) -> None:
    with pytest.raises(RuleViolation, match="APP-13"):
        typed({"amount": value}, {"amount": FactType.MONEY})


# ---- the library as the oracle: what doubles hold exactly must come out the same; a quotient they do not ----

FACTS: dict[str, Any] = {"a": 0.5, "b": 12.25, "n": 3, "z": 0, "s": "紧急x", "t": "x", "p": True, "l": ["x", "y"]}
LEAVES = st.sampled_from([*FACTS, "0.25", "2.0", "1", "7", "-3", '"x"', '"紧"', "true", "false", '["x"]', "[]"])
BINARY = st.sampled_from(["+", "-", "*", "%", "<", "<=", ">", ">=", "==", "!=", "&&", "||", "in"])
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, BINARY, inner).map(lambda of: f"({of[0]} {of[1]} {of[2]})"),
        st.tuples(inner, inner, inner).map(lambda of: f"({of[0]} ? {of[1]} : {of[2]})"),
        st.tuples(inner, st.sampled_from(["startsWith", "endsWith", "contains"]), inner).map(
            lambda of: f"({of[0]}).{of[1]}({of[2]})"
        ),
        st.tuples(st.sampled_from(["all", "exists", "filter", "map"]), inner).map(lambda of: f"l.{of[0]}(e, {of[1]})"),
    ),
    max_leaves=8,
)


def outcome(of: Any) -> Any:
    try:
        value = of()
    except (TypeError, ValueError, RuntimeError, ArithmeticError, LookupError):
        return "refused"
    return _comparable(value)


def _comparable(value: Any) -> Any:
    if isinstance(value, list):
        return [_comparable(one) for one in value]
    if isinstance(value, float):
        return Fraction(value) if abs(value) < float("inf") else "refused"
    return ("truth", value) if isinstance(value, bool) else value


@given(EXPRESSIONS)
@settings(max_examples=1500, deadline=None)
def test_a_random_expression_comes_out_as_the_library_says(expression: str) -> None:
    exact = {name: Fraction(value) if isinstance(value, float) else value for name, value in FACTS.items()}
    own = outcome(lambda: compiled(expression).meaning(exact))
    theirs = outcome(lambda: cel.compile(expression).execute(FACTS))
    assert own == theirs
