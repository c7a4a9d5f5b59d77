"""Is a phone read as the person means it, and refused by name otherwise?"""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.matching.phones import NoPhone, phones_of


def keys(text: str, region: str = "CN") -> list[str]:
    return [phone.key for phone in phones_of(text, region)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("13800138000.0", "phone.spreadsheet", id="a spreadsheet made it a number"),
        pytest.param("1.38E+10", "phone.spreadsheet", id="and lost its digits"),
        pytest.param("1380O138000", "phone.letters", id="a letter O"),
        pytest.param("l3800138000", "phone.letters", id="a letter l"),
        pytest.param("138-0013-8000-1", "phone.none", id="a digit too many"),
        pytest.param("1380013800", "phone.none", id="a digit missing"),
        pytest.param("1380013800013900139000", "phone.none", id="two in one"),
        pytest.param("11111111111", "phone.filler", id="ones"),
        pytest.param("0000000000", "phone.filler", id="noughts"),
        pytest.param("010-00000000", "phone.none", id="noughts behind an area code"),
        pytest.param("+86 138-0013-8000-1", "phone.none", id="a mobile has no extension"),
        pytest.param("12345678901", "phone.none", id="one after the other"),
        pytest.param("call me", "phone.letters", id="words"),
        pytest.param("12", "phone.none", id="too short"),
        pytest.param("+999 123", "phone.none", id="no country"),
        pytest.param("（010 88888888", "phone.none", id="half a bracket"),
        pytest.param("021-68888888/801", "phone.none", id="a second number that is none"),
        pytest.param("", "phone.none", id="nothing"),
        pytest.param("\u200b", "phone.none", id="nothing that is seen"),
    ],
)
def test_case_d5_what_is_no_number_is_refused_and_says_why(text: str, code: str) -> None:
    with pytest.raises(NoPhone) as wrong:
        keys(text)
    assert wrong.value.code == code


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("010-88888888转801", ["+861088888888;ext=801"]),
        ("010-88888888分机801", ["+861088888888;ext=801"]),
        ("010-88888888 分机：801", ["+861088888888;ext=801"]),
        ("010-88888888 ext. 801", ["+861088888888;ext=801"]),
        ("010-88888888-801", ["+861088888888;ext=801"]),
        ("(010)88888888-801", ["+861088888888;ext=801"]),
        ("010-8888 8888-801", ["+861088888888;ext=801"]),
        ("+86 (0)10 8888 8888-801", ["+861088888888;ext=801"]),
        ("0086-10-88888888-801", ["+861088888888;ext=801"]),
        ("0512-68888888-1", ["+8651268888888;ext=1"]),
        ("400-820-8820-2", ["+864008208820;ext=2"]),
        ("13800138000（微信同号）", ["+8613800138000"]),
        ("13800138000微信同号", ["+8613800138000"]),
        ("13800138000 张三", ["+8613800138000"]),
        ("张三 13800138000", ["+8613800138000"]),
        ("手机：138 0013 8000", ["+8613800138000"]),
        ("'13800138000", ["+8613800138000"]),
        ("13800138000/13900139000", ["+8613800138000", "+8613900139000"]),
        ("13800138000、13900139000", ["+8613800138000", "+8613900139000"]),
        ("13800138000 13900139000", ["+8613800138000", "+8613900139000"]),
        ("13800138000（李四）/13900139000（王五）", ["+8613800138000", "+8613900139000"]),
        ("010-88888888转801，13800138000", ["+861088888888;ext=801", "+8613800138000"]),
        ("13800138000/13800138000", ["+8613800138000"]),
    ],
)
def test_case_d6_extensions_notes_and_several_numbers(text: str, numbers: list[str]) -> None:
    assert keys(text) == numbers


@pytest.mark.parametrize(
    ("region", "text", "number"),
    [
        ("US", "(650) 253-0000", "+16502530000"),
        ("HK", "852-2123-4567", "+85221234567"),
        ("TW", "0912-345-678", "+886912345678"),
        ("TW", "02-2345-6789#12", "+886223456789;ext=12"),
        ("JP", "03-1234-5678", "+81312345678"),
        ("GB", "020 7946 0958", "+442079460958"),
        ("US", "+86 138 0013 8000", "+8613800138000"),
        ("CN", "+1 650-253-0000", "+16502530000"),
        ("CN", "0086 13800138000", "+8613800138000"),
        ("CN", "１３８００１３８０００", "+8613800138000"),
    ],
)
def test_case_d7_a_number_is_of_the_region_unless_it_names_its_country(region: str, text: str, number: str) -> None:
    assert keys(text, region) == [number]


def test_case_d7_an_american_number_is_not_dialled_in_china() -> None:
    with pytest.raises(NoPhone):
        keys("(650) 253-0000", "CN")


@given(
    st.integers(0, 99999999).map(lambda number: f"138{number:08d}"), st.sampled_from(["", "转12", " 张三", "（微信）"])
)
def test_a_normal_form_is_its_own_normal_form(digits: str, rest: str) -> None:
    once = keys(digits + rest)
    assert [key for one in once for key in keys(one.replace(";ext=", " ext "))] == once


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    with contextlib.suppress(NoPhone):
        assert all(key.startswith("+") for key in keys(text))
