"""Which colleagues can be chosen, and how is one of many found?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from console.pages.parts.responses import page
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from messages.approvals.people import PersonView
from messages.base import Page

router = APIRouter(prefix="/colleagues")
SHOWN = 100
FIELDS = "^(to|people|members|mentions|person_id|substitute_id|requester_id|fact_[a-z][a-z0-9_]{0,40})$"
MOST_TICKED = 20


@router.get("")
async def found(
    request: Request,
    person: Reader,
    gateway: Gateway,
    name: Annotated[str, Query(pattern=FIELDS)],
    q: Annotated[str, Query(max_length=200)] = "",
    many: bool = False,
) -> Response:
    """Those who fit, after those who are ticked already."""
    ticked = [one for one in request.query_params.getlist(name) if _is_id(one)][:MOST_TICKED]
    people = await colleagues(gateway, person, q)
    missing = [one for one in ticked if one not in {str(person.id) for person in people}]
    kept = [await gateway.find("approvals", f"/people/{one}", PersonView) for one in missing]
    shown = [*(one for one in kept if one), *people]
    return page(request, "parts/colleagues_found.html", person, people=shown, ticked=ticked, field=name, many=many, q=q)


async def colleagues(gateway: ServiceGateway, person: Person, q: str = "", *, me: bool = False) -> list[PersonView]:
    """Who works here and whose name or login has these words, by name."""
    people = await gateway.get("approvals", "/people", Page[PersonView], q=q.strip() or None, limit=SHOWN)
    return sorted(
        (item for item in people.items if item.active and (me or item.id != person.id)), key=lambda one: one.name
    )


def _is_id(written: str) -> bool:
    try:
        UUID(written)
    except ValueError:
        return False
    return True
