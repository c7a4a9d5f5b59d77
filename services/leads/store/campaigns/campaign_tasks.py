"""How are tasks of activities found, and which of them are late?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, update

from chassis.db.database import in_scope
from chassis.db.paging import both, page_of
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.errors import NotFound
from messages.leads.campaign_tasks import CampaignTaskStatus, CampaignTaskView
from services.leads.store.views import names_of
from services.leads.tables import ACTIVITY, CAMPAIGN_TASK, ActivityRow, CampaignTaskRow

OPEN = CampaignTaskStatus.OPEN


async def find_task(work: Work, id: UUID) -> CampaignTaskRow | None:
    """Whoever may see it."""
    found: CampaignTaskRow | None = await work.session.get(CampaignTaskRow, id)
    return found


async def get_task(work: Work, id: UUID) -> CampaignTaskRow:
    return await _task(work, id, lock=False)


async def lock_task(work: Work, id: UUID) -> CampaignTaskRow:
    return await _task(work, id, lock=True)


async def lock_known(work: Work, id: UUID) -> CampaignTaskRow | None:
    """Whoever may see it."""
    query = select(CampaignTaskRow).where(CAMPAIGN_TASK.id == id).with_for_update()
    found: CampaignTaskRow | None = (await work.session.execute(query)).scalar_one_or_none()
    return found


async def page_of_tasks(
    work: Work, *, activity_id: UUID | None, executor_id: UUID | None, open: bool | None, cursor: str | None, limit: int
) -> Page[CampaignTaskView]:
    """What is due first, first."""
    is_open = CAMPAIGN_TASK.status == OPEN
    query = select(CampaignTaskRow).where(
        _visible(work),
        both(
            CAMPAIGN_TASK.activity_id == activity_id if activity_id else None,
            CAMPAIGN_TASK.executor_id == executor_id if executor_id else None,
            None if open is None else is_open if open else ~is_open,
        ),
    )
    key = [CAMPAIGN_TASK.due_on, CAMPAIGN_TASK.id]
    page = await page_of(work, query, key=key, cursor=cursor, limit=limit, view=lambda row: row)
    return Page(items=await views(work, page.items), next=page.next)


async def views(work: Work, rows: Sequence[CampaignTaskRow]) -> list[CampaignTaskView]:
    if not rows:
        return []
    activities = await activities_of(work, rows)
    names = await names_of(work, {row.executor_id for row in rows})
    return [
        CampaignTaskView(
            **row.model_dump(include=set(CampaignTaskView.model_fields)),
            activity_number=activities[row.activity_id].number,
            activity_name=activities[row.activity_id].name,
            executor_name=names.get(row.executor_id, ""),
        )
        for row in rows
    ]


async def view(work: Work, row: CampaignTaskRow) -> CampaignTaskView:
    return (await views(work, [row]))[0]


async def activities_of(work: Work, rows: Sequence[CampaignTaskRow]) -> dict[UUID, ActivityRow]:
    query = select(ActivityRow).where(ACTIVITY.id.in_({row.activity_id for row in rows}))
    return {one.id: one for one in (await work.session.execute(query)).scalars()}


async def lock_open(work: Work, activity_id: UUID) -> list[CampaignTaskRow]:
    """Of an activity."""
    query = select(CampaignTaskRow).where(CAMPAIGN_TASK.activity_id == activity_id, CAMPAIGN_TASK.status == OPEN)
    rows = await work.session.execute(query.order_by(CAMPAIGN_TASK.id).with_for_update())
    return list(rows.scalars())


async def lock_late(work: Work, limit: int) -> list[CampaignTaskRow]:
    """The oldest first, each to one taker."""
    query = select(CampaignTaskRow).where(CAMPAIGN_TASK.late_at <= work.now).order_by(CAMPAIGN_TASK.late_at)
    found = await work.session.execute(query.limit(limit).with_for_update(skip_locked=True))
    return list(found.scalars())


async def nearest_deadline(work: Work) -> datetime | None:
    found: datetime | None = (await work.session.execute(select(func.min(CAMPAIGN_TASK.late_at)))).scalar()
    return found


async def hand_over_tasks(work: Work, executor_id: UUID, to_id: UUID) -> int:
    """What is open; the to-do of it goes along by itself."""
    theirs = update(CampaignTaskRow).where(CAMPAIGN_TASK.executor_id == executor_id, CAMPAIGN_TASK.status == OPEN)
    moved = theirs.values(executor_id=to_id, version=CAMPAIGN_TASK.version + 1).returning(CAMPAIGN_TASK.id)
    return len((await work.session.execute(moved.execution_options(synchronize_session=False))).all())


def event_args(row: CampaignTaskRow, activity: ActivityRow) -> dict[str, Any]:
    own = row.model_dump(include={"number", "activity_id", "title", "legal_entity_id", "due_on", "version"})
    return own | {"campaign_task_id": row.id, "activity_name": activity.name, "owner_id": row.executor_id}


def _visible(work: Work) -> Any:
    """Its executor sees it, and who sees its activity."""
    planned = select(ACTIVITY.id).where(in_scope(ActivityRow, work.actor.scope))
    return or_(CAMPAIGN_TASK.executor_id == work.actor.id, CAMPAIGN_TASK.activity_id.in_(planned))


async def _task(work: Work, id: UUID, *, lock: bool) -> CampaignTaskRow:
    query = select(CampaignTaskRow).where(CAMPAIGN_TASK.id == id, _visible(work))
    found = (await work.session.execute(query.with_for_update() if lock else query)).scalar_one_or_none()
    if found is None:
        raise NotFound("campaign_task", id)
    row: CampaignTaskRow = found
    return row
