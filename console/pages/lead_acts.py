"""What may people do with leads?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.house import House
from console.pages.answer import Key, done
from console.session import Reader
from messages.leads.leads import (
    AssignLead,
    Claimed,
    ConvertLead,
    DropLead,
    FollowUpKind,
    LeadView,
    PostLead,
    RecordFollowUp,
)
from messages.leads.pools import ClaimNext
from messages.texts import text

router = APIRouter()

FIELDS = ("source", "company", "contact", "phone", "email", "region", "project", "note")


@router.post("/new")
async def post(request: Request, house: House, person: Reader, key: Key) -> Response:
    form = await request.form()
    given = {name: str(form[name]) for name in FIELDS if form.get(name)}
    made = await house.post("leads", "/leads", PostLead.model_validate(given), LeadView, key=key)
    return done(request, f"/leads/{made.id}", text("told.saved", person.lang))


@router.post("/claim-next")
async def claim_next(
    request: Request, house: House, person: Reader, key: Key, pool_id: Annotated[UUID, Form()]
) -> Response:
    got = await house.post("leads", "/leads/claim-next", ClaimNext(pool_id=pool_id), Claimed, key=key)
    if got.lead is None:
        return done(request, "/leads", text("told.pool_empty", person.lang))
    return done(request, f"/leads/{got.lead.id}", text("told.claim", person.lang))


@router.post("/{lead_id}/claim")
async def claim(request: Request, lead_id: UUID, house: House, person: Reader, key: Key) -> Response:
    await house.post("leads", f"/leads/{lead_id}/claim", None, key=key)
    return done(request, f"/leads/{lead_id}", text("told.claim", person.lang))


@router.post("/{lead_id}/release")
async def release(request: Request, lead_id: UUID, house: House, person: Reader, key: Key) -> Response:
    await house.post("leads", f"/leads/{lead_id}/release", None, key=key)
    return done(request, "/leads", text("told.release", person.lang))


@router.post("/{lead_id}/assign")
async def assign(
    request: Request, lead_id: UUID, house: House, person: Reader, key: Key, owner_id: Annotated[UUID, Form()]
) -> Response:
    await house.post("leads", f"/leads/{lead_id}/assign", AssignLead(owner_id=owner_id), key=key)
    return done(request, f"/leads/{lead_id}", text("told.saved", person.lang))


@router.post("/{lead_id}/follow-up")
async def follow_up(
    request: Request,
    lead_id: UUID,
    house: House,
    person: Reader,
    key: Key,
    kind: Annotated[FollowUpKind, Form()],
    note: Annotated[str, Form()] = "",
) -> Response:
    await house.post("leads", f"/leads/{lead_id}/follow-ups", RecordFollowUp(kind=kind, note=note), key=key)
    return done(request, f"/leads/{lead_id}", text("told.saved", person.lang))


@router.post("/{lead_id}/convert")
async def convert(
    request: Request,
    lead_id: UUID,
    house: House,
    person: Reader,
    key: Key,
    customer_name: Annotated[str, Form()] = "",
    project: Annotated[str, Form()] = "",
) -> Response:
    said = ConvertLead(customer_name=customer_name, project=project)
    await house.post("leads", f"/leads/{lead_id}/convert", said, LeadView, key=key)
    return done(request, f"/leads/{lead_id}", text("told.convert", person.lang))


@router.post("/{lead_id}/drop")
async def drop(
    request: Request, lead_id: UUID, house: House, person: Reader, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    await house.post("leads", f"/leads/{lead_id}/drop", DropLead(reason=reason), key=key)
    return done(request, f"/leads/{lead_id}", text("told.saved", person.lang))
