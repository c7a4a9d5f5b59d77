"""When are two customers joined, what is kept, and when is it undone?"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from messages.errors import Forbidden, RuleViolation
from services.deals.domain.customer_care.merging import (
    Claim,
    Joined,
    first_owner,
    lacking,
    must_be_mergeable,
    must_be_undoable,
    must_judge,
    must_share_no_project,
    must_stand_for_itself,
)

ONE, TWO = UUID(int=1), UUID(int=2)
A = Joined("CU-1", "CS-CN", None, ONE, "cn/east", "华为", "91A")
B = replace(A, number="CU-2", name_key="华为技术", tax_id=None)


@dataclass(frozen=True)
class Person:
    id: UUID = ONE
    roles: frozenset[str] = frozenset({"sales_manager"})
    unit: str = "cn"


def test_dea_112_who_may_give_both_says_whether_they_are_one() -> None:
    must_judge(Person(), A, B)
    must_judge(Person(roles=frozenset({"ops"}), unit=""), A, B)


@pytest.mark.parametrize("actor", [Person(unit="us"), Person(roles=frozenset({"sales"}), unit="cn/east")])
def test_dea_112_nobody_else_does_the_owner_neither(actor: Person) -> None:
    with pytest.raises(Forbidden):
        must_judge(actor, A, B)
    with pytest.raises(Forbidden):
        must_judge(Person(), A, replace(B, owner_unit="us"))


def test_dea_113_two_that_stand_for_themselves_are_joined() -> None:
    must_be_mergeable(A, B, same=False)


@pytest.mark.parametrize(
    ("one", "into", "same"),
    [
        pytest.param(A, A, True, id="itself"),
        pytest.param(replace(A, merged_into=TWO), B, False, id="joined already"),
        pytest.param(A, replace(B, merged_into=TWO), False, id="into one that was joined"),
        pytest.param(A, replace(B, legal_entity="CS-US"), False, id="of another entity"),
    ],
)
def test_dea_113_no_others_are(one: Joined, into: Joined, same: bool) -> None:
    with pytest.raises(RuleViolation, match="DEA-113"):
        must_be_mergeable(one, into, same=same)


def test_dea_114_one_project_is_registered_at_one_of_both_at_the_most() -> None:
    must_share_no_project({"p": "RG-1"}, {"q": "RG-2"})
    with pytest.raises(RuleViolation, match="DEA-114"):
        must_share_no_project({"p": "RG-1"}, {"q": "RG-2", "p": "RG-3"})


def test_dea_115_it_is_taken_out_while_its_name_and_tax_id_are_its_own() -> None:
    must_be_undoable(A, B)
    for into in (None, replace(B, name_key=A.name_key), replace(B, tax_id=A.tax_id)):
        with pytest.raises(RuleViolation, match="DEA-115"):
            must_be_undoable(A, into)


def test_dea_116_what_was_joined_is_changed_where_it_went() -> None:
    must_stand_for_itself("CU-1", None)
    with pytest.raises(RuleViolation, match="DEA-116"):
        must_stand_for_itself("CU-1", "CU-2")


def test_dea_117_the_owner_who_came_first_keeps_both() -> None:
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)
    assert first_owner([Claim(ONE, late), Claim(TWO, early)]) == TWO
    assert first_owner([Claim(ONE, late)]) == ONE
    assert first_owner([]) is None


def test_what_the_kept_one_lacks_is_taken_and_nothing_it_knows_is_lost() -> None:
    kept, other = {"sector": None, "region": "East"}, {"sector": "Steel", "region": "West", "country": None}
    assert lacking(kept, other) == {"sector": "Steel"}
