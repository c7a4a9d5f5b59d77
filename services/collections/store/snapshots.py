"""What of an order's money does its process follow? One statement, on the driver: it is asked after every event."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pydantic_core

from chassis.db.unit_of_work import Work
from chassis.db.written_rows import Part
from messages.base import OpenItem
from messages.collections.receivables import AccountSnapshot
from messages.errors import NotFound
from messages.money import Money
from services.collections.domain.allowances import is_to_be_corrected

# Payments by the two ways to them, so that each goes by its index; of the orders that wait for one that finance has
# not seen, one asks for it. What a provider of e-invoices was asked for waits for the provider, and then for finance by
# a to-do of its own. Of an invoice over several orders the first asks for its issue.
SNAPSHOT = """
SELECT a.amount - a.credited AS amount, a.currency, a.invoiced, a.requested, a.changes,
  coalesce((SELECT s.version FROM account_standings s WHERE s.order_id = $1), 0) AS version,
  a.confirmed_at IS NOT NULL AS confirmed,
  (SELECT coalesce(sum(r.paid + r.written_off), 0) FROM receivables r
   WHERE r.order_id = $1 AND r.status <> 'CANCELLED') AS settled,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'number', p.number, 'waits', p.status = 'RECORDED',
    'amount', p.amount::text, 'currency', p.currency)
    ORDER BY p.recorded_at DESC, p.id DESC), '[]') FROM payments p
   WHERE p.id IN (SELECT o.id FROM payments o WHERE o.order_id = $1 UNION
     SELECT l.payment_id FROM receivables r JOIN allocations l ON l.receivable_id = r.id AND l.released_at IS NULL
     WHERE r.order_id = $1)
   AND (p.status = 'RECORDED' AND $1 = coalesce((SELECT o.order_id FROM allocations m
       JOIN receivables o ON o.id = m.receivable_id
       WHERE m.payment_id = p.id AND m.released_at IS NULL AND o.order_id IS NOT NULL
       ORDER BY o.order_id LIMIT 1), p.order_id)
     OR p.order_id = $1 AND p.status IN ('CONFIRMED', 'REVERSED')
       AND p.allocated + p.refunded < p.amount))::text AS payments,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'number', i.number, 'waits', i.status = 'REQUESTED'
      AND i.order_id = $1 AND NOT EXISTS (SELECT FROM invoice_filings f WHERE f.invoice_id = i.id),
    'issued', i.status = 'ISSUED'
      AND NOT EXISTS (SELECT FROM invoice_filings f WHERE f.invoice_id = i.id AND f.kind = 'REVERSE'),
    'amount', i.amount::text, 'currency', i.currency)
    ORDER BY i.requested_at DESC, i.id DESC), '[]') FROM invoices i
   WHERE i.id IN (SELECT l.invoice_id FROM invoice_lines l WHERE l.order_id = $1))::text AS invoices
FROM order_accounts a WHERE a.order_id = $1"""


COUNT = """
INSERT INTO account_standings AS s (order_id, version)
SELECT o.id, 1 FROM unnest($1::uuid[]) AS o (id) ORDER BY o.id
ON CONFLICT (order_id) DO UPDATE SET version = s.version + 1"""
SETTLE = "SELECT 1 FROM account_standings WHERE order_id = $1 FOR SHARE"


def count_standing(_work: Work, orders: Sequence[UUID]) -> Part:
    """The money of these orders moves, and locks that until the end: whoever reads what stands after it sees all that
    was counted before."""
    return Part(COUNT, [list(dict.fromkeys(orders))])


async def await_acts(work: Work, order_id: UUID) -> None:
    """Until those that have been counted are at their end: what is read then has all that their events say, and what
    an act of later says has all that was read."""
    await work.fetch(SETTLE, order_id)


async def standing_of(work: Work, order_id: UUID) -> AccountSnapshot:
    """The account's sums, its open payments and all its invoices, of one instant. Raises NotFound."""
    rows = await work.fetch(SNAPSHOT, order_id)
    if not rows:
        raise NotFound("order", order_id)
    found = dict(rows[0])
    payments, invoices = (pydantic_core.from_json(found[name]) for name in ("payments", "invoices"))
    uninvoiced = found["amount"] - found["invoiced"] - found["requested"]
    too_much = is_to_be_corrected(invoiced=found["invoiced"], owed=found["amount"])
    return AccountSnapshot(
        settled=found["confirmed"] and found["settled"] == found["amount"],
        invoiced_in_full=found["confirmed"] and found["invoiced"] == found["amount"],
        to_correct=[_item(invoice) for invoice in invoices if invoice["issued"]][: int(too_much)],
        to_request=uninvoiced > 0,
        to_invoice=Money.of(uninvoiced, found["currency"]) if uninvoiced > 0 else None,
        to_confirm=[_item(payment) for payment in payments if payment["waits"]],
        on_account=[_item(payment) for payment in payments if not payment["waits"]],
        to_issue=[_item(invoice) for invoice in invoices if invoice["waits"]],
        invoices=len(invoices),
        changes=found["changes"],
        version=found["version"],
    )


def _item(row: dict[str, Any]) -> OpenItem:
    return OpenItem(id=row["id"], number=row["number"], amount=Money.of(row["amount"], row["currency"]))
