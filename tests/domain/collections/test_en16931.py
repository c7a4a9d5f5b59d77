"""What does EN 16931 ask of an invoice, and are its sums those of the lines?"""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.errors import RuleViolation
from services.collections.domain.en16931 import (
    TaxedLine,
    Trader,
    country_of,
    missing_terms,
    must_say_all,
    net_price,
    totals_by_rate,
)

DAY = date(2026, 3, 2)
WHOLE = Trader(name="公司", tax_id="91310000607337770G", address="上海市一号", country="CN")
CENTS = st.decimals(min_value=0, max_value=10**6, places=2)
RATES = st.sampled_from([Decimal(rate) for rate in ("0", "1.5", "6", "9", "13")])
LINES = st.lists(st.builds(TaxedLine, CENTS, CENTS, RATES), min_size=1, max_size=8)


def test_col_118_what_says_all_is_exported_and_what_lacks_one_field_is_not() -> None:
    line = TaxedLine(Decimal("100.00"), Decimal("13.00"), Decimal("13"))
    must_say_all(missing_terms(WHOLE, WHOLE, [line], issued_on=DAY))
    nobody = Trader(name="公司", tax_id="", address="", country="")
    missing = missing_terms(nobody, nobody, [TaxedLine(line.net, line.tax, None)], issued_on=None)
    assert [one.term for one in missing] == ["BT-2", "BT-32", "BT-35", "BT-40", "BT-50", "BT-55", "BT-152"]
    with pytest.raises(RuleViolation, match=r"COL-118.*buyer.country \(BT-55\)"):
        must_say_all(missing)
    anybody = Trader(name="个人", tax_id="", address="一号", country="CN")
    assert missing_terms(WHOLE, anybody, [line], issued_on=DAY) == [], "a person has no tax id"


def test_a_chinese_tax_id_is_in_china_and_only_one_with_its_country_is_a_vat_identifier() -> None:
    assert country_of("", "9131 0000 6073 37770g") == "CN"
    assert [country_of("DE", "DE123456788"), country_of("", "DE123456788"), country_of("", None)] == ["DE", "", ""]
    assert WHOLE.vat_id == ""
    assert Trader(name="", tax_id="de 123 456 788", address="", country="DE").vat_id == "DE123456788"
    assert Trader(name="", tax_id="123456788", address="", country="").vat_id == ""


@given(LINES)
def test_the_sums_by_rate_are_the_lines_to_the_cent(lines: list[TaxedLine]) -> None:
    totals = totals_by_rate(lines)
    assert [one.rate for one in totals] == sorted({line.rate for line in lines if line.rate is not None}, reverse=True)
    assert sum(one.net for one in totals) == sum(line.net for line in lines)
    assert sum(one.tax for one in totals) == sum(line.tax for line in lines)
    assert {one.category for one in totals if not one.rate} <= {"Z"}


@given(CENTS, st.integers(min_value=1, max_value=10**6))
def test_pieces_times_price_is_the_net_of_the_line(net: Decimal, pieces: int) -> None:
    rounded = (net / pieces).quantize(Decimal("0.0001"))
    for price, of_pieces in (net_price(net, pieces, rounded), net_price(net, pieces, None)):
        assert price * pieces == net * of_pieces
