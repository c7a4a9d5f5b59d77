"""How does another program come to hear our facts, signed?"""

from datetime import UTC, timedelta
from typing import Any
from uuid import UUID

from chassis import clock
from chassis.unit_of_work import UnitOfWork
from messages.approvals.notices import AddEndpoint, EndpointView
from services.approvals.domain.channels import signing_secret
from services.approvals.settings import ApprovalsSettings
from services.approvals.store import channels as store
from services.approvals.use_cases.keep_channels import reachable

BOTH_HOLD = timedelta(hours=24)  # after a change of the secret, messages are signed with the old one too


async def add_endpoint(command: AddEndpoint, uow: UnitOfWork, settings: ApprovalsSettings) -> EndpointView:
    """The same id again shows it. The secret is in the first answer and never again."""
    await reachable(command.url, settings)
    async with uow.begin() as work:
        id = command.id or work.new_id()
        known = await store.find_endpoint(work, id)
        if known is not None:
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
        if work.repeated:
            return store.endpoint_view(before)
        secret = _new_secret()
        until = (work.now + BOTH_HOLD).astimezone(UTC)
        changed = {"secret": secret, "old_secret": before["secret"], "old_secret_until": until}
        return store.endpoint_view(await store.change_endpoint(work, id, **changed), secret=secret)


async def remove_endpoint(id: UUID, uow: UnitOfWork) -> EndpointView:
    async with uow.begin() as work:
        await store.lock_endpoint(work, id)
        return store.endpoint_view(await store.change_endpoint(work, id, active=False))


async def list_endpoints(uow: UnitOfWork) -> list[EndpointView]:
    async with uow.begin() as work:
        return [store.endpoint_view(row) for row in await store.list_endpoints(work)]


def _new_secret() -> str:
    return signing_secret(clock.new_secret())
