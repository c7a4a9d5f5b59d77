"""Which state may follow which?"""

from enum import StrEnum
from typing import TypeVar

from messages.collections.invoices import InvoiceStatus
from messages.collections.payments import PaymentStatus
from messages.collections.receivables import ReceivableStatus
from messages.errors import Refused

S = TypeVar("S", bound=StrEnum)

RECEIVABLE = {
    ReceivableStatus.OPEN: {ReceivableStatus.PAID, ReceivableStatus.CANCELLED},
    ReceivableStatus.PAID: {ReceivableStatus.OPEN},  # its payment was reversed
    ReceivableStatus.CANCELLED: set(),
}
PAYMENT = {
    PaymentStatus.RECORDED: {PaymentStatus.CONFIRMED, PaymentStatus.REFUSED},
    PaymentStatus.CONFIRMED: {PaymentStatus.REVERSED},
    PaymentStatus.REFUSED: set(),
    PaymentStatus.REVERSED: set(),
}
INVOICE = {
    InvoiceStatus.REQUESTED: {InvoiceStatus.ISSUED, InvoiceStatus.REFUSED, InvoiceStatus.CANCELLED},
    InvoiceStatus.ISSUED: {InvoiceStatus.REVERSED},
    InvoiceStatus.REFUSED: set(),
    InvoiceStatus.CANCELLED: set(),
    InvoiceStatus.REVERSED: set(),
}


def move_receivable(now: ReceivableStatus, to: ReceivableStatus) -> ReceivableStatus:
    """COL-1: a receivable is open until it is paid in full or cancelled; only a reversed payment opens it again."""
    return _move("COL-1", RECEIVABLE[now], now, to)


def move_payment(now: PaymentStatus, to: PaymentStatus) -> PaymentStatus:
    """COL-2: a recorded payment is confirmed or refused, once; only a confirmed one is reversed."""
    return _move("COL-2", PAYMENT[now], now, to)


def move_invoice(now: InvoiceStatus, to: InvoiceStatus) -> InvoiceStatus:
    """COL-3: a requested invoice is issued, refused or cancelled; an issued one is only taken back by a red letter."""
    return _move("COL-3", INVOICE[now], now, to)


def _move(rule: str, allowed: set[S], now: S, to: S) -> S:
    if to not in allowed:
        raise Refused(rule, status=f"status.{_kind(now)}.{now}")
    return to


def _kind(status: StrEnum) -> str:
    return type(status).__name__.removesuffix("Status").lower()
