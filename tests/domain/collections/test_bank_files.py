"""Is a statement read to the figures that it states, each entry once, whoever wrote it? (feature 198, case E7)"""

import csv
import io
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.errors import Malformed
from services.collections.domain.bank.entries import MOST_ENTRIES, BankFile, Wanted, entity_of, must_not_be_too_many
from services.collections.domain.bank.natural_keys import counted
from services.collections.domain.bank.reading import read_bank_file

FILES = Path(__file__).with_name("bank_files")
HERE = Wanted(account="6222 0001", currency="CNY")
FIGURES = {
    "batch.camt053.xml": ("camt.053", ["3000.00", "1410.25", "-88.40"]),
    "new_year.mt940.sta": ("MT940", ["742.10", "-742.10"]),
    "wallet_bill_gb18030.csv": ("table", ["1900.00", "88.80", "-45.60"]),
    "in_and_out_columns_with_sums.csv": ("table", ["8050.50", "8050.50", "-20.00"]),
    "debit_or_credit_gb18030.csv": ("table", ["2300.00", "-450.00", "18.75"]),
    "signed_without_account.csv": ("table", ["7700.00", "-15.00", "2.20", "2.20"]),
    "decimal_comma.csv": ("table", ["910.80", "-6.30", "6.30"]),
}


def wanted(name: str) -> Wanted:
    """What these files do not say themselves."""
    return {
        "signed_without_account.csv": HERE,
        "debit_or_credit_gb18030.csv": Wanted(currency="CNY"),
        "decimal_comma.csv": Wanted(currency="EUR"),
    }.get(name, Wanted())


def case(name: str) -> BankFile:
    return read_bank_file((FILES / name).read_bytes(), wanted(name))


def table(*rows: str, head: str = "日期,金额,余额,对方,附言") -> bytes:
    return "\n".join([head, *rows]).encode()


def amounts(file: BankFile) -> list[str]:
    return [str(entry.amount) for entry in file.entries]


@pytest.mark.parametrize("name", FIGURES)
def test_feature_198_each_file_of_finance_is_read_to_its_figures(name: str) -> None:
    kind, figures = FIGURES[name]
    file = case(name)
    assert (file.kind, amounts(file), list(file.bad)) == (kind, figures, [])


@pytest.mark.parametrize("name", FIGURES)
def test_feature_198_col_86_the_same_file_again_has_the_same_keys_each_once(name: str) -> None:
    first, second = ([one[1:] for one in counted("A", case(name).entries)] for _ in range(2))
    assert first == second
    assert max(Counter(first).values()) == 1


def test_case_e7_two_genuine_equal_entries_are_the_first_and_the_second_of_their_kind() -> None:
    *_, one, other = counted("A", case("signed_without_account.csv").entries)
    assert one[1] == other[1]
    assert (one[2], other[2]) == (1, 2)
    assert {entry.reference for entry in case("batch.camt053.xml").entries[:2]} == {"SAMMEL-12"}


def test_feature_198_details_of_a_batch_are_one_payment_each_with_payer_and_text() -> None:
    one, other, back = case("batch.camt053.xml").entries
    assert (one.counterparty, one.remittance, one.line) == ("Muster Handel AG", "RF712348231", 10)
    assert (other.counterparty, other.remittance) == ("Esimerkki Oy", "RF45G72UUR")
    assert back.is_reversal
    assert back.remittance == "SO-2026-CS-EU-000051 Account of the payer is closed"
    (statement,) = case("batch.camt053.xml").statements
    assert (statement.account, statement.currency) == ("NL91ABNA0417164300", "EUR")
    assert (statement.opening, statement.closing) == (Decimal("250.00"), Decimal("4571.85"))


def test_feature_198_an_entry_of_mt940_is_booked_in_the_year_nearest_to_its_value_date() -> None:
    one, other = case("new_year.mt940.sta").entries
    assert (one.booked_on, other.booked_on, other.value_on) == (
        date(2024, 12, 31),
        date(2025, 1, 3),
        date(2024, 12, 31),
    )
    assert (one.counterparty, one.reference, other.is_reversal) == ("MUSTER HANDEL", "N-4", True)
    assert "SO-2024-CS-EU-7" in one.remittance
    late = mt940(":61:2612010106C500,00NTRFNONREF//B-9", opening="0,00", closing="500,00")
    assert read_bank_file(late).entries[0].booked_on == date(2027, 1, 6)


