"""How does another program come to hear our facts, signed (Standard Webhooks)?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.approvals.notices import AddEndpoint, EndpointView
from messages.roles import Role
from services.approvals.api.notices import Own
from services.approvals.use_cases.notices import add_endpoint

router = APIRouter(prefix="/endpoints", tags=["webhooks"])
KEEPERS = (Role.ADMIN,)


@router.get("", dependencies=[needs(Role.OPS, *KEEPERS)])
async def listed(uow: Uow) -> list[EndpointView]:
    return await add_endpoint.list_endpoints(uow)


@router.post("", dependencies=[needs(*KEEPERS)])
async def add(command: AddEndpoint, uow: Uow, settings: Own) -> EndpointView:
    return await add_endpoint.add_endpoint(command, uow, settings)


@router.post("/{endpoint_id}/rotate", dependencies=[needs(*KEEPERS)])
async def rotate(endpoint_id: UUID, uow: Uow) -> EndpointView:
    return await add_endpoint.rotate_secret(endpoint_id, uow)


@router.delete("/{endpoint_id}", dependencies=[needs(*KEEPERS)])
async def remove(endpoint_id: UUID, uow: Uow) -> EndpointView:
    return await add_endpoint.remove_endpoint(endpoint_id, uow)
