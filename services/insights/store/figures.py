"""How is business doing: how many records are in which state, worth how much, how late?"""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import case, func, select

from chassis.db.unit_of_work import Work
from services.insights.store.sales import entities_in_scope, owners_in_scope
from services.insights.tables import RECORD

FUNNEL = ("lead", "opportunity", "registration", "contract", "order", "payment")
ENDED = ("PAID", "CANCELLED")


async def list_stages(work: Work, *, history: bool | None) -> list[tuple[str, str, int, Decimal | None, str | None]]:
    """(kind, state, count, amount, currency); an open opportunity's state is its stage."""
    open_stage = (RECORD.kind == "opportunity") & (RECORD.status == "OPEN") & RECORD.stage.is_not(None)
    state = case((open_stage, RECORD.stage), else_=RECORD.status).label("state")
    query = select(RECORD.kind, state, func.count(), func.sum(RECORD.amount), RECORD.currency).where(
        RECORD.kind.in_(FUNNEL), RECORD.status.is_not(None), *_visible(work)
    )
    if history is not None:
        query = query.where(func.coalesce(RECORD.history, False) == history)
    rows = await work.session.execute(query.group_by(RECORD.kind, state, RECORD.currency))
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


async def list_open_by_due(work: Work) -> list[tuple[date | None, str | None, str, int, Decimal]]:
    """(due on, its time zone, currency, count, open) of the receivables that are owed."""
    place = (RECORD.due_on, RECORD.tz, RECORD.currency)
    query = select(*place, func.count(), func.sum(RECORD.amount)).where(
        RECORD.kind == "receivable", RECORD.status.not_in(ENDED), RECORD.amount.is_not(None), *_visible(work)
    )
    rows = await work.session.execute(query.group_by(*place))
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def _visible(work: Work) -> list[Any]:
    return [owners_in_scope(work, RECORD.owner_id), entities_in_scope(work)]
