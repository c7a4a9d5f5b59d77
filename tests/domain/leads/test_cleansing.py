"""Are names, phones and addresses compared in one form?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.errors import Malformed
from services.leads.domain.cleansing import company_key, email_key, phone_key, project_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        pytest.param("华为技术有限公司", "华为技术", id="a Chinese legal form goes"),
        pytest.param("华为技术股份有限公司", "华为技术", id="the longest form goes whole"),
        pytest.param("ＡＣＭＥ　Co., Ltd.", "acme", id="full width, case and punctuation go"),
        pytest.param("Acme Holdings Inc", "acme", id="several Latin forms go"),
        pytest.param("Limited", "limited", id="a name is never emptied"),
        pytest.param("集团公司", "集团", id="nor a Chinese one"),
        pytest.param("Acme-Tools (Shanghai)", "acmetoolsshanghai", id="what is no form stays"),
        pytest.param("!!!", None, id="signs are no name"),
        pytest.param(None, None, id="nothing"),
    ],
)
def test_lea_15_companies_are_compared_without_width_case_and_legal_form(name: str | None, key: str | None) -> None:
    assert company_key(name) == key


@given(st.text(max_size=60))
def test_lea_15_a_key_is_its_own_key_whatever_the_name(name: str) -> None:
    key = company_key(name)
    assert key is None or key.strip() == key


@pytest.mark.parametrize(
    "phone", ["13800138000", "138-0013-8000", "+86 138 0013 8000", "１３８００１３８０００", "0086 13800138000"]
)
def test_lea_2_one_phone_has_one_form(phone: str) -> None:
    assert phone_key(phone, region="CN") == "+8613800138000"


def test_lea_2_a_phone_of_another_country_keeps_it() -> None:
    assert phone_key("+1 650-253-0000", region="CN") == "+16502530000"


@pytest.mark.parametrize("phone", ["12", "call me", "+999 123", "1" * 30])
def test_lea_2_what_cannot_be_dialled_is_malformed(phone: str) -> None:
    with pytest.raises(Malformed, match="LEA-2"):
        phone_key(phone, region="CN")


def test_lea_17_an_address_is_compared_in_small_letters_and_one_width() -> None:
    assert email_key(" Ｍing@HuaWei.COM ") == "ming@huawei.com"
    assert email_key(None) is None


@pytest.mark.parametrize("email", ["ming", "ming@", "@huawei.com", "a b@huawei.com", "ming@huawei", "a@b@c.com"])
def test_lea_17_what_is_no_address_is_malformed(email: str) -> None:
    with pytest.raises(Malformed, match="LEA-17"):
        email_key(email)


def test_a_projects_name_is_compared_by_letters_and_digits() -> None:
    assert project_key("CRM 2.0（一期）") == "crm20一期"
    assert project_key("  ") is None
