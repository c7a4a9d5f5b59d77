"""Does a lead go to the right person, and does everybody get his turns?"""

from collections import Counter
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.errors import Malformed, RuleViolation
from messages.leads.assignment import AssignmentRuleRow, Method
from services.leads.domain.conditions import facts_of, fits, valid_when
from services.leads.domain.distribution.assignment import (
    ABSENT,
    Candidate,
    Decision,
    Standing,
    choose,
    must_be_good,
    must_have_rules,
    rule_for,
)

TURNS = AssignmentRuleRow(name="turns")
WEB = {"source": ("Web",)}
ANNA, BEN, CARL, DORA = (UUID(int=n) for n in range(1, 5))


def somebody(id: UUID, **more: object) -> Candidate:
    login = {ANNA: "anna", BEN: "ben", CARL: "carl", DORA: "dora"}[id]
    values = {"id": id, "login": login, "name": login, "unit": "cs", "held": 0, "limit": 100} | more
    return Candidate(**values)  # type: ignore[arg-type]


def standing(*people: Candidate) -> Standing:
    return Standing({one.id: one for one in people})


def run(at: Standing, leads: int, rule: AssignmentRuleRow = TURNS) -> tuple[list[UUID | None], Standing]:
    """To whom so many leads go, one after the other."""
    to: list[UUID | None] = []
    for _ in range(leads):
        made = at.decide(WEB, [rule], None)
        to.append(made.person.id if made.person else None)
        at = at.after(made)
    return to, at


@pytest.mark.parametrize(
    ("when", "fitting"),
    [
        pytest.param({}, True, id="no condition: any"),
        pytest.param({"source": ["web"]}, True, id="case aside"),
        pytest.param({"source": ["fair", "WEB"]}, True, id="one of several"),
        pytest.param({"source": []}, True, id="any that is known"),
        pytest.param({"region": []}, False, id="nothing is known"),
        pytest.param({"source": ["web"], "region": ["East"]}, False, id="all of them"),
        pytest.param({"extra.size": ["Large"]}, True, id="a custom field"),
        pytest.param({"channel": ["SEM"]}, True, id="the channel by its code"),
    ],
)
def test_lea_71_a_rule_means_leads_by_their_attributes(when: dict[str, list[str]], fitting: bool) -> None:
    facts = facts_of({"source": "Web", "region": None}, {"size": "large"}, channels=("sem", "Baidu ads"))
    assert fits(facts, when) is fitting


def test_lea_72_what_a_rule_names_exists() -> None:
    assert valid_when("rules", {"region": ["East"], "extra.size": []}, ["size"]) == {
        "region": ["East"],
        "extra.size": [],
    }
    with pytest.raises(Malformed, match="LEA-72"):
        valid_when("rules", {"colour": ["red"]}, [])


def test_lea_73_whom_nothing_is_given() -> None:
    assert somebody(ANNA, held=99).why_not is None
    assert somebody(ANNA, held=100).why_not == "full"
    assert somebody(ANNA, hindered=ABSENT).why_not == "absent"
    to, _ = run(standing(somebody(ANNA, limit=1), somebody(BEN, hindered=ABSENT)), 2)
    assert to == [ANNA, None]


def test_lea_74_the_first_rule_that_fits_counts() -> None:
    rules = [AssignmentRuleRow(name="fair", when={"source": ["fair"]}), TURNS, AssignmentRuleRow(name="later")]
    assert rule_for(WEB, rules) is TURNS
    assert rule_for(WEB, rules[:1]) is None


def test_lea_75_in_turn_and_ties_rotate() -> None:
    to, _ = run(standing(somebody(BEN), somebody(ANNA), somebody(CARL)), 7)
    assert to == [ANNA, BEN, CARL, ANNA, BEN, CARL, ANNA]


def test_lea_75_the_fewest_first_and_among_equals_in_turn() -> None:
    fewest = AssignmentRuleRow(name="fewest", method=Method.FEWEST)
    to, _ = run(standing(somebody(ANNA, held=2), somebody(BEN), somebody(CARL)), 6, fewest)
    assert to == [BEN, CARL, BEN, CARL, ANNA, BEN]
    assert choose(fewest, []) is None


