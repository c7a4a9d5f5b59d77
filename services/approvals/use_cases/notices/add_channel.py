"""How does a person say by which channels he is told, and try one?"""

from datetime import UTC
from typing import Any
from uuid import UUID, uuid5

from chassis.auth.identity import Actor
from chassis.base import clock
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.approvals.notices import AddChannel, ChannelView, DeliveryState, DeliveryView, Notice
from messages.errors import Forbidden, NotFound, RuleViolation
from messages.roles import Role
from services.approvals.domain.notices.channels import (
    address_of,
    must_have_room,
    must_take_secret,
    own_part,
    signing_secret,
)
from services.approvals.domain.notices.schedule import LEASE
from services.approvals.settings import ApprovalsSettings
from services.approvals.store.notices import channels as store
from services.approvals.store.notices.deliveries import find_delivery, insert_deliveries
from services.approvals.store.people.directory import find_directory
from services.approvals.use_cases.notices.list_deliveries import delivery_view
from services.approvals.use_cases.notices.process_due_deliveries import deliver_one
from services.approvals.use_cases.steps.send_message import outside


async def add_channel(command: AddChannel, uow: UnitOfWork, settings: ApprovalsSettings) -> ChannelView:
    """The same id again shows it. The secret of a webhook is in the first answer and never again."""
    own = own_part(command.kind, command.address)
    must_take_secret(command.kind, command.secret)
    if command.kind == "webhook":
        await reachable(own, settings)
    async with uow.begin() as work:
        person_id = command.person_id or work.actor.id
        _his_or_an_admin(work.actor, person_id)
        id = command.id or work.new_id()
        known = await store.find_channel(work, id)
        if known is not None:
            _his_or_an_admin(work.actor, known["person_id"])
            return store.channel_view(known)
        if person_id not in (await find_directory(work)).persons:
            raise NotFound("person", person_id)
        must_have_room(await store.count_channels(work, person_id))
        made = signing_secret(clock.new_secret()) if command.kind == "webhook" else None
        row = _row(command, id, person_id, own, made or command.secret) | {"created_at": work.now.astimezone(UTC)}
        await store.add_channel(work, row)
        return store.channel_view(row, secret=made)


async def remove_channel(id: UUID, uow: UnitOfWork) -> ChannelView:
    async with uow.begin() as work:
        row = await _lock(work, id)
        return store.channel_view(await store.close_channel(work, id) if row["active"] else row)


async def list_channels(person_id: UUID | None, uow: UnitOfWork) -> list[ChannelView]:
    async with uow.begin() as work:
        whose = person_id or work.actor.id
        _his_or_an_admin(work.actor, whose)
        return [store.channel_view(row) for row in await store.list_channels(work, whose)]


async def try_channel(id: UUID, uow: UnitOfWork, settings: ApprovalsSettings) -> DeliveryView:
    """At once and once; the answer says what the channel said."""
    async with uow.begin() as work:
        row = await _lock(work, id)
        if not row["active"]:
            raise NotFound("channel", id)
        key = f"tried/{work.new_id()}"
        tried: dict[str, Any] = {
            "id": uuid5(id, key), "channel_id": id, "endpoint_id": None, "person_id": row["person_id"],
            "what": Notice.TRIED, "request_id": None, "task_id": None, "content": {}, "digest": False,
            "state": DeliveryState.WAITING, "attempts": 1, "error": "", "created_at": work.now.astimezone(UTC),
            "due_at": work.now + LEASE, "sent_at": None,
        }  # fmt: skip
        repeated = not await insert_deliveries(work, [tried])
    if not repeated:
        await deliver_one(tried["id"], uow, settings)
    async with uow.begin() as work:
        now = await find_delivery(work, tried["id"])
        assert now is not None
        return delivery_view(now, await find_directory(work), row)


async def reachable(url: str, settings: ApprovalsSettings) -> None:
    """A name that leads nowhere is refused like one that leads inside: who asks learns nothing of our network."""
    try:
        await outside(url, settings)
    except (OSError, UnicodeError) as nowhere:  # a name with an empty or too long part is none
        raise RuleViolation("APP-81", host=address_of(url).host) from nowhere


def _his_or_an_admin(actor: Actor, person_id: UUID) -> None:
    if actor.is_process or (person_id != actor.id and not actor.may(Role.ADMIN)):
        raise Forbidden("channel")


async def _lock(work: Work, id: UUID) -> store.Row:
    """Somebody else's is not there."""
    row = await store.lock_channel(work, id)
    if row["person_id"] != work.actor.id and not work.actor.may(Role.ADMIN):
        raise NotFound("channel", id)
    return row


def _row(command: AddChannel, id: UUID, person_id: UUID, own: str, secret: str | None) -> dict[str, Any]:
    one_click = command.kind == "mail" if command.one_click is None else command.one_click
    return {
        "id": id, "person_id": person_id, "kind": command.kind, "name": command.name or "", "address": own,
        "secret": secret, "events": sorted({event.value for event in command.events}), "digest": command.when,
        "at_hour": command.at_hour, "business_hours": command.business_hours, "one_click": one_click, "active": True,
    }  # fmt: skip
