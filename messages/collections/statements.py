"""What is said of a customer's statement of account 对账单?"""

from datetime import date, datetime
from uuid import UUID

from messages.base import View
from messages.collections.ledger import LedgerAct
from messages.money import Money


class Balance(View):
    """Where a customer's money stands at a moment, by the ledger."""

    owed: Money  # of receivables
    advance: Money  # money of his that settles nothing
    to_refund: Money  # set aside to go back to him
    total: Money  # owed less what is his


class StatementMove(View):
    """What changed how much he owes on the whole; what only settles something with his own money does not."""

    at: datetime
    act: LedgerAct
    number: str  # of the receivable, payment or refund
    receivable_id: UUID | None
    payment_id: UUID | None
    refund_id: UUID | None
    amount: Money  # more than nothing: he owes more
    balance: Money  # after it


class Statement(View):
    """From the beginning of the first to the end of the last day, by the customer's clock."""

    customer_id: UUID
    customer_name: str
    currency: str
    tz: str
    first_on: date
    last_on: date
    opening: Balance
    closing: Balance
    charged: Money  # what he owes more by all moves that say so
    credited: Money  # what he owes less by all others
    moves: list[StatementMove]
    next: str | None  # the cursor of the following moves
