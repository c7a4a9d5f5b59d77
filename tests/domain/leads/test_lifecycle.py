"""Which way may a lead go, and who may hold it?"""

from itertools import product
from uuid import UUID

import pytest

from messages.errors import Forbidden, Malformed, NotKnownYet, RuleViolation
from messages.leads.leads import LeadStatus
from services.leads.domain import masks
from services.leads.domain.legal_entities import entity_for
from services.leads.domain.lifecycle import (
    customer_name,
    move,
    must_be_at_work,
    must_be_customer_of_entity,
    must_be_free,
    must_be_owner,
    must_have_been_dropped,
)
from services.leads.domain.ownership import must_be_receiver, must_have_room

POOLED, OWNED, NURTURED, CONVERTED, DROPPED, DUPLICATE = (
    LeadStatus.POOLED,
    LeadStatus.OWNED,
    LeadStatus.NURTURED,
    LeadStatus.CONVERTED,
    LeadStatus.DROPPED,
    LeadStatus.DUPLICATE,
)
OPEN_WAYS = {
    (POOLED, OWNED),
    (POOLED, DROPPED),
    (OWNED, OWNED),
    (OWNED, POOLED),
    (OWNED, CONVERTED),
    (OWNED, DROPPED),
    (POOLED, DUPLICATE),
    (OWNED, DUPLICATE),
    (DUPLICATE, POOLED),
    (POOLED, NURTURED),
    (OWNED, NURTURED),
    (NURTURED, POOLED),
    (NURTURED, OWNED),
    (NURTURED, DROPPED),
    (NURTURED, DUPLICATE),
    (DROPPED, POOLED),
}
ME, YOU = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(("now", "to"), list(product(LeadStatus, LeadStatus)))
def test_lea_1_a_lead_goes_these_ways_and_no_other(now: LeadStatus, to: LeadStatus) -> None:
    if (now, to) in OPEN_WAYS:
        assert move(now, to) is to
    else:
        with pytest.raises(RuleViolation, match="LEA-1"):
            move(now, to)


@pytest.mark.parametrize("status", [status for status in LeadStatus if status is not POOLED])
def test_lea_8_only_what_waits_can_be_claimed(status: LeadStatus) -> None:
    """Somebody was faster, or it is nobody's: what is over, or sleeps, was not taken by others."""
    must_be_free("LD-1", POOLED)
    with pytest.raises(RuleViolation, match="LEA-8" if status is OWNED else "LEA-1"):
        must_be_free("LD-1", status)


def test_lea_10_only_the_owner_works_on_it() -> None:
    must_be_owner("LD-1", owner_id=ME, actor_id=ME)
    for other in (YOU, None):
        with pytest.raises(RuleViolation, match="LEA-10"):
            must_be_owner("LD-1", owner_id=other, actor_id=ME)


def test_lea_20_a_follow_up_belongs_to_a_lead_somebody_works_on() -> None:
    must_be_at_work("LD-1", OWNED)
    with pytest.raises(RuleViolation, match="LEA-20"):
        must_be_at_work("LD-1", CONVERTED)


def test_lea_12_a_conversion_names_a_customer() -> None:
    assert customer_name(existing=ME, given="A", company="B") is None
    assert customer_name(existing=None, given="A", company="B") == "A"
    assert customer_name(existing=None, given=None, company="B") == "B"
    assert customer_name(existing=None, given="--", company="B") == "B"
    with pytest.raises(RuleViolation, match="LEA-12"):
        customer_name(existing=None, given=None, company=None)
    with pytest.raises(RuleViolation, match="LEA-12"):
        customer_name(existing=None, given=None, company="...")


def test_lea_21_a_lead_goes_to_a_customer_of_its_own_legal_entity() -> None:
    must_be_customer_of_entity("LE-1", entity="CS-CN", customers="CS-CN")
    with pytest.raises(RuleViolation, match="LEA-21"):
        must_be_customer_of_entity("LE-1", entity="CS-CN", customers="CS-US")


def test_lea_22_a_customer_that_is_not_known_yet_may_be_named_again() -> None:
    with pytest.raises(NotKnownYet, match="LEA-22"):
        must_be_customer_of_entity("LE-1", entity="CS-CN", customers=None)


def test_lea_7_the_limit_itself_may_be_held_and_not_one_more() -> None:
    must_have_room(held=49, more=1, limit=50)
    with pytest.raises(RuleViolation, match="LEA-7"):
        must_have_room(held=50, more=1, limit=50)


@pytest.mark.parametrize(
    ("active", "roles", "unit", "within", "fine"),
    [
        pytest.param(True, {"sales"}, "cs/east/1", "cs/east", True, id="a seller below"),
        pytest.param(True, {"sales_manager"}, "cs/east", "cs/east", True, id="a manager of the unit itself"),
        pytest.param(True, {"sales"}, "cs/west", None, True, id="anywhere for those who see everything"),
        pytest.param(False, {"sales"}, "cs/east", "cs/east", False, id="nobody who left"),
        pytest.param(True, {"finance"}, "cs/east", "cs/east", False, id="nobody who does not sell"),
        pytest.param(True, {"sales"}, "cs/eastern", "cs/east", False, id="nobody of another unit"),
    ],
)
def test_lea_9_who_may_be_given_a_lead(
    active: bool, roles: set[str], unit: str, within: str | None, fine: bool
) -> None:
    def give() -> None:
        must_be_receiver("Li", active=active, roles=frozenset(roles), unit=unit, within=within)

    if fine:
        give()
    else:
        with pytest.raises(RuleViolation, match="LEA-9"):
            give()


def test_lea_19_a_lead_belongs_to_a_legal_entity_of_who_brings_it() -> None:
    assert entity_for(None, ("CS-CN", "CS-US")) == "CS-CN"
    assert entity_for("CS-US", ("CS-CN", "CS-US")) == "CS-US"
    assert entity_for("CS-DE", ("*",)) == "CS-DE"
    with pytest.raises(Malformed, match="LEA-19"):
        entity_for(None, ("*",))
    with pytest.raises(Forbidden):
        entity_for("CS-DE", ("CS-CN",))


def test_lea_18_a_mask_shows_the_beginning_never_the_whole() -> None:
    assert masks.masked_name("王小明") == "王**"
    assert masks.masked_phone("13800138000 张三", ["+8613800138000"]) == "138****8000"
    assert masks.masked_phone("2123 4567", ["+85221234567"]) == "****"
    assert masks.masked_phone("010-88888888转801", ["+861088888888;ext=801"]) == "108****8888"
    assert masks.masked_phone("x", []) == "****"
    assert masks.masked_phone(None, []) is None
    assert masks.masked_email("li@example.com") == "l***@example.com"
    assert masks.masked_email("li") == "***"
    assert masks.masked_company("华为技术有限公司") == "华为****"
    assert masks.masked_company("华为") == masks.masked_company("华为技术") == "华****"
    assert masks.masked_company("华为技术部") == "华为****"
    for mask in (masks.masked_name, masks.masked_email, masks.masked_company):
        assert mask(None) is None


def test_lea_170_only_what_was_dropped_is_tried_again() -> None:
    must_have_been_dropped("L-1", DROPPED)
    for status in set(LeadStatus) - {DROPPED}:
        with pytest.raises(RuleViolation, match="LEA-170"):
            must_have_been_dropped("L-1", status)
