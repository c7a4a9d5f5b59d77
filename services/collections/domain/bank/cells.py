"""What do the cells of one row of a bank's table mean?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from messages import numerals
from messages.matching.characters import plain
from messages.money import exact
from messages.text import clean
from services.collections.domain.bank.days import day_of
from services.collections.domain.bank.entries import LONGEST, NOTHING, Entry
from services.collections.domain.bank.header_words import Columns, currency_named, is_money_in
from services.collections.domain.bank.sheets import Row

LOST_DIGITS = re.compile(r"\d(?:[.,]\d+)?e\+\d{1,3}")
EMPTY = ("", "-", "--", "—", "无", "n/a")


class Unkept(Exception):
    """COL-85: a row is kept with its day, its amount and whether it came or went; another is told with line, column and
    value, and the others are kept. `why` is a code."""

    def __init__(self, column: str, value: str, why: str) -> None:
        super().__init__(column, value, why)
        self.column, self.value, self.why = column, value[:LONGEST], why


@dataclass(frozen=True)
class Reading:
    """How the cells of this table are read. `is_signed`: money that goes is written with a minus, also where a column
    or a word says that it goes."""

    columns: Columns
    decimal: str
    day_first: bool
    currency: str
    is_signed: bool = False

    def cell(self, row: Row, at: int | None) -> str:
        found = row.cells[at] if at is not None and at < len(row.cells) else ""
        return "" if found in EMPTY else found

    def name(self, at: int | None) -> str:
        return self.columns.names[at] if at is not None and at < len(self.columns.names) else ""

    def amount(self, row: Row, at: int | None) -> Decimal | None:
        """None of an empty cell. Raises Unkept."""
        written = self.cell(row, at)
        if not written:
            return None
        try:
            return exact(numerals.amount(written, decimal=self.decimal))
        except ValueError as wrong:
            raise Unkept(self.name(at), written, "bank.bad.amount") from wrong


def entry_of(row: Row, reading: Reading) -> Entry | None:
    """None of a row that is neither income nor expense. Raises Unkept."""
    columns = reading.columns
    if over := [cell for cell in row.cells[len(columns.names) :] if cell]:
        raise Unkept("", over[0], "bank.bad.cells")
    amount = signed_amount(row, reading)
    if amount is None:
        return None
    if amount == NOTHING:
        raise Unkept(reading.name(columns.amounts[0]), "0", "bank.bad.nothing")
    _must_be_whole(row, reading)
    texts = dict.fromkeys(text for at in columns.texts if (text := reading.cell(row, at)))
    return Entry(
        line=row.line,
        booked_on=_day(row, columns.booked, reading),
        value_on=_day(row, (columns.value,), reading) if reading.cell(row, columns.value) else None,
        amount=amount,
        currency=reading.currency,
        counterparty=kept_text(reading.cell(row, columns.counterparty)),
        counterparty_account=kept_text(reading.cell(row, columns.counterparty_account)),
        remittance=kept_text(" ".join(texts)),
        reference=kept_text(reading.cell(row, columns.reference)),
        is_reversal=_is_reversal(row, reading, amount),
    )


def kept_text(written: str) -> str:
    """On one line, without signs that nobody sees, cut at what is kept. Raises Unkept."""
    try:
        return " ".join(str(clean(written)).split())[:LONGEST]
    except ValueError as wrong:
        raise Unkept("", written, "bank.bad.text") from wrong


def signed_amount(row: Row, reading: Reading) -> Decimal | None:
    """Plus what came, minus what went; None of what is neither. Raises Unkept."""
    columns = reading.columns
    if columns.amount is None:
        came, went = reading.amount(row, columns.money_in), reading.amount(row, columns.money_out)
        if came and went:
            raise Unkept(reading.name(columns.money_out), str(went), "bank.bad.both")
        if came is None and went is None:
            raise Unkept(reading.name(columns.money_in), "", "bank.bad.amount")
        return came or _gone(went or NOTHING, reading)
    amount = reading.amount(row, columns.amount)
    if columns.direction is not None:
        is_in = _is_in(row, reading)
        if is_in is None:
            return None
        amount = amount if amount is None or is_in else _gone(amount, reading)
    if amount is None:
        raise Unkept(reading.name(columns.amount), "", "bank.bad.amount")
    return amount


def _gone(amount: Decimal, reading: Reading) -> Decimal:
    return amount if reading.is_signed else -amount


def _is_in(row: Row, reading: Reading) -> bool | None:
    at = reading.columns.direction
    word = row.cells[at] if at is not None and at < len(row.cells) else ""
    try:
        return is_money_in(word)
    except ValueError:
        raise Unkept(reading.name(at), word, "bank.bad.direction") from None


def _is_reversal(row: Row, reading: Reading, amount: Decimal) -> bool:
    """Money that came in the column, or under the word, for what goes; or the other way."""
    columns = reading.columns
    if columns.amount is None:
        return bool(reading.amount(row, columns.money_in)) == (amount < 0)
    if columns.direction is None:
        return False
    return _is_in(row, reading) is (amount < 0)


def _must_be_whole(row: Row, reading: Reading) -> None:
    """No digits lost in a spreadsheet, and in the currency of the account."""
    columns = reading.columns
    reference = reading.cell(row, columns.reference)
    if LOST_DIGITS.fullmatch(plain(reference)):
        raise Unkept(reading.name(columns.reference), reference, "bank.bad.lost_digits")
    currency = reading.cell(row, columns.currency)
    if currency and currency_named(currency) != reading.currency:
        raise Unkept(reading.name(columns.currency), currency, "bank.bad.currency")


def _day(row: Row, places: Iterable[int | None], reading: Reading) -> date:
    """That of the first of these columns that is filled."""
    for at in places:
        if written := reading.cell(row, at):
            try:
                return day_of(written, day_first=reading.day_first)
            except ValueError:
                raise Unkept(reading.name(at), written, "bank.bad.day") from None
    raise Unkept(reading.name(reading.columns.booked[0]), "", "bank.bad.day")
