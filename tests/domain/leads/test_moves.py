"""Which lead is moved from one pool to another, and by whom?"""

import pytest

from messages.errors import RuleViolation
from messages.leads.leads import LeadStatus
from services.leads.domain.distribution.moves import (
    must_be_pool_of_entity,
    must_keep_where_it_waits,
    must_wait_to_move,
)

EAST = "cs/east"


@pytest.mark.parametrize("status", list(LeadStatus))
def test_lea_164_what_waits_is_moved_and_nothing_else(status: LeadStatus) -> None:
    if status is LeadStatus.POOLED:
        must_wait_to_move("LD-1", status)
        return
    with pytest.raises(RuleViolation, match="LEA-164"):
        must_wait_to_move("LD-1", status)


def test_lea_165_it_stays_in_its_legal_entity() -> None:
    must_be_pool_of_entity("LD-1", entity="CS-CN", pools="CS-CN")
    with pytest.raises(RuleViolation, match="LEA-165"):
        must_be_pool_of_entity("LD-1", entity="CS-CN", pools="CS-DE")


@pytest.mark.parametrize(
    ("role", "unit", "may"),
    [("sales_manager", EAST, True), ("sales_manager", f"{EAST}/sales-1", False), ("sales_manager", "cs/west", False),
     ("sales", EAST, False), ("ops", "cs", True), ("director", "cs/west", True), ("admin", "x", True)],
)  # fmt: skip
def test_lea_166_who_keeps_the_pool_where_it_waits(role: str, unit: str, may: bool) -> None:
    def move() -> None:
        must_keep_where_it_waits("LD-1", "East", frozenset({role}), unit=unit, pool_unit=EAST)

    if may:
        move()
        return
    with pytest.raises(RuleViolation, match="LEA-166"):
        move()
