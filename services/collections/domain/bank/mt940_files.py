"""Which entries stand in an MT940 file?"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from mt940.models import Transactions
from mt940.options import Options

from messages.errors import Malformed
from messages.money import exact
from services.collections.domain.bank.cells import Unkept, kept_text
from services.collections.domain.bank.entries import (
    NOTHING,
    BadRow,
    BankFile,
    Entry,
    Rows,
    Statement,
    Wanted,
    account_of,
    currency_of,
    must_add_up,
)

STATEMENT = re.compile(r"^(?=:20:)", re.MULTILINE)
PIECE = re.compile(r"^(?=:6[0-9][A-Z]?:)", re.MULTILINE)  # an entry with its details, or a balance
WRAPPED = re.compile(r"^\{[1-5]:.*?(?=:20:|$)|^-?\}.*$", re.MULTILINE)  # what SWIFT puts around a message
NAMED = re.compile(r"/(?:NAME|ORDP|BENM)/+(?:NAME/+)?([^/\n]+)")
OPENING = ("final_opening_balance", "intermediate_opening_balance", "opening_balance")
CLOSING = ("final_closing_balance", "intermediate_closing_balance", "closing_balance")
NAMELESS = ("NONREF", "NOTPROVIDED")
TEXTS = ("purpose", "additional_purpose", "end_to_end_reference", "customer_reference", "extra_details")
FAULTS = (RuntimeError, ValueError, ArithmeticError, TypeError, KeyError)  # as the library has them


def read_mt940(text: str, wanted: Wanted) -> BankFile:
    """Raises Malformed when it cannot be read whole; an entry that cannot be kept is in `bad`.

    The library reads two statements of one text as one: they are handed to it one by one, and so are the entries,
    because it writes one without a type over the one before, and stops for good at one that it cannot read.
    """
    whole = WRAPPED.sub("", text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff"))
    rows = Rows()
    ends = [at.start() for at in re.finditer("\n", whole)]
    begins = [at.start() for at in STATEMENT.finditer(whole)]
    found = [
        _statement(whole[begin:end], bisect_right(ends, begin) + 1, wanted, rows)
        for begin, end in zip(begins, [*begins[1:], len(whole)], strict=True)
    ]
    if not found:
        raise Malformed("file", whole.strip()[:80], "COL-80")
    if not rows.bad:
        for statement in found:
            must_add_up(statement)
    return BankFile("MT940", found, rows.bad)


def _statement(text: str, line: int, wanted: Wanted, rows: Rows) -> Statement:
    reader = Transactions(options=Options.all())
    entries: list[Entry] = []
    for piece, at in _pieces(text, line):
        is_entry = piece.startswith(":61:")
        try:
            reader.parse(piece)
            if is_entry:
                entries.append(_entry(reader.transactions[-1].data, _currency(reader), at))
        except Unkept as bad:
            rows.bad.append(BadRow(at, bad.column, bad.value, bad.why))
        except FAULTS as wrong:
            if not is_entry:
                raise Malformed(piece[1:4].strip(":"), piece.strip()[:80], "COL-80") from wrong
            rows.bad.append(BadRow(at, "61", piece.splitlines()[0][:200], "bank.bad.entry"))
        reader.transactions.clear()
    account = str(reader.data.get("account_identification") or "").strip()
    return Statement(
        account_of(account.rpartition("/")[2] or account, wanted.account),
        currency_of(_currency(reader), wanted.currency),
        entries,
        _balance(reader, OPENING),
        _balance(reader, CLOSING),
    )


def _pieces(text: str, line: int) -> Iterator[tuple[str, int]]:
    for piece in PIECE.split(text):
        yield piece, line
        line += piece.count("\n")


def _entry(found: dict[str, Any], currency: str, line: int) -> Entry:
    amount = _exact(found["amount"].amount)
    if amount == NOTHING:
        raise Unkept("61", "0", "bank.bad.nothing")
    value_on = _day(found["date"])
    details = str(found.get("transaction_details") or "")
    named = NAMED.search(details.replace("\n", ""))
    name = str(found.get("applicant_name") or "") or (named.group(1) if named else "")
    texts = [str(found.get(name) or "") for name in TEXTS] + [details]
    reference = str(found.get("bank_reference") or "").strip()
    return Entry(
        line=line,
        booked_on=_nearest(_day(found["entry_date"]), value_on) if found.get("entry_date") else value_on,
        value_on=value_on,
        amount=amount,
        currency=currency,
        counterparty=kept_text(name),
        counterparty_account=kept_text(str(found.get("applicant_iban") or "")),
        remittance=kept_text(" ".join(dict.fromkeys(one.strip() for one in texts if _says(one)))),
        reference=kept_text(reference if _says(reference) else ""),
        is_reversal=str(found["status"]).upper().startswith("R"),
    )


def _says(text: str) -> bool:
    return bool(text.strip()) and text.strip().upper() not in NAMELESS


def _nearest(booked_on: date, value_on: date) -> date:
    """The field has no year. The library corrects it from 330 days on; what was booked on 6 January with the value of
    1 December would be a year back."""
    days = [_in_year(booked_on, booked_on.year + by) for by in (-1, 0, 1)]
    return min((day for day in days if day is not None), key=lambda day: abs((day - value_on).days))


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:  # the 29th of February
        return None


def _day(found: date) -> date:
    return date(found.year, found.month, found.day)


def _exact(amount: Decimal) -> Decimal:
    try:
        return exact(amount)
    except ValueError as wrong:
        raise Unkept("61", str(amount), "bank.bad.amount") from wrong


def _currency(reader: Transactions) -> str:
    return reader.currency or ""


def _balance(reader: Transactions, names: tuple[str, ...]) -> Decimal | None:
    found = next((reader.data[name] for name in names if name in reader.data), None)
    if found is None:
        return None
    try:
        return exact(found.amount.amount)
    except ValueError as wrong:
        raise Malformed("balance", str(found.amount), "COL-80") from wrong
