"""What of an order's money does its process follow? One statement, on the driver: it is asked after every event."""

from typing import Any
from uuid import UUID

import pydantic_core

from chassis.db.unit_of_work import Work
from messages.errors import NotFound

# Payments by the two ways to them, so that each goes by its index; of the orders that wait for one that finance has
# not seen, one asks for it. What a provider of e-invoices was asked for waits for the provider, and then for finance by
# a to-do of its own. Of an invoice over several orders the first asks for its issue.
SNAPSHOT = """
SELECT a.amount - a.credited AS amount, a.currency, a.invoiced, a.requested, a.changes,
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


async def find_snapshot(work: Work, order_id: UUID) -> dict[str, Any]:
    """The account's sums, its open payments and all its invoices, of one instant. Raises NotFound."""
    found = await work.fetch(SNAPSHOT, order_id)
    if not found:
        raise NotFound("order", order_id)
    lists = {name: pydantic_core.from_json(found[0][name]) for name in ("payments", "invoices")}
    return dict(found[0]) | lists
