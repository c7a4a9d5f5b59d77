"""Are addresses, tax ids and references compared in one form?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.matching.identifiers import NoEmail, email_key, project_key, reference_key, tax_key
from messages.text import clean


@pytest.mark.parametrize(
    "written", ["li.wei\u200b@example.com", " Li.Wei@Example.com ", "ｌｉ.wei@example.com", "李伟 <li.wei@example.com>"]
)
def test_case_d8_an_address_has_one_form(written: str) -> None:
    assert email_key(written) == "li.wei@example.com"


@pytest.mark.parametrize(
    "written", ["ming", "ming@", "@a.com", "a b@a.com", "ming@a", "a@b@c.com", "\u200b", "a@-", "a@b.c"]
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(NoEmail):
        email_key(written)


@pytest.mark.parametrize(
    "written",
    [
        "91310000ma1fl0000x",
        "9131 0000 MA1F L000 0X",
        "91310000-MA1FL000-0X",
        "９１３１００００ＭＡ１ＦＬ００００Ｘ",
        "91310000MA1FL0000X\u200b",
    ],
)
def test_case_d8_a_tax_id_and_a_reference_have_one_form(written: str) -> None:
    assert tax_key(written) == reference_key(written) == "91310000MA1FL0000X"


def test_case_d8_a_reference_that_says_nothing_is_none() -> None:
    assert (
        reference_key("nonref")
        is reference_key(" NOT PROVIDED")
        is reference_key("\u200b")
        is reference_key(None)
        is None
    )


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        pytest.param("li.wei\u200b@example.com", "li.wei@example.com", id="in an address"),
        pytest.param("\u200b", "", id="nothing else"),
        pytest.param("\u3164", "", id="a filler"),
        pytest.param("华\u200d", "华", id="a joiner that joins nothing"),
        pytest.param("\u202e名称\u202c", "名称", id="marks of direction"),
        pytest.param("👩\u200d💻", "👩\u200d💻", id="a joiner that joins"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="a joiner of a script"),
    ],
)
def test_case_d8_sys_2_invisible_characters_go_everywhere(written: str, kept: str) -> None:
    assert clean(written) == kept


def test_a_projects_name_is_compared_by_letters_and_digits() -> None:
    assert project_key("CRM 2.0（一期）") == project_key("crm 2.0 一期") == "crm20一期"
    assert project_key("  ") is None


@given(st.text(max_size=60))
def test_normal_forms_are_their_own(text: str) -> None:
    for form in (tax_key, reference_key, project_key):
        assert form(text) is None or form(form(text)) == form(text)
    assert clean(clean(text)) == clean(text) if not _has_control(text) else True


def _has_control(text: str) -> bool:
    try:
        clean(text)
    except ValueError:
        return True
    return False
