"""Is a number read as the person or the spreadsheet means it, exactly?"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.numerals import NoNumber, amount, number, percent, whole_number


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,200.00", "1200.00"), ("¥1200", "1200"), ("￥1,200", "1200"), ("1200元", "1200"),
        ("(1200.00)", "-1200.00"),
        ("（1,200.50）", "-1200.50"), ("500.00-", "-500.00"), ("−5", "-5"),
        ("１２００", "1200"), ("1，200.00", "1200.00"),
        ("-¥1,200", "-1200"), ("¥-3", "-3"), ("(¥1,200.50)", "-1200.50"), ("RMB 1200", "1200"), ("1200 CNY", "1200"),
        ("人民币1200元整", "1200"), ("1.2万", "12000"),
        ("12万元", "120000"), ("1 200.00", "1200.00"), ("'1200", "1200"),
        ("1\u00a0200,00".replace(",", "."), "1200.00"), (".5", "0.5"), ("00012", "12"),
    ],
)  # fmt: skip
def test_case_d10_an_amount_is_read_as_people_write_it(written: str, value: str) -> None:
    assert amount(written, currency="CNY") == Decimal(value)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "NaN",
        "inf",
        "1e400",
        "1.5E+06",
        "1_000",
        "1,20",
        "1,2000",
        "1,00,000",
        "1.200",
        "-(5)",
        "(5",
        "5)",
        "--5",
        "$5",
        "HK$5",
        "12 abc",
        "1.2.3",
    ],
)
def test_case_d10_what_is_none_or_two_things_at_once_is_refused(written: str) -> None:
    with pytest.raises(NoNumber):
        amount(written, currency="CNY")


def test_case_d10_a_decimal_comma_is_said() -> None:
    assert amount("1.200,50 €", decimal=",") == Decimal("1200.50")
    assert amount("1.200", decimal=",") == Decimal(1200)
    assert amount("1.200", decimal=".") == Decimal("1.2")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("13%", "0.13"),
        ("１３％", "0.13"),
        ("13.5 %", "0.135"),
        ("-3%", "-0.03"),
        ("0.13", "0.13"),
        ("5‰", "0.005"),
        ("百分之13", "0.13"),
        ("100%", "1"),
    ],
)
def test_case_d10_a_percent_is_a_share(written: str, value: str) -> None:
    assert percent(written) == Decimal(value)


@pytest.mark.parametrize("written", ["13", "%", "NaN", "1e2%", ""])
def test_case_d10_a_percent_without_its_sign_is_refused(written: str) -> None:
    with pytest.raises(NoNumber):
        percent(written)


@given(st.integers(-(10**30), 10**30))
def test_case_d9_a_whole_number_goes_there_and_back(value: int) -> None:
    assert whole_number(str(value)) == whole_number(f"{value:,}") == whole_number(f"{value}.0") == value


@pytest.mark.parametrize("written", ["1.23457E+19", "1e5", "1_000", "12.5", "", "NaN", "0x10", "1,00"])
def test_case_d9_a_whole_number_is_exact_or_refused(written: str) -> None:
    with pytest.raises(NoNumber):
        whole_number(written)


@pytest.mark.parametrize(
    "written", ["NaN", "nan", "inf", "-Infinity", "1e400", "123456789012345678.5", "1_0.5", "--2", ""]
)
def test_case_d9_a_number_is_exact_or_refused(written: str) -> None:
    with pytest.raises(NoNumber):
        number(written)


@given(st.decimals(-(10**9), 10**9, places=3, allow_nan=False, allow_infinity=False))
def test_case_d9_a_number_goes_there_and_back(value: Decimal) -> None:
    assert Decimal(repr(number(format(value, "f")))) == value


@given(st.decimals(-(10**13), 10**13, places=2, allow_nan=False, allow_infinity=False))
def test_case_d10_an_amount_goes_there_and_back(value: Decimal) -> None:
    for written in (f"{value:f}", f"{value:,f}", f"¥{abs(value):,f}" if value >= 0 else f"({abs(value):,f})"):
        assert amount(written) == value
