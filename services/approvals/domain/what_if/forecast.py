"""How long would it take? A forecast from how long the steps took so far."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

REPLICATES = 200
ROUNDS = 200  # rounds in a replicate
LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True)
class Forecast:
    """Working hours of an approved round. `low` to `high`: where the median lies in nine of ten replicates."""

    median: float
    low: float
    high: float
    p90: float


def forecast(
    ways: Sequence[tuple[Any, int]], hours: Mapping[str, Sequence[float]], draw: Callable[[], float]
) -> Forecast | None:
    """APP-94: steps one after the other add up, branches take as long as the slowest; each lasts as it once did.

    `ways`: (steps in order, branches as a list of lists; how many rounds went it). A bootstrap: each replicate draws
    the times of every step anew from those measured, then the rounds from the ways. None: nothing to go by.
    """
    known = [(way, rounds) for way, rounds in ways if not unmeasured(way, hours)]
    if not known:
        return None
    keys = sorted({key for way, _ in known for key in steps_in(way)})
    medians, all_hours = [], []
    for _ in range(REPLICATES):
        times = {key: [_one_of(hours[key], draw) for _ in range(min(len(hours[key]), ROUNDS))] for key in keys}
        took = sorted(_took(_weighted(known, draw), times, draw) for _ in range(ROUNDS))
        medians.append(quantile(took, 0.5))
        all_hours.append(quantile(took, 0.9))
    medians.sort()
    middle = quantile(sorted(all_hours), 0.5)
    return Forecast(quantile(medians, 0.5), quantile(medians, LOW), quantile(medians, HIGH), middle)


def unmeasured(way: Any, hours: Mapping[str, Sequence[float]]) -> list[str]:
    """APP-95: a step that never took place has no time, and none is made up for it."""
    return sorted({key for key in steps_in(way) if not hours.get(key)})


def steps_in(way: Any) -> list[str]:
    return [way] if isinstance(way, str) else [key for each in way for key in steps_in(each)]


def quantile(ordered: Sequence[float], part: float) -> float:
    """Between the two values that stand around it. Raises IndexError for no values."""
    at = part * (len(ordered) - 1)
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (at - below)


def _took(way: Any, times: Mapping[str, Sequence[float]], draw: Callable[[], float]) -> float:
    total = 0.0
    for node in way:
        if isinstance(node, str):
            total += _one_of(times[node], draw)
        else:
            total += max(_took(branch, times, draw) for branch in node)
    return total


def _weighted(ways: Sequence[tuple[Any, int]], draw: Callable[[], float]) -> Any:
    left = draw() * sum(rounds for _, rounds in ways)
    for way, rounds in ways:
        left -= rounds
        if left < 0:
            return way
    return ways[-1][0]


def _one_of(values: Sequence[float], draw: Callable[[], float]) -> float:
    return values[int(draw() * len(values))]
