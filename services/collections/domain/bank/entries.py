"""What is an entry of an account, and what of a file is none?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from messages.errors import Malformed

MOST_ENTRIES = 50_000  # of one file
LONGEST = 500  # characters of a text that is kept
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Entry:
    """Money that came (plus) or went (minus) on an account; `line` is where it begins in the file."""

    line: int
    booked_on: date
    amount: Decimal
    currency: str
    value_on: date | None = None
    counterparty: str = ""
    counterparty_account: str = ""
    remittance: str = ""
    reference: str = ""  # the bank's own, empty where it gave none
    is_reversal: bool = False


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be kept: the column as the file calls it, the value, and `why` (a code of the texts)."""

    line: int
    column: str
    value: str
    why: str


@dataclass(frozen=True)
class SkippedRow:
    """A row that moved no money: closed, pending, or neither income nor expense."""

    line: int
    value: str


@dataclass(frozen=True)
class Statement:
    """The entries of one account, with its balances where the file states them."""

    account: str
    currency: str
    entries: Sequence[Entry]
    opening: Decimal | None = None
    closing: Decimal | None = None

    @property
    def moved(self) -> Decimal:
        return sum((entry.amount for entry in self.entries), NOTHING)


@dataclass(frozen=True)
class BankFile:
    """A file that could be read whole."""

    kind: str
    statements: Sequence[Statement]
    bad: Sequence[BadRow] = ()
    skipped: Sequence[SkippedRow] = ()

    @property
    def entries(self) -> list[Entry]:
        return [entry for statement in self.statements for entry in statement.entries]


@dataclass(frozen=True)
class Wanted:
    """What the person says of a file that does not say it itself."""

    account: str | None = None
    currency: str | None = None
    day_first: bool | None = None


@dataclass
class Rows:
    """What a reader has found so far."""

    entries: list[Entry] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)


def must_add_up(statement: Statement) -> None:
    """COL-81: the balance before, the entries and the balance after agree, and so do the sums that a file states; a
    file that lacks an entry is refused whole."""
    if statement.opening is None or statement.closing is None:
        return
    if statement.opening + statement.moved != statement.closing:
        must_be_sum("closing_balance", said=statement.closing, found=statement.opening + statement.moved)


def must_be_sum(field: str, *, said: Decimal, found: Decimal) -> None:
    """COL-81 of one sum: what the file says of it and what its rows come to."""
    if said != found:
        raise Malformed(field, str(said), "COL-81", found=str(found))


def account_of(found: str, wanted: str | None) -> str:
    """COL-82: an entry belongs to an account: the file names it, or who brings the file; not two different ones."""
    if not found and not wanted:
        raise Malformed("account", "", "COL-82", account="bank.names_none")
    if found and wanted and "*" not in found and account_key(found) != account_key(wanted):
        raise Malformed("account", wanted, "COL-82", account=found)
    return wanted or found


def account_key(account: str) -> str:
    """One way to write an account: without blanks and dashes, in capitals."""
    return "".join(char for char in account if char not in " -\u00a0\t").upper()[:100]


def currency_of(found: str, wanted: str | None) -> str:
    """COL-83: an amount has a currency: the file names it, or who brings the file; not two different ones."""
    if not found and not wanted:
        raise Malformed("currency", "", "COL-83", currency="bank.names_none")
    if found and wanted and found != wanted:
        raise Malformed("currency", wanted, "COL-83", currency=found)
    return found or wanted or ""


def entity_of(wanted: str | None, own: Sequence[str]) -> str:
    """COL-78: a statement belongs to a legal entity: who works for several says which."""
    named = [code for code in own if code != "*"]
    if wanted is None and (len(own) != 1 or not named):
        raise Malformed("legal_entity_id", "", "COL-78")
    return wanted or named[0]


def must_not_be_too_many(how_many: int) -> None:
    """COL-94: a file has at most 50,000 entries."""
    if how_many > MOST_ENTRIES:
        raise Malformed("file", how_many, "COL-94", most=MOST_ENTRIES)
