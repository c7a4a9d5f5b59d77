"""Is a file judged by the org chart as it is after it?"""

from hypothesis import given
from hypothesis import strategies as st

from services.approvals.domain.people.chart_file import ChartLine, wrong_lines

LOGINS = ["a", "b", "c", "d", "e"]
CHART = {"a": None, "b": "a", "c": "b"}


def test_app_150_two_may_change_places() -> None:
    assert wrong_lines([ChartLine(1, "a", True, "b"), ChartLine(2, "b", True, None)], CHART) == {}


def test_app_150_what_rests_on_a_wrong_line_is_wrong() -> None:
    lines = [ChartLine(1, "x", True, "nobody"), ChartLine(2, "y", True, "x"), ChartLine(3, "z", True, "a")]
    found = wrong_lines(lines, CHART)
    assert {line: no.rule for line, no in found.items()} == {1: "APP-47", 2: "APP-47"}


def test_app_150_a_ring_through_the_file_is_refused_whole() -> None:
    lines = [ChartLine(n, who, True, of) for n, (who, of) in enumerate([("a", "c"), ("b", "a"), ("d", "a")])]
    assert {line: no.rule for line, no in wrong_lines(lines, CHART).items()} == {0: "APP-45", 1: "APP-45"}


CHARTS = st.fixed_dictionaries({login: st.none() for login in LOGINS})
LINES = st.lists(st.tuples(st.sampled_from([*LOGINS, "f"]), st.booleans(), st.sampled_from([*LOGINS, "f", "g", None])))


@given(CHARTS, LINES)
def test_app_150_whatever_the_file_says_no_ring_stands_after_it(
    chart: dict[str, str | None], said: list[tuple[str, bool, str | None]]
) -> None:
    lines = [ChartLine(n, *one) for n, one in enumerate(said)]
    wrong = wrong_lines(lines, chart)
    after = dict(chart)
    for line in lines:
        if line.line not in wrong:
            after.setdefault(line.login, None)
            if line.says:
                after[line.login] = line.manager
    for login in after:
        above, seen = after[login], {login}
        while above is not None:
            assert above in after
            assert above not in seen
            seen.add(above)
            above = after[above]
