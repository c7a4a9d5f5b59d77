"""What may people do with leads?"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.pages.parts.custom_fields import PREFIX, custom_values
from console.pages.parts.responses import Key, done
from console.service_gateway import Gateway
from console.session import Reader
from messages.custom_fields import FieldTemplate
from messages.leads.handling import NurtureLead, ReuseLead, WakesIn
from messages.leads.leads import (
    AssignLead,
    Claimed,
    ConvertLead,
    DropLead,
    LeadView,
    MarkDuplicate,
    MergeLead,
    PostLead,
    RecordFollowUp,
    TellApart,
)
from messages.leads.pools import ClaimNext
from messages.texts import text

router = APIRouter()

FIELDS = (
    "source", "activity", "product_line", "company", "contact", "phone", "email", "region", "project", "note",
    "industry", "heat", "planned_on", "pool_id",
)  # fmt: skip


@router.post("/new")
async def post(request: Request, gateway: Gateway, person: Reader, key: Key) -> Response:
    form = await request.form()
    given: dict[str, Any] = {name: str(form[name]) for name in FIELDS if form.get(name)}
    if any(name.startswith(PREFIX) for name in form):
        given["extra"] = custom_values(await gateway.get("leads", "/leads/fields", FieldTemplate), form)
    made = await gateway.post("leads", "/leads", PostLead.model_validate(given), LeadView, key=key)
    return done(request, f"/leads/{made.id}", text("message.saved", person.lang))


@router.post("/claim-next")
async def claim_next(
    request: Request, gateway: Gateway, person: Reader, key: Key, pool_id: Annotated[UUID, Form()]
) -> Response:
    got = await gateway.post("leads", "/leads/claim-next", ClaimNext(pool_id=pool_id), Claimed, key=key)
    if got.lead is None:
        return done(request, "/leads", text("message.pool_empty", person.lang))
    return done(request, f"/leads/{got.lead.id}", text("message.claim", person.lang))


@router.post("/{lead_id}/claim")
async def claim(request: Request, lead_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("leads", f"/leads/{lead_id}/claim", None, key=key)
    return done(request, f"/leads/{lead_id}", text("message.claim", person.lang))


@router.post("/{lead_id}/release")
async def release(request: Request, lead_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("leads", f"/leads/{lead_id}/release", None, key=key)
    return done(request, "/leads", text("message.release", person.lang))


@router.post("/{lead_id}/assign")
async def assign(
    request: Request, lead_id: UUID, gateway: Gateway, person: Reader, key: Key, owner_id: Annotated[UUID, Form()]
) -> Response:
    await gateway.post("leads", f"/leads/{lead_id}/assign", AssignLead(owner_id=owner_id), key=key)
    return done(request, f"/leads/{lead_id}", text("message.saved", person.lang))


@router.post("/{lead_id}/follow-up")
async def follow_up(
    request: Request,
    lead_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    kind: Annotated[str, Form()],
    note: Annotated[str, Form()] = "",
) -> Response:
    await gateway.post("leads", f"/leads/{lead_id}/follow-ups", RecordFollowUp(kind=kind, note=note), key=key)
    return done(request, f"/leads/{lead_id}", text("message.saved", person.lang))


@router.post("/{lead_id}/convert")
async def convert(
    request: Request,
    lead_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    customer_name: Annotated[str, Form()] = "",
    project: Annotated[str, Form()] = "",
    although_others: Annotated[str, Form()] = "",
) -> Response:
    agreed = although_others == "true"
    command = ConvertLead(customer_name=customer_name, project=project, although_others=agreed)
    await gateway.post("leads", f"/leads/{lead_id}/convert", command, LeadView, key=key)
    return done(request, f"/leads/{lead_id}", text("message.convert", person.lang))


@router.post("/{lead_id}/tell-apart")
async def tell_apart(
    request: Request, lead_id: UUID, gateway: Gateway, person: Reader, key: Key, other_id: Annotated[UUID, Form()]
) -> Response:
    await gateway.post("leads", f"/leads/{lead_id}/tell-apart", TellApart(other_id=other_id), key=key)
    return done(request, f"/leads/{lead_id}", text("message.tell_apart", person.lang))


@router.post("/{lead_id}/mark-duplicate")
async def mark_duplicate(
    request: Request, lead_id: UUID, gateway: Gateway, person: Reader, key: Key, other_id: Annotated[UUID, Form()]
) -> Response:
    await gateway.post("leads", f"/leads/{lead_id}/mark-duplicate", MarkDuplicate(other_id=other_id), key=key)
    return done(request, f"/leads/{lead_id}", text("message.mark_duplicate", person.lang))


@router.post("/{lead_id}/merge")
async def merge(
    request: Request, lead_id: UUID, gateway: Gateway, person: Reader, key: Key, into_id: Annotated[UUID, Form()]
) -> Response:
    await gateway.post("leads", f"/leads/{lead_id}/merge", MergeLead(into_id=into_id), key=key)
    return done(request, f"/leads/{into_id}", text("message.merge", person.lang))


@router.post("/{lead_id}/unmerge")
async def unmerge(request: Request, lead_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("leads", f"/leads/{lead_id}/unmerge", None, key=key)
    return done(request, f"/leads/{lead_id}", text("message.unmerge", person.lang))


@router.post("/{lead_id}/nurture")
async def nurture(
    request: Request,
    lead_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    wake_on: Annotated[str, Form()] = "",
    wakes_in: Annotated[str, Form()] = "POOL",
    note: Annotated[str, Form()] = "",
) -> Response:
    command = NurtureLead.model_validate({"wake_on": wake_on, "wakes_in": wakes_in, "note": note})
    await gateway.post("leads", f"/leads/{lead_id}/nurture", command, LeadView, key=key)
    to = f"/leads/{lead_id}" if command.wakes_in is WakesIn.OWNER else "/leads"  # it may be nobody's then
    return done(request, to, text("message.nurture", person.lang))


@router.post("/{lead_id}/wake")
async def wake(request: Request, lead_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("leads", f"/leads/{lead_id}/wake", None, key=key)
    return done(request, f"/leads/{lead_id}", text("message.saved", person.lang))


@router.post("/{lead_id}/reuse")
async def reuse(
    request: Request, lead_id: UUID, gateway: Gateway, person: Reader, key: Key, note: Annotated[str, Form()] = ""
) -> Response:
    await gateway.post("leads", f"/leads/{lead_id}/reuse", ReuseLead(note=note), LeadView, key=key)
    return done(request, f"/leads/{lead_id}", text("message.saved", person.lang))


@router.post("/{lead_id}/drop")
async def drop(
    request: Request,
    lead_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    reason: Annotated[str, Form()] = "",
    drop_note: Annotated[str, Form()] = "",
) -> Response:
    await gateway.post("leads", f"/leads/{lead_id}/drop", DropLead(reason=reason, note=drop_note), key=key)
    return done(request, f"/leads/{lead_id}", text("message.saved", person.lang))
