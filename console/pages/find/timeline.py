"""What has happened to this record?"""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from console.pages.parts.responses import page
from console.service_gateway import Gateway, ServiceGateway
from console.session import Reader
from messages.base import Page
from messages.insights.views import TimelineEntry

router = APIRouter()

MOST_PAGES = 5  # a sale has fewer events


@router.get("/timeline/{id}")
async def timeline(request: Request, id: UUID, person: Reader, gateway: Gateway) -> Response:
    """The history of one record, for its page."""
    entries = await gateway.part("insights", entries_of(gateway, id))
    return page(request, "find/fragment.html", person, entries=entries or [], back=f"/find?number={id}")


async def entries_of(gateway: ServiceGateway, id: UUID) -> list[TimelineEntry]:
    """Oldest first."""
    entries: list[TimelineEntry] = []
    cursor = None
    for _ in range(MOST_PAGES):
        found = await gateway.find("insights", "/timeline", Page[TimelineEntry], id=id, limit=100, cursor=cursor)
        entries += found.items if found else []
        cursor = found.next if found else None
        if cursor is None:
            break
    return entries
