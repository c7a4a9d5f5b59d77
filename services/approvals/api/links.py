"""How is a link in a message shown and used? Its token comes in the body: addresses are written into logs."""

from fastapi import APIRouter

from chassis.auth.identity import public
from chassis.http.app import Uow
from messages.approvals.notices import DecideByLink, LinkView, ShowLink
from services.approvals.api.notices import Own
from services.approvals.use_cases.notices import decide_by_link

router = APIRouter(prefix="/links", tags=["links"])


@router.post("/show", dependencies=[public()])
async def show(command: ShowLink, uow: Uow, settings: Own) -> LinkView:
    return await decide_by_link.show_link(command, uow, settings)


@router.post("/decide", dependencies=[public()])
async def decide(command: DecideByLink, uow: Uow, settings: Own) -> LinkView:
    return await decide_by_link.decide_by_link(command, uow, settings)
