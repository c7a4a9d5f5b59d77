"""What can be read of everything that happened?"""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from chassis.identity import needs
from chassis.problems import lang_of
from chassis.web import Uow
from messages.base import Page
from messages.insights.views import Ageing, DailyReport, Fact, Found, StageCount, TimelineEntry
from messages.text import ShortStr
from services.insights.use_cases.find_number import find_number
from services.insights.use_cases.report_day import report_day
from services.insights.use_cases.show_sums import show_ageing, show_funnel
from services.insights.use_cases.show_timeline import list_facts, show_timeline

router = APIRouter(tags=["insights"])
EVERYBODY = needs()  # what each may see is a matter of scope
Limit = Annotated[int, Query(ge=1, le=100)]


@router.get("/find", dependencies=[EVERYBODY])
async def find(number: ShortStr, uow: Uow) -> Found:
    return await find_number(number, uow)


@router.get("/timeline", dependencies=[EVERYBODY])
async def timeline(
    request: Request,
    uow: Uow,
    id: UUID | None = None,
    number: ShortStr | None = None,
    cursor: str | None = None,
    limit: Limit = 100,
) -> Page[TimelineEntry]:
    wanted = str(id) if id else number
    return await show_timeline(wanted, uow, lang=lang_of(request), cursor=cursor, limit=limit)


@router.get("/timeline/facts", dependencies=[EVERYBODY])
async def facts(
    uow: Uow, id: UUID | None = None, number: ShortStr | None = None, cursor: str | None = None, limit: Limit = 100
) -> Page[Fact]:
    return await list_facts(str(id) if id else number, uow, cursor=cursor, limit=limit)


@router.get("/funnel", dependencies=[EVERYBODY])
async def funnel(uow: Uow, history: bool | None = None) -> list[StageCount]:
    return await show_funnel(uow, history=history)


@router.get("/ageing", dependencies=[EVERYBODY])
async def ageing(uow: Uow) -> list[Ageing]:
    return await show_ageing(uow)


@router.get("/daily-report", dependencies=[EVERYBODY])
async def daily_report(uow: Uow, person_id: UUID | None = None, day: date | None = None) -> DailyReport:
    return await report_day(person_id, day, uow)
