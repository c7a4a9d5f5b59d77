"""What is open to whom of the customers of others?"""

from typing import Any

import pytest

from messages.deals.customer_care.access import AccessGrant, AccessRules
from messages.errors import RuleViolation
from services.deals.domain.customer_care.access import grants_for, must_open_something

EAST = {"field": "REGION", "any_of": ["East"]}


def rules(*grants: dict[str, Any]) -> AccessRules:
    return AccessRules(limited=True, grants=[AccessGrant.model_validate(one) for one in grants])


@pytest.mark.parametrize(
    "grant", [{"units": ["cs/east"]}, {"roles": ["sales"]}, {"departments": ["cs/east"]}, {"conditions": [EAST]}]
)
def test_dea_145_a_grant_says_to_whom_or_what(grant: dict[str, Any]) -> None:
    must_open_something(rules({"name": "x"} | grant))


@pytest.mark.parametrize(
    "grants",
    [
        [{"name": "x"}],
        [{"name": "x", "units": ["cs"], "roles": ["finance"]}],
        [{"name": "x", "units": ["cs"]}, {"name": "X", "units": ["cs/east"]}],
    ],
)
def test_dea_145_all_to_all_other_roles_and_two_of_a_name_are_refused(grants: list[dict[str, Any]]) -> None:
    with pytest.raises(RuleViolation, match="DEA-145"):
        must_open_something(rules(*grants))


@pytest.mark.parametrize(
    ("roles", "unit", "opened"),
    [
        ({"sales"}, "cs/east/one", ["unit", "both"]),
        ({"sales"}, "cs/east", ["unit", "both"]),
        ({"sales"}, "cs/eastern", []),
        ({"sales_manager"}, "cs/west", ["role"]),
        ({"sales_manager"}, "cs/east", ["unit", "role"]),
    ],
)
def test_dea_146_a_grant_is_for_its_roles_in_its_units(roles: set[str], unit: str, opened: list[str]) -> None:
    set = rules(
        {"name": "unit", "units": ["cs/east"]},
        {"name": "role", "roles": ["sales_manager"]},
        {"name": "both", "units": ["cs/east"], "roles": ["sales"]},
    )
    assert [one.name for one in grants_for(set, roles, unit)] == opened
