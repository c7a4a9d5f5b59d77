"""Are two names of a company known as the same, as alike, as different?"""

import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from messages.matching.characters import plain
from messages.matching.companies import LONGEST_KEY, Match, company_key, company_name, match
from messages.matching.simplified_characters import SIMPLIFIED, TABLE, TRADITIONAL

NAMES = st.text(alphabet="蓝天华信东升新上海北京杭技术贸易A bm3", min_size=2, max_size=12).filter(
    lambda name: len(name.strip()) > 1
)
FORMS = ("有限公司", "有限责任公司", "股份有限公司", "公司", "（有限合伙）")


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(("杭州蓝天科技有限公司", "杭州蓝天集团有限公司"), id="technology and group"),
        pytest.param(("杭州蓝天科技有限公司", "杭州蓝天有限公司"), id="technology and neither"),
        pytest.param(("杭州蓝天集团有限公司", "杭州蓝天有限公司"), id="group and neither"),
        pytest.param(("杭州蓝天控股有限公司", "杭州蓝天有限公司"), id="holding"),
        pytest.param(("Acme Holdings Inc", "Acme Inc"), id="holdings"),
        pytest.param(("上海华信机械有限公司", "上海华信机械有限公司北京分公司"), id="a branch"),
        pytest.param(("上海华信机械有限公司北京分公司", "上海华信机械有限公司南京分公司"), id="two branches"),
        pytest.param(("上海华信机械有限公司", "华信机械有限公司"), id="the place is missing"),
        pytest.param(("西门子（中国）有限公司", "西门子有限公司"), id="a country in brackets is missing"),
    ],
)
def test_case_d1_an_addition_makes_another_company_that_is_alike_and_never_certain(names: tuple[str, str]) -> None:
    one, other = names
    assert match(one, other) is match(other, one) is Match.ALIKE
    assert company_key(one) != company_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("華為技術有限公司", "华为技术有限公司"),
        ("台灣積體電路製造股份有限公司", "台湾积体电路制造股份有限公司"),
        ("臺灣積體電路製造", "台湾积体电路制造股份有限公司"),
        ("鴻海精密工業股份有限公司", "鸿海精密工业股份有限公司"),
        ("乾隆餅乾廠", "乾隆饼干厂"),
    ],
)
def test_case_d2_both_scripts_of_chinese_are_the_same(one: str, other: str) -> None:
    assert match(one, other) is Match.SAME
    assert company_key(one) == company_key(other)


@pytest.mark.parametrize(
    "names",
    [
        (
            "株式会社トヨタ自動車",
            "トヨタ自動車",
            "㈱トヨタ自動車",
            "トヨタ自動車（株）",
            "トヨタ自動車株式會社",
            "ﾄﾖﾀ自動車",
        ),
        ("주식회사 카카오", "카카오", "(주)카카오", "㈜카카오", "카카오 주식회사"),
        ("Acme B.V.", "Acme BV", "ACME b. v."),
        ("Acme L.L.C.", "Acme LLC", "Acme, llc.", "ＡＣＭＥ　LLC"),
        ("Acme S.p.A.", "Acme SPA"),
        ("Acme GmbH & Co. KG", "Acme GmbH", "Acme"),
        ("Acme Sp. z o.o.", "Acme"),
        ("ООО Ромашка", "Ромашка"),
        ("PT Maju Jaya", "Maju Jaya"),
        ("Acme Sdn. Bhd.", "Acme Pte. Ltd.", "Acme Co., Ltd."),
    ],
)
def test_case_d3_a_legal_form_goes_at_either_end_in_every_language(names: tuple[str, ...]) -> None:
    assert {match(names[0], other) for other in names} == {Match.SAME}


def test_case_d4_place_form_and_city_are_one_matching() -> None:
    first = "上海华信机械公司"
    assert match(first, "上海市华信机械有限公司") is Match.SAME
    assert match(first, "华信机械（上海）有限公司") is Match.SAME
    assert match(first, "上海华信机械（集团）有限公司") is Match.ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("上海东升贸易有限公司", "上海东新贸易有限公司", id="one character"),
        pytest.param("上海华信机械有限公司", "北京华信机械有限公司", id="another place"),
        pytest.param("Acme", "Apex", id="another word"),
        pytest.param("Company", "Limited", id="a name that is only a legal form"),
        pytest.param("!!!", "???", id="only punctuation"),
    ],
)
def test_other_companies_are_different(one: str, other: str) -> None:
    assert match(one, other) is Match.DIFFERENT


@pytest.mark.parametrize(
    "name", ["北京", "北京公司", "上海市", "集团公司", "总公司", "株式会社", "(株)", "LLC", "S.A.", "A", "3M"]
)
def test_a_name_is_never_emptied(name: str) -> None:
    assert company_name(name).core


def test_case_d8_what_nobody_sees_changes_no_name() -> None:
    assert company_key("华\u200b为\ufeff技术\u00a0有限公司\u2060") == "华为技术"
    assert company_key("\u200b") is company_key("\u3164 ") is company_key("—") is None


@example("333海东", "有限公司", "（有限合伙）")
@given(NAMES, st.sampled_from(FORMS), st.sampled_from(FORMS))
def test_case_d1_a_name_is_itself_in_every_width_case_form_and_script(name: str, form: str, other: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in name)
    old = name.translate({ord(new): old for old, new in zip(TRADITIONAL, SIMPLIFIED, strict=True)})
    for written in (
        wide,
        name.upper(),
        name.swapcase(),
        old,
        f" {name}\u200b",
        name + form,
        unicodedata.normalize("NFD", name),
    ):
        assert company_key(written) == company_key(name), written
    assert match(name + form, name + other) in (
        Match.SAME,
        Match.DIFFERENT if company_key(name) is None else Match.SAME,
    )


@given(NAMES, st.sampled_from(["科技", "集团", "控股", "技术", "实业"]), st.sampled_from(["", *FORMS]))
def test_case_d1_an_addition_is_never_the_same(name: str, addition: str, form: str) -> None:
    assume(company_key(name))
    assert match(name + form, name + addition + form) is not Match.SAME
    assert company_key(name + form) != company_key(name + addition + form)


@given(st.text(max_size=80))
def test_a_plain_text_is_its_own_plain_text_and_a_key_fits_its_index(name: str) -> None:
    assert plain(plain(name)) == plain(name)
    assert len(company_key(name) or "") <= LONGEST_KEY + 41


def test_the_table_of_characters_is_a_function_onto_what_stays() -> None:
    assert len(TRADITIONAL) == len(SIMPLIFIED) == len(set(TRADITIONAL))
    assert SIMPLIFIED.translate(TABLE) == SIMPLIFIED


def test_the_table_of_characters_is_that_of_opencc() -> None:
    opencc = pytest.importorskip("opencc")
    converted = opencc.OpenCC("t2s").convert("\n".join(TRADITIONAL)).split("\n")
    ours = dict(zip(TRADITIONAL, SIMPLIFIED, strict=True))
    assert {old for old, new in zip(TRADITIONAL, converted, strict=True) if new.translate(TABLE) != ours[old]} == set()
