"""Which values may attributes have, which phases are there, and who is worth another try?"""

from datetime import UTC, datetime

import pytest

from messages.deals.customer_care.phases import USUAL_PHASES, PhaseKind, PhaseRow, ReminingRules
from messages.deals.customer_care.rules import CustomerRules
from messages.deals.customer_care.segments import CustomerAttributes, SegmentCondition, SegmentField, SegmentRow
from messages.errors import Malformed, RuleViolation
from services.deals.domain.customer_care.segments import (
    find_phase,
    must_be_sound,
    must_say_why,
    phase_named,
    segment_named,
    valid_attributes,
    worth_since,
)

KEY = SegmentRow(code="KEY", conditions=[SegmentCondition(field=SegmentField.IMPORTANCE, any_of=["A"])])


def test_dea_124_an_attribute_has_one_of_its_values_however_it_is_written() -> None:
    given = {"category": "dealer", "importance": "a", "need": None}
    assert valid_attributes(given, CustomerAttributes()) == {"category": "DEALER", "importance": "A"}
    with pytest.raises(Malformed) as no:
        valid_attributes({"urgency": "SOON"}, CustomerAttributes())
    assert (no.value.field, no.value.rule) == ("urgency", "DEA-124")


def test_dea_125_a_phase_is_one_of_the_list() -> None:
    assert phase_named("deal", USUAL_PHASES).code == "DEAL"
    assert find_phase("GONE", USUAL_PHASES) is None
    with pytest.raises(RuleViolation, match="DEA-125"):
        phase_named("GONE", USUAL_PHASES)


def test_dea_126_losing_and_working_again_are_explained() -> None:
    deal, lost, eliminated = [phase_named(one, USUAL_PHASES) for one in ("DEAL", "LOST", "ELIMINATED")]
    must_say_why(None, deal, reason=None, note="")
    must_say_why(deal, lost, reason="PRICE", note="")
    must_say_why(lost, eliminated, reason="NO_NEED", note="")
    must_say_why(eliminated, deal, reason=None, note="he called")
    for now, to in ((deal, lost), (None, eliminated), (lost, deal)):
        with pytest.raises(RuleViolation, match="DEA-126"):
            must_say_why(now, to, reason=None, note=" ")


def test_dea_127_each_is_named_once_and_one_begins_with_work() -> None:
    must_be_sound(CustomerRules(segments=[KEY]))


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(CustomerRules(segments=[KEY, KEY]), id="a segment twice"),
        pytest.param(CustomerRules(phases=[PhaseRow(code="a"), PhaseRow(code="A")]), id="a phase twice"),
        pytest.param(CustomerRules(phases=[PhaseRow(code="a", kind=PhaseKind.LOST)]), id="begins with the end"),
    ],
)
def test_dea_127_nothing_else(wrong: CustomerRules) -> None:
    with pytest.raises(RuleViolation, match="DEA-127"):
        must_be_sound(wrong)


def test_dea_128_a_segment_is_one_of_the_list() -> None:
    assert segment_named("key", [KEY]) == KEY
    with pytest.raises(RuleViolation, match="DEA-128"):
        segment_named("OTHER", [KEY])


def test_dea_129_so_many_days_after_the_loss() -> None:
    now = datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert worth_since(ReminingRules(after_days=30), now) == datetime(2026, 11, 1, 8, tzinfo=UTC)
