"""How much of what was promised has come, and what is promised already?"""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import exists, func, select

from chassis.db.unit_of_work import Work
from messages.collections.cases.promises import PromiseStatus
from services.collections.domain.cases.promises import Came
from services.collections.tables import Promise
from services.collections.tables.columns import CaseReceivables, Promises

A_YEAR = timedelta(days=365)
A_DAY = timedelta(days=1)  # within which what was written down by mistake is withdrawn
# By its day: money that finance has confirmed and that settles one of its receivables now; and whether all of them are
# settled since a day no later than that, or are owed no longer.
CAME = """
SELECT p.id, coalesce((SELECT sum(l.amount) FROM case_receivables c
    JOIN allocations l ON l.receivable_id = c.receivable_id JOIN payments m ON m.id = l.payment_id
    WHERE c.record_id = p.id AND l.confirmed AND l.released_at IS NULL AND m.received_on <= p.promised_on), 0)
  AS by_day,
  (SELECT bool_and(r.status = 'CANCELLED' OR r.status = 'PAID' AND r.settled_on <= p.promised_on)
    FROM case_receivables c JOIN receivables r ON r.id = c.receivable_id WHERE c.record_id = p.id) AS settled
FROM promises p WHERE p.id = ANY($1::uuid[])"""
PAID_BY = """
SELECT coalesce(sum(l.amount), 0) AS paid FROM allocations l JOIN payments m ON m.id = l.payment_id
WHERE l.receivable_id = ANY($1::uuid[]) AND l.confirmed AND l.released_at IS NULL AND m.received_on <= $2"""

BROKEN_BY = """
SELECT customer_id, count(*) AS broken FROM promises
WHERE customer_id = ANY($1::uuid[]) AND status = 'BROKEN' AND decided_at > $2 GROUP BY customer_id"""


async def came(work: Work, ids: Collection[UUID]) -> dict[UUID, Came]:
    await work.write()
    return {row["id"]: Came(row["by_day"], bool(row["settled"])) for row in await work.fetch(CAME, list(ids))}


async def paid_by(work: Work, receivable_ids: Collection[UUID], day: date) -> Decimal:
    """What of them was paid already by money that had come by that day."""
    found: Decimal = (await work.fetch(PAID_BY, list(receivable_ids), day))[0]["paid"]
    return found


async def promises_about(work: Work, receivable_ids: Collection[UUID]) -> list[UUID]:
    """All that money still decides, of any of these."""
    query = select(Promises.id).where(
        Promises.status != PromiseStatus.WITHDRAWN,
        exists().where(CaseReceivables.record_id == Promises.id, CaseReceivables.receivable_id.in_(receivable_ids)),
    )
    return list((await work.session.execute(query)).scalars())


async def broken_by(work: Work, customer_ids: Collection[UUID]) -> dict[UUID, int]:
    """How often did these customers break their word within a year?"""
    await work.write(Promise)
    rows = await work.fetch(BROKEN_BY, list(customer_ids), work.now - A_YEAR)
    return {row["customer_id"]: row["broken"] for row in rows}


async def promised_before(work: Work, receivable_ids: Collection[UUID]) -> tuple[Decimal, bool]:
    """How much of them is in promises that run and has not come; and was one of them broken, or given up late?"""
    given_up = (Promises.status == PromiseStatus.WITHDRAWN) & (Promises.decided_at > Promises.made_at + A_DAY)
    about = exists().where(CaseReceivables.record_id == Promises.id, CaseReceivables.receivable_id.in_(receivable_ids))
    query = select(
        func.coalesce(
            func.sum(func.greatest(Promises.amount - Promises.came, 0)).filter(Promises.status == PromiseStatus.OPEN), 0
        ),
        func.count().filter((Promises.status == PromiseStatus.BROKEN) | given_up),
    ).where(about)
    running, broken = (await work.session.execute(query)).one()
    return Decimal(running), broken > 0
