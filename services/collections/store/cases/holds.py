"""Until when does dunning of a receivable wait, what of a shard's cases is due now, and when is it looked at next?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from chassis.db.unit_of_work import Work
from messages.collections.receivables import ReceivableStatus
from services.collections.tables import DunningPause, Receivable
from services.collections.tables.columns import Receivables

# Until when at the longest: pauses of it, those of all that its customer owes, promises that dunning waits for, and
# plans, which have dunning's work until they are broken.
HELD = """
SELECT r.id, max(h.until) AS until FROM receivables r JOIN LATERAL (
  SELECT p.ends_at AS until FROM case_receivables l JOIN dunning_pauses p ON p.id = l.record_id
    WHERE l.receivable_id = r.id AND p.ended_at IS NULL
  UNION ALL SELECT p.ends_at FROM dunning_pauses p
    WHERE p.customer_id = r.customer_id AND p.legal_entity_id = r.legal_entity_id AND p.whole_customer
      AND p.ended_at IS NULL
  UNION ALL SELECT p.breaks_at FROM case_receivables l JOIN promises p ON p.id = l.record_id
    WHERE l.receivable_id = r.id AND p.status = 'OPEN' AND p.holds
  UNION ALL SELECT p.holds_until FROM case_receivables l JOIN repayment_plans p ON p.id = l.record_id
    WHERE l.receivable_id = r.id AND p.status = 'ACTIVE') h ON h.until > $2
WHERE r.id = ANY($1::uuid[]) GROUP BY r.id"""
# The nearest clock of a shard: of its receivables and of its cases.
NEAREST = """
SELECT least(
  (SELECT min(ends_at) FROM dunning_pauses WHERE shard = $1 AND ended_at IS NULL),
  (SELECT min(breaks_at) FROM promises WHERE shard = $1 AND status = 'OPEN'),
  (SELECT min(rings_at) FROM repayment_plans WHERE shard = $1 AND rings_at IS NOT NULL),
  (SELECT min(rings_at) FROM contacts WHERE shard = $1 AND rings_at IS NOT NULL),
  (SELECT min(contact_at) FROM receivables WHERE shard = $1 AND contact_at IS NOT NULL),
  (SELECT min(next_at) FROM receivables WHERE shard = $1 AND next_at IS NOT NULL)) AS at"""
RINGING = """
(SELECT 'pause' AS kind, id, NULL AS way FROM dunning_pauses
  WHERE shard = $1 AND ended_at IS NULL AND ends_at <= $2 ORDER BY ends_at, id LIMIT $3)
UNION ALL (SELECT 'promise', id, NULL FROM promises
  WHERE shard = $1 AND status = 'OPEN' AND breaks_at <= $2 ORDER BY breaks_at, id LIMIT $3)
UNION ALL (SELECT 'contact', c.id, NULL FROM contacts c
  WHERE c.shard = $1 AND (c.rings_at <= $2 OR c.status = 'PLANNED' AND NOT EXISTS (SELECT FROM case_receivables l
    JOIN receivables r ON r.id = l.receivable_id WHERE l.record_id = c.id AND r.status = 'OPEN'))
  ORDER BY c.rings_at, c.id LIMIT $3)
UNION ALL (SELECT 'plan', id, NULL FROM repayment_plans
  WHERE shard = $1 AND rings_at <= $2 ORDER BY rings_at, id LIMIT $3)
UNION ALL (SELECT 'debt', r.id, k.way FROM receivables r JOIN customers c ON c.id = r.customer_id
  LEFT JOIN LATERAL (SELECT * FROM contact_rules k WHERE k.grade = c.grade AND k.legal_entity_id IN
    (c.legal_entity_id, '*') ORDER BY k.legal_entity_id = '*' LIMIT 1) k ON true
  WHERE r.shard = $1 AND r.contact_at <= $2 ORDER BY r.contact_at, r.id LIMIT $3)"""


async def held_until(work: Work, rows: Sequence[Receivable]) -> dict[UUID, datetime]:
    """Of those for which dunning waits beyond now."""
    await work.write()
    found = await work.fetch(HELD, [row.id for row in rows], work.now) if rows else []
    return {row["id"]: row["until"] for row in found}


async def nearest(work: Work, shard: int) -> datetime | None:
    await work.write()
    found: datetime | None = (await work.fetch(NEAREST, shard))[0]["at"]
    return found


@dataclass(frozen=True)
class Ringing:
    """Ids of what is due by now, of each kind the first ones. `contacts`: those whose day has come, and those that
    nobody has to make any more, as nothing is left to be paid; `to_contact`: receivables whose day of contact has come,
    with the way of their customer's grade (None: it was switched off)."""

    pauses: Sequence[UUID]
    promises: Sequence[UUID]
    contacts: Sequence[UUID]
    plans: Sequence[UUID]
    to_contact: Mapping[UUID, str | None]

    @property
    def records(self) -> list[UUID]:
        return [*self.pauses, *self.promises, *self.contacts, *self.plans]


async def ringing(work: Work, shard: int, limit: int) -> Ringing:
    await work.write()
    found: dict[str, dict[UUID, str | None]] = {kind: {} for kind in ("pause", "promise", "contact", "plan", "debt")}
    for row in await work.fetch(RINGING, shard, work.now, limit):
        found[row["kind"]][row["id"]] = row["way"]
    pauses, promises, contacts, plans, to_contact = found.values()
    return Ringing(list(pauses), list(promises), list(contacts), list(plans), to_contact)


async def paused_of(work: Work, pause: DunningPause) -> list[UUID]:
    """What its customer owes and dunning waits for, also what became due while all of it was paused."""
    query = select(Receivables.id).where(
        Receivables.customer_id == pause.customer_id,
        Receivables.legal_entity_id == pause.legal_entity_id,
        Receivables.status == ReceivableStatus.OPEN,
        Receivables.paused_until.is_not(None),
    )
    return list((await work.session.execute(query)).scalars())
