"""When is a customer admitted, and who has the better claim?"""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from chassis.testing.plugin import an_actor
from messages.deals.customer_care.admissions import AdmissionStatus as S
from messages.deals.customer_care.admissions import Criterion as C
from messages.deals.customer_care.rules import AdmissionRules
from messages.deals.customers import CustomerStatus, SalesWay
from messages.errors import RuleViolation
from services.deals.domain.customer_care.admissions import (
    CustomerClaim,
    better_claim,
    is_claimed,
    move_admission,
    must_be_admitted,
    must_be_claimable,
    must_be_tier,
    must_state_order,
)

ONE, TWO = UUID(int=1), UUID(int=2)
EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)
D, CH = SalesWay.DIRECT, SalesWay.CHANNEL
RULES = AdmissionRules(criteria=[C.WAY, C.TIER, C.FIRST], ways=[CH, D], tiers=["gold", "silver"])


@pytest.mark.parametrize(
    ("now", "to"), [(S.SUBMITTED, S.ADMITTED), (S.SUBMITTED, S.SUPERSEDED), (S.RETURNED, S.SUBMITTED)]
)
def test_dea_118_an_admission_goes_its_way(now: S, to: S) -> None:
    assert move_admission(now, to) is to


@pytest.mark.parametrize(("now", "to"), [(S.ADMITTED, S.RETURNED), (S.RETURNED, S.ADMITTED), (S.REJECTED, S.SUBMITTED)])
def test_dea_118_and_no_other(now: S, to: S) -> None:
    with pytest.raises(RuleViolation, match="DEA-118"):
        move_admission(now, to)


def test_dea_119_who_does_not_have_it_claims_it_once_at_a_time() -> None:
    must_be_claimable("CU-1", is_owner=False, status=CustomerStatus.ACTIVE, running=None)
    must_be_claimable("CU-1", is_owner=True, status=CustomerStatus.REJECTED, running=None)


@pytest.mark.parametrize(("owner", "running"), [(True, None), (False, "AD-1")])
def test_dea_119_its_owner_and_who_claims_it_already_do_not(owner: bool, running: str | None) -> None:
    with pytest.raises(RuleViolation, match="DEA-119"):
        must_be_claimable("CU-1", is_owner=owner, status=CustomerStatus.ACTIVE, running=running)


@pytest.mark.parametrize(("role", "required", "waits"), [("sales", True, True), ("sales", False, False)])
def test_dea_171_whom_a_seller_brings_in_waits(role: str, required: bool, waits: bool) -> None:
    rules = RULES.model_copy(update={"required": required})
    assert is_claimed(an_actor(role), rules) is waits
    assert not is_claimed(an_actor("ops"), rules), "what was decided elsewhere"


def test_dea_120_business_is_done_with_who_was_admitted() -> None:
    must_be_admitted("CU-1", CustomerStatus.ACTIVE)
    for status in (CustomerStatus.PENDING, CustomerStatus.REJECTED):
        with pytest.raises(RuleViolation, match="DEA-120"):
            must_be_admitted("CU-1", status)


@pytest.mark.parametrize(
    ("one", "other", "winner", "by"),
    [
        pytest.param((D, None, EARLY), (CH, None, LATE), TWO, C.WAY, id="the channel comes before direct sales"),
        pytest.param((CH, "silver", EARLY), (CH, "gold", LATE), TWO, C.TIER, id="gold before silver"),
        pytest.param((CH, None, EARLY), (CH, "silver", LATE), TWO, C.TIER, id="silver before none"),
        pytest.param((CH, "gold", EARLY), (CH, "gold", LATE), ONE, C.FIRST, id="who came first"),
        pytest.param((CH, "gold", EARLY), (CH, "gold", EARLY), TWO, C.FIRST, id="at one instant: who has it"),
    ],
)
def test_dea_121_the_first_criterion_that_tells_two_apart_decides(
    one: tuple[SalesWay, str | None, datetime],
    other: tuple[SalesWay, str | None, datetime],
    winner: UUID,
    by: C,
) -> None:
    best, criterion = better_claim(CustomerClaim(ONE, *one), CustomerClaim(TWO, *other), RULES)
    assert (best.owner_id, criterion) == (winner, by)


def test_dea_121_without_other_rules_who_came_first_has_it() -> None:
    first, second = CustomerClaim(ONE, D, None, EARLY), CustomerClaim(TWO, CH, "gold", LATE)
    assert better_claim(second, first, AdmissionRules())[0] == first


def test_dea_122_each_is_named_once_and_the_first_comer_last() -> None:
    must_state_order(RULES)
    must_state_order(AdmissionRules())


@pytest.mark.parametrize(
    "wrong",
    [
        {"criteria": [C.FIRST, C.WAY]},
        {"criteria": [C.WAY, C.WAY, C.FIRST]},
        {"ways": [D, D]},
        {"tiers": ["Gold", "gold"]},
    ],
)
def test_dea_122_nothing_else(wrong: dict[str, list[str]]) -> None:
    with pytest.raises(RuleViolation, match="DEA-122"):
        must_state_order(AdmissionRules.model_validate(wrong))


def test_dea_123_a_tier_is_one_of_those_that_were_set() -> None:
    assert must_be_tier("GOLD", RULES) == "gold"
    assert must_be_tier(None, RULES) is None
    with pytest.raises(RuleViolation, match="DEA-123"):
        must_be_tier("bronze", RULES)
