"""Is a condition (CEL) true of the facts, and may it be published at all?"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import Any
from uuid import UUID

import cel

from messages.errors import RuleViolation
from services.approvals.domain.policies.expressions import Expression, NotUnderstood, compiled
from services.approvals.domain.policies.facts import LONGEST as WIDEST
from services.approvals.domain.policies.facts import plain
from services.approvals.domain.policies.operations import FAILS, LONGEST, DividesByNothing
from services.approvals.domain.policies.policy import FactType

# Two of each type, and then another one for each fact: one trial must not pass only because both sides happen to be
# equal or empty, and what divides by a difference is tried where there is one.
SAMPLES: dict[FactType, tuple[Any, Any, Callable[[int], Any]]] = {
    FactType.MONEY: (0.0, 123456.78, lambda n: 100.25 * n * n),
    FactType.NUMBER: (0.0, 0.5, lambda n: 1.75 * n * n),
    FactType.INT: (0, 7, lambda n: 3 * n * n),
    FactType.TEXT: ("", "a", lambda n: "a" * n),
    FactType.BOOL: (False, True, lambda n: n % 2 == 0),
    FactType.PERSON: (str(UUID(int=0)), str(UUID(int=1)), lambda n: str(UUID(int=n))),
    FactType.TEXTS: ([], ["a"], lambda n: ["a"] * n),
}
# A macro goes over a list, within another one as often as both together: few, over short lists, end soon.
MOST_MACROS, MOST_TEXTS = 2, LONGEST
PLAIN: dict[FactType, Callable[[Any], bool]] = {
    FactType.INT: lambda value: isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63,
    FactType.BOOL: lambda value: isinstance(value, bool),
    FactType.TEXT: lambda value: isinstance(value, str),
    FactType.TEXTS: lambda value: (
        isinstance(value, list) and len(value) <= MOST_TEXTS and all(isinstance(each, str) for each in value)
    ),
}


def holds(condition: str | None, facts: Mapping[str, Any]) -> bool:
    """APP-20: a step is asked when its condition is true of the facts, has none, or fails on them (the safe side)."""
    try:
        return condition is None or _value(condition, facts) is True
    except FAILS:
        return True


def is_true(condition: str, facts: Mapping[str, Any]) -> bool:
    """Evaluated, and not only failed."""
    try:
        return _value(condition, facts) is True
    except FAILS:
        return False


def is_false(condition: str, facts: Mapping[str, Any]) -> bool:
    """Evaluated, and not only failed."""
    try:
        return _value(condition, facts) is False
    except FAILS:
        return False


def divides_by(condition: str | None, facts: Mapping[str, Any]) -> str | None:
    """APP-121: a condition that divides by nothing asks the step, and is told with what it divides by."""
    try:
        if condition is not None:
            _value(condition, facts)
    except DividesByNothing as nothing:
        return nothing.divisor
    except FAILS:
        pass
    return None


def mistake(condition: str, facts: Mapping[str, FactType]) -> str | None:
    """APP-21: a condition must compile, name known facts only, end soon, and be true or false. None: nothing is
    wrong. The library says whether it is CEL; `compiled`, whether it is the part of CEL that policies use."""
    try:
        cel.compile(condition)
        program = compiled(condition)
    except ValueError as wrong:
        return str(wrong).splitlines()[0]
    if program.macros > MOST_MACROS:
        return f"at most {MOST_MACROS} of all, exists, exists_one, filter, map in one condition"
    unknown = sorted(program.names - facts.keys())
    if unknown:
        return f"unknown fact {', '.join(unknown)}"
    divided: list[DividesByNothing] = []
    samples = list(_samples(facts))
    for sample in samples:
        try:
            if not isinstance(_value(condition, sample), bool):
                return "the condition is neither true nor false"
        except DividesByNothing as nothing:  # of these samples; of a request it asks the step
            divided.append(nothing)
        except FAILS as wrong:
            return str(wrong)
    return str(divided[0]) if len(divided) == len(samples) else None


def _samples(facts: Mapping[str, FactType]) -> Iterator[dict[str, Any]]:
    yield {name: SAMPLES[of][0] for name, of in facts.items()}
    yield {name: SAMPLES[of][1] for name, of in facts.items()}
    yield {name: SAMPLES[of][2](n) for n, (name, of) in enumerate(facts.items(), 2)}


def names_in(condition: str) -> frozenset[str]:
    """Which facts does it look at? What a macro calls each of a list is no fact."""
    return _program(condition).names


def typed(facts: Mapping[str, Any], types: Mapping[str, FactType]) -> dict[str, Any]:
    """APP-13: a request gives every fact the policy names, in its type; others are not looked at."""
    return {name: _typed(name, facts.get(name), of) for name, of in types.items()}


def _typed(name: str, value: Any, of: FactType) -> Any:
    try:
        if of in (FactType.MONEY, FactType.NUMBER) and not isinstance(value, bool):
            number = plain(given := Decimal(str(value)))
            if number is not None and (of is FactType.NUMBER or Decimal(str(number)) == given):
                return number
        if of is FactType.PERSON:
            return str(UUID(str(value)))
    except (InvalidOperation, ValueError, OverflowError):
        pass
    if of in PLAIN and PLAIN[of](value):
        return value
    raise RuleViolation("APP-13", fact=name, type=of.value, value=str(value)[:100])


def _value(condition: str, facts: Mapping[str, Any]) -> Any:
    program = _program(condition)
    return program.meaning({name: _exact(facts[name]) for name in program.names if name in facts})


def _exact(value: Any) -> Any:
    """A double stands for the digits that it is written with."""
    if not isinstance(value, float | Decimal):
        return value
    number = Decimal(str(value))
    if not number.is_finite() or abs(number.adjusted()) > WIDEST:
        raise ValueError("no amount")
    return Fraction(number)


@lru_cache(maxsize=1024)
def _program(condition: str) -> Expression:
    """What an earlier release has published in words of CEL that are not read any more goes on as it did."""
    try:
        return compiled(condition)
    except NotUnderstood:
        earlier = cel.compile(condition)
        return Expression(lambda facts: earlier.execute(_doubles(facts)), frozenset(earlier.variables()), 0)


def _doubles(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: float(value) if isinstance(value, Fraction) else value for name, value in facts.items()}