def mt940(*lines: str, opening: str, closing: str, account: str = "NL91ABNA0417164300") -> bytes:
    head = [":20:STMT-1", f":25:{account}", ":28C:1/1", f":60F:C261230EUR{opening}"]
    return "\r\n".join([*head, *lines, f":62F:C270131EUR{closing}", "-"]).encode()


def test_feature_198_two_accounts_of_one_mt940_file_stay_two() -> None:
    one = mt940(":61:2701020102C10,00NTRFNONREF//B-1", opening="0,00", closing="10,00", account="A1")
    other = mt940(":61:2701020102D4,00NTRFNONREF//B-2", opening="9,00", closing="5,00", account="A2")
    file = read_bank_file(one + b"\r\n" + other)
    assert [(one.account, str(one.moved)) for one in file.statements] == [("A1", "10.00"), ("A2", "-4.00")]


def test_feature_198_an_mt940_entry_that_cannot_be_read_is_told_and_no_other_is_lost() -> None:
    lines = (
        ":61:2701020102C10,00",
        ":86:no type",
        ":61:27XX020102C7,00NTRFNONREF",
        ":61:2701030103D4,00NTRFNONREF//B-2",
    )
    file = read_bank_file(mt940(*lines, opening="0,00", closing="13,00"))
    assert amounts(file) == ["10.00", "-4.00"]
    assert [(bad.line, bad.column, bad.why) for bad in file.bad] == [(7, "61", "bank.bad.entry")]


def test_feature_198_closed_rows_of_a_provider_move_nothing_and_are_told() -> None:
    file = case("wallet_bill_gb18030.csv")
    assert [(row.line, row.value) for row in file.skipped] == [(14, "交易关闭")]
    assert file.statements[0].account == "till@example.org"
    assert file.entries[1].remittance == "补款,含税 运费 SO-2026-CS-CN-000072"
    assert file.entries[0].reference == "2026030322001500011"


def test_feature_198_a_fee_that_is_given_back_has_the_other_sign() -> None:
    *_, fee, back = case("decimal_comma.csv").entries
    assert (fee.amount, back.amount, back.is_reversal) == (Decimal("-6.30"), Decimal("6.30"), True)
    assert fee.booked_on == date(2026, 9, 15)
    assert case("decimal_comma.csv").statements[0].account == "FI21 1234 5600 0007 85"


