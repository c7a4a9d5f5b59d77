"""What stands in a cell, as the mapping says that it is written: a date, an amount, a share, a code?"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta

from messages import numerals
from messages.mappings.mapping import FieldFrom, Scalar
from messages.numerals import NoNumber

Written = Scalar | list[str]
LOST_DIGITS = re.compile(r"[+-]?\d(?:[.,]\d+)?[Ee]\+\d{1,3}")  # 1.23457E+19: what a spreadsheet saves
EXCEL, EXCEL_DAY_0 = "excel", date(1899, 12, 30)
ORDERS = ("ymd", "dmy", "mdy")
DAY = re.compile(
    r"(\d{1,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,4})日?(?:[ T]\s*\d{1,2}:\d{2}.*)?|(\d{4})(\d{2})(\d{2})"
)
YES = frozenset({"是", "yes", "y", "true", "t", "1", "对", "√", "✓", "x"})
NO = frozenset({"否", "no", "n", "false", "f", "0", "不是", "×"})
LATIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})


def as_code(text: str) -> str:
    """A name as a login or a unit's code: `Darcel Schlecht` → `darcel.schlecht`. NoNumber where letters get lost."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(LATIN))
    lost = [char for char in folded if not char.isascii() and unicodedata.category(char)[0] in "LN"]
    if lost:
        letters = "".join(dict.fromkeys(lost))  # in the order in which one reads them
        raise NoNumber("SYS-83.letters", letters=letters)
    return re.sub(r"[^a-z0-9]+", ".", folded.encode("ascii", "ignore").decode().lower()).strip(".")


def _text(_source: FieldFrom, text: str) -> str:
    """Digits that a spreadsheet has lost cannot be guessed."""
    if LOST_DIGITS.fullmatch(text):
        raise NoNumber("SYS-83.lost")
    return text


def _code(source: FieldFrom, text: str) -> str:
    code = as_code(_text(source, text))
    if not code:
        raise NoNumber("SYS-83.code")
    return code


def amount_of(source: FieldFrom, text: str, currency: str | None = None) -> str:
    """In the currency of the file, where it has one: another one's sign is refused. Raises NoNumber."""
    return format(numerals.amount(text, decimal=source.decimal, currency=currency), "f")


def _percent(source: FieldFrom, text: str) -> str:
    return format(numerals.percent(text, decimal=source.decimal).normalize(), "f")


def _rate(source: FieldFrom, text: str) -> str:
    return format((numerals.percent(text, decimal=source.decimal) * 100).normalize(), "f")


def _points(source: FieldFrom, text: str) -> str:
    if text.strip().endswith(("%", "％")):
        return _rate(source, text)
    value = numerals.amount(text, decimal=source.decimal or ".")
    if 0 < abs(value) < 1:
        raise NoNumber("SYS-83.percent", written=text)
    return format(value, "f")


def _exact(source: FieldFrom, text: str) -> str:
    return format(numerals.amount(text, decimal=source.decimal or "."), "f")


def _date(source: FieldFrom, text: str) -> str:
    """As one of the formats says; else as a workbook's own days are read, 2026-01-31."""
    formats = [source.format] if isinstance(source.format, str) else source.format or []
    found = (_day(known, text) for known in [*formats, "%Y-%m-%d"])
    day = next((day for day in found if day is not None), None)
    if day is None:
        raise NoNumber("SYS-83.date", formats=[f"date_order.{one}" if one in ORDERS else one for one in formats])
    return day.isoformat()


def _day(known: str, text: str) -> date | None:
    try:
        if known == EXCEL:
            return EXCEL_DAY_0 + timedelta(_serial(text))
        if known in ORDERS:
            return _numbers_in_order(known, text)
        return datetime.strptime(text, known).date()  # noqa: DTZ007 (a date has no zone)
    except ValueError:
        return None


def _numbers_in_order(order: str, text: str) -> date | None:
    """A year has four digits, wherever it stands; of two it is of this century where `order` does not begin with it."""
    found = DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    written = [one for one in found.groups() if one]
    if len(written[0]) == 4:
        order = "ymd"
    parts = dict(zip(order, written, strict=True))
    if len(parts["y"]) not in ((4,) if order == "ymd" else (2, 4)) or len(parts["d"]) > 2 or len(parts["m"]) > 2:
        return None
    year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
    return date(year, int(parts["m"]), int(parts["d"]))


def _serial(text: str) -> int:
    days = numerals.whole_number(text)
    if not 60 < days < 2958466:  # before 1 March 1900 a spreadsheet counts a day that there never was
        raise NoNumber("SYS-83.date", formats=[EXCEL])
    return days


def _flag(_source: FieldFrom, text: str) -> bool:
    said = unicodedata.normalize("NFKC", text).strip().casefold()
    if said not in YES | NO:
        raise NoNumber("SYS-83.flag")
    return said in YES


READERS: dict[str, Callable[[FieldFrom, str], Written]] = {
    "text": _text,
    "code": _code,
    "int": lambda _source, text: numerals.whole_number(text),
    "integer": lambda _source, text: numerals.whole_number(text),
    "number": lambda _source, text: numerals.number(text),
    "amount": amount_of,
    "percent": _percent,
    "rate": _rate,
    "points": _points,
    "exact": _exact,
    "date": _date,
    "flag": _flag,
    "list": lambda _source, text: [part for part in re.split(r"[\s,;、，；]+", text) if part],
}
