"""Which state may follow which?"""

import re
from enum import StrEnum
from typing import TypeVar

from messages.collections.corrections import CorrectionStatus
from messages.collections.invoices import InvoiceStatus
from messages.collections.payments import PaymentStatus
from messages.collections.receivables import ReceivableStatus
from messages.collections.refunds import RefundStatus
from messages.collections.write_offs import WriteOffStatus
from messages.errors import RuleViolation

S = TypeVar("S", bound=StrEnum)

RECEIVABLE = {
    ReceivableStatus.OPEN: {ReceivableStatus.PAID, ReceivableStatus.CANCELLED},
    ReceivableStatus.PAID: {ReceivableStatus.OPEN},  # its payment was reversed, or its write-off taken back
    ReceivableStatus.CANCELLED: set(),
}
PAYMENT = {
    PaymentStatus.RECORDED: {PaymentStatus.CONFIRMED, PaymentStatus.REJECTED},
    PaymentStatus.CONFIRMED: {PaymentStatus.REVERSED, PaymentStatus.VOIDED},
    PaymentStatus.REJECTED: set(),
    PaymentStatus.REVERSED: {PaymentStatus.CONFIRMED, PaymentStatus.VOIDED},  # it settles something else
    PaymentStatus.VOIDED: set(),
}
INVOICE = {
    InvoiceStatus.REQUESTED: {InvoiceStatus.ISSUED, InvoiceStatus.REJECTED, InvoiceStatus.CANCELLED},
    InvoiceStatus.ISSUED: {InvoiceStatus.REVERSED},
    InvoiceStatus.REJECTED: set(),
    InvoiceStatus.CANCELLED: set(),
    InvoiceStatus.REVERSED: set(),
}

WRITE_OFF = {
    WriteOffStatus.REQUESTED: {
        WriteOffStatus.APPLIED,
        WriteOffStatus.RETURNED,
        WriteOffStatus.REJECTED,
        WriteOffStatus.WITHDRAWN,
    },
    WriteOffStatus.RETURNED: {WriteOffStatus.REQUESTED, WriteOffStatus.WITHDRAWN},
    WriteOffStatus.APPLIED: {WriteOffStatus.TAKEN_BACK},
    WriteOffStatus.REJECTED: set(),
    WriteOffStatus.WITHDRAWN: set(),
    WriteOffStatus.TAKEN_BACK: set(),
}
REFUND = {
    RefundStatus.REQUESTED: {RefundStatus.CONFIRMED, RefundStatus.REJECTED, RefundStatus.WITHDRAWN},
    RefundStatus.CONFIRMED: set(),
    RefundStatus.REJECTED: set(),
    RefundStatus.WITHDRAWN: set(),
}
CORRECTION = {
    CorrectionStatus.REQUESTED: {
        CorrectionStatus.CONFIRMED,
        CorrectionStatus.REJECTED,
        CorrectionStatus.WITHDRAWN,
    },
    CorrectionStatus.CONFIRMED: set(),
    CorrectionStatus.REJECTED: set(),
    CorrectionStatus.WITHDRAWN: set(),
}


def move_receivable(now: ReceivableStatus, to: ReceivableStatus) -> ReceivableStatus:
    """COL-1: a receivable is open until paid in full, written off or cancelled; only a payment that is reversed or a
    write-off that is taken back opens it again."""
    return _move("COL-1", RECEIVABLE[now], now, to)


def move_payment(now: PaymentStatus, to: PaymentStatus) -> PaymentStatus:
    """COL-2: a payment is confirmed or rejected, once; a confirmed one is reversed, and counts when allocated again;
    one that was voided never counts again."""
    return _move("COL-2", PAYMENT[now], now, to)


def move_invoice(now: InvoiceStatus, to: InvoiceStatus) -> InvoiceStatus:
    """COL-3: a requested invoice is issued, rejected or cancelled; an issued one is only reversed by a credit note."""
    return _move("COL-3", INVOICE[now], now, to)


def move_write_off(now: WriteOffStatus, to: WriteOffStatus) -> WriteOffStatus:
    """COL-25: a write-off counts from its approval until it is taken back; a returned one is resubmitted."""
    return _move("COL-25", WRITE_OFF[now], now, to)


def move_refund(now: RefundStatus, to: RefundStatus) -> RefundStatus:
    """COL-54: a refund is confirmed, rejected or withdrawn, once."""
    return _move("COL-54", REFUND[now], now, to)


def move_correction(now: CorrectionStatus, to: CorrectionStatus) -> CorrectionStatus:
    """COL-69: a correction is confirmed, rejected or withdrawn, once."""
    return _move("COL-69", CORRECTION[now], now, to)


def _move(rule: str, allowed: set[S], now: S, to: S) -> S:
    if to not in allowed:
        raise RuleViolation(rule, status=f"status.{_kind(now)}.{now}")
    return to


def _kind(status: StrEnum) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(status).__name__.removesuffix("Status")).lower()
