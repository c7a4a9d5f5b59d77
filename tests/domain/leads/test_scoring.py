"""Does a lead stand where the weights say, is it a key lead, and is it time to buy?"""

from datetime import UTC, date, datetime, timedelta

import pytest

from messages.errors import Malformed
from messages.leads.pools import ClockRow
from messages.leads.scoring import Weight
from services.leads.domain.conditions import Facts, facts_of
from services.leads.domain.deadlines import clock_for, valid_clocks
from services.leads.domain.distribution.scoring import (
    MOST,
    Scoring,
    key_because,
    score,
    valid_keys,
    valid_weights,
    window,
)

NOW = datetime(2026, 3, 6, 2, tzinfo=UTC)  # 10:00 in Shanghai
SECOND = timedelta(seconds=1)


def known(**said: str) -> Facts:
    return facts_of(said, {})


def points(facts: Facts, *weights: Weight) -> int:
    return score(facts, None, Scoring(weights or Scoring().weights), NOW).priority


def test_lea_13_usually_who_can_be_called_comes_before_who_can_be_written_to() -> None:
    called = points(known(phone="138"))
    assert called > points(known(email="a@b", company="x"))
    assert points(known(phone="138", email="a@b", company="x", project="y")) == 10
    alone = {what: points(known(**{what: "x"})) for what in ("phone", "email", "company", "project")}
    assert sorted(alone, key=alone.__getitem__) == ["company", "email", "project", "phone"]


def test_lea_13_a_company_says_for_what_it_gives_points() -> None:
    weights = (
        Weight(attribute="heat", values=["HOT"], points=50),
        Weight(attribute="region", values=["East", "South"], points=10),
        Weight(attribute="industry", values=["Schools"], points=-5),
        Weight(attribute="bought_before", points=20),
    )
    lead = facts_of({"heat": "HOT", "region": "east", "industry": "Schools"}, {}, has_won=True)
    found = score(lead, None, Scoring(weights), NOW)
    assert (found.priority, found.points) == (75, list(weights)), "each is named that gave it points"
    assert points(known(phone="138"), *weights) == 0, "the usual ones count no more"
    many = [Weight(attribute="source", points=1000)] * 100
    assert points(known(source="x"), *many) == MOST


def test_lea_80_any_condition_makes_a_key_lead() -> None:
    keys = [{"heat": ["HOT"], "region": ["East"]}, {"source": ["referral"]}]
    assert key_because(known(heat="hot", region="East"), keys) == keys[0]
    assert key_because(known(source="Referral"), keys) == keys[1]
    assert key_because(known(heat="HOT"), keys) is None
    assert key_because(known(heat="HOT"), []) is None


@pytest.mark.parametrize(
    ("at", "inside", "changes_in"),
    [
        pytest.param(datetime(2026, 3, 1, 15, 59, 59, tzinfo=UTC), False, SECOND, id="a second before"),
        pytest.param(datetime(2026, 3, 1, 16, tzinfo=UTC), True, timedelta(days=31), id="from midnight there"),
        pytest.param(datetime(2026, 4, 1, 15, 59, 59, tzinfo=UTC), True, SECOND, id="until that day is over"),
        pytest.param(datetime(2026, 4, 1, 16, tzinfo=UTC), False, None, id="then no more"),
    ],
)
def test_lea_81_a_lead_comes_first_before_they_want_to_buy(
    at: datetime, inside: bool, changes_in: timedelta | None
) -> None:
    found = window(date(2026, 4, 1), 30, "Asia/Shanghai", at)
    assert found == (inside, None if changes_in is None else at + changes_in)


def test_lea_81_who_has_no_plan_is_never_in_the_window() -> None:
    assert window(None, 30, "Asia/Shanghai", NOW) == (False, None)


def test_lea_82_points_are_given_once_for_a_value() -> None:
    good = [Weight(attribute="heat", values=["HOT", "WARM"], points=1), Weight(attribute="extra.size", points=2)]
    assert valid_weights(good, ["size"]) == good
    with pytest.raises(Malformed, match="LEA-82"):
        valid_weights([*good, Weight(attribute="heat", values=["hot"], points=3)], ["size"])
    with pytest.raises(Malformed, match="LEA-72"):
        valid_weights(good, [])


def test_lea_83_not_every_lead_is_a_key_lead() -> None:
    assert valid_keys([{"heat": []}], []) == [{"heat": []}]
    with pytest.raises(Malformed, match="LEA-83"):
        valid_keys([{}], [])


def clock(name: str, **when: list[str]) -> ClockRow:
    return ClockRow(name=name, when=when, follow_up_within="2 days", warn_before="4 hours")


def test_lea_84_the_first_clock_that_means_a_lead_is_its_own() -> None:
    clocks = [clock("key", key=["yes"]), clock("fair", source=["fair"])]
    assert clock_for(facts_of({"source": "fair"}, {}, is_key=True), clocks) == clocks[0]
    assert clock_for(known(source="Fair"), clocks) == clocks[1]
    assert clock_for(known(source="web"), clocks) is None


def test_lea_85_clocks_are_named_once_and_mean_some_leads() -> None:
    valid_clocks([clock("key", key=["yes"]), clock("fair", source=["fair"])], [])
    for wrong, rule in (
        ([clock("a", source=["x"]), clock("A", source=["y"])], "LEA-85"),
        ([clock("all")], "LEA-85"),
        ([clock("a", colour=["red"])], "LEA-72"),
        ([ClockRow(name="a", when={"source": ["x"]}, follow_up_within="soon", warn_before="1 days")], "LEA-11"),
    ):
        with pytest.raises(Malformed, match=rule):
            valid_clocks(wrong, [])
