"""What does a bank's table say of itself, before and after its rows?"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from messages import numerals
from messages.errors import Malformed
from messages.matching.characters import plain
from messages.money import exact
from services.collections.domain.bank.entries import NOTHING, Entry, must_be_sum
from services.collections.domain.bank.header_words import currency_named

ACCOUNT = re.compile(
    r"(?:账号|帐号|卡号|账户号码|商户号|账户(?=\s*[:：])|account\s*(?:number|no\.?|id)?|iban|kontonummer|konto)\s*[:：]?\s*\[?"
    r"([0-9A-Za-z*@._-]{4,64}(?: (?=\S*[\d*])[0-9A-Za-z*]{2,6}(?![\w*]))*)",
    re.IGNORECASE,
)
NICKNAME = re.compile(r"(?:微信昵称|微信号)\s*[:：]\s*\[?([^\]\s]{1,64})")
CURRENCY = re.compile(r"(?:币种|币别|货币|currency|währung|ccy)\s*[:：]?\s*\[?([^\s,;\]]+)", re.IGNORECASE)
OPENING = re.compile(r"期初余额|承前余额|上期余额|上页余额|opening\s*balance|brought\s*forward|anfangssaldo")
CLOSING = re.compile(r"期末余额|本期余额|closing\s*balance|carried\s*forward|endsaldo|schlusssaldo")
COUNTED = re.compile(r"(收入|支出)\s*:?\s*\d+\s*笔[,，]?\s*(?:共|金额)?:?\s*([\d,.]+)\s*元")


@dataclass
class Stated:
    """Account and currency as the file has them, its balances, its sums of what came and went."""

    account: str = ""
    currency: str = ""
    opening: Decimal | None = None
    closing: Decimal | None = None
    money_in: Decimal | None = None
    money_out: Decimal | None = None


def stated_of(rows: Iterable[Sequence[str]], decimal: str = ".") -> Stated:
    """Of the rows that are no entries. What cannot be read there is not stated."""
    found = Stated()
    for cells in rows:
        text = unicodedata.normalize("NFKC", " ".join(cell for cell in cells if cell))
        found.account = found.account or _account(text)
        found.currency = found.currency or next((currency_named(one) for one in CURRENCY.findall(text)), "")
        for words, amount in COUNTED.findall(text):
            stated, found.currency = _amount(amount, "."), found.currency or currency_named("元")
            if words == "收入":
                found.money_in = stated
            else:
                found.money_out = stated
        if OPENING.search(plain(text)):
            found.opening = _last_amount(cells, decimal) if found.opening is None else found.opening
        elif CLOSING.search(plain(text)):
            found.closing = _last_amount(cells, decimal)
    return found


def must_be_stated_sums(entries: Sequence[Entry], stated: Stated, totals: Sequence[Sequence[Decimal]]) -> None:
    """COL-81 of a table: what it says came and went is what its rows come to."""
    came = sum((entry.amount for entry in entries if entry.amount > 0), NOTHING)
    went = -sum((entry.amount for entry in entries if entry.amount < 0), NOTHING)
    if stated.money_in is not None:
        must_be_sum("money_in", said=stated.money_in, found=came)
    if stated.money_out is not None:
        must_be_sum("money_out", said=stated.money_out, found=went)
    if len(totals) != 1 or not totals[0]:
        return  # sums of pages, or none
    said = {abs(amount) for amount in totals[0]}
    if abs(came - went) in said or not {sum_ for sum_ in (came, went) if sum_} - said:
        return
    raise Malformed("total", ", ".join(str(amount) for amount in totals[0]), "COL-81", found=f"{came}, {went}")


def amounts_in(cells: Iterable[str], decimal: str) -> list[Decimal]:
    """Those of these cells that are amounts with decimals."""
    written = (cell for cell in cells if re.search(r"\d[.,]\d{2}\b", cell))
    return [amount for cell in written if (amount := _amount(cell, decimal)) is not None]


def _account(text: str) -> str:
    named = (one.strip(" -.") for one in ACCOUNT.findall(text) if re.search(r"[\d@]", one))
    return next(named, "") or next(iter(NICKNAME.findall(text)), "")


def _last_amount(cells: Sequence[str], decimal: str) -> Decimal | None:
    parts = [part for cell in cells for part in re.split(r"[:：]", cell)]
    return next((found for part in reversed(parts) if (found := _amount(part, decimal)) is not None), None)


def _amount(written: str, decimal: str) -> Decimal | None:
    try:
        return exact(numerals.amount(written, decimal=decimal))
    except ValueError:
        return None
