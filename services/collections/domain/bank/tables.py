"""Which entries stand in the table (CSV) of a bank or of a payment provider?"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from messages.matching.characters import plain
from services.collections.domain.bank.cells import Reading, Unkept, entry_of
from services.collections.domain.bank.days import day_of, is_day_first
from services.collections.domain.bank.entries import (
    BadRow,
    BankFile,
    Rows,
    SkippedRow,
    Statement,
    Wanted,
    account_of,
    currency_of,
    must_add_up,
)
from services.collections.domain.bank.header_words import (
    CLOSED,
    NOTES,
    TOTALS,
    Columns,
    currency_named,
    currency_of_header,
    is_money_in,
    word_of,
)
from services.collections.domain.bank.sheets import Row, Sheet, sheet_of
from services.collections.domain.bank.stated_sums import amounts_in, must_be_stated_sums, stated_of

COMMA, POINT = re.compile(r"\d,\d{1,2}(?!\d)"), re.compile(r"\d\.\d{1,2}(?!\d)")
LEAST_OF_A_ROW = 3  # filled cells of a row whose day cannot be read


def read_table(text: str, wanted: Wanted) -> BankFile:
    """Raises Malformed when the table cannot be read whole; a row that cannot be kept is in `bad`."""
    sheet = sheet_of(text)
    before = stated_of(sheet.before)
    named = before.currency or currency_of_header(sheet.columns.names) or _currency_of_rows(sheet)
    are_data = [_is_data(row, sheet.columns) for row in sheet.rows]
    data = [row for row, is_data in zip(sheet.rows, are_data, strict=True) if is_data]
    columns = _with_direction(sheet.columns, data)
    other = [row.cells for row, is_data in zip(sheet.rows, are_data, strict=True) if not is_data]
    decimal = _decimal_of(data, columns)
    reading = Reading(
        columns,
        decimal,
        is_day_first(text, _days(data, sheet.columns), wanted=wanted.day_first, is_european=decimal == ","),
        currency_of(named, wanted.currency),
        _is_signed(data, columns),
    )
    stated = stated_of([*sheet.before, *other], decimal)
    rows = _signed_rows(data, reading, stated.opening, stated.closing)
    rows.bad.extend(BadRow(row.line, "", row.raw[:200], "bank.bad.quotes") for row in sheet.rows if row.is_broken)
    account = account_of(before.account, wanted.account)
    statement = Statement(account, reading.currency, rows.entries, stated.opening, stated.closing)
    if not rows.bad:
        must_add_up(statement)
        totals = [amounts_in(cells, decimal) for cells in other if _first(cells, TOTALS)]
        must_be_stated_sums(rows.entries, stated, totals)
    return BankFile("table", [statement], sorted(rows.bad, key=lambda bad: bad.line), rows.skipped)


def _signed_rows(data: Sequence[Row], reading: Reading, opening: Decimal | None, closing: Decimal | None) -> Rows:
    """A fee that was given back stands in the column of what goes with the other sign; which of the signs is which,
    the balances tell."""
    guess = _entries(data, reading)
    if len({_has_minus(cell) for cell in _gone(data, reading.columns)}) < 2:
        return guess
    other = Reading(reading.columns, reading.decimal, reading.day_first, reading.currency, not reading.is_signed)
    turned = _entries(data, other)
    if _agreement(turned, data, other, opening, closing) > _agreement(guess, data, reading, opening, closing):
        return turned
    return guess


def _entries(data: Sequence[Row], reading: Reading) -> Rows:
    found = Rows()
    for row in data:
        status = reading.cell(row, reading.columns.status)
        if status and CLOSED.search(plain(status)):
            found.skipped.append(SkippedRow(row.line, status))
            continue
        try:
            entry = entry_of(row, reading)
        except Unkept as bad:
            found.bad.append(BadRow(row.line, bad.column, bad.value, bad.why))
            continue
        if entry is None:
            found.skipped.append(SkippedRow(row.line, status or plain(row.cells[reading.columns.direction or 0])))
        else:
            found.entries.append(entry)
    return found


def _agreement(
    rows: Rows, data: Sequence[Row], reading: Reading, opening: Decimal | None, closing: Decimal | None
) -> int:
    """How many balances this reading of the signs explains, from above or from below."""
    balances = {row.line: _balance(row, reading) for row in data}
    down = up = 0
    for one, next_ in zip(rows.entries, rows.entries[1:], strict=False):
        first, second = balances[one.line], balances[next_.line]
        if first is not None and second is not None:
            down += first + next_.amount == second
            up += second + one.amount == first
    moved = sum((entry.amount for entry in rows.entries), Decimal(0))
    closes = opening is not None and closing is not None and opening + moved == closing
    return max(down, up) + closes


def _balance(row: Row, reading: Reading) -> Decimal | None:
    try:
        return reading.amount(row, reading.columns.balance)
    except Unkept:
        return None


def _is_data(row: Row, columns: Columns) -> bool:
    """It has a day, or looks like an entry whose day is wrong; sums and remarks of the bank are none."""
    filled = [cell for cell in row.cells if cell]
    has_amount = any(re.search(r"\d", row.cells[at]) for at in columns.amounts if at < len(row.cells))
    if any(_is_day(row.cells[at]) for at in columns.booked if at < len(row.cells)):
        return has_amount or not any(NOTES.match(word_of(cell)) for cell in filled)
    if not has_amount or len(filled) < LEAST_OF_A_ROW:
        return False
    return not _first(row.cells, TOTALS) and not _first(row.cells, NOTES)


def _with_direction(columns: Columns, data: Sequence[Row]) -> Columns:
    """Where nothing has a sign, a column whose words all say that money came or went says it, whatever it is called."""
    if (
        columns.amount is None
        or columns.direction is not None
        or any("-" in _cell(row, columns.amount) for row in data)
    ):
        return columns
    for at in range(len(columns.names)):
        words = {_cell(row, at) for row in data}
        if at not in (columns.amount, columns.balance) and words and all(map(_says_a_direction, words)):
            return replace(columns, direction=at)
    return columns


def _says_a_direction(word: str) -> bool:
    try:
        return is_money_in(word) is not None
    except ValueError:
        return False


def _cell(row: Row, at: int) -> str:
    return row.cells[at] if at < len(row.cells) else ""


def _first(cells: Sequence[str], words: re.Pattern[str]) -> bool:
    return words.match(word_of(next((cell for cell in cells if cell), ""))) is not None


def _is_day(cell: str) -> bool:
    for day_first in (True, False):
        try:
            day_of(cell, day_first=day_first)
        except ValueError:
            continue
        return True
    return False


def _days(data: Sequence[Row], columns: Columns) -> list[str]:
    return [row.cells[at] for row in data for at in columns.booked if at < len(row.cells) and row.cells[at]]


def _currency_of_rows(sheet: Sheet) -> str:
    """What most rows say; one that says another is told."""
    at = sheet.columns.currency
    if at is None:
        return ""
    seen = Counter(currency_named(row.cells[at]) for row in sheet.rows if at < len(row.cells))
    del seen[""]
    return seen.most_common(1)[0][0] if seen else ""


def _decimal_of(data: Sequence[Row], columns: Columns) -> str:
    """The sign before the cents, as most amounts have it."""
    places = [at for at in (*columns.amounts, columns.balance) if at is not None]
    cells = [row.cells[at] for row in data for at in places if at < len(row.cells)]
    commas = sum(1 for cell in cells if COMMA.search(cell) and not POINT.search(cell))
    points = sum(1 for cell in cells if POINT.search(cell) and not COMMA.search(cell))
    return "," if commas > points else "."


def _is_signed(data: Sequence[Row], columns: Columns) -> bool:
    """Most of what goes is written with a minus, or the first of as many."""
    minus = [1 if _has_minus(cell) else -1 for cell in _gone(data, columns)]
    return sum(minus) > 0 or (sum(minus) == 0 and minus[:1] == [1])


def _has_minus(cell: str) -> bool:
    return "-" in cell or "(" in cell


def _gone(data: Sequence[Row], columns: Columns) -> list[str]:
    """The amounts in the column, or under the word, for what goes."""
    if columns.amount is None:
        places = [(row, columns.money_out) for row in data]
    else:
        places = [(row, columns.amount) for row in data if _says_gone(row, columns.direction)]
    cells = [row.cells[at] for row, at in places if at is not None and at < len(row.cells)]
    return [cell for cell in cells if re.search(r"[1-9]", cell)]


def _says_gone(row: Row, at: int | None) -> bool:
    if at is None or at >= len(row.cells):
        return False
    try:
        return is_money_in(row.cells[at]) is False
    except ValueError:
        return False
