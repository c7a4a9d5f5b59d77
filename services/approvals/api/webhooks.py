"""How does another program come to hear our facts, signed (Standard Webhooks)?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.identity import needs
from chassis.web import Uow
from messages.approvals.notices import AddEndpoint, EndpointView
from services.approvals.api.notices import Own
from services.approvals.use_cases import keep_endpoints

router = APIRouter(prefix="/endpoints", tags=["webhooks"])
KEEPERS = ("admin",)


@router.get("", dependencies=[needs("ops", *KEEPERS)])
async def listed(uow: Uow) -> list[EndpointView]:
    return await keep_endpoints.list_endpoints(uow)


@router.post("", dependencies=[needs(*KEEPERS)])
async def add(command: AddEndpoint, uow: Uow, settings: Own) -> EndpointView:
    return await keep_endpoints.add_endpoint(command, uow, settings)


@router.post("/{endpoint_id}/rotate", dependencies=[needs(*KEEPERS)])
async def rotate(endpoint_id: UUID, uow: Uow) -> EndpointView:
    return await keep_endpoints.rotate_secret(endpoint_id, uow)


@router.delete("/{endpoint_id}", dependencies=[needs(*KEEPERS)])
async def remove(endpoint_id: UUID, uow: Uow) -> EndpointView:
    return await keep_endpoints.remove_endpoint(endpoint_id, uow)
