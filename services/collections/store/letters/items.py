"""What is late of what a letter is about, and what was paid of it by when?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.db.unit_of_work import Work

# Open, dunned and not disputed: of a customer, currency and legal entity. What came of each counts from the
# day on which the bank had it.
LATE = """
SELECT r.id, r.number, r.due_on, r.tz, r.level, r.amount - r.paid - r.written_off AS open,
  coalesce(p.days, '{}'::date[]) AS paid_days, coalesce(p.amounts, '{}'::numeric[]) AS paid_amounts
FROM receivables r LEFT JOIN LATERAL (
  SELECT array_agg(p.received_on ORDER BY a.id) AS days, array_agg(a.amount ORDER BY a.id) AS amounts
  FROM allocations a JOIN payments p ON p.id = a.payment_id
  WHERE a.receivable_id = r.id AND a.released_at IS NULL AND a.confirmed) p ON true
WHERE r.customer_id = $1 AND r.currency = $2 AND r.legal_entity_id = $3 AND r.status = 'OPEN' AND r.level > 0
  AND NOT r.disputed AND r.paused_until IS NULL AND r.due_on IS NOT NULL AND r.amount - r.paid - r.written_off > 0
ORDER BY r.level DESC, r.due_on, r.number"""


@dataclass(frozen=True)
class LateReceivable:
    """`paid`: what came of it, and on which day."""

    id: UUID
    number: str
    due_on: date
    tz: str
    level: int
    open: Decimal
    paid: Sequence[tuple[date, Decimal]]


async def late_receivables(work: Work, customer_id: UUID, currency: str, legal_entity_id: str) -> list[LateReceivable]:
    """The latest first."""
    await work.write()
    rows = await work.fetch(LATE, customer_id, currency, legal_entity_id)
    return [
        LateReceivable(
            **{name: row[name] for name in ("id", "number", "due_on", "tz", "level", "open")},
            paid=list(zip(row["paid_days"], row["paid_amounts"], strict=True)),
        )
        for row in rows
    ]
