"""Is everything said in the reader's language?"""

import pytest

from messages.texts import LANGUAGES, codes, known, language, text


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "此待办已不可处理（待办 已关闭，节点 进行中，申请 已撤回）"),
        ("en", "(task closed, step open, request withdrawn)"),
    ],
)
def test_a_refusal_says_states_in_words(lang: str, said: str) -> None:
    told = text("APP-3", lang, task="CLOSED", step="OPEN", request="WITHDRAWN")
    assert said in told


def test_both_languages_have_words_for_the_same_codes() -> None:
    assert codes("zh") == codes("en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_parameters_are_filled_in(lang: str) -> None:
    assert "7" in text("problem.stale", lang, current=7)
    assert "{current}" in text("problem.stale", lang)


def test_a_code_without_words_is_shown_as_it_is() -> None:
    assert text("ZZZ-1", "en", total="10.50 CNY") == "ZZZ-1 (total: 10.50 CNY)"
    assert not known("ZZZ-1", "en")


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("en-GB,en;q=0.9", "en"),
        ("fr, en;q=0.3, zh;q=0.9", "zh"),
        ("zh-Hans-CN", "zh"),
        ("fr", "zh"),
        ("", "zh"),
        (None, "zh"),
        ("en;q=nonsense", "en"),
    ],
)
def test_the_reader_s_first_choice_that_we_have_is_taken(wanted: str | None, given: str) -> None:
    assert language(wanted) == given
