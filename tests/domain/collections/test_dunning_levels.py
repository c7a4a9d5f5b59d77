"""Whatever procedure is published, and whenever: is each level reached once, in order, and the last one again?"""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

import pytest

from messages.collections.dunning.choices import Measure
from messages.errors import RuleViolation
from services.collections.domain.due_dates import midnight
from services.collections.domain.dunning.advice import (
    MILD_TO_HARD,
    Lateness,
    advice,
    must_be_late,
    must_say_why,
)
from services.collections.domain.dunning_procedure import (
    DunningLevel,
    Procedure,
    must_be_sound,
    next_at,
    procedure_for,
    rate_at,
    reached,
)

TZ = "Asia/Shanghai"
DUE = date(2026, 3, 1)


def level(days: int, *who: str, **more: object) -> DunningLevel:
    return DunningLevel(max(days, 0), days, who or ("owner",), **more)  # type: ignore[arg-type]


def procedure(*days: int, again: int | None = None, entity: str = "*", grade: str = "") -> Procedure:
    return Procedure(UUID(int=1), entity, grade, tuple(level(one) for one in days), again)


def drawn(chance: random.Random) -> Procedure:
    days = sorted(chance.sample(range(1, 60), chance.randint(1, 6)))
    before = [-chance.randint(0, 40)] if chance.random() < 0.7 else []
    return procedure(*before, *days, again=chance.choice([None, 1, 3, 7, 30]))


def test_col_157_the_closest_procedure_counts() -> None:
    known = [
        procedure(1, entity=entity, grade=grade)
        for entity, grade in (("*", ""), ("*", "D"), ("CS-CN", ""), ("CS-CN", "C"))
    ]

    def found(entity: str, grade: str) -> tuple[str, str]:
        one = procedure_for(known, entity, grade)
        return one.legal_entity_id, one.grade

    assert found("CS-CN", "C") == ("CS-CN", "C")
    assert found("CS-CN", "D") == ("CS-CN", ""), "that of the legal entity before that of everywhere and the grade"
    assert found("CS-CN", "") == ("CS-CN", "")
    assert found("CS-US", "D") == ("*", "D")
    assert found("CS-US", "A") == ("*", "")


@pytest.mark.parametrize(
    ("levels", "again", "is_sound"),
    [
        pytest.param([level(-30), level(1), level(7)], 7, True, id="as the house has it"),
        pytest.param([level(0), level(1)], None, True, id="reminded on the day"),
        pytest.param([level(-30), level(-3), level(1)], None, False, id="two reminders"),
        pytest.param([level(7), level(1)], None, False, id="backwards"),
        pytest.param([level(7), level(7)], None, False, id="one day twice"),
        pytest.param([level(-3)], 7, False, id="a reminder again"),
        pytest.param([level(-3)], None, True, id="only a reminder"),
        pytest.param([level(1, "owner", "owner")], None, False, id="somebody twice"),
        pytest.param([replace(level(1), notices_for=("owner",))], None, False, id="by a task and by a notice"),
        pytest.param([DunningLevel(1, 1)], None, False, id="for nobody"),
        pytest.param([DunningLevel(1, 1, letter=True)], None, True, id="only a letter"),
    ],
)
def test_col_158_a_procedure_makes_sense(levels: list[DunningLevel], again: int | None, is_sound: bool) -> None:
    if is_sound:
        must_be_sound(levels, again)
        return
    with pytest.raises(RuleViolation) as refused:
        must_be_sound(levels, again)
    assert refused.value.rule == "COL-158"


def test_col_159_feature_137_the_last_level_comes_again_on_its_days() -> None:
    weekly = procedure(1, 45, again=7)
    last: int | None = None
    found = []
    for days in range(-5, 70):
        moment = midnight(DUE + timedelta(days=days), TZ)
        for step in reached(weekly, last=last, due=DUE, tz=TZ, until=moment):
            found.append((days, step.level.number, step.again))
            last = step.level.number
        expected = next_at(weekly, last=last, due=DUE, tz=TZ)
        assert expected is not None
        assert expected > moment, "there is always a next one, and never one that is over"
    assert found == [(1, 1, False), (45, 45, False), (52, 52, True), (59, 59, True), (66, 66, True)]


def test_col_159_of_several_that_nobody_watched_over_one_comes() -> None:
    weekly = procedure(1, 45, again=7)
    late = midnight(DUE + timedelta(days=400), TZ)
    assert [step.level.number for step in reached(weekly, last=None, due=DUE, tz=TZ, until=late)] == [1, 45, 395]
    assert [step.level.number for step in reached(weekly, last=52, due=DUE, tz=TZ, until=late)] == [395]
    assert reached(weekly, last=395, due=DUE, tz=TZ, until=late) == []
    assert [one.level.number for one in reached(procedure(1), last=None, due=DUE, tz=TZ, until=late)] == [1]


