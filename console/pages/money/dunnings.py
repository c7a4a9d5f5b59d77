"""What were customers written about what they owe?"""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from console.pages.money.payments import tabs
from console.pages.parts.responses import more, page
from console.service_gateway import Gateway
from console.session import Reader
from messages.base import Page
from messages.collections.dunning import DunningView

router = APIRouter(prefix="/dunnings")


@router.get("")
async def dunnings(
    request: Request, person: Reader, gateway: Gateway, customer_id: UUID | None = None, cursor: str | None = None
) -> Response:
    """Each letter as it was worded on its day; of one customer, or of all."""
    query = {"customer_id": customer_id, "cursor": cursor, "limit": 20}
    found = await gateway.get("collections", "/dunnings", Page[DunningView], **query)
    following = more(found, "/dunnings", customer_id=customer_id)
    return page(request, "money/dunnings.html", person, letters=found.items, next=following, tabs=tabs("dunnings"))
