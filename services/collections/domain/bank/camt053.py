"""Which entries stand in a camt.053 (ISO 20022) statement?"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from messages.errors import Malformed
from messages.money import exact
from services.collections.domain.bank.cells import Unkept, kept_text
from services.collections.domain.bank.entries import (
    NOTHING,
    BadRow,
    BankFile,
    Entry,
    Rows,
    SkippedRow,
    Statement,
    Wanted,
    account_of,
    must_add_up,
)
from services.collections.domain.bank.entries import currency_of as currency_or_refuse

SIGNS = {"CRDT": 1, "DBIT": -1}
BEGINS = re.compile(rb"<(?:[\w.-]+:)?Ntry[\s>/]")
BOOKED = "BOOK"
NAMELESS = frozenset({"NOTPROVIDED", "NOTAVAILABLE", "NONREF", "NA"})
OPENING, CLOSING = ("OPBD", "PRCD"), ("CLBD",)


def read_camt053(data: bytes, wanted: Wanted) -> BankFile:
    """Raises Malformed when it cannot be read whole; an entry that cannot be kept is in `bad`."""
    try:
        document = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as wrong:
        raise Malformed("file", str(wrong)[:200], "COL-80") from wrong
    statements = document.findall("./{*}BkToCstmrStmt/{*}Stmt")
    if not statements:
        raise Malformed("file", document.tag.rpartition("}")[2][:80], "COL-80")
    lines = _lines(data)
    rows = Rows()
    found = [_statement(statement, wanted, rows, lines) for statement in statements]
    if not rows.bad:
        for statement in found:
            must_add_up(statement)
    return BankFile("camt.053", found, rows.bad, rows.skipped)


def _lines(data: bytes) -> Iterator[int]:
    """Where each entry begins: the parser does not say it."""
    ends = [at.start() for at in re.finditer(rb"\n", data)]
    return (bisect_right(ends, begin.start()) + 1 for begin in BEGINS.finditer(data))


def _statement(statement: Element, wanted: Wanted, rows: Rows, lines: Iterator[int]) -> Statement:
    account = _text(statement, "Acct/Id/IBAN") or _text(statement, "Acct/Id/Othr/Id")
    balances = {_text(one, "Tp/CdOrPrtry/Cd"): one for one in statement.findall("./{*}Bal")}
    first = next((balances[code] for code in OPENING if code in balances), None)
    last = next((balances[code] for code in CLOSING if code in balances), None)
    currency = _text(statement, "Acct/Ccy") or next((_money(one)[1] for one in balances.values()), "")
    currency = currency or next((_money(one)[1] for one in statement.findall("./{*}Ntry")), "")
    entries: list[Entry] = []
    for entry in statement.findall("./{*}Ntry"):
        line = next(lines, 0)
        try:
            entries += _entries(entry, line, rows)
        except Unkept as bad:
            rows.bad.append(BadRow(line, bad.column, bad.value, bad.why))
    return Statement(
        account_of(account, wanted.account),
        currency_or_refuse(currency, wanted.currency),
        entries,
        _balance(first),
        _balance(last),
    )


def _entries(entry: Element, line: int, rows: Rows) -> list[Entry]:
    """The details of a batch are one each, where they have amounts that come to that of the entry."""
    status = _text(entry, "Sts/Cd") or _text(entry, "Sts")
    if status and status != BOOKED:
        rows.skipped.append(SkippedRow(line, status))
        return []
    amount, currency = _signed(entry, entry)
    booked = _day(entry, "BookgDt") or _day(entry, "ValDt")
    if booked is None:
        raise Unkept("BookgDt", "", "bank.bad.day")
    if amount == NOTHING:
        raise Unkept("Amt", "0", "bank.bad.nothing")
    parts = entry.findall("./{*}NtryDtls/{*}TxDtls")
    shares = _shares(entry, parts, amount, currency)
    value_on = _day(entry, "ValDt")
    return [
        Entry(
            line=line,
            booked_on=booked,
            value_on=value_on,
            amount=share,
            currency=currency,
            counterparty=_counterparty(part, share),
            counterparty_account=_account_of_counterparty(part, share),
            remittance=_remittance(part, entry),
            reference=_reference(part, entry),
            is_reversal=_text(entry, "RvslInd") in ("true", "1"),
        )
        for part, share in shares
    ]


def _shares(
    entry: Element, parts: Sequence[Element], amount: Decimal, currency: str
) -> Sequence[tuple[Element, Decimal]]:
    """Each detail with its amount; the entry as a whole where they have none, or another currency or sum."""
    if len(parts) < 2:
        return [(parts[0] if parts else entry, amount)]
    shares: list[tuple[Element, Decimal]] = []
    for part in parts:
        own = next((one for path in ("Amt", "AmtDtls/TxAmt/Amt") if (one := _find(part, path)) is not None), None)
        if own is None or own.get("Ccy") != currency:
            return [(entry, amount)]
        sign = SIGNS.get(_text(part, "CdtDbtInd"), 1 if amount > 0 else -1)
        shares.append((part, sign * _exact(own, "Amt")))
    return shares if sum((share for _, share in shares), NOTHING) == amount else [(entry, amount)]


def _counterparty(part: Element, share: Decimal) -> str:
    """Who paid what came, and who got what went; version 8 moved the name to `Pty`."""
    sides = ("Dbtr", "UltmtDbtr") if share > 0 else ("Cdtr", "UltmtCdtr")
    paths = [f"RltdPties/{side}/{name}" for side in sides for name in ("Pty/Nm", "Nm")]
    return kept_text(next((found for path in paths if (found := _text(part, path, anywhere=True))), ""))


def _account_of_counterparty(part: Element, share: Decimal) -> str:
    side = "DbtrAcct" if share > 0 else "CdtrAcct"
    paths = (f"RltdPties/{side}/Id/IBAN", f"RltdPties/{side}/Id/Othr/Id")
    return kept_text(next((found for path in paths if (found := _text(part, path, anywhere=True))), ""))


def _remittance(part: Element, entry: Element) -> str:
    found = [one.text or "" for one in part.findall(".//{*}RmtInf//{*}Ustrd")]
    found += [one.text or "" for one in part.findall(".//{*}RmtInf//{*}CdtrRefInf/{*}Ref")]
    found += [one.text or "" for one in part.findall(".//{*}RmtInf//{*}RfrdDocInf/{*}Nb")]
    found.append(_named(_text(part, "Refs/EndToEndId")))
    found.append(_text(part, "AddtlTxInf") or _text(entry, "AddtlNtryInf"))
    return kept_text(" ".join(dict.fromkeys(text.strip() for text in found if text.strip())))


def _reference(part: Element, entry: Element) -> str:
    """The bank's own."""
    own = (_text(part, "Refs/AcctSvcrRef"), _text(part, "Refs/TxId"), _text(entry, "AcctSvcrRef"))
    return kept_text(next((found for one in own if (found := _named(one))), ""))


