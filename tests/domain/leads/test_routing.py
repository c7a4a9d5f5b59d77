"""Does a lead go to the right pool, and is the right one taken first?"""

from uuid import UUID

import pytest

from messages.errors import Malformed, RuleViolation
from services.leads.domain.routing import Intake, chosen_pool, pool_for

ANY, EAST, WEB, EAST_WEB = (UUID(int=n) for n in range(1, 5))
POOLS = [
    Intake(ANY, "any"),
    Intake(EAST, "east", regions=("East", "华东")),
    Intake(WEB, "web", sources=("Web",)),
    Intake(EAST_WEB, "east-web", sources=("web",), regions=("east",)),
]


@pytest.mark.parametrize(
    ("source", "region", "pool"),
    [
        pytest.param("web", "EAST", EAST_WEB, id="source and region before all"),
        pytest.param("web", "west", WEB, id="then the source"),
        pytest.param("fair", "华东", EAST, id="then the region"),
        pytest.param("fair", None, ANY, id="then the one that takes any"),
    ],
)
def test_lea_4_the_closest_pool_takes_it(source: str, region: str | None, pool: UUID) -> None:
    assert pool_for(source, region, POOLS) == pool


def test_lea_4_the_product_line_counts_most() -> None:
    lines = [*POOLS, Intake(UUID(int=5), "cnc", product_lines=("CNC",))]
    assert pool_for("web", "east", lines, "cnc") == UUID(int=5)
    assert pool_for("web", "east", lines, "robots") == EAST_WEB
    assert pool_for("web", "east", lines) == EAST_WEB


def test_lea_4_of_two_pools_that_fit_equally_the_code_decides() -> None:
    twins = [Intake(WEB, "b"), Intake(EAST, "a")]
    assert pool_for("x", None, twins) == pool_for("x", None, twins[::-1]) == EAST


def test_lea_4_without_a_pool_that_takes_it_a_lead_violates_the_rule() -> None:
    with pytest.raises(RuleViolation, match="LEA-4"):
        pool_for("fair", "west", POOLS[1:])


def test_lea_25_a_chosen_pool_is_one_of_the_legal_entity() -> None:
    assert chosen_pool(EAST, POOLS) == EAST
    with pytest.raises(Malformed, match="LEA-25"):
        chosen_pool(UUID(int=9), POOLS)


NOTHING = {"phone": False, "email": False, "company": False, "project": False}
