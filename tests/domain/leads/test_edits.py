"""Who corrects a lead, and which?"""

from uuid import UUID

import pytest

from messages.errors import RuleViolation
from messages.leads.leads import LeadStatus
from services.leads.domain.edits import differences, must_be_editable, must_may_edit, must_stay_the_only_one

ME, OTHER = UUID(int=1), UUID(int=2)
SELLER, MANAGER = frozenset({"sales"}), frozenset({"sales_manager"})


def test_lea_86_the_owner_corrects_his_lead_who_oversees_it_every_one() -> None:
    must_may_edit("L", SELLER, owner_id=ME, actor_id=ME)
    must_may_edit("L", MANAGER, owner_id=OTHER, actor_id=ME)
    must_may_edit("L", frozenset({"ops"}), owner_id=None, actor_id=ME)
    for roles, owner in ((SELLER, OTHER), (SELLER, None), (MANAGER, None)):
        with pytest.raises(RuleViolation, match="LEA-86"):
            must_may_edit("L", roles, owner_id=owner, actor_id=ME)


@pytest.mark.parametrize("status", LeadStatus)
def test_lea_87_what_has_ended_stays_as_it_was(status: LeadStatus) -> None:
    if status in (LeadStatus.POOLED, LeadStatus.OWNED, LeadStatus.NURTURED):
        must_be_editable("L", status)
    else:
        with pytest.raises(RuleViolation, match="LEA-87"):
            must_be_editable("L", status)


def test_lea_88_no_lead_becomes_the_same_as_another() -> None:
    must_stay_the_only_one("L", [])
    with pytest.raises(RuleViolation, match="LEA-88"):
        must_stay_the_only_one("L", ["M"])


def test_what_changed_is_said_as_it_was_and_is() -> None:
    before = {"phone": None, "company": "A", "extra": {"size": 1}}
    after = {"phone": "138", "company": "A", "extra": {"size": 2}}
    assert differences(before, after) == {
        "phone": {"before": "", "after": "138"},
        "extra": {"before": "size: 1", "after": "size: 2"},
    }
