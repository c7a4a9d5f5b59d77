"""Which payment terms does a text say?"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NoReturn

from pydantic import ValidationError

from messages.deals.terms import Instalment, InstalmentTrigger, StepKind, TermStep
from messages.errors import Malformed
from messages.payment_terms.phrases import PHRASES, Phrase, Said

WHOLE = Decimal(100)
MOST_ROWS = 36
LONGEST = 2000
ROWS = re.compile(r"[;\n。]+")
ALSO = re.compile(r"[,、&]|(?<![a-z])and(?![a-z])|以及")  # before a share it begins a row
TWO_READINGS = {StepKind.DAYS, StepKind.MONTH_END}


def terms_from(text: str) -> list[Instalment]:
    """The rows, in the order in which they are written. Raises Malformed naming what was not understood.

    A single row without a share is the whole; a row that says nothing of a start begins with the receipt of the goods.
    """
    if len(text) > LONGEST:
        _refuse("SYS-71", text[:40])
    rows = [_row(piece) for piece in _pieces(_even(text))]
    if not 0 < len(rows) <= MOST_ROWS:
        _refuse("SYS-74", text.strip()[:40])
    return [_instalment(row, rows) for row in rows]


def _even(text: str) -> str:
    """In one width and case, with single blanks."""
    return re.sub(r"[^\S\n]+", " ", unicodedata.normalize("NFKC", text).lower())


@dataclass
class Row:
    """What is said of one row; `said` by which phrases."""

    text: str
    said: dict[Said, Any] = field(default_factory=dict)
    path: list[TermStep] = field(default_factory=list)


def _pieces(text: str) -> Iterator[str]:
    """The rows. A comma begins one only before a share."""
    for line in ROWS.split(text):
        begun = 0
        for also in ALSO.finditer(line):
            if _begins_with_share(line[also.end() :].lstrip()):
                yield from _unless_empty(line[begun : also.start()])
                begun = also.end()
        yield from _unless_empty(line[begun:])


def _unless_empty(piece: str) -> Iterator[str]:
    if piece.strip():
        yield piece.strip()


def _begins_with_share(text: str) -> bool:
    found = _phrase_at(text, 0)
    return found is not None and found[0].says in (Said.SHARE, Said.REST)


def _row(text: str) -> Row:
    row, joined = Row(text), False
    for phrase, found in _phrases(text):
        says = phrase.says
        if says is Said.WORKING_DAYS:
            _must_be_calendar_days(found.group())
        elif says is Said.THEN:
            joined = True
        elif says is Said.STEPS:
            steps = _value(phrase, found, text)
            if row.path and not joined:
                _must_have_one_reading(row.path[-1], steps[0], text)
            row.path += steps
            joined = False
        elif says is not Said.NOTHING:
            _must_be_said_once(says, row)
            row.said[says] = _value(phrase, found, text)
    return row


def _phrases(text: str) -> Iterator[tuple[Phrase, re.Match[str]]]:
    """One after the other, and nothing between them but blanks."""
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = _phrase_at(text, at)
        if found is None:
            _must_be_understood(text, at)
        else:
            yield found
            at = found[1].end()


def _phrase_at(text: str, at: int) -> tuple[Phrase, re.Match[str]] | None:
    for phrase in PHRASES:
        found = phrase.pattern.match(text, at)
        if found and found.end() > at:
            return phrase, found
    return None


def _must_be_understood(text: str, at: int) -> NoReturn:
    """SYS-71: payment terms are written in a closed list of phrases; what is none of them is named, never guessed."""
    end = at + 1
    while end < len(text) and ((text[end - 1].isalnum() and text[end].isascii()) or _phrase_at(text, end) is None):
        end += 1
    _refuse("SYS-71", text[at:end].strip()[:40])


def _must_have_one_reading(before: TermStep, after: TermStep, text: str) -> None:
    """SYS-72: days and a month's end beside each other, without a word of which comes first, are two terms: 45 days
    after the month's end, or the end of the month after 45 days."""
    if {before.kind, after.kind} == TWO_READINGS:
        _refuse("SYS-72", text)


def _must_be_calendar_days(text: str) -> NoReturn:
    """SYS-73: the days of payment terms are calendar days; working days are no term."""
    _refuse("SYS-73", text.strip())


def _must_be_said_once(says: Said, row: Row) -> None:
    """SYS-74: a row says its share (one of several: the rest), what starts it, and when it is due; each once."""
    shares = (Said.SHARE, Said.REST)
    if says in row.said or (says in shares and any(one in row.said for one in shares)):
        _refuse("SYS-74", row.text)


def _value(phrase: Phrase, found: re.Match[str], text: str) -> Any:
    """Raises Malformed where a number is out of bounds: the 45th of a month, 9999 days, the 31st of June."""
    try:
        return phrase.value([part for part in found.groups() if part is not None])
    except ValueError:
        _refuse("SYS-74", text)


def _instalment(row: Row, rows: Sequence[Row]) -> Instalment:
    said = row.said
    trigger = said.get(Said.TRIGGER)
    if trigger is None and not row.path and not said.keys() & {Said.DAY, Said.AT_ONCE, Said.TIMES}:
        _refuse("SYS-74", row.text)
    day = said.get(Said.DAY)
    if day is not None and (trigger is not None or row.path or Said.AT_ONCE in said):
        _refuse("SYS-74", row.text)
    plain = len(row.path) == 1 and row.path[0].kind is StepKind.DAYS
    try:
        return Instalment(
            percent=_share(row, rows),
            trigger=InstalmentTrigger.DATE if day else trigger or InstalmentTrigger.RECEIPT,
            days=row.path[0].number if plain else 0,
            steps=() if plain else tuple(row.path),
            on=day,
            times=said.get(Said.TIMES, 1),
            discount=said.get(Said.DISCOUNT),
        )
    except ValidationError:
        _refuse("SYS-74", row.text)


def _share(row: Row, rows: Sequence[Row]) -> Decimal:
    if Said.SHARE in row.said:
        share: Decimal = row.said[Said.SHARE]
        return share
    if Said.REST not in row.said and len(rows) > 1:
        _refuse("SYS-74", row.text)
    return WHOLE - sum((other.said[Said.SHARE] for other in rows if Said.SHARE in other.said), Decimal(0))


def _refuse(rule: str, part: str) -> NoReturn:
    raise Malformed("terms", part, rule, part=part)