def _named(reference: str) -> str:
    return "" if reference.replace(" ", "").upper() in NAMELESS else reference


def _balance(balance: Element | None) -> Decimal | None:
    if balance is None:
        return None
    try:
        return _signed(balance, balance)[0]
    except Unkept as wrong:
        raise Malformed("balance", wrong.value, "COL-80") from wrong


def _signed(element: Element, of: Element) -> tuple[Decimal, str]:
    """A reversal is already turned round: its sign is that of the money."""
    sign = SIGNS.get(_text(of, "CdtDbtInd"))
    if sign is None:
        raise Unkept("CdtDbtInd", _text(of, "CdtDbtInd"), "bank.bad.direction")
    amount = _find(element, "Amt")
    if amount is None:
        raise Unkept("Amt", "", "bank.bad.amount")
    return sign * _exact(amount, "Amt"), amount.get("Ccy", "")


def _money(element: Element) -> tuple[str, str]:
    amount = _find(element, "Amt")
    return ("", "") if amount is None else (amount.text or "", amount.get("Ccy", ""))


def _exact(amount: Element, name: str) -> Decimal:
    try:
        found = exact((amount.text or "").strip())
    except ValueError as wrong:
        raise Unkept(name, amount.text or "", "bank.bad.amount") from wrong
    if found < 0:
        raise Unkept(name, str(found), "bank.bad.amount")
    return found


def _day(entry: Element, name: str) -> date | None:
    written = _text(entry, f"{name}/Dt") or _text(entry, f"{name}/DtTm")
    if not written:
        return None
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        raise Unkept(name, written, "bank.bad.day") from None


def _find(element: Element, path: str) -> Element | None:
    return element.find("./" + "/".join(f"{{*}}{step}" for step in path.split("/")))


def _text(element: Element, path: str, *, anywhere: bool = False) -> str:
    """Of a child; `anywhere`: of the entry when its details are taken as one."""
    steps = "/".join(f"{{*}}{step}" for step in path.split("/"))
    return (element.findtext((".//" if anywhere else "./") + steps) or "").strip()
