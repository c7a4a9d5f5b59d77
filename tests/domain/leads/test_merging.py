"""When are two leads joined, whose is the one that stays, and what does it take?"""

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from messages.errors import RuleViolation
from messages.leads.leads import LeadStatus
from services.leads.domain.merging import (
    Claim,
    first_owner,
    lacking,
    must_be_mergeable,
    must_be_undoable,
    must_know_owner,
)

LI, WANG = UUID(int=1), UUID(int=2)
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("one", "other", "owner"),
    [
        pytest.param(None, None, None, id="nobody's"),
        pytest.param(Claim(LI, NOON), None, LI, id="only one has an owner"),
        pytest.param(Claim(LI, NOON), Claim(WANG, NOON + timedelta(seconds=1)), LI, id="a second earlier"),
        pytest.param(Claim(LI, NOON + timedelta(seconds=1)), Claim(WANG, NOON), WANG, id="a second later"),
    ],
)
def test_lea_51_who_had_his_first_keeps_both(one: Claim | None, other: Claim | None, owner: UUID | None) -> None:
    assert first_owner(one, other) == owner


@pytest.mark.parametrize(
    ("status", "repeats", "into", "may"),
    [
        (LeadStatus.POOLED, False, LeadStatus.OWNED, True),
        (LeadStatus.OWNED, False, LeadStatus.CONVERTED, True),
        (LeadStatus.DUPLICATE, True, LeadStatus.POOLED, True),
        (LeadStatus.DUPLICATE, False, LeadStatus.POOLED, False),
        (LeadStatus.CONVERTED, False, LeadStatus.POOLED, False),
        (LeadStatus.DROPPED, False, LeadStatus.POOLED, False),
        (LeadStatus.POOLED, False, LeadStatus.DUPLICATE, False),
        (LeadStatus.POOLED, False, LeadStatus.DROPPED, False),
    ],
)
def test_lea_53_what_lives_is_joined_to_what_lives_or_was_converted(
    status: LeadStatus, repeats: bool, into: LeadStatus, may: bool
) -> None:
    with nullcontext() if may else pytest.raises(RuleViolation, match="LEA-53"):
        must_be_mergeable("LD-2", status, repeats_it=repeats, into="LD-1", into_status=into)


def test_lea_54_only_what_was_joined_is_taken_out_again() -> None:
    must_be_undoable("LD-2", is_merged=True)
    with pytest.raises(RuleViolation, match="LEA-54"):
        must_be_undoable("LD-2", is_merged=False)


def test_what_the_one_that_stays_lacks_it_takes_and_nothing_else() -> None:
    kept = {"company": "华信", "phone": None, "note": "", "source": "web"}
    assert lacking(kept, {"company": "华新", "phone": "138", "note": "x", "source": "fair"}) == {
        "phone": "138",
        "note": "x",
    }


@pytest.mark.parametrize(
    ("owner", "agreed", "may"), [(None, False, True), (LI, False, True), (WANG, False, False), (WANG, True, True)]
)
def test_lea_55_at_anothers_customer_who_says_that_he_knows(owner: UUID | None, agreed: bool, may: bool) -> None:
    with nullcontext() if may else pytest.raises(RuleViolation, match="LEA-55"):
        must_know_owner("CU-1", owner_id=owner, owner="王伟", actor_id=LI, agreed=agreed)
