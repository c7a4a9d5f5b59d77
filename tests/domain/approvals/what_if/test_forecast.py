"""Is the forecast what the measured times say, and silent about what nobody has measured?"""

from random import Random

import pytest

from services.approvals.domain.what_if.forecast import forecast, quantile, unmeasured

HOURS = {"a": [2.0], "b": [3.0], "c": [10.0], "d": [1.0, 9.0]}


def test_app_94_feature_91_steps_add_up_and_branches_take_as_long_as_the_slowest() -> None:
    way = ["a", [["b", "b"], ["c"]], "a"]
    told = forecast([(way, 5)], HOURS, Random(1).random)
    assert told is not None
    assert (told.median, told.low, told.high, told.p90) == (14.0, 14.0, 14.0, 14.0)


def test_the_interval_holds_the_median_and_the_same_past_gives_the_same_forecast() -> None:
    luck = Random(7)
    hours = {"a": [luck.expovariate(0.2) for _ in range(60)], "b": [luck.expovariate(0.5) for _ in range(60)]}
    ways = [(["a"], 30), (["a", "b"], 30)]
    first, again = (forecast(ways, hours, Random(3).random) for _ in range(2))
    assert first is not None
    assert first == again
    assert first.low < first.median < first.high < first.p90


def test_more_history_makes_the_interval_narrower() -> None:
    luck = Random(5)
    few, many = ({"a": [luck.gauss(20, 6) for _ in range(count)]} for count in (8, 800))
    told = [forecast([(["a"], 1)], hours, Random(3).random) for hours in (few, many)]
    widths = [one.high - one.low for one in told if one]
    assert widths[1] < widths[0]


def test_app_95_a_step_without_history_is_named_and_its_ways_are_left_out() -> None:
    assert unmeasured(["a", [["x"], ["b", "y"]]], HOURS) == ["x", "y"]
    assert forecast([(["a", "x"], 9)], HOURS, Random(1).random) is None
    told = forecast([(["a", "x"], 900), (["a"], 1)], HOURS, Random(1).random)
    assert told is not None
    assert told.median == 2.0


@pytest.mark.parametrize(("part", "value"), [(0.0, 1.0), (0.5, 2.0), (0.75, 3.0), (1.0, 4.0)])
def test_a_quantile_stands_between_two_values(part: float, value: float) -> None:
    assert quantile([1.0, 2.0, 4.0], part) == value