@pytest.mark.parametrize("seed", range(300))
def test_col_8_whatever_is_published_meanwhile_no_level_comes_twice_or_after_a_higher_one(seed: int) -> None:
    chance = random.Random(seed)
    now_in_force = drawn(chance)
    last: int | None = None
    numbers: list[int] = []
    days = -50
    while days < 150:
        days += chance.randint(0, 9)
        if chance.random() < 0.2:
            now_in_force = drawn(chance)
        moment = midnight(DUE + timedelta(days=days), TZ) + timedelta(hours=chance.randint(0, 20))
        steps = reached(now_in_force, last=last, due=DUE, tz=TZ, until=moment)
        assert all(step.at <= moment for step in steps)
        numbers += [step.level.number for step in steps]
        last = numbers[-1] if numbers else None
        clock = next_at(now_in_force, last=last, due=DUE, tz=TZ)
        assert clock is None or clock > moment, "what is due was reached"
        assert reached(now_in_force, last=last, due=DUE, tz=TZ, until=moment) == []
        if clock is not None:  # and the clock rings when the next one is reached, not a moment before
            early = clock - timedelta(microseconds=1)
            assert reached(now_in_force, last=last, due=DUE, tz=TZ, until=early) == []
            assert len(reached(now_in_force, last=last, due=DUE, tz=TZ, until=clock)) == 1
    assert all(one < other for one, other in pairwise(numbers))


def test_col_160_interest_runs_at_the_rate_of_the_highest_level_reached() -> None:
    rates = (level(-3), level(1, rate=Decimal("3.65")), level(30, rate=Decimal("7.3")))
    one = replace(procedure(), levels=rates, repeat_days=7)
    assert [rate_at(one, reached) for reached in (None, 0, 1, 29, 30, 58)] == [
        0, 0, Decimal("3.65"), Decimal("3.65"), Decimal("7.3"), Decimal("7.3"),
    ]  # fmt: skip


def lateness(**more: object) -> Lateness:
    said = {"grade": "", "days_late": 1, "open": Decimal(100), "large_from": Decimal(1000), "broken_promises": 0}
    return Lateness(**said | more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("late", "measure"),
    [
        (lateness(), Measure.CALL),
        (lateness(days_late=8), Measure.LETTER),
        (lateness(days_late=31), Measure.VISIT),
        (lateness(days_late=61), Measure.CHANGE_TERMS),
        (lateness(days_late=91), Measure.STOP_CREDIT),
        (lateness(days_late=31, grade="A"), Measure.LETTER),
        (lateness(days_late=31, grade="D"), Measure.STOP_CREDIT),
        (lateness(open=Decimal(1000)), Measure.LETTER),
        (lateness(broken_promises=2), Measure.VISIT),
        (lateness(days_late=400, grade="D", broken_promises=9), Measure.LEGAL),
    ],
)
def test_col_161_feature_139_what_is_advised(late: Lateness, measure: Measure) -> None:
    found = advice(late)
    assert found is not None
    assert found.measure is measure
    said = {one.code for one in found.because}
    assert said == {"days"} | ({"grade"} if late.grade else set()) | ({"large"} if late.open >= 1000 else set()) | (
        {"promises"} if late.broken_promises else set()
    )


def test_col_161_who_is_later_owes_more_or_broke_his_word_is_never_treated_milder() -> None:
    chance = random.Random(5)

    def hardness(late: Lateness) -> int:
        found = advice(late)
        return MILD_TO_HARD.index(found.measure) if found else -1

    for _ in range(2000):
        grade = chance.choice(["", "A", "B", "C", "D"])
        owed = Decimal(chance.randint(1, 2000))
        one = lateness(grade=grade, days_late=chance.randint(-3, 120), open=owed, broken_promises=chance.randint(0, 3))
        later = replace(one, days_late=one.days_late + chance.randint(0, 60))
        more = replace(one, open=one.open + chance.randint(0, 2000))
        broken = replace(one, broken_promises=one.broken_promises + 1)
        worse = replace(one, grade={"A": "B", "B": "C", "C": "D", "": "C", "D": "D"}[grade])
        assert all(hardness(other) >= hardness(one) for other in (later, more, broken, worse))


def test_col_162_col_163_what_is_done_is_kept_of_who_is_late_and_says_why_it_is_something_else() -> None:
    with pytest.raises(RuleViolation, match="COL-162"):
        must_be_late(advice(lateness(days_late=0)))
    found = must_be_late(advice(lateness()))
    must_say_why(found.measure, Measure.CALL, "")
    must_say_why(found.measure, Measure.LEGAL, "he is bankrupt")
    with pytest.raises(RuleViolation, match="COL-163"):
        must_say_why(found.measure, Measure.LEGAL, " ")
