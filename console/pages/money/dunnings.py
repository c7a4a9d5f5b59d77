"""What were customers written about what they owe?"""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from console.pages.money.payments import tabs
from console.pages.parts.lists import ListWanted, RecordList
from console.pages.parts.responses import page
from console.service_gateway import Gateway
from console.session import Reader
from messages.base import Page
from messages.collections.dunning import DunningView

router = APIRouter(prefix="/dunnings")
LIST = RecordList("dunning", "/dunnings", (), ())


@router.get("")
async def dunnings(
    request: Request, person: Reader, gateway: Gateway, asked: ListWanted, customer_id: UUID | None = None
) -> Response:
    """Each letter as it was worded on its day; of one customer, or of all."""
    query = {**asked.query(person), "customer_id": customer_id, "limit": 20}
    found = await gateway.get("collections", "/dunnings", Page[DunningView], **query)
    of = {"customer_id": customer_id}
    listing = LIST.listing(found, (), asked, None, tabs=tabs("dunnings"), filters=(), extra=of)
    return page(request, "money/dunnings.html", person, letters=found.items, listing=listing)
