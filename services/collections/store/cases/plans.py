"""How much came for a plan to repay, and in which plan is a receivable?"""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import exists, func, select, update

from chassis.db.unit_of_work import Work
from messages.collections.cases.repayment_plans import RepaymentPlanStatus
from services.collections.tables.columns import CaseReceivables, RepaymentPlans

S = RepaymentPlanStatus
LIVE = (S.REQUESTED, S.RETURNED, S.ACTIVE)
FOLLOWED = (S.ACTIVE, S.BROKEN, S.KEPT)
CAME = """
SELECT c.record_id, m.received_on, sum(l.amount) AS amount FROM case_receivables c
JOIN allocations l ON l.receivable_id = c.receivable_id JOIN payments m ON m.id = l.payment_id
WHERE c.record_id = ANY($1::uuid[]) AND l.confirmed AND l.released_at IS NULL GROUP BY 1, 2"""


async def came_for(work: Work, ids: Sequence[UUID]) -> dict[UUID, dict[date, Decimal]]:
    """Confirmed money that settles their receivables now, by the day on which it came."""
    await work.write()
    found: dict[UUID, dict[date, Decimal]] = {id: {} for id in ids}
    for row in await work.fetch(CAME, list(ids)):
        found[row["record_id"]][row["received_on"]] = row["amount"]
    return found


async def is_in_a_plan(work: Work, receivable_ids: Collection[UUID], *, but: UUID) -> bool:
    """In another one that is asked for, or counts."""
    about = exists().where(
        CaseReceivables.record_id == RepaymentPlans.id, CaseReceivables.receivable_id.in_(receivable_ids)
    )
    query = select(func.count()).where(about, RepaymentPlans.status.in_(LIVE), RepaymentPlans.id != but)
    return bool((await work.session.execute(query)).scalar_one())


async def look_at_plans(work: Work, receivable_ids: Collection[UUID]) -> None:
    """Money has moved on these: their keeper looks at the plans that they are in when it wakes up next."""
    about = exists().where(
        CaseReceivables.record_id == RepaymentPlans.id, CaseReceivables.receivable_id.in_(receivable_ids)
    )
    looked_at = update(RepaymentPlans).where(about, RepaymentPlans.status.in_(FOLLOWED)).values(rings_at=work.now)
    await work.session.execute(looked_at)
