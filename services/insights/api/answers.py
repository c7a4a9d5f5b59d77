"""What can be read of everything that happened?"""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from chassis.auth.identity import needs
from chassis.http.app import Uow
from chassis.http.problems import lang_of
from messages.base import Page
from messages.insights.views import Ageing, ChainLink, DailyReport, Found, StageCount, TimelineEntry, TimelineEvent
from messages.text import ShortStr
from services.insights import use_cases

router = APIRouter(tags=["insights"])
EVERYBODY = needs()  # what each may see is a matter of scope
Day = Annotated[date, Query(ge=date(2000, 1, 1), le=date(2199, 12, 31), description="2000-01-01 to 2199-12-31")]
Limit = Annotated[int, Query(ge=1, le=100)]


@router.get("/find", dependencies=[EVERYBODY])
async def find_number(number: ShortStr, uow: Uow) -> Found:
    return await use_cases.find_number(number, uow)


@router.get("/chain", dependencies=[EVERYBODY])
async def show_chain(uow: Uow, id: UUID | None = None, number: ShortStr | None = None) -> list[ChainLink]:
    """From money back to the activity for which the lead came."""
    return await use_cases.show_chain(str(id) if id else number, uow)


@router.get("/timeline", dependencies=[EVERYBODY])
async def show_timeline(
    request: Request,
    uow: Uow,
    id: UUID | None = None,
    number: ShortStr | None = None,
    cursor: str | None = None,
    limit: Limit = 100,
) -> Page[TimelineEntry]:
    wanted = str(id) if id else number
    return await use_cases.show_timeline(wanted, uow, lang=lang_of(request), cursor=cursor, limit=limit)


@router.get("/timeline/events", dependencies=[EVERYBODY])
async def list_events(
    uow: Uow, id: UUID | None = None, number: ShortStr | None = None, cursor: str | None = None, limit: Limit = 100
) -> Page[TimelineEvent]:
    return await use_cases.list_events(str(id) if id else number, uow, cursor=cursor, limit=limit)


@router.get("/funnel", dependencies=[EVERYBODY])
async def show_funnel(uow: Uow, history: bool | None = None) -> list[StageCount]:
    return await use_cases.show_funnel(uow, history=history)


@router.get("/ageing", dependencies=[EVERYBODY])
async def show_ageing(uow: Uow) -> list[Ageing]:
    return await use_cases.show_ageing(uow)


@router.get("/daily-report", dependencies=[EVERYBODY])
async def report_day(uow: Uow, person_id: UUID | None = None, day: Day | None = None) -> DailyReport:
    return await use_cases.report_day(person_id, day, uow)
