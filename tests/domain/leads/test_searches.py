"""By what is a lead found, and what stays with those who may read it?"""

import pytest

from messages.matching.searches import may_be_phone, sought_phones
from services.leads.domain.searches import lead_text, person_text


def test_a_lead_is_found_by_its_numbers_and_by_its_company_in_any_form() -> None:
    found = lead_text(
        number="LD-2026-7", external_id="X-9", company="上海藍天科技有限公司", company_key="蓝天科技@上海"
    )
    assert found == "ld-2026-7 x-9 上海蓝天科技有限公司 shltkjyxgs"


def test_lea_190_nothing_of_the_person_stands_in_what_everybody_finds_a_lead_by() -> None:
    person = {
        "contact": "王小明",
        "phone": "138 0013 8000",
        "phone_keys": ["+8613800138000;9"],
        "email": "W@Example.com",
    }
    assert person_text(**person) == "王小明 wxm 8613800138000 138 0013 8000 w@example.com"
    assert person_text(contact=None, phone=None, phone_keys=[], email=None) == ""


@pytest.mark.parametrize("sought", ["138 0013 8000", "+86 138-0013-8000", "13800138000"])
def test_lea_190_a_whole_phone_is_known_however_it_is_written(sought: str) -> None:
    assert sought_phones(sought, "CN") == ["+8613800138000"]


@pytest.mark.parametrize("sought", ["8000", "138001380", "LD-2026-000123", "蓝天 13800138000"])
def test_lea_190_a_part_of_a_phone_and_a_number_are_none(sought: str) -> None:
    assert sought_phones(sought, "CN") == []


def test_what_is_long_enough_and_has_no_letter_may_be_a_phone() -> None:
    assert may_be_phone("1234567")
    assert not may_be_phone("123456")


def test_what_a_text_says_already_is_not_said_again() -> None:
    assert (
        person_text(contact="王", phone="13800138000", phone_keys=["+8613800138000"], email=None)
        == "王 w 8613800138000"
    )
    found = lead_text(number="LD-1", external_id=None, company="Acme Foods, Ltd.", company_key="acmefoods")
    assert found == "ld-1 acme foods, ltd. acmefoods"
