"""How is the ledger written, and read back?"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from chassis.base.clock import new_id
from chassis.db.unit_of_work import Work
from chassis.db.written_rows import Part
from messages.collections.ledger import LedgerAccount
from messages.money import Money
from services.collections.domain.exchange import SETTLING
from services.collections.domain.ledger import Transaction
from services.collections.store.exchange.differences import differences_of
from services.collections.tables.columns import LedgerEntries

INSERT_ENTRIES = """
INSERT INTO ledger_entries (transaction_id, line, act, account, amount, currency, legal_entity_id, customer_id, number,
  order_id, receivable_id, payment_id, refund_id, posted_by, posted_at)
SELECT e.*, $14, $15 FROM unnest($1::uuid[], $2::smallint[], $3::text[], $4::text[], $5::numeric[], $6::text[],
  $7::text[], $8::uuid[], $9::text[], $10::uuid[], $11::uuid[], $12::uuid[], $13::uuid[]) AS e"""
# Whose money settled, or was released, in another currency than that of their books?
WITH_OTHER_BOOKS = """
SELECT DISTINCT s.legal_entity_id FROM unnest($1::text[], $2::text[]) AS s (legal_entity_id, currency)
CROSS JOIN LATERAL (
  SELECT b.currency FROM books_currencies b WHERE b.legal_entity_id IN (s.legal_entity_id, '*')
  ORDER BY b.legal_entity_id = '*' LIMIT 1) books
WHERE books.currency <> s.currency"""


def post(work: Work, *transactions: Transaction) -> None:
    """With the act that they are of: all of this unit of work go to the ledger in one statement, at its end."""
    for transaction in transactions:
        work.gather(write_transactions, transaction)
        if transaction.act in SETTLING:
            work.follow(post_differences, transaction)


def write_transactions(work: Work, transactions: Sequence[Transaction]) -> Part:
    rows = [
        (id, line, transaction.act.value, posting.account.value, posting.amount, of.currency, of.legal_entity_id,
         of.customer_id, of.number, of.order_id, of.receivable_id, of.payment_id, of.refund_id)
        for id, transaction in [(new_id(), transaction) for transaction in transactions]
        for line, posting in enumerate(transaction.postings, 1)
        for of in [posting.of]
    ]  # fmt: skip
    return Part(INSERT_ENTRIES, [*map(list, zip(*rows, strict=True)), work.actor.id, work.now])


async def post_differences(work: Work, settled: Sequence[Transaction]) -> None:
    """What was gained or lost by the rates of what was settled. Raises COL-132."""
    pairs = {(of.legal_entity_id, of.currency) for one in settled for of in [one.postings[0].of]}
    for row in await work.fetch(WITH_OTHER_BOOKS, *map(list, zip(*sorted(pairs), strict=True))):
        for difference in await differences_of(work, settled, row["legal_entity_id"]):
            work.gather(write_transactions, difference)


async def gained_by(work: Work, payment_id: UUID) -> Money | None:
    """By the rates of what a payment settles, with a minus lost; None where nothing was exchanged by it."""
    query = (
        select(LedgerEntries.currency, func.sum(LedgerEntries.amount))
        .where(LedgerEntries.payment_id == payment_id, LedgerEntries.account == LedgerAccount.EXCHANGE_DIFFERENCE.value)
        .group_by(LedgerEntries.currency)
    )
    found = (await work.session.execute(query)).one_or_none()
    return Money(amount=-found[1], currency=found[0]) if found else None
