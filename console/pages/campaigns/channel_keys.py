"""Which keys do other programs have to post leads, and how does one make, change and end them?"""

from asyncio import gather
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.form_input import Unreadable, whole
from console.pages.deals.lead_channels import channel_name, channel_options
from console.pages.deals.written_rows import read_list
from console.pages.parts.responses import Key, done, list_page, more, page, record_page
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Listing, Record, Worded
from messages.base import Page
from messages.leads.channel_keys import (
    USUAL_FIELDS,
    ChannelKeyView,
    EditChannelKey,
    LeadField,
    MakeChannelKey,
    RotateChannelKey,
)
from messages.leads.channels import LeadChannel, LeadChannelsView
from messages.leads.pools import PoolView
from messages.texts import LANGUAGES, text

router = APIRouter(prefix="/channel-keys")
PATH = "/channel-keys"
COLUMNS = ("name", "status", "channel", "ends_with", "received_today", "last_used_at")
Text = Annotated[str, Form()]


@router.get("")
async def channel_keys(request: Request, person: Reader, gateway: Gateway, cursor: str | None = None) -> Response:
    found, channels, pools = await gather(
        gateway.get("leads", PATH, Page[ChannelKeyView], cursor=cursor),
        _channels(gateway),
        gateway.get("leads", "/pools", list[PoolView]),
    )
    rows = [_row(one, channels, person) for one in found.items]
    making = Action("make_channel_key", PATH, _making(channels, pools, person), "primary")
    tabs = [("nav.lead_channels", "/lead-channels", False)]
    return list_page(
        request, person,
        Listing("nav.channel_keys", COLUMNS, rows, more(found, PATH), tabs=tabs, actions=[making],
                empty="empty.channel_keys"),
    )  # fmt: skip


@router.post("")
async def make_channel_key(
    request: Request, gateway: Gateway, person: Reader, key: Key, key_name: Text = "", channel: Text = "",
    source: Text = "", pool_id: Text = "", lead_fields: Text = "", per_minute: Text = "", per_day: Text = "",
) -> Response:  # fmt: skip
    said = {
        "name": key_name, "channel": channel, "source": source or None, "pool_id": pool_id or None,
        "fields": _fields(lead_fields),
        "per_minute": whole("per_minute", per_minute), "per_day": whole("per_day", per_day),
    }  # fmt: skip
    made = await gateway.post("leads", PATH, MakeChannelKey.model_validate(said), ChannelKeyView, key=key)
    return _shown_once(request, person, made)


@router.get("/{channel_key_id}")
async def channel_key(request: Request, channel_key_id: UUID, person: Reader, gateway: Gateway) -> Response:
    seen, channels, pools = await gather(
        gateway.get("leads", f"{PATH}/{channel_key_id}", ChannelKeyView),
        _channels(gateway),
        gateway.get("leads", "/pools", list[PoolView]),
    )
    record = Record(
        "channel_key", seen.id, f"…{seen.ends_with}", seen.name, _state(seen),
        _shown(seen, channels, pools, person), actions=_actions(seen, pools, person),
    )  # fmt: skip
    return await record_page(request, person, record)


@router.post("/{channel_key_id}/edit")
async def edit_channel_key(
    request: Request, channel_key_id: UUID, gateway: Gateway, person: Reader, key: Key, key_name: Text = "",
    pool_id: Text = "", lead_fields: Text = "", per_minute: Text = "", per_day: Text = "", version: Text = "",
) -> Response:  # fmt: skip
    said = {
        "name": key_name, "pool_id": pool_id or None, "fields": _fields(lead_fields),
        "per_minute": whole("per_minute", per_minute), "per_day": whole("per_day", per_day),
    }  # fmt: skip
    path = f"{PATH}/{channel_key_id}"
    command, read = EditChannelKey.model_validate(said), whole("version", version)
    await gateway.patch("leads", path, command, ChannelKeyView, version=read, key=key)
    return done(request, path, text("message.saved", person.lang))


@router.post("/{channel_key_id}/rotate")
async def rotate(
    request: Request, channel_key_id: UUID, gateway: Gateway, person: Reader, key: Key, both_hold_hours: Text = ""
) -> Response:
    command = RotateChannelKey(both_hold_hours=whole("both_hold_hours", both_hold_hours))
    made = await gateway.post("leads", f"{PATH}/{channel_key_id}/rotate", command, ChannelKeyView, key=key)
    return _shown_once(request, person, made)


