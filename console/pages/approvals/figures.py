"""How long do approvals take, and where do they wait?"""

from datetime import datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from chassis.base.clock import now
from console.pages.parts.responses import page
from console.service_gateway import Gateway
from console.session import Person, Reader
from messages.approvals.figures import FiguresView
from messages.texts import text

router = APIRouter()

PERIODS = (30, 90, 365)  # days
MOST_STEPS, MOST_PEOPLE, MOST_WAITING = 12, 20, 20


@router.get("/figures")
async def figures(
    request: Request, person: Reader, gateway: Gateway,
    days: Annotated[int, Query(ge=1, le=400)] = PERIODS[0],
    policy: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:  # fmt: skip
    """The last days that were chosen; of one policy, or of all."""
    begins = _midnight(person) - timedelta(days=days)
    seen = await gateway.get("approvals", "/figures", FiguresView, since=begins, policy=policy or None)
    periods = [(each, _address(each, policy), each == days) for each in PERIODS]
    choices: dict[str, Any] = {"periods": periods, "chart": _chart(seen, person.lang), "policy": policy, "days": days}
    shown: dict[str, Any] = {
        "steps": seen.steps[:MOST_STEPS],
        "people": seen.people[:MOST_PEOPLE],
        "policy_names": {one.policy: one.name for one in seen.policies},
        "waiting": seen.waiting[:MOST_WAITING],
    }
    return page(request, "approvals/figures.html", person, seen=seen, address=_address, **choices, **shown)


def _midnight(person: Person) -> datetime:
    return now().astimezone(person.zone).replace(hour=0, minute=0, second=0, microsecond=0)


def _address(days: int, policy: str | None) -> str:
    query = {"days": days} | ({"policy": policy} if policy else {})
    return f"/figures?{urlencode(query)}"


def _chart(seen: FiguresView, lang: str) -> dict[str, Any]:
    """What the pictures show: by week, in columns. Labels are worded here: the script knows no language."""
    weeks = seen.weeks
    return {
        "weeks": [f"{week.week:%m-%d}" for week in weeks],
        "counts": [
            {"label": text("figures.opened", lang), "values": [week.opened for week in weeks]},
            {"label": text("figures.approved", lang), "values": [week.approved for week in weeks]},
        ],
        "hours": [{"label": text("figures.median", lang), "values": [week.median for week in weeks]}],
        "week": text("figures.week", lang),
    }
