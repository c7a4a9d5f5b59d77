"""How are a customer's advances used?"""

from dataclasses import dataclass
from datetime import date

import pytest

from messages.collections.advances import EVERYWHERE, AdvanceUse
from messages.errors import RuleViolation
from messages.money import Money
from services.collections.domain import advances

OFFERED, AUTOMATIC = AdvanceUse


@dataclass(frozen=True)
class Came:
    received_on: date
    number: str


@pytest.mark.parametrize(
    ("policies", "use"),
    [
        pytest.param({}, OFFERED, id="nothing is said"),
        pytest.param({EVERYWHERE: AUTOMATIC}, AUTOMATIC, id="the house's"),
        pytest.param({EVERYWHERE: AUTOMATIC, "CS-CN": OFFERED}, OFFERED, id="its own before the house's"),
        pytest.param({"CS-US": AUTOMATIC}, OFFERED, id="another's"),
    ],
)
def test_col_64_a_legal_entity_says_how_advances_are_used(policies: dict[str, AdvanceUse], use: AdvanceUse) -> None:
    assert advances.use_of(policies, "CS-CN") is use


def test_col_65_feature_199_the_oldest_money_is_used_first() -> None:
    old, newer, newest = Came(date(2026, 1, 1), "PM-3"), Came(date(2026, 1, 2), "PM-1"), Came(date(2026, 1, 2), "PM-2")
    assert advances.in_order([newest, newer, old]) == [old, newer, newest]


def test_col_66_something_is_settled_by_it() -> None:
    advances.must_have_settled(Money.of("0.01", "CNY"), number="R-1")
    with pytest.raises(RuleViolation, match="COL-66"):
        advances.must_have_settled(Money.zero("CNY"), number="R-1")