@router.post("/{channel_key_id}/revoke")
async def revoke(request: Request, channel_key_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("leads", f"{PATH}/{channel_key_id}/revoke", None, ChannelKeyView, key=key)
    return done(request, f"{PATH}/{channel_key_id}", text("message.channel_key_revoked", person.lang))


def _shown_once(request: Request, person: Person, made: ChannelKeyView) -> Response:
    """The answer to the form itself, so that the secret stands on no page that can be opened again."""
    return page(request, "campaigns/channel_key_secret.html", person, made=made)


def _row(one: ChannelKeyView, channels: list[LeadChannel], person: Person) -> tuple[Cell, ...]:
    return (
        Link(one.name, f"{PATH}/{one.id}"), _state(one), channel_name(one.channel, channels, person),
        f"…{one.ends_with}", one.received_today, one.last_used_at,
    )  # fmt: skip


def _state(seen: ChannelKeyView) -> Worded:
    if seen.revoked_at is not None:
        return Worded("status.channel_key.REVOKED", tone="bad")
    return Worded("status.channel_key.LIVE", tone="good")


def _shown(seen: ChannelKeyView, channels: list[LeadChannel], pools: list[PoolView], person: Person) -> list[Field]:
    return [
        ("channel", channel_name(seen.channel, channels, person)),
        ("source", seen.source),
        ("pool", next((pool.name for pool in pools if pool.id == seen.pool_id), None)),
        ("lead_fields", _words(seen.fields, person)),
        ("per_minute", seen.per_minute),
        ("per_day", seen.per_day),
        ("received_today", seen.received_today),
        ("last_used_at", seen.last_used_at),
        ("former_until", seen.former_until),
        ("created_at", seen.created_at),
        ("revoked_at", seen.revoked_at),
    ]


def _actions(seen: ChannelKeyView, pools: list[PoolView], person: Person) -> list[Action]:
    if seen.revoked_at is not None:
        return []
    path = f"{PATH}/{seen.id}"
    limits: dict[str, Any] = {"per_minute": seen.per_minute, "per_day": seen.per_day}
    bounds = _bounds(pools, person, pool_id=seen.pool_id, fields=seen.fields, **limits)
    hours = Input("both_hold_hours", "number", "24", hint="hint.both_hold_hours")
    return [
        Action(
            "edit",
            f"{path}/edit",
            (Input("version", "hidden", str(seen.version)), Input("key_name", value=seen.name), *bounds),
        ),
        Action("rotate_channel_key", f"{path}/rotate", (hours,)),
        Action("revoke_channel_key", f"{path}/revoke", weight="danger", sure="sure.revoke_channel_key"),
    ]


def _making(channels: list[LeadChannel], pools: list[PoolView], person: Person) -> tuple[Input, ...]:
    return (
        Input("key_name", hint="hint.key_name"),
        Input("channel", "select", options=channel_options(channels, person)),
        Input("source", required=False, hint="hint.key_source"),
        *_bounds(pools, person, pool_id=None, fields=USUAL_FIELDS, per_minute=60, per_day=5000),
    )


def _bounds(
    pools: list[PoolView], person: Person, *, pool_id: UUID | None, fields: list[LeadField], per_minute: int,
    per_day: int,
) -> tuple[Input, ...]:  # fmt: skip
    options = [("", text("choice.lead.by_source", person.lang)), *((str(pool.id), pool.name) for pool in pools)]
    return (
        Input("pool_id", "select", str(pool_id or ""), options, required=False),
        Input("lead_fields", "area", _words(fields, person), hint="hint.lead_fields"),
        Input("per_minute", "number", str(per_minute)),
        Input("per_day", "number", str(per_day)),
    )


def _words(fields: list[LeadField], person: Person) -> str:
    return ", ".join(text(f"field.{field}", person.lang) for field in fields)


def _fields(typed: str) -> list[str]:
    """As they are worded, or by their codes; what is neither is refused by its name. Raises Unreadable."""
    words = {text(f"field.{field}", lang).casefold(): field.value for field in LeadField for lang in LANGUAGES}
    found = [words.get(part.casefold(), part) for part in read_list(typed)]
    if strange := next((part for part in found if part not in set(LeadField)), None):
        raise Unreadable("lead_fields", "input.no_lead_field", params={"said": strange})
    return found


async def _channels(gateway: ServiceGateway) -> list[LeadChannel]:
    return (await gateway.get("leads", "/lead-channels", LeadChannelsView)).channels
