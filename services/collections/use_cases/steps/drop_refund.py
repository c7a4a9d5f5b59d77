"""How does money that was to go back lie on the customer's account again? (a step of rejecting and of withdrawing)"""

from chassis.db.unit_of_work import Work
from services.collections.domain import ledger
from services.collections.store.ledger import post
from services.collections.tables import Payment, Refund


def drop_refund(work: Work, found: Refund, paid: Payment) -> None:
    """Locked with its payment, which can settle something with it again."""
    paid.refunded -= found.amount
    paid.version += 1
    found.version += 1
    post(work, ledger.refund_dropped(paid.subject, found.subject(paid), found.amount))
