"""Which row of another system's history is kept?"""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from messages.deals.opportunities import ImportOpportunityRow
from messages.errors import RuleViolation
from services.deals.domain.opportunity_imports import FIELD_OF_RULE, KnownRecords, Seller, resolve
from services.deals.domain.stages import USUAL

ANNA = Seller(UUID(int=1), "anna", "Anna Snelling", "cs/us")
TWINS = [Seller(UUID(int=n), f"twin{n}", "Twin", "cs/us") for n in (2, 3)]
KNOWN = KnownRecords(
    sellers=[ANNA, *TWINS],
    products={"gtx pro": "GTX Pro"},
    customers={("CS-US", "isdom"): UUID(int=9)},
    stages={"CS-US": USUAL},
)


def a_row(**other: Any) -> ImportOpportunityRow:
    row = {
        "line": 2,
        "external_id": "1C1I7A6R",
        "seller": "Anna Snelling",
        "product_code": "GTX pro",
        "customer_name": "Isdom Inc",
        "stage": "Won",
        "closed_on": "2017-03-01",
        "close_value": "1054",
    }
    return ImportOpportunityRow.model_validate(row | other)


def test_a_won_row_finds_all_it_names() -> None:
    found = resolve(a_row(), "CS-US", KNOWN)
    assert (found.seller, found.product_code, found.customer_id) == (ANNA, "GTX Pro", UUID(int=9))
    assert (found.stage.code, found.won, found.expected) == ("Won", Decimal("1054.00"), None)


def test_a_row_that_is_not_won_only_expects_its_value() -> None:
    lost = resolve(a_row(stage="lost", close_value="0", seller="ANNA"), "CS-US", KNOWN)
    assert (lost.stage.code, lost.won, lost.expected) == ("Lost", None, Decimal("0.00"))
    assert resolve(a_row(stage="Engaging", close_value=None), "CS-US", KNOWN).expected is None


@pytest.mark.parametrize(
    ("rule", "other"),
    [
        pytest.param("DEA-19", {"customer_name": None}, id="dea_19 no customer"),
        pytest.param("DEA-20", {"customer_name": "Nobody"}, id="dea_20 unknown customer"),
        pytest.param("DEA-21", {"seller": "Ghost"}, id="dea_21 unknown seller"),
        pytest.param("DEA-21", {"seller": "twin"}, id="dea_21 a name that two bear"),
        pytest.param("DEA-22", {"product_code": "GTXPro"}, id="dea_22 unknown product"),
        pytest.param("DEA-23", {"stage": "Dreaming"}, id="dea_23 unknown stage"),
        pytest.param("DEA-24", {"close_value": None}, id="dea_24 won for nothing said"),
        pytest.param("DEA-24", {"closed_on": None}, id="dea_24 won on no day"),
    ],
)
def test_a_row_that_is_not_kept_says_why(rule: str, other: dict[str, Any]) -> None:
    with pytest.raises(RuleViolation) as refused:
        resolve(a_row(**other), "CS-US", KNOWN)
    assert refused.value.rule == rule
    assert rule in FIELD_OF_RULE
