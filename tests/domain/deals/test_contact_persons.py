"""Who is one person at a customer, how many are kept, and who sees them whole?"""

from contextlib import nullcontext
from typing import Any

import pytest

from messages.deals.contact_persons import ContactPersonFields
from messages.errors import Malformed, RuleViolation
from services.deals.domain.contact_persons import (
    MOST_ADDRESSES,
    MOST_PERSONS,
    PersonKeys,
    is_close,
    keys_of,
    must_be_another_person,
    must_have_room,
)

WANG = PersonKeys("王伟", ("+8613800138000",), ("w@a.cn",))


def test_dea_80_each_number_of_a_phone_is_compared_and_what_cannot_be_dialled_is_refused() -> None:
    fields = ContactPersonFields(name="王伟", phones=["138 0013 8000/021-68888888-801", "13800138000"])
    assert keys_of(fields, region="CN").phones == ("+8613800138000", "+862168888888;ext=801")
    with pytest.raises(Malformed) as no:
        keys_of(ContactPersonFields(name="x", phones=["12345678901"]), region="CN")
    assert (no.value.field, no.value.value, no.value.rule) == ("phones", "12345678901", "DEA-80")


def test_dea_81_an_address_without_a_domain_is_refused() -> None:
    assert keys_of(ContactPersonFields(name="x", emails=["Wang <W@A.cn>"]), region="CN").emails == ("w@a.cn",)
    with pytest.raises(Malformed) as no:
        keys_of(ContactPersonFields(name="x", emails=["w@"]), region="CN")
    assert (no.value.field, no.value.rule) == ("emails", "DEA-81")


@pytest.mark.parametrize(
    ("other", "is_one"),
    [
        pytest.param(PersonKeys("王伟", ("+8613800138000",)), True, id="the same phone"),
        pytest.param(PersonKeys("王伟", (), ("w@a.cn",)), True, id="the same e-mail"),
        pytest.param(PersonKeys("王伟"), True, id="nothing to tell them apart by"),
        pytest.param(PersonKeys("王伟", ("+8613800138001",)), False, id="another phone: two of one name"),
        pytest.param(PersonKeys("王芳", ("+8613800138000",)), False, id="another name at one desk's phone"),
    ],
)
def test_dea_82_somebody_is_kept_once(other: PersonKeys, is_one: bool) -> None:
    with pytest.raises(RuleViolation, match="DEA-82") if is_one else nullcontext():
        must_be_another_person("王伟", WANG, [other])


@pytest.mark.parametrize(("kind", "most"), [("contact_person", MOST_PERSONS), ("customer_address", MOST_ADDRESSES)])
def test_dea_83_a_customer_has_so_many_people_and_addresses(kind: str, most: int) -> None:
    must_have_room(kind, most - 1)
    with pytest.raises(RuleViolation, match="DEA-83"):
        must_have_room(kind, most)


@pytest.mark.parametrize(
    ("close", "expected"),
    [
        pytest.param({"covers": True}, True, id="his own, his unit's, or all of the legal entity"),
        pytest.param({"has_sale": True}, True, id="an opportunity with it"),
        pytest.param({"is_manager": True, "has_owner": False}, True, id="a manager, of nobody's"),
        pytest.param({"is_manager": True}, False, id="a manager of another unit"),
        pytest.param({"has_owner": False}, False, id="a seller, of nobody's"),
        pytest.param({}, False, id="another seller"),
    ],
)
def test_dea_84_who_is_close_to_a_customer(close: dict[str, Any], expected: bool) -> None:
    assert is_close(**{"covers": False, "is_manager": False, "has_owner": True, "has_sale": False} | close) is expected