@pytest.mark.parametrize(
    ("data", "field", "rule"),
    [
        (b"PK\x03\x04....", "file", "COL-80"),
        (b"hello\nworld\n", "file", "COL-80"),
        (b"", "file", "COL-80"),
        (b"<Document><BkToCstmrStmt><Stmt>", "file", "COL-80"),
        (b"<Document><Other/></Document>", "file", "COL-80"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><Document>&b;</Document>", "file", "COL-80"),
        (mt940(":61:2701020102C10,00NTRFNONREF//B-1", opening="0,00", closing="11,00"), "closing_balance", "COL-81"),
        (table("2026-10-10,1.00,,,", "合计,2.00,,,"), "total", "COL-81"),
        (b"opening balance,1.00\nDate,Amount\n2026-10-10,1.00\nclosing balance,3.00\n", "closing_balance", "COL-81"),
        (table("02/10/26,1.00,,,"), "day_first", "COL-84"),
    ],
)  # fmt: skip
def test_feature_198_col_80_to_84_a_file_that_cannot_be_read_whole_is_refused_at_its_head(
    data: bytes, field: str, rule: str
) -> None:
    with pytest.raises(Malformed) as refused:
        read_bank_file(data, Wanted() if data.startswith(b":20:") else HERE)
    assert (refused.value.field, refused.value.rule) == (field, rule)


def test_feature_198_col_82_and_83_account_and_currency_are_named_and_not_two() -> None:
    row = table("2026-10-10,1.00,,,")
    for said, field, rule in (
        (Wanted(currency="CNY"), "account", "COL-82"),
        (Wanted(account="1"), "currency", "COL-83"),
    ):
        with pytest.raises(Malformed) as refused:
            read_bank_file(row, said)
        assert (refused.value.field, refused.value.rule) == (field, rule)
    for said, rule in ((Wanted(account="DE1"), "COL-82"), (Wanted(currency="USD"), "COL-83")):
        with pytest.raises(Malformed) as refused:
            read_bank_file((FILES / "batch.camt053.xml").read_bytes(), said)
        assert refused.value.rule == rule


def test_feature_198_col_94_a_file_has_at_most_fifty_thousand_entries() -> None:
    must_not_be_too_many(MOST_ENTRIES)
    with pytest.raises(Malformed, match="COL-94"):
        must_not_be_too_many(MOST_ENTRIES + 1)


def test_feature_198_col_78_a_statement_is_for_the_only_legal_entity_of_who_brings_it_else_for_the_named_one() -> None:
    assert entity_of(None, ["CS-CN"]) == "CS-CN"
    assert entity_of("CS-US", ["CS-CN", "CS-US"]) == "CS-US"
    for several in (["CS-CN", "CS-US"], ["*"], []):
        with pytest.raises(Malformed, match="COL-78"):
            entity_of(None, several)


@pytest.mark.parametrize(
    ("row", "column", "value", "why"),
    [
        ("2026-13-45,1.00,,,x", "日期", "2026-13-45", "bank.bad.day"),
        ("2026-10-10,abc1,,,x", "金额", "abc1", "bank.bad.amount"),
        ("2026-10-10,,5.00,甲,x", "金额", "", "bank.bad.amount"),
        ("2026-10-10,1.005,,,x", "金额", "1.005", "bank.bad.amount"),
        ("2026-10-10,0.00,,,x", "金额", "0", "bank.bad.nothing"),
        ("2026-10-10,1,200.00,5.00,甲,x", "", "x", "bank.bad.cells"),
        ('2026-10-10,1.00,,"甲"乙,x', "", '2026-10-10,1.00,,"甲"乙,x', "bank.bad.quotes"),
    ],
)
def test_feature_198_col_85_a_row_that_cannot_be_kept_is_told_and_the_others_are_kept(
    row: str, column: str, value: str, why: str
) -> None:
    file = read_bank_file(table("2026-10-09,7.00,,,x", row, "2026-10-11,8.00,,,x"), HERE)
    assert amounts(file) == ["7.00", "8.00"]
    assert [(bad.line, bad.column, bad.value, bad.why) for bad in file.bad] == [(3, column, value, why)]


def test_feature_198_col_85_direction_and_digits_are_not_guessed() -> None:
    head = "日期,借贷,金额,流水号"
    rows = ("2026-10-09,?,1.00,1", "2026-10-09,贷,1.00,1.23457E+19", "2026-10-09,借,2.00,7")
    file = read_bank_file(table(*rows, head=head), HERE)
    assert amounts(file) == ["-2.00"]
    assert [(bad.column, bad.why) for bad in file.bad] == [
        ("借贷", "bank.bad.direction"),
        ("流水号", "bank.bad.lost_digits"),
    ]
    both = read_bank_file(table("2026-10-09,1.00,2.00", head="日期,收入,支出"), HERE)
    assert [bad.why for bad in both.bad] == ["bank.bad.both"]


DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
MONEY = st.integers(1, 10**9).map(lambda cents: Decimal(cents) / 100)
ENTRIES = st.lists(
    st.tuples(DAYS, MONEY, st.booleans(), st.text("甲乙丙,\"; ab\n", max_size=8)),
    min_size=1, max_size=12,
)  # fmt: skip


@given(ENTRIES, st.sampled_from(",;\t"), st.sampled_from(".,"), st.sampled_from(("signed", "two", "word")),
       st.sampled_from(("utf-8", "utf-8-sig", "gb18030", "utf-16")))  # fmt: skip
def test_feature_198_whatever_shape_a_bank_writes_its_table_in_the_entries_are_the_same(
    entries: list[tuple[date, Decimal, bool, str]], sign: str, point: str, shape: str, encoding: str
) -> None:
    heads = {
        "signed": ["日期", "金额", "附言"],
        "two": ["日期", "收入", "支出", "附言"],
        "word": ["日期", "收/支", "金额", "附言"],
    }
    out = io.StringIO()
    writer = csv.writer(out, delimiter=sign)
    writer.writerows([["明细查询"], heads[shape]])
    for day, amount, came, words in entries:
        written = f"{amount:,.2f}" if point == "." else f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
        cells = {
            "signed": [written if came else f"-{written}"],
            "two": [written, ""] if came else ["", written],
            "word": ["收入" if came else "支出", written],
        }[shape]
        writer.writerow([day.isoformat(), *cells, words])
    file = read_bank_file(out.getvalue().encode(encoding), HERE)
    read = [(entry.booked_on, entry.amount) for entry in file.entries]
    assert read == [(day, amount if came else -amount) for day, amount, came, _ in entries]
    assert not file.bad
