"""For which reasons may a lead be dropped?"""

import pytest

from messages.errors import RuleViolation
from messages.leads.drop_reasons import DropReasonRow
from services.leads.domain.drop_reasons import USUAL_REASONS, must_be_named_once, reason_named

OWN = (DropReasonRow(code="TOO_FAR", label={"zh": "太远", "en": "Too far"}),)


def test_lea_62_a_reason_is_one_of_the_list_by_code_or_name() -> None:
    for said in ("TOO_FAR", "too_far", "太远", "too far"):
        assert reason_named(said, OWN, {}).code == "TOO_FAR"
    assert reason_named("没有预算", USUAL_REASONS, {"没有预算": "NO_BUDGET"}).code == "NO_BUDGET"
    with pytest.raises(RuleViolation, match="LEA-62"):
        reason_named("NO_BUDGET", OWN, {"没有预算": "NO_BUDGET"})


def test_lea_63_each_once() -> None:
    must_be_named_once(["A", "B"])
    with pytest.raises(RuleViolation, match="LEA-63"):
        must_be_named_once(["A", "a"])
