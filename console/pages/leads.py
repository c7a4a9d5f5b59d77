"""What do people see of leads and pools, and what may they do with them?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.house import House
from console.pages.answer import Key, done, list_page, record_page
from console.session import Person, Reader
from console.shape import Act, Input, Link, Listing, Record, Table, Worded
from messages.approvals.people import PersonView
from messages.base import Page
from messages.leads.leads import (
    AssignLead,
    Claimed,
    ConvertLead,
    DropLead,
    FollowUpKind,
    FollowUpView,
    LeadStatus,
    LeadView,
    PostLead,
    RecordFollowUp,
)
from messages.leads.pools import ClaimNext, PoolView
from messages.texts import text

router = APIRouter(prefix="/leads")

TONES = {LeadStatus.POOLED: "plain", LeadStatus.OWNED: "busy", LeadStatus.CONVERTED: "good"}
COLUMNS = ("number", "status", "company", "source", "region", "owner", "follow_up_due_at")
NEW = Act(
    "post_lead",
    "/leads/new",
    (
        Input("source"),
        Input("company"),
        Input("contact", required=False),
        Input("phone", required=False),
        Input("project", required=False),
        Input("note", "area", required=False),
    ),
)


@router.get("")
async def leads(
    request: Request,
    person: Reader,
    house: House,
    status: LeadStatus | None = None,
    cursor: str | None = None,
    q: str | None = None,
) -> Response:
    found = await house.get("leads", "/leads", Page[LeadView], status=status, cursor=cursor, q=q, limit=50)
    rows = [
        (
            Link(lead.number, f"/leads/{lead.id}"),
            _status(lead),
            lead.company or lead.external_id,
            lead.source,
            lead.region,
            lead.owner_name,
            lead.follow_up_due_at,
        )
        for lead in found.items
    ]
    filters = [("filter.all", "/leads", status is None)]
    filters += [(f"status.lead.{one}", f"/leads?status={one}", one is status) for one in LeadStatus]
    more = f"/leads?cursor={found.next}" + (f"&status={status}" if status else "") if found.next else None
    acts = [NEW, *await _claim_next(person, house)]
    return list_page(request, person, Listing("nav.leads", COLUMNS, rows, more, filters, acts, "empty.leads"))


@router.get("/{lead_id}")
async def lead(request: Request, lead_id: UUID, person: Reader, house: House) -> Response:
    seen = await house.get("leads", f"/leads/{lead_id}", LeadView)
    done_so_far = await house.get("leads", f"/leads/{lead_id}/follow-ups", Page[FollowUpView])
    rows = [(one.at, Worded(f"value.follow_up.{one.kind}"), one.by_name, one.note) for one in done_so_far.items]
    facts = [
        *(
            (name, getattr(seen, name))
            for name in ("source", "channel", "external_id", "company", "contact", "phone", "email")
        ),
        *((name, getattr(seen, name)) for name in ("region", "project", "note", "created_at")),
        ("owner", seen.owner_name),
        ("first_response_at", seen.first_response_at),
        ("follow_up_due_at", seen.follow_up_due_at),
    ]
    if seen.opportunity_id:
        facts.append(("opportunity", Link(text("console.open", person.lang), f"/opportunities/{seen.opportunity_id}")))
    title = seen.company or seen.contact or seen.external_id or seen.number
    table = Table("console.follow_ups", ("at", "kind", "by", "note"), rows)
    acts = await _acts(seen, person, house)
    return record_page(
        request, person, Record("lead", seen.id, seen.number, title, _status(seen), facts, [table], acts)
    )


@router.post("/new")
async def post(
    request: Request,
    house: House,
    person: Reader,
    key: Key,
    source: Annotated[str, Form()],
    company: Annotated[str, Form()],
    contact: Annotated[str | None, Form()] = None,
    phone: Annotated[str | None, Form()] = None,
    project: Annotated[str | None, Form()] = None,
    note: Annotated[str | None, Form()] = None,
) -> Response:
    said = PostLead(
        source=source,
        company=company,
        contact=contact or None,
        phone=phone or None,
        project=project or None,
        note=note or None,
    )
    made = await house.post("leads", "/leads", said, LeadView, key=key)
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
    return done(request, f"/leads/{lead_id}", text("told.saved", person.lang))


@router.post("/{lead_id}/assign")
async def assign(
    request: Request,
    lead_id: UUID,
    house: House,
    person: Reader,
    key: Key,
    owner_id: Annotated[UUID, Form()],
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
    customer_name: Annotated[str, Form()],
    project: Annotated[str, Form()],
) -> Response:
    said = ConvertLead(customer_name=customer_name, project=project)
    await house.post("leads", f"/leads/{lead_id}/convert", said, LeadView, key=key)
    return done(request, f"/leads/{lead_id}", text("told.convert", person.lang))


@router.post("/{lead_id}/drop")
async def drop(
    request: Request,
    lead_id: UUID,
    house: House,
    person: Reader,
    key: Key,
    reason: Annotated[str, Form()],
) -> Response:
    await house.post("leads", f"/leads/{lead_id}/drop", DropLead(reason=reason), key=key)
    return done(request, f"/leads/{lead_id}", text("told.saved", person.lang))


def _status(lead: LeadView) -> Worded:
    return Worded(f"status.lead.{lead.status}", tone=TONES.get(lead.status, "plain"))


async def _claim_next(person: Person, house: House) -> list[Act]:
    if not person.may("sales", "sales_manager"):
        return []
    pools = await house.get("leads", "/pools", Page[PoolView])
    options = [(str(pool.id), f"{pool.name} ({pool.waiting})") for pool in pools.items if pool.waiting]
    return (
        [Act("claim_next", "/leads/claim-next", (Input("pool_id", "select", options=options),), "primary")]
        if options
        else []
    )


async def _acts(lead: LeadView, person: Person, house: House) -> list[Act]:
    here, acts = f"/leads/{lead.id}", []
    if lead.status is LeadStatus.POOLED and person.may("sales", "sales_manager"):
        acts.append(Act("claim", f"{here}/claim", weight="primary"))
    if lead.status is LeadStatus.OWNED and (lead.owner_id == person.id or person.may("sales_manager")):
        kinds = [(kind.value, text(f"value.follow_up.{kind}", person.lang)) for kind in FollowUpKind]
        acts.append(
            Act(
                "follow_up",
                f"{here}/follow-up",
                (Input("kind", "select", options=kinds), Input("note", "area", required=False)),
                "primary",
            )
        )
        names = (Input("customer_name", value=lead.company or ""), Input("project", value=lead.project or ""))
        acts += [Act("convert", f"{here}/convert", names), Act("release", f"{here}/release")]
        acts.append(Act("drop", f"{here}/drop", (Input("reason"),), "danger"))
    if lead.status in (LeadStatus.POOLED, LeadStatus.OWNED) and person.may("sales_manager"):
        people = await house.get("approvals", "/people", Page[PersonView], limit=100)
        options = [(str(one.id), one.name) for one in people.items if one.active and "sales" in one.roles]
        acts.append(Act("assign", f"{here}/assign", (Input("owner_id", "select", options=options),)))
    return acts
