"""Who offers a lead to whom, and who accepts it?"""

from uuid import UUID

import pytest

from messages.errors import Malformed, RuleViolation
from messages.leads.leads import LeadStatus
from messages.leads.transfers import LeadTransferStatus
from services.leads.domain.distribution.transfers import (
    must_be_another_person,
    must_be_asked,
    must_be_first_offer,
    must_be_open,
    must_may_offer,
    must_may_withdraw,
    pool_of_receiver,
)
from services.leads.domain.routing import Intake

ME, YOU, BOSS = (UUID(int=n) for n in range(1, 4))
EAST, WEST, WEB = (UUID(int=n) for n in range(11, 14))
SELLER, MANAGER = frozenset({"sales"}), frozenset({"sales_manager"})
OWNED = LeadStatus.OWNED


def test_lea_93_its_owner_or_who_oversees_it_offers_what_somebody_works_on() -> None:
    assert must_may_offer("L", OWNED, SELLER, owner_id=ME, actor_id=ME) == ME
    assert must_may_offer("L", OWNED, MANAGER, owner_id=ME, actor_id=BOSS) == ME
    for status, roles, owner in (
        (OWNED, SELLER, YOU),
        (LeadStatus.POOLED, MANAGER, None),
        (LeadStatus.NURTURED, MANAGER, ME),
    ):
        with pytest.raises(RuleViolation, match="LEA-93"):
            must_may_offer("L", status, roles, owner_id=owner, actor_id=ME)


def test_lea_94_to_somebody_else() -> None:
    must_be_another_person(YOU, ME)
    with pytest.raises(Malformed, match="LEA-94"):
        must_be_another_person(ME, ME)


def test_lea_95_to_one_at_a_time() -> None:
    must_be_first_offer("L", None)
    with pytest.raises(RuleViolation, match="LEA-95"):
        must_be_first_offer("L", "Li")


def test_lea_96_whom_it_is_offered_to_answers() -> None:
    must_be_asked("L", to_id=ME, actor_id=ME)
    with pytest.raises(RuleViolation, match="LEA-96"):
        must_be_asked("L", to_id=ME, actor_id=BOSS)


def test_lea_97_who_offered_it_withdraws() -> None:
    for roles, actor in ((SELLER, ME), (SELLER, YOU), (MANAGER, BOSS)):
        must_may_withdraw("L", roles, from_id=ME, asked_by=YOU, actor_id=actor)
    with pytest.raises(RuleViolation, match="LEA-97"):
        must_may_withdraw("L", SELLER, from_id=ME, asked_by=YOU, actor_id=BOSS)


@pytest.mark.parametrize("status", LeadTransferStatus)
def test_lea_98_it_is_answered_once(status: LeadTransferStatus) -> None:
    if status is LeadTransferStatus.ASKED:
        must_be_open("L", status)
    else:
        with pytest.raises(RuleViolation, match="LEA-98"):
            must_be_open("L", status)


def test_lea_99_it_comes_into_a_pool_of_the_receivers() -> None:
    east, west, web = Intake(EAST, "east"), Intake(WEST, "west"), Intake(WEB, "web", sources=("web",))
    assert pool_of_receiver(EAST, "web", None, None, [(east, 1), (web, 0)]) == EAST, "he is of its own"
    assert pool_of_receiver(EAST, "web", None, None, [(west, 1), (web, 0)]) == WEB, "the one that takes it"
    fair = Intake(WEST, "fair", sources=("fair",))
    assert pool_of_receiver(EAST, "phone", None, None, [(fair, 2), (web, 0)]) == WEST, "else the nearest"
    assert pool_of_receiver(EAST, "web", None, None, []) == EAST
