"""Until when does dunning of a receivable wait, and what of cases is due now?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, or_, select

from chassis.db.unit_of_work import Work
from messages.collections.cases.contacts import ContactStatus
from messages.collections.receivables import ReceivableStatus
from services.collections.tables import DunningPause, Receivable
from services.collections.tables.columns import CaseReceivables, Contacts, DunningPauses, Promises, Receivables

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
# The nearest clock of a shard's cases.
NEAREST = """
SELECT least(
  (SELECT min(ends_at) FROM dunning_pauses WHERE shard = $1 AND ended_at IS NULL),
  (SELECT min(breaks_at) FROM promises WHERE shard = $1 AND status = 'OPEN'),
  (SELECT min(rings_at) FROM repayment_plans WHERE shard = $1 AND rings_at IS NOT NULL),
  (SELECT min(rings_at) FROM contacts WHERE shard = $1 AND rings_at IS NOT NULL),
  (SELECT min(contact_at) FROM receivables WHERE shard = $1 AND contact_at IS NOT NULL)) AS at"""
TO_CONTACT = """
SELECT r.id, k.way FROM receivables r JOIN customers c ON c.id = r.customer_id
LEFT JOIN LATERAL (SELECT * FROM contact_rules k WHERE k.grade = c.grade AND k.legal_entity_id IN
  (c.legal_entity_id, '*') ORDER BY k.legal_entity_id = '*' LIMIT 1) k ON true
WHERE r.shard = $1 AND r.contact_at <= $2 ORDER BY r.contact_at, r.id LIMIT $3"""


async def held_until(work: Work, rows: Sequence[Receivable]) -> dict[UUID, datetime]:
    """Of those for which dunning waits beyond now."""
    await work.write()
    found = await work.fetch(HELD, [row.id for row in rows], work.now) if rows else []
    return {row["id"]: row["until"] for row in found}


async def nearest_of_cases(work: Work, shard: int) -> datetime | None:
    await work.write()
    found: datetime | None = (await work.fetch(NEAREST, shard))[0]["at"]
    return found


async def pauses_over(work: Work, shard: int, limit: int) -> list[UUID]:
    over = (DunningPauses.shard == shard, DunningPauses.ended_at.is_(None), DunningPauses.ends_at <= work.now)
    return await _ids(work, DunningPauses, over, DunningPauses.ends_at, limit)


async def promises_over(work: Work, shard: int, limit: int) -> list[UUID]:
    over = (Promises.shard == shard, Promises.status == "OPEN", Promises.breaks_at <= work.now)
    return await _ids(work, Promises, over, Promises.breaks_at, limit)


async def contacts_ringing(work: Work, shard: int, limit: int) -> list[UUID]:
    """Whose day has come, and those that nobody has to make any more: nothing is left to be paid."""
    owed = exists().where(
        CaseReceivables.record_id == Contacts.id,
        CaseReceivables.receivable_id == Receivables.id,
        Receivables.status == ReceivableStatus.OPEN,
    )
    over = and_(Contacts.status == ContactStatus.PLANNED, ~owed)
    due = (Contacts.shard == shard, or_(Contacts.rings_at <= work.now, over))
    return await _ids(work, Contacts, due, Contacts.rings_at, limit)


async def paused_of(work: Work, pause: DunningPause) -> list[UUID]:
    """What its customer owes and dunning waits for, also what became due while all of it was paused."""
    query = select(Receivables.id).where(
        Receivables.customer_id == pause.customer_id,
        Receivables.legal_entity_id == pause.legal_entity_id,
        Receivables.status == ReceivableStatus.OPEN,
        Receivables.paused_until.is_not(None),
    )
    return list((await work.session.execute(query)).scalars())


async def receivables_to_contact(work: Work, shard: int, limit: int) -> dict[UUID, str | None]:
    """Whose day of contact has come, and the way of their customer's grade (None: it was switched off)."""
    return {row["id"]: row["way"] for row in await work.fetch(TO_CONTACT, shard, work.now, limit)}


async def _ids(work: Work, table: Any, due: tuple[Any, ...], moment: Any, limit: int) -> list[UUID]:
    query = select(table.id).where(*due).order_by(moment, table.id).limit(limit)
    return list((await work.session.execute(query)).scalars())
