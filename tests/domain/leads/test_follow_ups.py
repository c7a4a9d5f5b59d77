"""Which follow-ups are work on a lead?"""

import pytest

from messages.deals.follow_ups import FollowUpKindRow
from messages.errors import RuleViolation
from services.leads.domain.follow_ups import USUAL, is_contact, kind_named, kinds_of, must_count

OWN = (FollowUpKindRow(code="DEMO"), FollowUpKindRow(code="CALL", effective=False))


def test_lea_6_of_the_usual_ones_only_a_note_is_no_contact() -> None:
    assert [kind.code for kind in USUAL if not is_contact(kind)] == ["NOTE"]
    assert not is_contact(kind_named("call", OWN)), "where a pool has said so, a call is none either"


def test_lea_60_a_kind_is_one_of_the_pools() -> None:
    assert kind_named("demo", OWN).code == "DEMO"
    assert kind_named("VISIT", kinds_of(())).code == "VISIT"
    with pytest.raises(RuleViolation, match="LEA-60"):
        kind_named("VISIT", OWN)


def test_lea_61_each_once_and_one_counts() -> None:
    must_count(OWN)
    for wrong in ((*OWN, FollowUpKindRow(code="demo")), OWN[1:]):
        with pytest.raises(RuleViolation, match="LEA-61"):
            must_count(wrong)
