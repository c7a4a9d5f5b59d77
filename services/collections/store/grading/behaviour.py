"""What did a customer owe at the end of each month, and how late was what he settled?"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import Work
from services.collections.domain.credit import BUCKETS
from services.collections.domain.grading.behaviour import SALES_DAYS

EDGES = [most for most, _ in BUCKETS]
MONTHS = """
WITH months AS (
  SELECT least((month + interval '1 month')::date - 1, $3::date) AS last
  FROM generate_series($2::date::timestamp, $3::date::timestamp, interval '1 month') AS month),
debts AS (
  SELECT id, currency, due_on, amount, paid, settled_on, tz,
    coalesce(invoiced_on, (created_at AT TIME ZONE tz)::date) AS since
  FROM receivables WHERE customer_id = $1 AND status <> 'CANCELLED')"""
# Of each debt what stood at the end of each month. What was settled in another system has no money here.
AGES = f"""{MONTHS},
came AS (
  SELECT d.id, p.received_on AS day, a.amount FROM debts d
  JOIN allocations a ON a.receivable_id = d.id AND a.confirmed AND a.released_at IS NULL
  JOIN payments p ON p.id = a.payment_id),
gone AS (
  SELECT id, day, amount FROM came
  UNION ALL
  SELECT d.id, (w.applied_at AT TIME ZONE d.tz)::date, w.amount
  FROM debts d JOIN write_offs w ON w.receivable_id = d.id AND w.status = 'APPLIED'
  UNION ALL
  SELECT d.id, d.settled_on, d.paid - coalesce((SELECT sum(c.amount) FROM came c WHERE c.id = d.id), 0)
  FROM debts d WHERE d.settled_on IS NOT NULL),
stood AS (
  SELECT m.last, d.currency, d.due_on,
    d.amount - coalesce((SELECT sum(g.amount) FROM gone g WHERE g.id = d.id AND g.day <= m.last), 0) AS open
  FROM months m JOIN debts d ON d.since <= m.last)
SELECT last, currency, CASE WHEN due_on IS NOT NULL THEN
    coalesce((SELECT min(edge) FROM unnest($4::int[]) AS edge WHERE last - due_on <= edge), $5) END AS edge,
  count(*) FILTER (WHERE open > 0) AS count, sum(open) AS open
FROM stood GROUP BY 1, 2, 3 ORDER BY 1 DESC, 2, 3 NULLS FIRST"""
INVOICED = f"""{MONTHS}
SELECT m.last, d.currency, sum(d.amount) AS invoiced
FROM months m JOIN debts d ON d.since <= m.last AND d.since > m.last - {SALES_DAYS}
GROUP BY 1, 2"""
SETTLED = """
SELECT count(*) AS settled, count(*) FILTER (WHERE settled_on <= due_on) AS on_time,
  coalesce(sum(greatest(settled_on - due_on, 0)), 0) AS late,
  coalesce(sum(settled_on - coalesce(invoiced_on, (created_at AT TIME ZONE tz)::date)), 0) AS out
FROM receivables
WHERE customer_id = $1 AND status = 'PAID' AND settled_on BETWEEN $2 AND $3 AND due_on IS NOT NULL"""


async def ages_by_month(work: Work, customer_id: UUID, first: date, until: date) -> Sequence[Any]:
    """By the last day of each month, currency and age; the newest first."""
    return await work.fetch(AGES, customer_id, first, until, EDGES, EDGES[-1] + 1)


async def invoiced_by_month(work: Work, customer_id: UUID, first: date, until: date) -> Sequence[Any]:
    """In the 90 days up to the last day of each month, by currency."""
    return await work.fetch(INVOICED, customer_id, first, until)


async def settled_between(work: Work, customer_id: UUID, first: date, until: date) -> Any:
    """How many, how many of them in time, and their days: after the due day, and since the invoice."""
    return (await work.fetch(SETTLED, customer_id, first, until))[0]
