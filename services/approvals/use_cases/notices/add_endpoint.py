"""How does another program come to hear our facts, signed?"""

from datetime import UTC, timedelta
from typing import Any
from uuid import UUID

from chassis.auth.reach import has_reach, has_reach_of_all, must_reach
from chassis.base import clock
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.approvals.notices import AddEndpoint, EndpointView
from messages.errors import Forbidden, NotFound
from services.approvals.domain.notices.channels import signing_secret
from services.approvals.domain.notices.outgoing_facts import must_go_out
from services.approvals.settings import ApprovalsSettings
from services.approvals.store.notices import channels as store
from services.approvals.store.notices.deliveries import drop_stuck
from services.approvals.store.people.people import list_legal_entities
from services.approvals.use_cases.notices.add_channel import reachable
from services.approvals.use_cases.steps.queue_deliveries import wake_up_keeper_at

BOTH_HOLD = timedelta(hours=24)  # after a change of the secret, messages are signed with the old one too


async def add_endpoint(command: AddEndpoint, uow: UnitOfWork, settings: ApprovalsSettings) -> EndpointView:
    """The same id again shows it. The secret is in the first answer and never again."""
    if command.legal_entity_id is not None:
        must_reach(uow.actor, command.legal_entity_id, verb="POST /endpoints")
    must_go_out(command.events)
    await reachable(command.url, settings)
    async with uow.begin() as work:
        if not await _is_in_reach(work, command.legal_entity_id):
            raise Forbidden("POST /endpoints")
        id = command.id or work.new_id()
        known = await store.find_endpoint(work, id)
        if known is not None:
            await _must_see(work, known)
            return store.endpoint_view(known)
        secret = _new_secret()
        row: dict[str, Any] = {
            "id": id, "url": command.url, "events": sorted(set(command.events)), "secret": secret,
            "legal_entity_id": command.legal_entity_id, "old_secret": None, "old_secret_until": None, "active": True,
            "created_at": work.now.astimezone(UTC),
        }  # fmt: skip
        await store.add_endpoint(work, row)
        return store.endpoint_view(row, secret=secret)


async def rotate_secret(id: UUID, uow: UnitOfWork) -> EndpointView:
    """For a day messages carry the signatures of both."""
    async with uow.begin() as work:
        before = await store.lock_endpoint(work, id)
        await _must_see(work, before)
        if work.repeated:
            return store.endpoint_view(before)
        secret = _new_secret()
        until = (work.now + BOTH_HOLD).astimezone(UTC)
        changed = {"secret": secret, "old_secret": before["secret"], "old_secret_until": until}
        return store.endpoint_view(await store.change_endpoint(work, id, **changed), secret=secret)


async def remove_endpoint(id: UUID, uow: UnitOfWork) -> EndpointView:
    """What still waits for it, the keeper drops."""
    async with uow.begin() as work:
        before = await store.lock_endpoint(work, id)
        await _must_see(work, before)
        await drop_stuck(work, id)
        await wake_up_keeper_at(work, work.now.astimezone(UTC))
        return store.endpoint_view(await store.change_endpoint(work, id, active=False))


async def list_endpoints(uow: UnitOfWork) -> list[EndpointView]:
    async with uow.begin() as work:
        rows = await store.list_endpoints(work)
        return [store.endpoint_view(row) for row in rows if await _is_in_reach(work, row["legal_entity_id"])]


async def _must_see(work: Work, row: store.Row) -> None:
    if not await _is_in_reach(work, row["legal_entity_id"]):
        raise NotFound("endpoint", row["id"])


async def _is_in_reach(work: Work, legal_entity_id: str | None) -> bool:
    """One that hears of all legal entities is kept by who works for each of them."""
    if legal_entity_id is not None:
        return has_reach(work.actor, legal_entity_id)
    return has_reach_of_all(work.actor, [entity.id for entity in await list_legal_entities(work)])


def _new_secret() -> str:
    return signing_secret(clock.new_secret())
