"""Is a condition (CEL) true of the facts, and may it be published at all?"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from math import isfinite
from typing import Any
from uuid import UUID

import cel

from messages.errors import Refused
from services.approvals.domain.policy import FactType

# Two of each type: one trial must not pass only because both sides happen to be equal or empty.
SAMPLES: dict[FactType, tuple[Any, Any]] = {
    FactType.MONEY: (0.0, 123456.78),
    FactType.NUMBER: (0.0, 0.5),
    FactType.INT: (0, 7),
    FactType.TEXT: ("", "a"),
    FactType.BOOL: (False, True),
    FactType.PERSON: ("00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000001"),
    FactType.TEXTS: ([], ["a"]),
}
# A macro goes over a list, within another one as often as both together: few, over short lists, end soon.
MACRO = re.compile(r"\.\s*(?:all|exists|exists_one|filter|map)\s*\(\s*([A-Za-z_]\w*)?")
MOST_MACROS, MOST_TEXTS = 2, 200
# What a condition can fail with on some facts; a division by nothing is an ArithmeticError.
FAILS = (TypeError, RuntimeError, ValueError, ArithmeticError, LookupError)
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
        return condition is None or _program(condition).execute(dict(facts)) is True
    except FAILS:
        return True


def mistake(condition: str, facts: Mapping[str, FactType]) -> str | None:
    """APP-21: a condition must compile, name known facts only, end soon, and be true or false. None: nothing is
    wrong."""
    try:
        program = _program(condition)
    except ValueError as wrong:
        return str(wrong).splitlines()[0]
    if len(MACRO.findall(condition)) > MOST_MACROS:
        return f"at most {MOST_MACROS} of all, exists, exists_one, filter, map in one condition"
    unknown = sorted(names_in(condition) - facts.keys())
    if unknown:
        return f"unknown fact {', '.join(unknown)}"
    divided: ZeroDivisionError | None = None
    for which in (0, 1):
        try:
            if not isinstance(program.execute({name: SAMPLES[of][which] for name, of in facts.items()}), bool):
                return "the condition is neither true nor false"
        except ZeroDivisionError as wrong:  # of these samples; of a request it asks the step
            if divided:
                return str(wrong)
            divided = wrong
        except FAILS as wrong:
            return str(wrong).split(". ")[0]
    return None


def is_false(condition: str, facts: Mapping[str, Any]) -> bool:
    """Evaluated, and not only failed."""
    try:
        return _program(condition).execute(dict(facts)) is False
    except FAILS:
        return False


def names_in(condition: str) -> frozenset[str]:
    """Which facts does it look at? What a macro calls each of a list is no fact."""
    return frozenset(_program(condition).variables()) - frozenset(MACRO.findall(condition))


def typed(facts: Mapping[str, Any], types: Mapping[str, FactType]) -> dict[str, Any]:
    """APP-13: a request gives every fact the policy names, in its type; others are not looked at."""
    return {name: _typed(name, facts.get(name), of) for name, of in types.items()}


def _typed(name: str, value: Any, of: FactType) -> Any:
    try:
        if of in (FactType.MONEY, FactType.NUMBER) and not isinstance(value, bool):
            number = float(Decimal(str(value)))  # compared with limits only; doubles keep 15 digits
            if isfinite(number):
                return number
        if of is FactType.PERSON:
            return str(UUID(str(value)))
    except (InvalidOperation, ValueError, OverflowError):
        pass
    if of in PLAIN and PLAIN[of](value):
        return value
    raise Refused("APP-13", fact=name, type=of.value, value=str(value)[:100])


@lru_cache(maxsize=1024)
def _program(condition: str) -> cel.Program:
    return cel.compile(condition)
