"""How are activities and their costs found?"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert

from chassis.db.database import in_scope
from chassis.db.paging import both, page_of
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.errors import NotFound
from messages.leads.activities import ActivityStatus, ActivityView, CostView
from messages.money import Money
from services.leads.domain.campaigns.attribution import Running
from services.leads.domain.campaigns.plans import status_on
from services.leads.store.campaigns.campaigns import named
from services.leads.store.campaigns.reach import NO_REACH, reach_by
from services.leads.store.views import names_of
from services.leads.tables import ACTIVITY, CAMPAIGN, CAMPAIGN_TASK, COST, ActivityCostRow, ActivityRow, CampaignRow

OWN = set(ActivityView.model_fields) - {"planned_cost", "actual_cost", "expected_revenue"}


def today(work: Work) -> date:
    """Where the company's days begin."""
    return work.now.astimezone(ZoneInfo(work.tz)).date()


async def add_activity(work: Work, row: ActivityRow) -> bool:
    """False: its id or its code is taken already."""
    fresh = insert(ActivityRow).values(row.model_dump()).on_conflict_do_nothing().returning(ACTIVITY.id)
    return (await work.session.execute(fresh)).first() is not None


async def find_activity(work: Work, id: UUID) -> ActivityRow | None:
    """Whoever may see it."""
    found: ActivityRow | None = await work.session.get(ActivityRow, id)
    return found


async def get_activity(work: Work, id: UUID) -> ActivityRow:
    return await _activity(work, id, lock=False)


async def lock_activity(work: Work, id: UUID) -> ActivityRow:
    return await _activity(work, id, lock=True)


async def is_code_taken(work: Work, legal_entity_id: str, code: str, but: UUID) -> bool:
    same = func.lower(ACTIVITY.code) == code.lower()
    query = select(ACTIVITY.id).where(ACTIVITY.legal_entity_id == legal_entity_id, same, ACTIVITY.id != but)
    return (await work.session.execute(query)).first() is not None


async def page_of_activities(
    work: Work,
    *,
    campaign_id: UUID | None,
    status: ActivityStatus | None,
    channel: str | None,
    q: str | None,
    cursor: str | None,
    limit: int,
) -> Page[ActivityView]:
    """The one that starts last, first."""
    query = select(ActivityRow).where(
        both(
            in_scope(ActivityRow, work.actor.scope),
            ACTIVITY.campaign_id == campaign_id if campaign_id else None,
            _has_status(status, today(work)) if status else None,
            ACTIVITY.channel == channel if channel else None,
            named(q, ACTIVITY.number, ACTIVITY.name, ACTIVITY.code) if q else None,
        )
    )
    key = [ACTIVITY.starts_on, ACTIVITY.id]
    page = await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda row: row)
    return Page(items=await views(work, page.items), next=page.next)


async def list_running(work: Work, legal_entity_id: str, since: date) -> list[Running]:
    """For which leads may come: those that have not ended before that day, and were not cancelled."""
    columns = (ACTIVITY.id, ACTIVITY.number, ACTIVITY.code, ACTIVITY.channel, ACTIVITY.starts_on, ACTIVITY.ends_on)
    query = select(*columns).where(
        ACTIVITY.legal_entity_id == legal_entity_id, ACTIVITY.ends_on >= since, ACTIVITY.cancelled_at.is_(None)
    )
    return [Running(*row) for row in await work.session.execute(query)]


async def views(work: Work, rows: Sequence[ActivityRow]) -> list[ActivityView]:
    if not rows:
        return []
    campaigns = select(CampaignRow).where(CAMPAIGN.id.in_({row.campaign_id for row in rows}))
    known = {one.id: one for one in (await work.session.execute(campaigns)).scalars()}
    reach = await reach_by(work, ACTIVITY.id, [row.id for row in rows])
    names = await names_of(work, {row.owner_id for row in rows})
    day = today(work)
    return [
        ActivityView(
            **row.model_dump(include=OWN),
            **money_of(row),
            campaign_number=known[row.campaign_id].number,
            campaign_name=known[row.campaign_id].name,
            status=status_of(row, day),
            is_overspent=row.actual_cost > row.planned_cost,
            owner_name=names.get(row.owner_id, ""),
            reach=reach.get(row.id, NO_REACH),
        )
        for row in rows
    ]


async def view(work: Work, row: ActivityRow) -> ActivityView:
    return (await views(work, [row]))[0]


def status_of(row: ActivityRow, day: date) -> ActivityStatus:
    return status_on(day, row.starts_on, row.ends_on, is_cancelled=row.cancelled_at is not None)


def money_of(row: ActivityRow) -> dict[str, Money]:
    names = ("planned_cost", "actual_cost", "expected_revenue")
    return {name: Money.of(getattr(row, name), row.currency) for name in names}


async def event_args(work: Work, row: ActivityRow) -> dict[str, Any]:
    """What all events of it have in common."""
    number = (await work.session.execute(select(CAMPAIGN.number).where(CAMPAIGN.id == row.campaign_id))).scalar_one()
    own = row.model_dump(
        include={"number", "name", "code", "campaign_id", "channel", "starts_on", "ends_on", "owner_id"}
        | {"legal_entity_id", "version"}
    )
    return {**own, **money_of(row), "activity_id": row.id, "campaign_number": number}


async def find_cost(work: Work, id: UUID) -> ActivityCostRow | None:
    found: ActivityCostRow | None = await work.session.get(ActivityCostRow, id)
    return found


async def page_of_costs(work: Work, activity: ActivityRow, *, cursor: str | None, limit: int) -> Page[CostView]:
    """The newest first."""
    query = select(ActivityCostRow).where(COST.activity_id == activity.id)
    key = [COST.recorded_at, COST.id]
    shown = lambda row: cost_view(row, activity.currency)  # noqa: E731
    return await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True, view=shown)


def cost_view(row: ActivityCostRow, currency: str) -> CostView:
    own = row.model_dump(include=set(CostView.model_fields) - {"amount"})
    return CostView(**own, amount=Money.of(row.amount, currency))


def _has_status(status: ActivityStatus, day: date) -> Any:
    """As LEA-114 says it of one."""
    goes_on = ACTIVITY.cancelled_at.is_(None)
    return {
        ActivityStatus.CANCELLED: ~goes_on,
        ActivityStatus.PLANNED: goes_on & (ACTIVITY.starts_on > day),
        ActivityStatus.RUNNING: goes_on & (ACTIVITY.starts_on <= day) & (ACTIVITY.ends_on >= day),
        ActivityStatus.ENDED: goes_on & (ACTIVITY.ends_on < day),
    }[status]


def _visible(work: Work) -> Any:
    """Who has a task of it sees what he works for."""
    tasks = select(CAMPAIGN_TASK.id).where(
        CAMPAIGN_TASK.activity_id == ACTIVITY.id, CAMPAIGN_TASK.executor_id == work.actor.id
    )
    return or_(in_scope(ActivityRow, work.actor.scope), tasks.exists())


async def _activity(work: Work, id: UUID, *, lock: bool) -> ActivityRow:
    query = select(ActivityRow).where(ACTIVITY.id == id, _visible(work))
    found = (await work.session.execute(query.with_for_update() if lock else query)).scalar_one_or_none()
    if found is None:
        raise NotFound("activity", id)
    row: ActivityRow = found
    return row
