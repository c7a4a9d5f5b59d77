"""How are campaigns found, and what do their activities add up to?"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.db.common_tables import people
from chassis.db.database import in_scope
from chassis.db.paging import both, page_of
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.errors import NotFound
from messages.leads.campaigns import CampaignView
from messages.money import MOST, Money
from services.leads.domain.campaigns.plans import NOTHING
from services.leads.store.campaigns.reach import NO_REACH, reach_by
from services.leads.store.views import names_of
from services.leads.tables import ACTIVITY, CAMPAIGN, CampaignRow

SUMMED = (ACTIVITY.planned_cost, ACTIVITY.actual_cost, ACTIVITY.expected_revenue)
ESCAPE = "\\"


async def add_campaign(work: Work, row: CampaignRow) -> bool:
    """False: this id is taken already."""
    fresh = insert(CampaignRow).values(row.model_dump()).on_conflict_do_nothing().returning(CAMPAIGN.id)
    return (await work.session.execute(fresh)).first() is not None


async def get_campaign(work: Work, id: UUID) -> CampaignRow:
    return await _campaign(work, id, lock=False)


async def lock_campaign(work: Work, id: UUID) -> CampaignRow:
    return await _campaign(work, id, lock=True)


async def page_of_campaigns(
    work: Work, *, q: str | None, owner_id: UUID | None, on: date | None, cursor: str | None, limit: int
) -> Page[CampaignView]:
    """The one that starts last, first; `on`: which go on that day."""
    query = select(CampaignRow).where(
        both(
            in_scope(CampaignRow, work.actor.scope),
            CAMPAIGN.owner_id == owner_id if owner_id else None,
            CAMPAIGN.starts_on <= on if on else None,
            CAMPAIGN.ends_on >= on if on else None,
            named(q, CAMPAIGN.number, CAMPAIGN.name) if q else None,
        )
    )
    key = [CAMPAIGN.starts_on, CAMPAIGN.id]
    page = await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda row: row)
    return Page(items=await views(work, page.items), next=page.next)


async def views(work: Work, rows: Sequence[CampaignRow]) -> list[CampaignView]:
    if not rows:
        return []
    ids = [row.id for row in rows]
    sums = await _sums(work, ids)
    reach = await reach_by(work, ACTIVITY.campaign_id, ids)
    names = await names_of(work, {row.owner_id for row in rows})
    return [
        _view(row, sums.get(row.id, (0, NOTHING, NOTHING, NOTHING)), reach.get(row.id, NO_REACH), names) for row in rows
    ]


async def view(work: Work, row: CampaignRow) -> CampaignView:
    return (await views(work, [row]))[0]


async def list_periods(work: Work, id: UUID) -> list[tuple[str, date, date]]:
    """Of its activities, but the cancelled ones."""
    query = select(ACTIVITY.number, ACTIVITY.starts_on, ACTIVITY.ends_on).where(
        ACTIVITY.campaign_id == id, ACTIVITY.cancelled_at.is_(None)
    )
    return [(row[0], row[1], row[2]) for row in await work.session.execute(query)]


async def move_plans(work: Work, owner_id: UUID, unit: str, *, version: int) -> None:
    """Somebody works in another unit now: what he plans goes along, unless something newer is known."""
    newer = exists().where(people.c.id == owner_id, people.c.version > version)
    for table in (CAMPAIGN, ACTIVITY):
        theirs = update(table).where(table.owner_id == owner_id, table.owner_unit != unit, ~newer)
        await work.session.execute(theirs.values(owner_unit=unit).execution_options(synchronize_session=False))


def named(q: str, *columns: Any) -> Any:
    """It is in one of them."""
    wanted = q.replace(ESCAPE, ESCAPE * 2).replace("%", f"{ESCAPE}%").replace("_", f"{ESCAPE}_")
    first, *others = (column.ilike(f"%{wanted}%", escape=ESCAPE) for column in columns)
    for other in others:
        first = first | other
    return first


async def _campaign(work: Work, id: UUID, *, lock: bool) -> CampaignRow:
    query = select(CampaignRow).where(CAMPAIGN.id == id, in_scope(CampaignRow, work.actor.scope))
    found = (await work.session.execute(query.with_for_update() if lock else query)).scalar_one_or_none()
    if found is None:
        raise NotFound("campaign", id)
    row: CampaignRow = found
    return row


async def sums_of(work: Work, id: UUID, but: UUID | None = None) -> dict[str, Decimal]:
    """What its activities add up to, by the name of the amount, perhaps but one of them."""
    query = select(*(func.coalesce(func.sum(column), NOTHING) for column in SUMMED))
    query = query.where(ACTIVITY.campaign_id == id, both(ACTIVITY.id != but if but else None))
    row = (await work.session.execute(query)).one()
    return {column.key: amount for column, amount in zip(SUMMED, row, strict=True)}


async def _sums(work: Work, ids: Sequence[UUID]) -> dict[UUID, tuple[int, Decimal, Decimal, Decimal]]:
    counted = select(ACTIVITY.campaign_id, func.count(), *(func.sum(column) for column in SUMMED))
    rows = await work.session.execute(counted.where(ACTIVITY.campaign_id.in_(ids)).group_by(ACTIVITY.campaign_id))
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


def _view(
    row: CampaignRow, sums: tuple[int, Decimal, Decimal, Decimal], reach: Any, names: dict[UUID, str]
) -> CampaignView:
    activities, *amounts = sums
    # What one budget or cost too many made of it is shown as the most that can be.
    planned, actual, expected = (Money.of(min(amount, MOST), row.currency) for amount in amounts)
    return CampaignView(
        **row.model_dump(include=set(CampaignView.model_fields)),
        owner_name=names.get(row.owner_id, ""),
        activities=activities,
        planned_cost=planned,
        actual_cost=actual,
        expected_revenue=expected,
        reach=reach,
    )
