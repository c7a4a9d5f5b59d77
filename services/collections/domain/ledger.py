"""Which postings does each act of money make?"""

from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from messages.collections.ledger import LedgerAccount as Account
from messages.collections.ledger import LedgerAct as Act
from messages.money import Money

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Subject:
    """What a posting is about: whose money it is, and the records that people know it by."""

    customer_id: UUID
    legal_entity_id: str
    currency: str
    number: str
    order_id: UUID | None = None
    receivable_id: UUID | None = None
    payment_id: UUID | None = None
    refund_id: UUID | None = None


@dataclass(frozen=True)
class Posting:
    account: Account
    amount: Decimal  # a debit is more than nothing, a credit less
    of: Subject


@dataclass(frozen=True)
class Transaction:
    """One act. Raises ValueError when its postings do not add up to nothing: that is a fault, no rule."""

    act: Act
    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        if not is_balanced(self.postings):
            raise ValueError(f"{self.act} does not add up to nothing")


def is_balanced(postings: tuple[Posting, ...]) -> bool:
    """COL-50: each act of money is one transaction of the ledger, which adds up to nothing in each legal entity and
    currency; it is never changed, only followed by another one."""
    sums: dict[tuple[str, str], Decimal] = {}
    for posting in postings:
        key = (posting.of.legal_entity_id, posting.of.currency)
        sums[key] = sums.get(key, NOTHING) + posting.amount
    return not any(sums.values())


def receivable_opened(owed: Subject, amount: Decimal) -> Transaction:
    return _transaction(Act.RECEIVABLE_OPENED, (Account.RECEIVABLE, Account.SALES), amount, owed)


def receivable_settled_before(owed: Subject, amount: Decimal) -> Transaction:
    """Its money came into another system."""
    return _transaction(Act.RECEIVABLE_SETTLED_BEFORE, (Account.SETTLED_BEFORE, Account.RECEIVABLE), amount, owed)


def receivable_cancelled(owed: Subject, amount: Decimal) -> Transaction:
    return _transaction(Act.RECEIVABLE_CANCELLED, (Account.SALES, Account.RECEIVABLE), amount, owed)


def receivable_reduced(owed: Subject, amount: Decimal) -> Transaction:
    """So much less is owed of it: goods came back."""
    return _transaction(Act.RECEIVABLE_REDUCED, (Account.CREDIT_NOTE, Account.RECEIVABLE), amount, owed)


def payment_confirmed(paid: Subject, amount: Decimal, received: Money | None = None) -> Transaction:
    """All money is the customer's advance first; what it settles is posted after it. `received`: what came, where that
    was in another currency."""
    came = _exchange(amount, paid, received) if received else (Posting(Account.BANK, amount, paid),)
    return Transaction(Act.PAYMENT_CONFIRMED, (*came, Posting(Account.ADVANCE, -amount, paid)))


def payment_voided(paid: Subject, amount: Decimal, received: Money | None = None) -> Transaction:
    """The money is not there: the bank took it back, or it never was."""
    gone = _exchange(-amount, paid, -received) if received else (Posting(Account.BANK, -amount, paid),)
    return Transaction(Act.PAYMENT_VOIDED, (Posting(Account.ADVANCE, amount, paid), *gone))


def payment_moved(paid: Subject, to: Subject, amount: Decimal) -> Transaction:
    """It is another customer's advance."""
    return _transaction(Act.PAYMENT_MOVED, (Account.ADVANCE, Account.ADVANCE), amount, paid, to)


def allocated(paid: Subject, owed: Subject, amount: Decimal) -> Transaction:
    return _transaction(Act.ALLOCATED, (Account.ADVANCE, Account.RECEIVABLE), amount, paid, owed)


def released(paid: Subject, owed: Subject, amount: Decimal) -> Transaction:
    return _transaction(Act.RELEASED, (Account.RECEIVABLE, Account.ADVANCE), amount, owed, paid)


