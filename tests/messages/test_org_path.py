"""Is a unit inside of exactly those that stand above it?"""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from messages.org_path import is_within

# Few names, of which one begins like another: two paths often share their beginning, and are quickly made.
PATHS = st.lists(st.sampled_from(["a", "b", "ab", "ba"]), min_size=1, max_size=4).map(tuple)
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a machine that does much else


@UNHURRIED
@given(PATHS, PATHS)
def test_it_lies_within_those_whose_path_its_own_begins_with(unit: tuple[str, ...], of: tuple[str, ...]) -> None:
    assert is_within("/".join(unit), "/".join(of)) == (unit[: len(of)] == of)


@UNHURRIED
@given(PATHS, PATHS)
def test_of_two_different_units_one_at_most_is_within_the_other(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    a, b = "/".join(one), "/".join(other)
    assert (is_within(a, b) and is_within(b, a)) == (a == b)


@UNHURRIED
@given(PATHS)
def test_nobody_is_within_no_unit(unit: tuple[str, ...]) -> None:
    assert not is_within("/".join(unit), "")
    assert not is_within("/".join(unit), None)
    assert not is_within("", "/".join(unit))
    assert not is_within("", "")
