"""What may finance decide about an entry?"""

from collections.abc import Collection
from itertools import count
from uuid import UUID

from messages.collections.bank import AcceptBankEntry, BankEntryStatus
from messages.collections.payments import PaymentStatus
from messages.errors import Malformed, RuleViolation
from messages.matching.characters import letters
from messages.matching.companies import company_key
from messages.money import Money

NO_NAME = 3  # a payer's account of fewer letters and digits names nobody
STANDING = (PaymentStatus.RECORDED, PaymentStatus.CONFIRMED)


def must_be_open(status: BankEntryStatus) -> None:
    """COL-87: an entry becomes a payment or is set aside, once; to decide anew it is reopened first."""
    if status is not BankEntryStatus.OPEN:
        raise RuleViolation("COL-87", status=f"status.bank_entry.{status}")


def must_have_come(amount: Money) -> None:
    """COL-88: only money that came becomes a customer's payment; what went is set aside with its reason."""
    if amount.amount <= 0:
        raise RuleViolation("COL-88", amount=str(amount))


def must_say_whose(command: AcceptBankEntry) -> None:
    """COL-90: who accepts an entry names its customer, or the payment that it is, not both."""
    if (command.customer_id is None) == (command.payment_id is None):
        raise Malformed("customer_id", str(command.customer_id or ""), "COL-90")
    if command.payment_id is not None and (command.allocations or command.order_id or command.exchange):
        raise Malformed("payment_id", str(command.payment_id), "COL-90")


def must_be_that_money(
    entry: Money, payment: Money, *, status: PaymentStatus, number: str, one_entity: bool, has_entry: bool
) -> None:
    """COL-89: an entry is a recorded payment when that stands, with the same amount, currency and legal entity, and
    no other entry is it."""
    if entry != payment or status not in STANDING or not one_entity or has_entry:
        raise RuleViolation("COL-89", number=number, amount=str(payment), entry=str(entry))


def first_free(taken: Collection[int]) -> int:
    """The smallest number from 1 on that is not taken."""
    return next(number for number in count(1) if number not in taken)


def must_not_be_confirmer(*, confirmed_by: UUID | None, reopened_by: UUID) -> None:
    """COL-91: a payment that counts is taken back with its entry by somebody else than who confirmed it."""
    if confirmed_by == reopened_by:
        raise RuleViolation("COL-91")


def payer_key(account: str, name: str) -> str | None:
    """By what the same payer is known again: his account, else his name; a masked account names nobody."""
    digits = letters(account)
    if "*" not in account and len(digits) > NO_NAME:
        return f"account:{digits}"[:200]
    key = company_key(name)
    return f"name:{key}"[:200] if key else None
