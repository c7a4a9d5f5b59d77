"""What was sent to other programs, what did they refuse, and what waits?"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.pages.parts.navigation import CONNECTING
from console.pages.parts.responses import Key, done, more, page, status_filters
from console.service_gateway import Gateway, ServiceProblem
from console.session import Person, Reader
from console.view_models import Cell, Listing, Worded
from messages.approvals.notices import DeliveryState, DeliveryView, SetAside
from messages.base import Page
from messages.texts import text

router = APIRouter(prefix="/deliveries")
HERE = "/deliveries"
COLUMNS = ("fact", "number", "program", "status", "tries", "last_answer", "sent_or_next")


@router.get("")
async def deliveries(
    request: Request,
    person: Reader,
    gateway: Gateway,
    status: DeliveryState | None = None,
    cursor: str | None = None,
) -> Response:
    """Newest first."""
    _must_connect(person)
    found = await gateway.get(
        "approvals", "/deliveries", Page[DeliveryView], to_programs="true", state=status, cursor=cursor, limit=50
    )
    filters = status_filters("delivery", DeliveryState, HERE, status)
    following = more(found, HERE, status=status)
    listing = Listing("nav.deliveries", COLUMNS, [_row(one) for one in found.items], following)
    values: dict[str, Any] = {"deliveries": found.items, "filters": filters, "following": following, "listing": listing}
    return page(request, "find/deliveries.html", person, **values)


@router.post("/{delivery_id}/resend")
async def resend(request: Request, person: Reader, gateway: Gateway, delivery_id: UUID, key: Key) -> Response:
    await gateway.post("approvals", f"/deliveries/{delivery_id}/resend", None, DeliveryView, key=key)
    return done(request, HERE, text("my_notices.resent", person.lang))


@router.post("/{delivery_id}/set-aside")
async def set_aside(
    request: Request,
    person: Reader,
    gateway: Gateway,
    delivery_id: UUID,
    key: Key,
    reason: Annotated[str, Form()] = "",
) -> Response:
    command = SetAside.model_validate({"reason": reason})
    await gateway.post("approvals", f"/deliveries/{delivery_id}/set-aside", command, DeliveryView, key=key)
    return done(request, HERE, text("message.set_aside", person.lang))


def _row(one: DeliveryView) -> tuple[Cell, ...]:
    fact = Worded("fact.approvals" if one.what.startswith("approvals.") else f"fact.{one.what}")
    number = one.number or (one.about.number if one.about else "")
    at = one.sent_at or (None if one.held else one.due_at) or one.created_at
    state = Worded("status.delivery.held" if one.held and one.state == "WAITING" else f"status.delivery.{one.state}")
    return (fact, number, one.channel, state, one.attempts, one.error, at)


def _must_connect(person: Person) -> None:
    if not person.may(*CONNECTING):
        raise ServiceProblem(403, {"detail": text("problem.forbidden", person.lang)})
