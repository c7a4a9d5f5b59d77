"""How is a customer's part of the ledger added up and listed?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from chassis.db.unit_of_work import Work
from messages.collections.ledger import LedgerAccount
from services.collections.store.customers.joined import is_of_customer
from services.collections.tables.columns import LedgerEntries

HIS = (LedgerAccount.RECEIVABLE, LedgerAccount.ADVANCE, LedgerAccount.REFUND_PAYABLE)  # the rest is ours

# Of one instant: what stood before the first moment and before the last, and what went up and down in between.
SUMS = """
WITH his AS (
    SELECT transaction_id, account, amount, posted_at < $3 AS before FROM ledger_entries
    WHERE (customer_id = $1 OR customer_id IN (SELECT id FROM customers WHERE merged_into = $1))
      AND currency = $2 AND posted_at < $4
      AND account IN ('RECEIVABLE', 'ADVANCE', 'REFUND_PAYABLE')),
moves AS (SELECT sum(amount) AS amount FROM his WHERE NOT before GROUP BY transaction_id)
SELECT
    coalesce(sum(amount) FILTER (WHERE before AND account = 'RECEIVABLE'), 0) AS owed_before,
    coalesce(sum(amount) FILTER (WHERE before AND account = 'ADVANCE'), 0) AS advance_before,
    coalesce(sum(amount) FILTER (WHERE before AND account = 'REFUND_PAYABLE'), 0) AS to_refund_before,
    coalesce(sum(amount) FILTER (WHERE account = 'RECEIVABLE'), 0) AS owed,
    coalesce(sum(amount) FILTER (WHERE account = 'ADVANCE'), 0) AS advance,
    coalesce(sum(amount) FILTER (WHERE account = 'REFUND_PAYABLE'), 0) AS to_refund,
    coalesce((SELECT sum(amount) FROM moves WHERE amount > 0), 0) AS charged,
    coalesce((SELECT sum(amount) FROM moves WHERE amount < 0), 0) AS credited
FROM his"""


async def add_up(work: Work, customer_id: UUID, currency: str, begin: datetime, end: datetime) -> Any:
    """`owed`, `advance`, `to_refund` at the end and `…_before` the beginning, signed; `charged`, `credited`."""
    return (await work.fetch(SUMS, customer_id, currency, begin, end))[0]


def moves(customer_id: UUID, currency: str, begin: datetime, end: datetime) -> tuple[Select[Any], tuple[Any, Any]]:
    """The transactions that changed what he owes on the whole, each with the sum of all up to it; and their order."""
    one = (
        select(
            LedgerEntries.transaction_id,
            func.min(LedgerEntries.posted_at).label("at"),
            func.min(LedgerEntries.act).label("act"),
            func.min(LedgerEntries.number).label("number"),
            *(_only(name) for name in ("receivable_id", "payment_id", "refund_id")),
            func.sum(LedgerEntries.amount).label("amount"),
        )
        .where(
            is_of_customer(LedgerEntries.customer_id, customer_id),
            LedgerEntries.currency == currency,
            LedgerEntries.posted_at >= begin,
            LedgerEntries.posted_at < end,
            LedgerEntries.account.in_([account.value for account in HIS]),
        )
        .group_by(LedgerEntries.transaction_id)
        .having(func.sum(LedgerEntries.amount) != 0)
        .subquery()
    )
    upto = func.sum(one.c.amount).over(order_by=(one.c.at, one.c.transaction_id)).label("upto")
    running = select(one, upto).subquery()
    return select(*running.c), (running.c.at, running.c.transaction_id)


async def first_moves(work: Work, query: Select[Any], key: tuple[Any, Any], most: int) -> list[Any]:
    """In their order, and one more where there are more."""
    return list((await work.session.execute(query.order_by(*key).limit(most + 1))).all())


def _only(name: str) -> Any:
    """A move is about one record of a kind."""
    return func.any_value(getattr(LedgerEntries, name)).label(name)
