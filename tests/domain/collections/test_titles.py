"""May invoices be made out to this title?"""

import pytest

from messages.collections.invoice_titles import InvoiceKind, TitleTerms
from messages.errors import Malformed, RuleViolation
from services.collections.domain import titles

CODE = "91110000600037341L"  # its check digit is right


@pytest.mark.parametrize(
    ("tax_id", "right"),
    [
        pytest.param("", True, id="none at all"),
        pytest.param(CODE, True, id="a unified social credit code"),
        pytest.param("９１１１ 0000-6000 37341l", True, id="as people write it"),
        pytest.param("91110000600037341A", False, id="another check digit"),
        pytest.param("91110000600037314L", False, id="two digits changed places"),
        pytest.param(CODE[:-1], False, id="a character is missing"),
        pytest.param("110101600037341", True, id="an older number of 15"),
        pytest.param("12-3456789", True, id="a foreign one"),
        pytest.param("——", False, id="no letter and no digit"),
    ],
)
def test_col_100_the_check_digit_is_right(tax_id: str, right: bool) -> None:
    if right:
        titles.must_have_valid_tax_id(tax_id)
    else:
        with pytest.raises(Malformed, match="COL-100") as wrong:
            titles.must_have_valid_tax_id(tax_id)
        assert (wrong.value.field, wrong.value.value) == ("tax_id", tax_id)


def test_col_101_a_special_invoice_names_the_taxpayer() -> None:
    titles.must_be_valid_title(TitleTerms(name="示例公司", kind=InvoiceKind.SPECIAL, tax_id=CODE))
    titles.must_be_valid_title(TitleTerms(name="示例公司"))
    with pytest.raises(Malformed, match="COL-101"):
        titles.must_be_valid_title(TitleTerms(name="示例公司", kind=InvoiceKind.SPECIAL))


def test_col_102_an_address_has_one_at_sign_and_a_domain() -> None:
    titles.must_be_address("")
    titles.must_be_address("fapiao@example.com")
    with pytest.raises(Malformed, match="COL-102"):
        titles.must_be_address("fapiao.example.com")


def test_col_103_a_special_invoice_has_a_title_of_the_book() -> None:
    titles.must_have_title(InvoiceKind.SPECIAL, has_title=True)
    titles.must_have_title(InvoiceKind.GENERAL, has_title=False)
    with pytest.raises(Malformed, match="COL-103") as wrong:
        titles.must_have_title(InvoiceKind.SPECIAL, has_title=False)
    assert wrong.value.field == "title_id"


def test_col_104_what_was_removed_is_not_chosen() -> None:
    titles.must_be_in_book(removed=False, name="示例公司")
    with pytest.raises(RuleViolation, match="COL-104"):
        titles.must_be_in_book(removed=True, name="示例公司")


def test_col_105_a_customer_has_fifty_titles_at_most() -> None:
    titles.must_have_room(49)
    with pytest.raises(RuleViolation, match="COL-105"):
        titles.must_have_room(50)


def test_a_chinese_tax_id_is_written_in_one_way_and_a_foreign_one_as_it_was_typed() -> None:
    assert titles.written_tax_id("９１１１ 0000-6000 37341l") == CODE
    assert titles.written_tax_id("12-3456789") == "12-3456789"
    assert titles.written_tax_id("") == ""


def test_col_127_what_is_mailed_by_itself_has_an_address() -> None:
    titles.must_be_valid_title(TitleTerms(name="示例公司", email="a@example.com", mail_when_issued=True))
    titles.must_be_valid_title(TitleTerms(name="示例公司"))
    with pytest.raises(Malformed, match="COL-127") as wrong:
        titles.must_be_valid_title(TitleTerms(name="示例公司", mail_when_issued=True))
    assert wrong.value.field == "email"
