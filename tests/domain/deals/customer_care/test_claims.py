"""Does a claim stay what it is, through whose hands ever the customer goes?"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from messages.deals.customers import OwnerCause as C
from services.deals.domain.customer_care.claims import Held, Joining, carried_claim

X, Y, Z = UUID(int=1), UUID(int=2), UUID(int=3)
ANN, BOB, CID = UUID(int=11), UUID(int=12), UUID(int=13)


def day(number: int) -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)


def held(customer: UUID, owner: UUID | None, cause: C, since: int) -> Held:
    return Held(customer, owner, cause, day(since))


ANNS = held(Y, ANN, C.ADMITTED, 1)


@pytest.mark.parametrize("cause", [C.HANDED_OVER, C.ENTRUSTED])
def test_dea_172_who_is_given_a_customer_is_given_the_claim(cause: C) -> None:
    bobs, cids = held(Y, BOB, cause, 5), held(Y, CID, cause, 6)
    assert carried_claim(Y, [ANNS, bobs, cids], []) == [cids, bobs, ANNS]


@pytest.mark.parametrize("cause", [C.RECORDED, C.CONVERTED, C.ADMITTED, C.CLAIMED])
def test_dea_172_who_takes_it_has_his_own(cause: C) -> None:
    bobs = held(Y, BOB, cause, 5)
    assert carried_claim(Y, [ANNS, bobs], []) == [bobs]


def test_dea_172_what_was_nobodys_comes_without_one() -> None:
    waits, bobs = held(Y, None, C.RECLAIMED, 5), held(Y, BOB, C.ENTRUSTED, 6)
    assert carried_claim(Y, [ANNS, waits, bobs], []) == [bobs]
    assert carried_claim(Y, [ANNS, waits], []) == []
    assert carried_claim(Y, [], []) == []


def test_dea_172_with_a_joined_customer_comes_its_owners_claim_and_goes_with_it() -> None:
    of_x, of_z = held(X, BOB, C.RECORDED, 0), held(Z, CID, C.RECORDED, 2)
    joined, back = held(Y, BOB, C.JOINED, 5), held(Y, ANN, C.JOINED, 8)
    joinings = [Joining(X, Y, day(5), day(8)), Joining(Z, Y, day(5) - timedelta(hours=1), None)]
    assert carried_claim(Y, [of_x, ANNS, of_z, joined], joinings) == [joined, of_x]
    assert carried_claim(Y, [of_x, ANNS, of_z, joined, back], joinings) == [back, ANNS]
