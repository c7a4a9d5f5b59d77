"""Are names, phones and addresses of a lead compared in one form?"""

import pytest

from messages.errors import Malformed
from services.leads.domain.normalization import email_key, keys_of, phone_keys, phone_region


@pytest.mark.parametrize(
    ("name", "key"),
    [
        pytest.param("华为技术有限公司", "华为技术", id="a Chinese legal form goes"),
        pytest.param("华为技术股份有限公司", "华为技术", id="the longest form goes whole"),
        pytest.param("華為技術有限公司", "华为技术", id="one script"),
        pytest.param("ＡＣＭＥ　Co., Ltd.", "acme", id="full width, case and punctuation go"),
        pytest.param("Acme Holdings Inc", "acmeholdings", id="a group is another company"),
        pytest.param("上海市华信（集团）有限公司", "华信集团@上海", id="the place stands beside the words"),
        pytest.param("Limited", "limited", id="a name is never emptied"),
        pytest.param("!!!", None, id="signs are no name"),
        pytest.param(None, None, id="nothing"),
    ],
)
def test_lea_15_companies_are_compared_without_width_case_script_and_legal_form(
    name: str | None, key: str | None
) -> None:
    assert keys_of(company=name, project=None, phone=None, email=None, region="CN").company == key


def test_lea_24_a_region_is_that_of_the_row_or_of_the_legal_entity() -> None:
    assert phone_region(None, of_entity="US") == "US"
    assert phone_region("HK", of_entity="US") == "HK"
    with pytest.raises(Malformed, match="LEA-24"):
        phone_region("XX", of_entity="US")


@pytest.mark.parametrize(
    "phone", ["13800138000", "138-0013-8000", "+86 138 0013 8000", "１３８００１３８０００", "0086 13800138000"]
)
def test_lea_2_one_phone_has_one_form(phone: str) -> None:
    assert phone_keys(phone, region="CN") == ("+8613800138000",)


def test_lea_2_a_phone_of_another_country_keeps_it() -> None:
    assert phone_keys("+1 650-253-0000", region="CN") == ("+16502530000",)


@pytest.mark.parametrize("phone", ["12", "call me", "+999 123", "1" * 30])
def test_lea_2_what_cannot_be_dialled_is_malformed(phone: str) -> None:
    with pytest.raises(Malformed, match="LEA-2"):
        phone_keys(phone, region="CN")


def test_lea_17_an_address_is_compared_in_small_letters_and_one_width() -> None:
    assert email_key(" Ｍing@HuaWei.COM ") == "ming@huawei.com"
    assert email_key(None) is None


@pytest.mark.parametrize("email", ["ming", "ming@", "@huawei.com", "a b@huawei.com", "ming@huawei", "a@b@c.com"])
def test_lea_17_what_is_no_address_is_malformed(email: str) -> None:
    with pytest.raises(Malformed, match="LEA-17"):
        email_key(email)
