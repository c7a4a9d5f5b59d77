"""What may a payment provider tell, and when does its bill say the same?"""

from decimal import Decimal

from messages.errors import Malformed, RuleViolation
from messages.money import Money

REFUNDED = "payment.refunded"


def signed(type: str, amount: Money) -> Decimal:
    """Plus what came, minus what went back."""
    return -amount.amount if type == REFUNDED else amount.amount


def must_be_signed(*, is_signed: bool, signature: str) -> None:
    """COL-96: what a provider tells counts with its signature (Standard Webhooks 1.1: HMAC-SHA256 over id, time and
    body, at most five minutes old); who has no secret is no provider."""
    if not is_signed:
        raise Malformed("webhook-signature", signature, "COL-96")


def must_be_more_than_nothing(amount: Money) -> None:
    """COL-97: a transaction moves more than nothing; that it went back its type says."""
    if amount.amount <= 0:
        raise RuleViolation("COL-97", amount=str(amount))


def must_be_the_same(*, told: Decimal, again: Decimal, same_order: bool, transaction: str) -> None:
    """COL-98: told again a transaction is the same: it is counted and changes nothing; with another amount or order it
    is refused."""
    if told != again or not same_order:
        raise RuleViolation("COL-98", transaction=transaction, told=str(told), again=str(again))


def reconciled(*, told: Decimal, billed: Decimal, same_currency: bool) -> bool:
    """COL-99: a transaction is reconciled when the bill has its number with the same amount and currency; with another
    it is shown as different."""
    return told == billed and same_currency
