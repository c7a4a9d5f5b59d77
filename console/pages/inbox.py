"""What waits for me?"""

from collections.abc import AsyncIterator

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from console.house import House
from console.pages.answer import page
from console.session import Reader
from messages.approvals.tasks import InboxPage

router = APIRouter()

SHOWS = ("mine", "done", "started")


@router.get("/")
async def inbox(
    request: Request, person: Reader, house: House, show: str = "mine", cursor: str | None = None
) -> Response:
    chosen = show if show in SHOWS else "mine"
    found = await house.get("approvals", "/inbox", InboxPage, filter=chosen, cursor=cursor)
    filters = [(f"inbox.{name}", f"/?show={name}", name == chosen) for name in SHOWS]
    live = chosen == "mine" and cursor is None
    return page(
        request, "inbox/page.html", person, inbox=found, filters=filters, live=live, self_url=f"/?show={chosen}"
    )


@router.get("/inbox/stream")
async def inbox_stream(person: Reader, house: House) -> StreamingResponse:
    """Says `changed` when the reader's inbox did; the page then asks for it again."""

    async def changes() -> AsyncIterator[str]:
        async for _ in house.listen("approvals", "/inbox/stream"):
            yield "event: changed\ndata: 1\n\n"

    return StreamingResponse(changes(), media_type="text/event-stream", headers={"cache-control": "no-store"})
