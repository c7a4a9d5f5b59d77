"""What does finance know of customers that they are judged by, and who is to be judged anew?"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.grading.grades import CreditRuleName as Rule
from messages.money import Money

# Whose records have changed since, who kept or broke his word since, whom time alone may have changed, and who was
# graded by an older policy. What is older than a day was seen by the look of the day.
DUE = """
SELECT c.id FROM customers c WHERE c.id IN (
  (SELECT DISTINCT customer_id FROM credits WHERE version <> graded_version ORDER BY customer_id LIMIT $2)
  UNION (SELECT p.customer_id FROM promises p JOIN credit_standings s ON s.customer_id = p.customer_id
    WHERE p.decided_at > s.graded_at AND p.decided_at > $1::timestamptz - interval '25 hours' LIMIT $2)
  UNION (SELECT customer_id FROM credit_standings WHERE review_at <= $1 LIMIT $2)
  UNION (SELECT customer_id FROM credit_standings
    WHERE policy_version < (SELECT max(version) FROM credit_policies) LIMIT $2))
ORDER BY c.id LIMIT $2 FOR UPDATE SKIP LOCKED"""
LOCK = "SELECT id FROM customers WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE"
# Before the facts are read: what comes later makes another version. Locked in the order in which all lock them.
SEEN = """
WITH locked AS (SELECT customer_id, currency FROM credits WHERE customer_id = ANY($1::uuid[])
  ORDER BY customer_id, currency FOR UPDATE)
UPDATE credits c SET graded_version = c.version FROM locked k
WHERE c.customer_id = k.customer_id AND c.currency = k.currency
RETURNING c.customer_id, c.currency, c.owed, c.limit_amount"""
FACTS = """
SELECT c.id, t.day, f.*, w.write_offs, b.broken_promises, e.score
FROM customers c
CROSS JOIN LATERAL (SELECT ($2::timestamptz AT TIME ZONE c.tz)::date AS day) t
LEFT JOIN LATERAL (
  SELECT count(*) FILTER (WHERE x.was_due) AS was_due,
    count(*) FILTER (WHERE x.was_due AND x.settled_on <= x.due_on) AS on_time,
    sum(x.late) FILTER (WHERE x.was_due) AS late, max(x.late) FILTER (WHERE x.was_due) AS worst,
    max(x.late) FILTER (WHERE x.status = 'OPEN') AS overdue,
    count(*) FILTER (WHERE x.status = 'OPEN' AND x.disputed) AS disputes, min(x.since) AS since
  FROM (SELECT r.status, r.settled_on, r.due_on, r.disputed,
      coalesce(r.invoiced_on, (r.created_at AT TIME ZONE c.tz)::date) AS since,
      greatest(coalesce(r.settled_on, t.day) - r.due_on, 0) AS late,
      r.due_on BETWEEN t.day - 365 AND t.day - 1 AS was_due
    FROM receivables r WHERE r.customer_id = c.id AND r.status <> 'CANCELLED') x) f ON true
LEFT JOIN LATERAL (
  SELECT count(*) AS write_offs FROM write_offs o JOIN receivables r ON r.id = o.receivable_id
  WHERE r.customer_id = c.id AND o.status = 'APPLIED' AND o.requested_by IS NOT NULL
    AND o.applied_at > $2::timestamptz - interval '365 days') w ON true
LEFT JOIN LATERAL (
  SELECT count(*) AS broken_promises FROM promises p WHERE p.customer_id = c.id AND p.status = 'BROKEN'
    AND p.decided_at > $2::timestamptz - interval '365 days') b ON true
LEFT JOIN LATERAL (
  SELECT v.score FROM credit_evidence v WHERE v.customer_id = c.id AND v.valid_until >= t.day
  ORDER BY v.asked_at DESC LIMIT 1) e ON true
WHERE c.id = ANY($1::uuid[])"""
REVIEW = "UPDATE credit_standings SET review_at = $2 WHERE customer_id = ANY($1::uuid[]) AND review_at > $2"
KEEP_GRADES = """
UPDATE customers c SET grade = n.grade FROM unnest($1::uuid[], $2::text[]) AS n (id, grade)
WHERE c.id = n.id AND c.grade <> n.grade"""
MONTH = 30


@dataclass(frozen=True)
class Known:
    """Of one customer. `room`: what he may still owe, by currency, where he has a limit."""

    measured: dict[Rule, int | None]
    days_late: int
    day: date
    room: list[Money] = field(default_factory=list)


async def lock_due(work: Work, limit: int) -> list[UUID]:
    """Customers that are to be graded anew and that nobody else is grading."""
    return [row["id"] for row in await work.fetch(DUE, work.now, limit)]


async def lock_customers(work: Work, ids: Collection[UUID]) -> None:
    await work.fetch(LOCK, list(ids))


async def known_of(work: Work, ids: Collection[UUID], now: datetime) -> dict[UUID, Known]:
    """The customers are locked; what they owe is seen from here on."""
    rooms: dict[UUID, list[Money]] = {id: [] for id in ids}
    for row in sorted(await work.fetch(SEEN, list(ids)), key=lambda row: str(row["currency"])):
        if row["limit_amount"] is not None:
            rooms[row["customer_id"]].append(Money.of(row["limit_amount"] - row["owed"], row["currency"]))
    found = await work.fetch(FACTS, list(ids), now)
    return {row["id"]: Known(_measured(row), row["overdue"] or 0, row["day"], rooms[row["id"]]) for row in found}


async def review_at_once(work: Work, ids: Collection[UUID]) -> None:
    """These customers are locked; those that were graded are graded anew by the next keeper that wakes."""
    await work.write()
    await work.fetch(REVIEW, list(ids), work.now)


async def keep_grades(work: Work, grades: dict[UUID, str]) -> None:
    """Where others read them: on the customer."""
    await work.fetch(KEEP_GRADES, list(grades), list(grades.values()))


def _measured(row: Any) -> dict[Rule, int | None]:
    due = row["was_due"] or 0
    return {
        Rule.ON_TIME: (200 * row["on_time"] + due) // (2 * due) if due else None,
        Rule.AVERAGE_DAYS: (2 * int(row["late"]) + due) // (2 * due) if due else None,
        Rule.WORST_DAYS: row["worst"],
        Rule.OVERDUE_DAYS: row["overdue"] or 0,
        Rule.WRITE_OFFS: row["write_offs"],
        Rule.DISPUTES: row["disputes"] or 0,
        Rule.BROKEN_PROMISES: row["broken_promises"],
        Rule.RELATION_MONTHS: (row["day"] - row["since"]).days // MONTH if row["since"] else None,
        Rule.EVIDENCE: row["score"],
    }
