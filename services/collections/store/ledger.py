"""How is the ledger written, and read back?"""

from collections.abc import Sequence

from chassis.base.clock import new_id
from chassis.db.unit_of_work import Work
from services.collections.domain.ledger import Transaction

INSERT_ENTRIES = """
INSERT INTO ledger_entries (transaction_id, line, act, account, amount, currency, legal_entity_id, customer_id, number,
  order_id, receivable_id, payment_id, refund_id, posted_by, posted_at)
SELECT e.*, $14, $15 FROM unnest($1::uuid[], $2::smallint[], $3::text[], $4::text[], $5::numeric[], $6::text[],
  $7::text[], $8::uuid[], $9::text[], $10::uuid[], $11::uuid[], $12::uuid[], $13::uuid[]) AS e"""


def post(work: Work, *transactions: Transaction) -> None:
    """With the act that they are of: all of this unit of work go to the ledger in one statement, at its end."""
    for transaction in transactions:
        work.gather(write_transactions, transaction)


async def write_transactions(work: Work, transactions: Sequence[Transaction]) -> None:
    rows = [
        (id, line, transaction.act.value, posting.account.value, posting.amount, of.currency, of.legal_entity_id,
         of.customer_id, of.number, of.order_id, of.receivable_id, of.payment_id, of.refund_id)
        for id, transaction in [(new_id(), transaction) for transaction in transactions]
        for line, posting in enumerate(transaction.postings, 1)
        for of in [posting.of]
    ]  # fmt: skip
    await work.fetch(INSERT_ENTRIES, *map(list, zip(*rows, strict=True)), work.actor.id, work.now)
