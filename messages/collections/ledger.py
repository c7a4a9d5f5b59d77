"""What is said of the ledger 总账, in which all money stands twice?"""

from enum import StrEnum


class LedgerAccount(StrEnum):
    """The chart of accounts. A debit is more than nothing, a credit less; the sum of all is nothing."""

    RECEIVABLE = "RECEIVABLE"  # 应收账款: what customers owe
    ADVANCE = "ADVANCE"  # 预收账款: money of theirs that settles nothing yet
    REFUND_PAYABLE = "REFUND_PAYABLE"  # 应退款: set aside to go back to them
    BANK = "BANK"  # 银行存款: what finance saw come and go
    SALES = "SALES"  # 销售: against what is owed
    CREDIT_NOTE = "CREDIT_NOTE"  # 销售退回: of what is owed no longer, as goods came back
    WRITE_OFF = "WRITE_OFF"  # 冲销: given up by approval
    SMALL_DIFFERENCE = "SMALL_DIFFERENCE"  # 小额差异: given up within the tolerance
    EARLY_DISCOUNT = "EARLY_DISCOUNT"  # 现金折扣: given up as it was paid early
    EXCHANGE = "EXCHANGE"  # 货币兑换: between two currencies, each of which adds up by itself
    EXCHANGE_DIFFERENCE = "EXCHANGE_DIFFERENCE"  # 汇兑损益: gained or lost between the day of a debt and of its money
    SETTLED_BEFORE = "SETTLED_BEFORE"  # 期初已结: settled in another system, before it was imported


class LedgerAct(StrEnum):
    """What is posted."""

    RECEIVABLE_OPENED = "RECEIVABLE_OPENED"
    RECEIVABLE_SETTLED_BEFORE = "RECEIVABLE_SETTLED_BEFORE"
    RECEIVABLE_CANCELLED = "RECEIVABLE_CANCELLED"
    RECEIVABLE_REDUCED = "RECEIVABLE_REDUCED"
    PAYMENT_CONFIRMED = "PAYMENT_CONFIRMED"
    PAYMENT_VOIDED = "PAYMENT_VOIDED"
    PAYMENT_MOVED = "PAYMENT_MOVED"
    ALLOCATED = "ALLOCATED"
    RELEASED = "RELEASED"
    WRITTEN_OFF = "WRITTEN_OFF"
    DIFFERENCE_CLOSED = "DIFFERENCE_CLOSED"
    DISCOUNT_TAKEN = "DISCOUNT_TAKEN"
    WRITE_OFF_TAKEN_BACK = "WRITE_OFF_TAKEN_BACK"
    REFUND_REQUESTED = "REFUND_REQUESTED"
    REFUND_DROPPED = "REFUND_DROPPED"
    REFUND_CONFIRMED = "REFUND_CONFIRMED"
    EXCHANGE_DIFFERENCE = "EXCHANGE_DIFFERENCE"
