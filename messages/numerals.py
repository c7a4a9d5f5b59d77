"""Which number does a person, or a spreadsheet, mean by what stands in a cell?"""

import re
import unicodedata
from decimal import Decimal

from messages.text import without_invisible
from messages.texts import text as worded

LONGEST = 60
MINUS = str.maketrans(dict.fromkeys("−–—﹣‒", "-"))
SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+")
WHOLE = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.0*)?")
DIGITS = {
    ".": re.compile(r"(?P<whole>\d+|\d{1,3}(?:(?P<by>[, '’])\d{3})(?:(?P=by)\d{3})*)?(?:\.(?P<part>\d*))?"),
    ",": re.compile(r"(?P<whole>\d+|\d{1,3}(?:(?P<by>[. '’])\d{3})(?:(?P=by)\d{3})*)?(?:,(?P<part>\d*))?"),
}
COULD_BE_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
TIMES = {"": 1, "万": 10**4, "千": 10**3, "百万": 10**6, "亿": 10**8}
# What a sign of currency may mean; longer ones first, so that HK$ is not $.
CURRENCIES = {
    sign: tuple(meant.split())
    for meant, signs in {
        "CNY": "人民币 rmb cny cn¥ 块",
        "CNY JPY": "¥ 圆",
        "CNY HKD TWD": "元",
        "USD": "美元 us$ usd",
        "HKD": "hk$ hkd 港元 港币",
        "TWD": "nt$ twd 台币 新台币",
        "SGD": "s$ sgd",
        "AUD": "a$ aud",
        "CAD": "c$ cad",
        "EUR": "€ eur 欧元",
        "GBP": "£ gbp 英镑",
        "JPY": "円 jpy 日元",
        "KRW": "₩ krw 원 韩元",
        "CHF": "chf",
        "INR": "₹ inr",
        "USD HKD TWD SGD AUD CAD MXN NZD": "$",
    }.items()
    for sign in signs.split()
}
_SIGNS = "|".join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True))
AMOUNT = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[+-])?\s*(?P<before>{_SIGNS})?\s*(?P<sign2>[+-])?\s*(?P<digits>\d[\d.,'’ ]*|[.,]\d+)"
    rf"\s*(?P<times>百万|万|千|亿)?\s*(?P<after>{_SIGNS})?\s*(?:整|正)?\s*(?P<sign3>-)?\s*(?P<close>\))?"
)


class NoNumber(ValueError):
    """What is written is no number of this kind: a code of the catalogues, and what it speaks of."""

    def __init__(self, rule: str, /, **params: object) -> None:
        super().__init__(rule, params)
        self.rule = rule
        self.params = params

    def __str__(self) -> str:
        return worded(self.rule, "en", **self.params)


def whole_number(written: str) -> int:
    """Every digit as it stands: no detour over a binary number. Raises NoNumber."""
    text = _plain(written)
    if SCIENTIFIC.fullmatch(text):
        raise NoNumber("SYS-83.lost")
    if len(text) > LONGEST or not WHOLE.fullmatch(text):
        raise NoNumber("SYS-83.whole")
    return int(text.partition(".")[0].replace(",", ""))


def number(written: str) -> int | float:
    """A number without a unit, exact: what a binary number cannot give back is refused. Raises NoNumber."""
    text = _plain(written)
    if SCIENTIFIC.fullmatch(text):
        raise NoNumber("SYS-83.lost")
    value = _decimal(re.sub(r"^[+-]", "", text), ".", "SYS-83.number") * (-1 if text.startswith("-") else 1)
    if value == value.to_integral_value():
        return int(value)
    if Decimal(repr(float(value))) != value:
        raise NoNumber("SYS-83.digits")
    return float(value)


def amount(written: str, *, decimal: str | None = None, currency: str | None = None) -> Decimal:
    """Money with thousands, sign and currency: 1,200.00 ¥1200 1200元 (1200.00) 500.00- １２００ 1.2万.

    Raises NoNumber. `decimal` is the sign before the cents where it is not the point; `currency` that of the record.
    """
    text = _plain(written).casefold()
    if SCIENTIFIC.fullmatch(text):
        raise NoNumber("SYS-83.lost")
    found = AMOUNT.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        raise NoNumber("SYS-83.amount")
    if bool(found["open"]) != bool(found["close"]):
        raise NoNumber("SYS-83.bracket")
    digits = found["digits"].strip()
    if decimal is None and COULD_BE_THOUSANDS.fullmatch(digits) and not found["times"]:
        raise NoNumber("SYS-83.thousands", digits=digits)
    _must_be_in(currency, found["before"], found["after"])
    signs = [sign for sign in (found["sign"], found["sign2"], found["sign3"], found["open"]) if sign]
    if len(signs) > 1:
        raise NoNumber("SYS-83.signs")
    value = _decimal(digits, decimal or ".", "SYS-83.amount")
    value *= TIMES[found["times"] or ""]
    return -value if signs and signs[0] != "+" else value


def percent(written: str, *, decimal: str | None = None) -> Decimal:
    """A share as it is computed with: 13% is 0.13, and so is 0.13; 13 alone says neither. Raises NoNumber."""
    text = _plain(written)
    bare = re.sub(r"\s*[%‰]$|^百分之", "", text)
    value = amount(bare, decimal=decimal or "." if "." in bare else decimal)
    if text.endswith("‰"):
        return value / 1000
    if bare != text:
        return value / 100
    if abs(value) > 1:
        raise NoNumber("SYS-83.percent", written=written)
    return value


def _plain(written: str) -> str:
    text = unicodedata.normalize("NFKC", without_invisible(written)).translate(MINUS)
    return re.sub(r"\s+", " ", text).strip().removeprefix("'").strip()


def _decimal(text: str, point: str, otherwise: str) -> Decimal:
    found = DIGITS[point].fullmatch(text) if len(text) <= LONGEST and text[:1] != "" else None
    if found is None or not (found["whole"] or found["part"]):
        raise NoNumber(otherwise)
    whole = re.sub(r"\D", "", found["whole"] or "0")
    return Decimal(f"{whole}.{found['part']}" if found["part"] else whole)


def _must_be_in(currency: str | None, *signs: str | None) -> None:
    for sign in signs:
        if sign and currency and currency not in CURRENCIES[sign]:
            raise NoNumber("SYS-83.currency", sign=sign, currency=currency)
