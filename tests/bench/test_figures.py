"""Are many samples made into one figure as they should, and is a line of the report readable by machines?"""

import json

import pytest

from bench.figures import Figure, line, median, percentile, shown


@pytest.mark.parametrize(
    ("share", "found"),
    [
        pytest.param(95, 95, id="95 of a hundred"),
        pytest.param(50, 50, id="half of them"),
        pytest.param(100, 100, id="the largest"),
        pytest.param(0, 1, id="the smallest"),
    ],
)
def test_a_percentile_is_a_sample_that_so_many_do_not_exceed(share: float, found: float) -> None:
    assert percentile(list(range(100, 0, -1)), share) == found


def test_the_95th_of_few_is_the_largest() -> None:
    assert percentile([3.0, 1.0, 2.0], 95) == 3.0


def test_the_median_is_the_middle_or_between_the_two() -> None:
    assert median([5, 1, 3]) == 3
    assert median([4, 1, 3, 2]) == 2.5


@pytest.mark.parametrize(
    ("value", "more_is_better", "meets"),
    [
        pytest.param(40, False, True, id="at the most so much: just"),
        pytest.param(40.1, False, False, id="at the most so much: not"),
        pytest.param(40, True, True, id="at least so much: just"),
        pytest.param(39.9, True, False, id="at least so much: not"),
    ],
)
def test_a_goal_is_met_on_its_own_side(value: float, more_is_better: bool, meets: bool) -> None:
    figure = Figure(workload="W1", what="approve", value=value, unit="ms", goal=40, more_is_better=more_is_better)
    assert figure.meets is meets


def test_a_line_has_the_figure_beside_its_floor_and_of_which_run_it_is() -> None:
    figure = Figure(workload="W1", what="approve", value=6.5, unit="ms", floor=4.0, goal=6.0)
    written = json.loads(line(figure, {"run": "2026-01-01", "cores": 2}))
    assert written == {
        "run": "2026-01-01",
        "cores": 2,
        "workload": "W1",
        "what": "approve",
        "value": 6.5,
        "unit": "ms",
        "floor": 4.0,
        "ratio": 1.625,
        "goal": 6.0,
        "meets": False,
    }


def test_a_figure_without_a_floor_has_no_ratio() -> None:
    written = json.loads(line(Figure(workload="W4", what="memory", value=1, unit="MB"), {}))
    assert "ratio" not in written
    assert "floor" not in written


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234.5, "1,234"), (48.27, "48.3"), (0.0672, "0.0672"), (None, "")],
)
def test_three_digits_are_shown(value: float | None, text: str) -> None:
    assert shown(value) == text
