"""How far does an act reach? (SYS-60 to SYS-63)"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.auth.reach import has_reach, has_reach_of_all, must_reach, must_reach_all, must_see
from chassis.testing.plugin import an_actor
from messages.errors import Forbidden, NotFound

ENTITIES = st.sampled_from(["CN", "US", "DE"])
OWN = st.frozensets(ENTITIES)


@given(OWN, st.lists(ENTITIES, min_size=1))
def test_sys_60_sys_61_an_act_reaches_as_far_as_the_legal_entities_of_who_acts(
    own: frozenset[str], touched: list[str]
) -> None:
    actor = an_actor("admin", legal_entities=tuple(sorted(own)))
    if {*touched} <= own:
        must_reach(actor, *touched, verb="x")
    else:
        with pytest.raises(Forbidden) as refused:
            must_reach(actor, *touched, verb="x")
        assert refused.value.rule == "SYS-60"
        assert refused.value.params["legal_entity_id"] in {*touched} - own, "what he lacks is named"
    assert not has_reach(actor, None), "what is of the whole house"
    assert not has_reach(actor, "*")
    assert has_reach(an_actor("admin", legal_entities=("*",)), None)


@given(OWN, OWN)
def test_sys_62_what_is_the_same_for_all_is_changed_by_who_works_for_each(
    own: frozenset[str], harness: frozenset[str]
) -> None:
    actor = an_actor("admin", legal_entities=tuple(sorted(own)))
    assert has_reach_of_all(actor, harness) is (bool(harness) and harness <= own)
    must_reach_all(an_actor("admin", legal_entities=("*",)), harness, verb="x")
    if not harness:
        with pytest.raises(Forbidden, match="x") as refused:
            must_reach_all(actor, harness, verb="x")
        assert refused.value.rule == "SYS-62"


def test_sys_63_the_record_of_another_is_as_if_it_were_not_there() -> None:
    with pytest.raises(NotFound):
        must_see(an_actor("admin", legal_entities=("US",)), "CN", kind="order", id="x")
    must_see(an_actor("admin", legal_entities=("CN",)), "CN", kind="order", id="x")
