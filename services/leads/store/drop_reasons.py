"""How are the reasons of a legal entity kept, and for which of them are most leads dropped?"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from chassis.db.paging import both
from chassis.db.unit_of_work import Work
from messages.leads.drop_reasons import DropRank, DropReasonRow
from messages.leads.leads import LeadStatus
from services.leads.domain.drop_reasons import USUAL_REASONS
from services.leads.store.leads import visible
from services.leads.tables import DROP_REASON, LEAD, DropReasonOfEntity

MOST_RANKED = 200


async def list_reasons(work: Work, entity: str) -> list[DropReasonRow]:
    """Those that the legal entity has set, else the usual ones."""
    query = select(DropReasonOfEntity).where(DROP_REASON.legal_entity_id == entity).order_by(DROP_REASON.position)
    own = [row.row() for row in (await work.session.execute(query)).scalars()]
    return own or list(USUAL_REASONS)


async def set_reasons(work: Work, entity: str, rows: Sequence[DropReasonRow]) -> None:
    await work.session.execute(delete(DropReasonOfEntity).where(DROP_REASON.legal_entity_id == entity))
    values = [
        {"legal_entity_id": entity, "position": position, **row.model_dump()} for position, row in enumerate(rows)
    ]
    await work.session.execute(insert(DropReasonOfEntity), values)


async def rank(work: Work, *, since: datetime | None, until: datetime | None) -> list[DropRank]:
    """Of the leads that came in this time and that the actor may see: per source, the most frequent reason first."""
    came = both(
        LEAD.created_at >= since if since else None,
        LEAD.created_at < until if until else None,
        LEAD.status != LeadStatus.DUPLICATE,
    )
    dropped = LEAD.status == LeadStatus.DROPPED
    counted = (
        select(
            LEAD.source,
            func.coalesce(LEAD.drop_reason, "").label("reason"),
            LEAD.drop_label,
            func.count().filter(dropped).label("dropped"),
            func.sum(func.count()).over(partition_by=LEAD.source).label("of_source"),
        )
        .where(visible(work), came)
        .group_by(LEAD.source, LEAD.drop_reason, LEAD.drop_label)
        .subquery()
    )
    shown = select(counted).where(counted.c.dropped > 0).order_by(counted.c.dropped.desc(), counted.c.source)
    rows = (await work.session.execute(shown.limit(MOST_RANKED))).all()
    return [
        DropRank(
            source=row.source,
            reason=row.reason,
            label=row.drop_label,
            count=row.dropped,
            of_source=int(row.of_source),
            permille=round(1000 * row.dropped / int(row.of_source)),
        )
        for row in rows
    ]
