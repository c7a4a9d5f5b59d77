"""Which rows of another system's receivables name their customer?"""

from contextlib import nullcontext

import pytest

from messages.errors import RuleViolation
from services.collections.domain.imports.receivables import must_be_known_customer


@pytest.mark.parametrize(
    ("customer", "is_known", "may"),
    [
        pytest.param("CU-2026-CS-CN-000007", True, True, id="a number that somebody bears"),
        pytest.param("CU-2026-CS-CN-000404", False, False, id="a number that nobody bears"),
        pytest.param(" cu-2026-cs-cn-000404 ", False, False, id="however it is written"),
        pytest.param("CU-404", False, True, id="a number of the other system"),
        pytest.param("Custom Parts Ltd", False, True, id="a name that is new"),
    ],
)
def test_col_243_a_number_of_ours_is_that_of_a_customer(customer: str, is_known: bool, may: bool) -> None:
    with nullcontext() if may else pytest.raises(RuleViolation, match="COL-243"):
        must_be_known_customer(customer, is_known=is_known)
