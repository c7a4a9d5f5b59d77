"""What must change so that a step is not needed? The smallest change of one fact that makes its condition false."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import product
from typing import Any

from messages.approvals.parts import Why
from services.approvals.domain.policies.conditions import divides_by, is_false, names_in
from services.approvals.domain.policies.policy import FactType, Parallel, Policy, Step

STRING = re.compile(r"'([^'\\]*)'|\"([^\"\\]*)\"")
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")
CENT = Decimal("0.01")
NUMBERS = (FactType.MONEY, FactType.NUMBER, FactType.INT)
ANOTHER = "another"  # a text that no condition names
MOST_LITERALS = 12


def avoid(policy: Policy, key: str, facts: Mapping[str, Any]) -> list[Why]:
    """APP-96: for each condition that asks the step, its own or its branch's, the nearest facts that would not.

    One fact changes at a time; whatever is told has been tried with the very evaluator. `to` is the value tried.
    """
    found: dict[tuple[str, str], Why] = {}
    for condition in conditions_of(policy.route, key):
        for name in sorted(names_in(condition)):
            if name in facts and name in policy.facts:
                for why in _changes(condition, name, policy.facts[name], facts):
                    found.setdefault((why.code, str(why.params)), why)
    return list(found.values())


def asked_because(policy: Policy, key: str, facts: Mapping[str, Any]) -> list[Why]:
    """Which of its conditions divide by nothing, and by what."""
    by = [divides_by(condition, facts) for condition in conditions_of(policy.route, key)]
    return [
        Why(code="condition.divides", params={"by": fromkey}) for fromkey in dict.fromkeys(by) if fromkey is not None
    ]


def conditions_of(route: tuple[Step | Parallel, ...], key: str) -> list[str]:
    """Of the branches around the step, then its own."""
    return _inside(route, key) or []


def _inside(route: tuple[Step | Parallel, ...], key: str) -> list[str] | None:
    for node in route:
        if isinstance(node, Step):
            if node.step == key:
                return [node.when] if node.when else []
        else:
            for branch in node.branches:
                inside = _inside(branch.route, key)
                if inside is not None:
                    return ([branch.when] if branch.when else []) + inside
    return None


def _changes(condition: str, name: str, of: FactType, facts: Mapping[str, Any]) -> Iterator[Why]:
    def flips(value: Any) -> bool:
        return is_false(condition, {**facts, name: value})

    if of in NUMBERS:
        yield from _of_number(condition, name, of, facts[name], flips)
    elif of is FactType.BOOL:
        if flips(not facts[name]):
            yield Why(code="avoid.no" if facts[name] else "avoid.yes", params={"fact": name, "to": not facts[name]})
    elif of is FactType.TEXT:
        yield from _of_text(condition, name, facts[name], flips)
    elif of is FactType.TEXTS:
        yield from _of_texts(condition, name, facts[name], flips)


def _of_text(condition: str, name: str, now: str, flips: Callable[[Any], bool]) -> Iterator[Why]:
    if flips(ANOTHER):
        yield Why(code="avoid.other", params={"fact": name, "value": now, "to": ANOTHER})
        return
    for value in _texts(condition):
        if value != now and flips(value):
            yield Why(code="avoid.is", params={"fact": name, "value": value, "to": value})


def _of_texts(condition: str, name: str, now: list[str], flips: Callable[[Any], bool]) -> Iterator[Why]:
    without = [value for value in dict.fromkeys(now) if flips([each for each in now if each != value])]
    for value in without:
        yield Why(
            code="avoid.without", params={"fact": name, "value": value, "to": [one for one in now if one != value]}
        )
    for value in _texts(condition):
        if value not in now and flips([*now, value]):
            yield Why(code="avoid.with", params={"fact": name, "value": value, "to": [*now, value]})
    if now and not without and flips([]):
        yield Why(code="avoid.none", params={"fact": name, "to": []})


# ---- numbers ----


@dataclass(frozen=True)
class _Scale:
    """Values are whole multiples of a unit: cents of money, ones of a count."""

    unit: Decimal
    of: FactType

    def value(self, steps: int) -> Any:
        exact = self.unit * steps
        return int(exact) if self.of is FactType.INT else float(exact)

    def below(self, value: Decimal) -> int:
        return int((value / self.unit).to_integral_value(ROUND_FLOOR))

    def told(self, steps: int) -> str:
        return f"{self.unit * steps:,}"


def _of_number(condition: str, name: str, of: FactType, value: Any, flips: Callable[[Any], bool]) -> Iterator[Why]:
    now = Decimal(str(value))
    scale = _Scale(_unit(condition, of), of)
    places = sorted(_places(condition, scale))
    for down in (True, False):
        ways = [place for place in places if (scale.unit * place < now if down else scale.unit * place > now)]
        ways = ways[::-1] if down else ways  # the nearest first
        found = next((place for place in ways if flips(scale.value(place))), None)
        if found is not None:
            edge = _nearest(found, scale.below(now), scale, flips)
            yield _worded(name, edge, scale, ways, flips, down=down)


def _nearest(far: int, here: int, scale: _Scale, flips: Callable[[Any], bool]) -> int:
    """Halfway again and again: `far` flips; the last one on the way to `here` that still does."""
    good, bad = far, here
    while abs(bad - good) > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if flips(scale.value(middle)) else (good, middle)
    return good


def _worded(name: str, edge: int, scale: _Scale, ways: list[int], flips: Callable[[Any], bool], *, down: bool) -> Why:
    params = {"fact": name, "value": scale.told(edge), "to": scale.value(edge)}
    beyond = [place for place in ways if (place < edge if down else place > edge)]
    if not all(flips(scale.value(place)) for place in beyond):
        return Why(code="avoid.is", params=params)
    limit = edge + 1 if down else edge - 1
    if limit in ways and limit % 100 == 0 and edge % 100:  # a round limit that is itself too much
        return Why(code="avoid.below" if down else "avoid.above", params=params | {"value": scale.told(limit)})
    return Why(code="avoid.at_most" if down else "avoid.at_least", params=params)


def _unit(condition: str, of: FactType) -> Decimal:
    if of is FactType.INT:
        return Decimal(1)
    finest = max((len(found.partition(".")[2]) for found in NUMBER.findall(condition)), default=0)
    return min(CENT, Decimal(1).scaleb(-min(finest, 6))) if of is FactType.NUMBER else CENT


def _places(condition: str, scale: _Scale) -> set[int]:
    """Around nothing, each number of the condition, and what they make with one another."""
    bare = STRING.sub("", condition)
    given = list(dict.fromkeys(Decimal(found) for found in NUMBER.findall(bare)))[:MOST_LITERALS]
    values = {Decimal(0), *given, *(-one for one in given)}
    for one, other in product(given, repeat=2):
        values |= {one * other, one + other, one - other} | ({one / other} if other else set())
    around = {scale.below(value) + near for value in values for near in (-1, 0, 1, 2)}
    return {place for place in around if abs(place) < 10**14}


def _texts(condition: str) -> list[str]:
    return list(dict.fromkeys(one or other for one, other in STRING.findall(condition)))
