"""By which channels am I notified, of what lately, and what could not be delivered?"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.pages.parts.responses import Key, done, page
from console.service_gateway import Gateway
from console.session import Person, Reader
from messages.approvals.notices import AddChannel, ChannelView, DeliveryState, DeliveryView, Notice
from messages.base import Page
from messages.roles import Role
from messages.texts import text

router = APIRouter(prefix="/my-notices")
HERE = "/my-notices"
KINDS = ("mail", "wecom", "dingtalk", "feishu", "slack", "webhook")
CHOICES = ("now", "hourly", "daily")
OPERATORS = (Role.OPS, Role.ADMIN)


@router.get("")
async def notices(request: Request, person: Reader, gateway: Gateway) -> Response:
    channels = await gateway.get("approvals", "/channels", list[ChannelView])
    last = await gateway.get("approvals", "/deliveries", Page[DeliveryView], limit=20)
    shown: dict[str, Any] = {"channels": channels, "last": last.items, "failed": await _failed(person, gateway)}
    return page(request, "people/my_notices.html", person, kinds=KINDS, choices=CHOICES, events=_choices(), **shown)


@router.post("")
async def add(
    request: Request,
    person: Reader,
    gateway: Gateway,
    key: Key,
    channel_kind: Annotated[str, Form()],
    address: Annotated[str, Form()],
    when: Annotated[str, Form()] = "now",
    robot_secret: Annotated[str, Form()] = "",
    business_hours: Annotated[bool, Form()] = False,
    notice: Annotated[list[str] | None, Form()] = None,
) -> Response:
    given: dict[str, Any] = {"kind": channel_kind, "address": address, "when": when, "business_hours": business_hours}
    given |= {"secret": robot_secret} if robot_secret else {}
    given |= {"events": notice} if notice is not None else {}
    made = await gateway.post("approvals", "/channels", AddChannel.model_validate(given), ChannelView, key=key)
    code = "my_notices.secret" if made.secret else "my_notices.added"
    return done(request, HERE, text(code, person.lang, secret=made.secret or ""))


@router.post("/{channel_id}/try")
async def try_(request: Request, person: Reader, gateway: Gateway, channel_id: UUID, key: Key) -> Response:
    tried = await gateway.post("approvals", f"/channels/{channel_id}/try", None, DeliveryView, key=key)
    if tried.state is DeliveryState.SENT:
        return done(request, HERE, text("my_notices.worked", person.lang))
    answer = done(request, HERE)
    request.session["message"] = {"tone": "bad", "text": text("my_notices.said", person.lang, error=tried.error)}
    return answer


@router.post("/{channel_id}/remove")
async def remove(request: Request, person: Reader, gateway: Gateway, channel_id: UUID, key: Key) -> Response:
    await gateway.delete("approvals", f"/channels/{channel_id}", ChannelView, key=key)
    return done(request, HERE, text("my_notices.removed", person.lang))


@router.post("/deliveries/{delivery_id}/resend")
async def resend(request: Request, person: Reader, gateway: Gateway, delivery_id: UUID, key: Key) -> Response:
    await gateway.post("approvals", f"/deliveries/{delivery_id}/resend", None, DeliveryView, key=key)
    return done(request, HERE, text("my_notices.resent", person.lang))


async def _failed(person: Person, gateway: Gateway) -> list[DeliveryView]:
    if not person.may(*OPERATORS):
        return []
    query = {"everybody": "true", "state": DeliveryState.GIVEN_UP.value, "limit": 50}
    return (await gateway.get("approvals", "/deliveries", Page[DeliveryView], **query)).items


def _choices() -> list[str]:
    return [one.value for one in Notice if one is not Notice.TRIED]
