"""Can this condition ever be true? What cannot be told for certain counts as "yes"."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, product
from typing import Any

from services.approvals.domain.policies.conditions import holds, is_false, names_in
from services.approvals.domain.policies.policy import FactType

MOST_CASES = 5_000
# What is understood to the end: facts compared with numbers or texts, and these joined. Anything else is left alone.
TOKEN = re.compile(r"""\s*(&&|\|\||[<>=!]=|[<>!()]|-?\d+(?:\.\d+)?|"[^"\\]*"|'[^'\\]*'|[a-z_][a-z0-9_]*)""")
COMPARES = ("==", "!=", "<", "<=", ">", ">=")
NAME = re.compile(r"[a-z_][a-z0-9_]*")
NUMBERS = (FactType.MONEY, FactType.NUMBER, FactType.INT)


def never_true(conditions: Sequence[str], facts: Mapping[str, FactType]) -> bool:
    """APP-11 refuses a step behind conditions that cannot hold together: false whatever the facts are, or false for a
    value in each stretch between the values that they name."""
    if any(is_false(condition, {}) for condition in conditions):
        return True
    tokens = [_tokens(condition) for condition in conditions]
    plain = [token for token in tokens if token is not None]
    if len(plain) < len(tokens) or not conditions:
        return False
    names = sorted({name for condition in conditions for name in names_in(condition)})
    samples = [_samples(facts[name], plain) for name in names]
    cases = 1
    for some in samples:
        cases *= len(some)
    if not names or not cases or cases > MOST_CASES:
        return False
    return not any(
        all(holds(condition, dict(zip(names, values, strict=True))) for condition in conditions)
        for values in product(*samples)
    )


def _tokens(condition: str) -> list[str] | None:
    """None: it is not as plain as that."""
    found, at = [], 0
    while at < len(condition.rstrip()):
        token = TOKEN.match(condition, at)
        if token is None:
            return None
        found.append(token.group(1))
        at = token.end()
    of_facts = (i for i, one in enumerate(found) if one in COMPARES and _is_fact(found[i - 1 : i + 2]))
    return None if next(of_facts, None) is not None else found


def _is_fact(around: Sequence[str]) -> bool:
    """A fact compared with a fact, or with something in brackets."""
    sides = [one for one in around if one not in COMPARES]
    named = [side for side in sides if NAME.fullmatch(side) and side not in ("true", "false")]
    return len(sides) < 2 or len(named) > 1 or "(" in sides or ")" in sides


def _samples(of: FactType, tokens: Iterable[Sequence[str]]) -> list[Any]:
    """A value in each stretch between the values that the conditions name, and these values."""
    written = {token for one in tokens for token in one}
    if of is FactType.BOOL:
        return [True, False]
    if of in NUMBERS:
        named = sorted({float(one) for one in written if one[0].isdigit() or one[0] == "-"})
        between = [(one + two) / 2 for one, two in pairwise(named)]
        every = [named[0] - 1, *named, *between, named[-1] + 1] if named else [0.0, 1.0]
        near = [value + step for value in named for step in (-1, 1)]
        return [int(value) for value in {*every, *near} if value.is_integer()] if of is FactType.INT else every
    if of is FactType.TEXT and not written & {"<", "<=", ">", ">="}:
        return ["", "?", *(one[1:-1] for one in written if one[0] in "\"'")]
    return []
