"""What came of activities: how many leads, opportunities and wins?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from chassis.db.unit_of_work import Work
from messages.leads.campaigns import Reach
from messages.money import MOST, Money
from services.leads.tables import ACTIVITY, LEAD, SALE, SaleRow

NO_REACH = Reach()
WON, LOST = "WON", "LOST"


async def reach_by(work: Work, column: Any, ids: Sequence[UUID]) -> dict[UUID, Reach]:
    """By the id of an activity, or of its campaign. Two statements, however many there are."""
    came = (
        select(column)
        .select_from(LEAD.__table__)
        .join(ACTIVITY.__table__, ACTIVITY.id == LEAD.activity_id)
        .outerjoin(SALE.__table__, SALE.opportunity_id == LEAD.opportunity_id)
        .where(column.in_(ids))
    )
    ended = [func.count().filter(SALE.status == status) for status in (WON, LOST)]
    counted = came.add_columns(func.count(), func.count(LEAD.opportunity_id), *ended).group_by(column)
    found = {row[0]: row[1:] for row in await work.session.execute(counted)}
    amounts = await _amounts(work, came, column)
    return {
        id: Reach(leads=row[0], opportunities=row[1], won=row[2], lost=row[3], won_amounts=amounts.get(id, []))
        for id, row in found.items()
    }


async def _amounts(work: Work, came: Any, column: Any) -> dict[UUID, list[Money]]:
    won = came.add_columns(SALE.currency, func.sum(SALE.amount)).where(SALE.status == WON, SALE.amount.is_not(None))
    found: dict[UUID, list[Money]] = {}
    for row in await work.session.execute(won.group_by(column, SALE.currency).order_by(SALE.currency)):
        found.setdefault(row[0], []).append(Money.of(min(row[2], MOST), row[1]))
    return found


async def activity_of_touches(work: Work, lead_id: UUID) -> UUID | None:
    """For which the first of those came that repeat this lead."""
    repeats = select(LEAD.activity_id).where(LEAD.duplicate_of == lead_id, LEAD.activity_id.is_not(None))
    found: UUID | None = (await work.session.execute(repeats.order_by(LEAD.created_at).limit(1))).scalar()
    return found


async def project_sale(work: Work, sale: SaleRow) -> None:
    """The newest version counts; of an opportunity that came of no lead nothing is kept."""
    if (await work.session.execute(select(LEAD.id).where(LEAD.opportunity_id == sale.opportunity_id))).first() is None:
        return
    fresh = insert(SaleRow).values(sale.model_dump())
    changed = {name: fresh.excluded[name] for name in ("status", "amount", "currency", "version")}
    newer = SALE.version < fresh.excluded.version
    await work.session.execute(
        fresh.on_conflict_do_update(index_elements=["opportunity_id"], set_=changed, where=newer)
    )
