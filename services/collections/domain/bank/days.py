"""Which day does a cell of a bank's table mean?"""

import re
from collections.abc import Iterable
from datetime import date

from messages.errors import Malformed
from messages.matching.characters import plain

ISO = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?:[ t]*\d{1,2}[:时].*)?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\s*\d{4,6}|\s+\d{1,2}:.*)?")
SHORT = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:\s.*)?")
NAMED = re.compile(r"(\d{1,2})[- .]+([a-zäéû]{3,9})\.?[- ,.]+(\d{4}|\d{2})(?:\s.*)?")
ANYWHERE = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(?:\d{4}|\d{2})(?![\d/-])")
MONTHS = {
    name: month
    for month, names in enumerate(
        ("jan", "feb", "mar mär mrz", "apr", "may mai", "jun", "jul", "aug", "sep", "oct okt", "nov", "dec dez"), 1
    )
    for name in names.split()
}
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)


def day_of(written: str, *, day_first: bool = True) -> date:
    """2026-10-08, 2026/10/8, 20261009 101500, 2026年10月8日, 8.10.2026, 8 Oct 2026. Raises ValueError."""
    text = plain(written).strip().lstrip("'`")
    if found := ISO.fullmatch(text) or COMPACT.fullmatch(text):
        return _day(*map(int, found.groups()))
    if found := SHORT.fullmatch(text):
        first, _, second, year = found.groups()
        day, month = (first, second) if day_first else (second, first)
        return _day(_year(year), int(month), int(day))
    if (found := NAMED.fullmatch(text)) and (month_number := MONTHS.get(found[2][:3])):
        return _day(_year(found[3]), month_number, int(found[1]))
    raise ValueError(written)


def is_day_first(text: str, days: Iterable[str], *, wanted: bool | None, is_european: bool) -> bool:
    """COL-84: of 02/10/26 the file shows which is the day: another of its dates has a number over 12, or it is written
    with points or with a decimal comma; else who brings the file says it."""
    doubtful = [found for day in days if (found := SHORT.fullmatch(plain(day).strip()))]
    if not doubtful:
        return True
    pairs = [(int(first), int(second)) for first, _, second in ANYWHERE.findall(text)]
    by_day = any(first > 12 for first, _ in pairs)
    by_month = any(second > 12 for _, second in pairs)
    if by_day != by_month:
        return by_day
    if wanted is not None:
        return wanted
    if not by_day and (is_european or all(found[2] == "." for found in doubtful)):
        return True
    raise Malformed("day_first", doubtful[0].group(), "COL-84")


def _year(written: str) -> int:
    return int(written) if len(written) == 4 else 2000 + int(written)


def _day(year: int, month: int, day: int) -> date:
    found = date(year, month, day)
    if not FIRST <= found < LAST:
        raise ValueError(found)
    return found
