"""Which state follows which?"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from messages.deals.contracts import ContractStatus as C
from messages.deals.opportunities import OpportunityStatus as O
from messages.deals.registrations import RegistrationStatus as R
from messages.deals.stages import StageRow
from messages.errors import RuleViolation
from messages.money import Money
from services.deals.domain import lifecycle, registrations, stages
from services.deals.domain.opportunities import already_opened, id_in_use, must_expect_something

REGISTRATION = {
    (R.SUBMITTED, R.PROTECTED), (R.SUBMITTED, R.RETURNED), (R.SUBMITTED, R.REJECTED), (R.SUBMITTED, R.WITHDRAWN),
    (R.SUBMITTED, R.CLOSED), (R.RETURNED, R.SUBMITTED), (R.RETURNED, R.WITHDRAWN), (R.RETURNED, R.CLOSED),
    (R.PROTECTED, R.RELEASED), (R.PROTECTED, R.WITHDRAWN), (R.PROTECTED, R.CLOSED),
    (R.SUBMITTED, R.ABANDONED), (R.RETURNED, R.ABANDONED),
}  # fmt: skip
CONTRACT = {
    (C.DRAFT, C.IN_APPROVAL), (C.DRAFT, C.CANCELLED), (C.IN_APPROVAL, C.EFFECTIVE), (C.IN_APPROVAL, C.RETURNED),
    (C.IN_APPROVAL, C.REJECTED), (C.IN_APPROVAL, C.DRAFT), (C.IN_APPROVAL, C.CANCELLED), (C.RETURNED, C.IN_APPROVAL),
    (C.RETURNED, C.DRAFT), (C.RETURNED, C.CANCELLED), (C.EFFECTIVE, C.CANCELLED),
    (C.EFFECTIVE, C.CANCELLING), (C.CANCELLING, C.EFFECTIVE), (C.CANCELLING, C.CANCELLED),
}  # fmt: skip
NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize("now", R)
@pytest.mark.parametrize("to", R)
def test_dea_4_every_move_of_a_registration_is_known(now: R, to: R) -> None:
    if (now, to) in REGISTRATION:
        assert lifecycle.move_registration(now, to) is to
        return
    with pytest.raises(RuleViolation, match="DEA-4"):
        lifecycle.move_registration(now, to)


@pytest.mark.parametrize("now", C)
@pytest.mark.parametrize("to", C)
def test_dea_9_every_move_of_a_contract_is_known(now: C, to: C) -> None:
    if (now, to) in CONTRACT:
        assert lifecycle.move_contract(now, to) is to
        return
    with pytest.raises(RuleViolation, match="DEA-9"):
        lifecycle.move_contract(now, to)


def test_dea_7_only_an_open_opportunity_changes() -> None:
    lifecycle.must_be_open(O.OPEN)
    for status in (O.WON, O.LOST):
        with pytest.raises(RuleViolation, match="DEA-7"):
            lifecycle.must_be_open(status)


def test_dea_18_history_is_kept_as_it_was() -> None:
    lifecycle.must_be_live(False)
    with pytest.raises(RuleViolation, match="DEA-18"):
        lifecycle.must_be_live(True)


@pytest.mark.parametrize(("asked", "earlier"), [(None, False), (1, True), (2, False), (3, False)])
def test_a_decision_on_an_earlier_round_is_distinguished_from_a_present_one(asked: int | None, earlier: bool) -> None:
    assert lifecycle.is_of_an_earlier_round(asked, 2) is earlier


def test_dea_5_a_protection_ends_at_its_moment() -> None:
    until = registrations.protected_until(NOW, 90)
    assert until == NOW + timedelta(days=90)
    registrations.must_be_over(until, until)
    for early, end in ((until - timedelta(microseconds=1), until), (until, None)):
        with pytest.raises(RuleViolation, match="DEA-5"):
            registrations.must_be_over(end, early)


@pytest.mark.parametrize("status", [None, *R])
def test_dea_6_only_a_protected_opportunity_is_won(status: R | None) -> None:
    if status is R.PROTECTED:
        registrations.must_be_protected(status)
        return
    with pytest.raises(RuleViolation, match="DEA-6"):
        registrations.must_be_protected(status)


def test_dea_3_the_first_is_named_to_those_who_may_see_it() -> None:
    assert registrations.already_registered("RG-1", visible=True).params == {"number": "RG-1"}
    assert registrations.already_registered("RG-1", visible=False).params == {"number": "RG-***"}


DAY = datetime(2026, 3, 2, tzinfo=UTC)


@dataclass
class Live:
    id: UUID
    owner_id: UUID
    project_key: str
    created_at: datetime


def test_a_conflict_is_with_the_oldest_registration_of_somebody_else() -> None:
    me, you, they = UUID(int=1), UUID(int=2), UUID(int=3)
    live = [
        Live(UUID(int=10), me, "a", DAY),
        Live(UUID(int=11), you, "b", DAY + timedelta(1)),
        Live(UUID(int=12), they, "c", DAY + timedelta(2)),
    ]
    assert registrations.conflict_among(me, live) == UUID(int=11)
    assert registrations.conflict_among(me, live[::-1]) == UUID(int=11)
    assert registrations.conflict_among(me, live[:1]) is None
    assert registrations.conflict_among(me, live, since=DAY) is None, "nobody was earlier"
    assert registrations.conflict_among(they, live, since=DAY + timedelta(2)) == UUID(int=10)
    assert registrations.same_project("c", live) is live[2]
    assert registrations.same_project("d", live) is None


@pytest.mark.parametrize("to", ["Prospecting", "prospecting", "Won", "Lost"])
def test_dea_8_an_opportunity_advances_only_to_a_later_open_stage(to: str) -> None:
    assert stages.advance("Prospecting", "negotiating", stages.USUAL) == "Negotiating"
    assert stages.advance("A stage of old", "Prospecting", stages.USUAL) == "Prospecting"
    with pytest.raises(RuleViolation, match="DEA-8"):
        stages.advance("Engaging", to, stages.USUAL)


def test_dea_23_a_stage_is_one_of_those_set() -> None:
    with pytest.raises(RuleViolation, match="DEA-23"):
        stages.stage_named("Dreaming", stages.USUAL)
    assert stages.first_stage(stages.USUAL) == "Prospecting"
    assert stages.stage_of(O.LOST, stages.USUAL) == "Lost"


def test_dea_30_stages_are_whole() -> None:
    whole = [StageRow(code="A"), StageRow(code="W", status=O.WON), StageRow(code="L", status=O.LOST)]
    stages.must_be_whole(whole)
    for rows in (whole[:2], whole[1:], [*whole, StageRow(code="a")]):
        with pytest.raises(RuleViolation, match="DEA-30"):
            stages.must_be_whole(rows)


def test_dea_28_an_expected_value_is_not_negative() -> None:
    must_expect_something(None)
    must_expect_something(Money.zero("CNY"))
    with pytest.raises(RuleViolation, match="DEA-28"):
        must_expect_something(Money.of("-0.01", "CNY"))


def test_dea_26_dea_29_what_stands_already_is_named() -> None:
    assert already_opened("X", "OP-1", 1).rule == "DEA-29"
    assert already_opened("X", None, 1).rule == id_in_use(1).rule == "DEA-26"
