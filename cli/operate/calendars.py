"""Until when does each calendar of the running stack know its days?"""

import asyncio
from datetime import UTC, date, datetime

import httpx

from chassis.http.client import ServiceClient, StaticToken, Unavailable
from deploy.embedded.stack import Layout
from deploy.embedded.tokens import setup_token
from messages.approvals.people import CalendarView

SOON_DAYS = 60  # before the last known year ends it is said


async def ending_calendars(layout: Layout, until: float) -> list[str]:
    """What is to be said of calendars that know no more days soon. Nothing while approvals does not answer."""
    client = ServiceClient(layout.url("approvals"), StaticToken(setup_token(layout)))
    try:
        async with asyncio.timeout_at(until):
            listed = await client.send("GET", "/calendars")
    except (Unavailable, httpx.HTTPError, TimeoutError):
        return []
    finally:
        await client.close()
    today = datetime.now(UTC).date()
    return [said for one in listed if (said := said_of(CalendarView.model_validate(one), today))]


def said_of(calendar: CalendarView, today: date) -> str:
    """Empty when it knows its days for long enough."""
    if calendar.country is None:
        return "" if calendar.holidays else f"{calendar.id} knows no day off at all"
    if calendar.known_until is None:
        return f"{calendar.id}: {today.year} is computed, not announced"
    if (calendar.known_until - today).days > SOON_DAYS:
        return ""
    return f"{calendar.id} is known until {calendar.known_until}, later years are computed, without make-up days"
