"""What is a figure, and how do many samples become one?"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One measured value, beside the floor of the same run where there is one. A goal is the most it should be,
    or the least where more is better."""

    workload: str
    what: str
    value: float
    unit: str
    floor: float | None = None
    goal: float | None = None
    more_is_better: bool = False
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times the floor."""
        return self.value / self.floor if self.floor else None

    @property
    def meets(self) -> bool | None:
        """None where there is no goal."""
        if self.goal is None:
            return None
        return self.value >= self.goal if self.more_is_better else self.value <= self.goal


def percentile(samples: Sequence[float], share: float) -> float:
    """The nearest rank: the smallest sample that so many per cent of all do not exceed."""
    ranked = sorted(samples)
    return ranked[max(0, math.ceil(share / 100 * len(ranked)) - 1)]


def median(samples: Sequence[float]) -> float:
    """The middle one; of two middle ones the mean."""
    ranked = sorted(samples)
    half = len(ranked) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2


def line(figure: Figure, run: Mapping[str, Any]) -> str:
    """One JSON line: the figure, and which run it is of."""
    values = {
        **run,
        "workload": figure.workload,
        "what": figure.what,
        "value": _short(figure.value),
        "unit": figure.unit,
        "floor": _short(figure.floor),
        "ratio": _short(figure.ratio),
        "goal": _short(figure.goal),
        "meets": figure.meets,
        "note": figure.note or None,
    }
    return json.dumps({name: value for name, value in values.items() if value is not None}, ensure_ascii=False)


def shown(value: float | None) -> str:
    """Three digits that count."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
