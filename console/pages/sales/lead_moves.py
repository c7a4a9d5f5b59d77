"""How does who keeps pools move a lead that waits to another one?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.pages.parts.authority import may_act
from console.pages.parts.responses import Key, done
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Input
from messages.leads.handling import MoveLead
from messages.leads.leads import LeadStatus, LeadView
from messages.leads.pools import PoolView
from messages.texts import text

router = APIRouter()


@router.post("/{lead_id}/move")
async def move(
    request: Request,
    lead_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    pool_id: Annotated[UUID, Form()],
    note: Annotated[str, Form()] = "",
) -> Response:
    command = MoveLead(pool_id=pool_id, note=note)
    await gateway.post("leads", f"/leads/{lead_id}/move", command, LeadView, key=key)
    return done(request, f"/leads/{lead_id}", text("message.move_lead", person.lang))


async def moving(lead: LeadView, person: Person, gateway: ServiceGateway) -> list[Action]:
    """LEA-164, LEA-165, LEA-166: from a pool that he keeps to another one of its legal entity that he keeps."""
    if lead.status is not LeadStatus.POOLED or not may_act(person, "move_lead"):
        return []
    kept = [pool for pool in await gateway.get("leads", "/pools", list[PoolView]) if pool.may_change]
    options = [
        (str(pool.id), pool.name)
        for pool in kept
        if pool.id != lead.pool_id and pool.legal_entity_id == lead.legal_entity_id
    ]
    if not options or not any(pool.id == lead.pool_id for pool in kept):
        return []
    inputs = (Input("pool_id", "select", options=options), Input("note", "area", required=False))
    return [Action("move_lead", f"/leads/{lead.id}/move", inputs)]