def written_off(owed: Subject, amount: Decimal, *, by_tolerance: bool) -> Transaction:
    """COL-51: what is given up within the tolerance stands on an account of its own, apart from what was approved."""
    if by_tolerance:
        return _transaction(Act.DIFFERENCE_CLOSED, (Account.SMALL_DIFFERENCE, Account.RECEIVABLE), amount, owed)
    return _transaction(Act.WRITTEN_OFF, (Account.WRITE_OFF, Account.RECEIVABLE), amount, owed)


def write_off_taken_back(owed: Subject, amount: Decimal, *, by_tolerance: bool) -> Transaction:
    against = Account.SMALL_DIFFERENCE if by_tolerance else Account.WRITE_OFF
    return _transaction(Act.WRITE_OFF_TAKEN_BACK, (Account.RECEIVABLE, against), amount, owed)


def discount_taken(owed: Subject, amount: Decimal) -> Transaction:
    """COL-156: what is given up as it was paid early stands on an account of its own, also when it is taken back."""
    return _transaction(Act.DISCOUNT_TAKEN, (Account.EARLY_DISCOUNT, Account.RECEIVABLE), amount, owed)


def discount_taken_back(owed: Subject, amount: Decimal) -> Transaction:
    return _transaction(Act.WRITE_OFF_TAKEN_BACK, (Account.RECEIVABLE, Account.EARLY_DISCOUNT), amount, owed)


def refund_requested(paid: Subject, back: Subject, amount: Decimal) -> Transaction:
    """It is set aside: nothing else can be settled with it."""
    return _transaction(Act.REFUND_REQUESTED, (Account.ADVANCE, Account.REFUND_PAYABLE), amount, paid, back)


def refund_dropped(paid: Subject, back: Subject, amount: Decimal) -> Transaction:
    return _transaction(Act.REFUND_DROPPED, (Account.REFUND_PAYABLE, Account.ADVANCE), amount, back, paid)


def refund_confirmed(back: Subject, amount: Decimal, sent: Money | None = None) -> Transaction:
    """It has left the bank. `sent`: in the other currency in which its payment had come."""
    gone = _exchange(-amount, back, -sent) if sent is not None else (Posting(Account.BANK, -amount, back),)
    return Transaction(Act.REFUND_CONFIRMED, (Posting(Account.REFUND_PAYABLE, amount, back), *gone))


def exchange_difference(paid: Subject, owed: Subject, books: str, *, used: Decimal, booked: Decimal) -> Transaction:
    """What was settled was worth `used` in the books when it was paid, and `booked` when it was owed: what is more is
    gained, what is less is lost; both with a minus where it is released."""
    of_paid, of_owed = replace(paid, currency=books), replace(owed, currency=books)
    of_both = replace(of_paid, receivable_id=owed.receivable_id)
    said = (
        Posting(Account.EXCHANGE, used, of_paid),
        Posting(Account.EXCHANGE, -booked, of_owed),
        Posting(Account.EXCHANGE_DIFFERENCE, booked - used, of_both),
    )
    return Transaction(Act.EXCHANGE_DIFFERENCE, tuple(posting for posting in said if posting.amount))


def _exchange(amount: Decimal, of: Subject, money: Money) -> tuple[Posting, ...]:
    """`amount` of the debt's currency is `money` of another at the bank; each currency adds up by itself."""
    elsewhere = replace(of, currency=money.currency)
    said = (
        Posting(Account.BANK, money.amount, elsewhere),
        Posting(Account.EXCHANGE, -money.amount, elsewhere),
        Posting(Account.EXCHANGE, amount, of),
    )
    return tuple(posting for posting in said if posting.amount)


def _transaction(
    act: Act, accounts: tuple[Account, Account], amount: Decimal, of: Subject, against: Subject | None = None
) -> Transaction:
    """`accounts`: that of the debit and that of the credit; `against`: what the credit is about, if another."""
    debit, credit = accounts
    return Transaction(act, (Posting(debit, amount, of), Posting(credit, -amount, against or of)))
