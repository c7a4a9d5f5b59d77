"""With which letters is a Chinese name found?"""

import unicodedata

import pytest

from messages.matching.pinyin import initials, initials_of_person
from messages.matching.pinyin_letters import FIRST, INITIALS, OF_WORDS


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        pytest.param("上海蓝天科技有限公司", "shltkjyxgs", id="one letter for each character"),
        pytest.param("重庆重工", "cqzg", id="a character is read as in its word"),
        pytest.param("長城汽車", "ccqc", id="traditional characters too"),
        pytest.param("重慶會計事務所", "cqkjsws", id="in their words, which pypinyin 0.55 reads apart"),
        pytest.param("ＡＢＣ科技（苏州）", "abckjsz", id="Latin letters stay, in one width and case"),
        pytest.param("Acme Trading", "", id="a name without Chinese has none"),
        pytest.param("", "", id="nor has nothing"),
    ],
)
def test_a_chinese_name_has_the_letters_of_its_pinyin(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("name", "letters"), [("王小明", "wxm"), ("曾小明", "zxm"), ("单雄信", "sxx"), ("单", "d"), ("解 Anna", "x anna")]
)
def test_a_family_name_is_read_as_one(name: str, letters: str) -> None:
    assert initials_of_person(name) == letters


def test_the_letters_are_those_of_pypinyin() -> None:
    constants = pytest.importorskip("pypinyin.constants")
    read = {chr(code): _first(said.partition(",")[0]) for code, said in constants.PINYIN_DICT.items()}
    ours = {chr(FIRST + place): letter for place, letter in enumerate(INITIALS)}
    assert {char: letter for char, letter in ours.items() if letter != read.get(char, "?")} == {}
    said = {word: "".join(_first(parts[0]) for parts in constants.PHRASES_DICT[word]) for word in OF_WORDS}
    assert said == OF_WORDS


def _first(syllable: str) -> str:
    return unicodedata.normalize("NFD", syllable)[0]