def test_lea_75_who_was_away_gets_the_next_and_no_more() -> None:
    at = standing(somebody(ANNA), somebody(BEN), somebody(CARL))
    _, at = run(at, 3)
    away = replace(at, people={**at.people, BEN: replace(at.people[BEN], hindered=ABSENT)})
    to, away = run(away, 6)
    assert Counter(to) == {ANNA: 3, CARL: 3}, "his turns go to all others alike"
    back = replace(away, people={**away.people, BEN: replace(away.people[BEN], hindered=None)})
    to, _ = run(back, 6)
    assert to == [BEN, ANNA, CARL, BEN, ANNA, CARL]


@pytest.mark.parametrize(("share", "to_new"), [(0, 67), (10, 10), (30, 30), (100, 100)])
def test_lea_76_new_people_get_their_share(share: int, to_new: int) -> None:
    rule = AssignmentRuleRow(name="turns", newcomer_share=share)
    at = standing(somebody(ANNA), somebody(BEN, is_new=True), somebody(CARL, is_new=True))
    to, _ = run(at, 100, rule)
    counted = Counter(to)
    assert abs(counted[BEN] + counted[CARL] - to_new) <= 1
    assert abs(counted[BEN] - counted[CARL]) <= 1


def test_lea_76_without_new_people_the_others_get_all() -> None:
    rule = AssignmentRuleRow(name="turns", newcomer_share=50)
    to, _ = run(standing(somebody(ANNA), somebody(BEN)), 4, rule)
    assert Counter(to) == {ANNA: 2, BEN: 2}


def test_lea_77_rules_are_named_once_and_name_who_is_known() -> None:
    must_be_good([AssignmentRuleRow(name="a", people=[ANNA])], {ANNA, BEN}, BEN)
    for rules, fallback in (
        ([TURNS, AssignmentRuleRow(name="TURNS")], None),
        ([AssignmentRuleRow(name="a", people=[CARL])], None),
        ([TURNS], CARL),
    ):
        with pytest.raises(Malformed, match="LEA-77"):
            must_be_good(rules, {ANNA, BEN}, fallback)


def test_lea_78_what_nobody_can_be_given_goes_to_the_fallback_else_it_waits() -> None:
    boss = somebody(DORA, is_member=False, limit=1)
    fair = AssignmentRuleRow(name="fair", when={"source": ["fair"]})
    at = standing(somebody(ANNA, limit=1), boss)
    unmatched = at.decide(WEB, [fair], DORA)
    assert (unmatched.rule, unmatched.person, unmatched.is_fallback) == (None, boss, True)
    first = at.decide(WEB, [TURNS], DORA)
    assert first.person == at.people[ANNA], "only members are asked by a rule that names nobody"
    at = at.after(first)
    second = at.decide(WEB, [TURNS], DORA)
    assert second.person == boss
    third = at.after(second).decide(WEB, [TURNS], DORA)
    assert (third.person, third.is_fallback) == (None, False)
    assert at.decide(WEB, [fair], None).person is None


def test_lea_79_leads_are_given_out_where_there_are_rules() -> None:
    assert must_have_rules("East", "rules") == "rules"
    with pytest.raises(RuleViolation, match="LEA-79"):
        must_have_rules("East", None)


@given(
    limits=st.lists(st.integers(0, 6), min_size=1, max_size=4),
    away=st.sets(st.integers(0, 3)),
    leads=st.integers(0, 20),
    method=st.sampled_from(list(Method)),
    share=st.integers(0, 100),
)
def test_feature_24_the_same_leads_loads_and_rules_end_the_same_and_nobody_is_favoured(
    limits: list[int], away: set[int], leads: int, method: Method, share: int
) -> None:
    people = [
        somebody(id, limit=limit, is_new=number % 2 == 1, hindered=ABSENT if number in away else None)
        for number, (id, limit) in enumerate(zip((ANNA, BEN, CARL, DORA), limits, strict=False))
    ]
    rule = AssignmentRuleRow(name="r", method=method, newcomer_share=share)
    to, after = run(standing(*people), leads, rule)
    again, _ = run(standing(*reversed(people)), leads, rule)
    assert to == again, "whatever the order in which they are listed"
    able = [one for one in people if one.hindered is None]
    assert sum(id is not None for id in to) == min(leads, sum(one.limit for one in able))
    for one in people:
        assert after.people[one.id].held <= one.limit
    counted = Counter(id for id in to if id)
    if share == 0:
        free = [one for one in able if counted[one.id] < one.limit]
        assert not free or max(counted.values(), default=0) - min(counted[one.id] for one in free) <= 1


def test_a_decision_that_gives_nothing_moves_nothing_on() -> None:
    at = standing(somebody(ANNA))
    assert at.after(Decision(None, None)) is at
