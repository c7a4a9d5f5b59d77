"""What do people see of leads and pools?"""

from asyncio import gather
from uuid import UUID

from fastapi import APIRouter, Request, Response

from console.house import House, HouseClient
from console.pages import lead_acts
from console.pages.answer import list_page, more, record_page, status_filters
from console.pages.chips import chip
from console.session import Person, Reader
from console.shape import Act, Fact, Input, Link, Listing, Record, Table, Worded
from messages.approvals.people import PersonView
from messages.base import Page
from messages.leads.leads import FollowUpKind, FollowUpView, LeadStatus, LeadView
from messages.leads.pools import PoolView
from messages.texts import text

router = APIRouter(prefix="/leads")
router.include_router(lead_acts.router)

COLUMNS = ("number", "status", "company", "source", "region", "owner", "follow_up_due_at")
NEW = Act(
    "post_lead",
    "/leads/new",
    (
        Input("source"),
        Input("company"),
        Input("contact", required=False),
        Input("phone", required=False),
        Input("email", required=False),
        Input("region", required=False),
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
    q: str = "",
) -> Response:
    found = await house.get("leads", "/leads", Page[LeadView], status=status, cursor=cursor, q=q or None, limit=50)
    rows = [
        (
            Link(lead.number, f"/leads/{lead.id}"),
            chip("lead", lead.status),
            lead.company or lead.contact or lead.external_id,
            lead.source,
            lead.region,
            lead.owner_name,
            lead.follow_up_due_at,
        )
        for lead in found.items
    ]
    listing = Listing(
        "nav.leads",
        COLUMNS,
        rows,
        more(found, "/leads", status=status, q=q),
        status_filters("lead", LeadStatus, "/leads", status, q=q),
        acts=await _list_acts(person, house),
        empty="empty.leads",
        search=q,
    )
    return list_page(request, person, listing)


@router.get("/{lead_id}")
async def lead(request: Request, lead_id: UUID, person: Reader, house: House) -> Response:
    seen, done_so_far = await gather(
        house.get("leads", f"/leads/{lead_id}", LeadView),
        house.get("leads", f"/leads/{lead_id}/follow-ups", Page[FollowUpView]),
    )
    rows = [(one.at, Worded(f"value.follow_up.{one.kind}"), one.by_name, one.note) for one in done_so_far.items]
    record = Record(
        "lead",
        seen.id,
        seen.number,
        seen.company or seen.contact or seen.external_id or seen.number,
        chip("lead", seen.status),
        _facts(seen),
        [Table("console.follow_ups", ("at", "kind", "by", "note"), rows)],
        await _acts(seen, person, house),
    )
    return await record_page(request, person, record)


def _facts(seen: LeadView) -> list[Fact]:
    first = ("source", "channel", "external_id", "company", "contact", "phone", "email", "region", "project", "note")
    facts: list[Fact] = [(name, getattr(seen, name)) for name in first]
    facts += [("owner", seen.owner_name), ("follow_up_due_at", seen.follow_up_due_at)]
    facts += [("first_response_at", seen.first_response_at), ("created_at", seen.created_at)]
    if seen.duplicate_of:
        facts.append(("duplicate_of", Link(Worded("console.open"), f"/leads/{seen.duplicate_of}")))
    if seen.opportunity_id:
        facts.append(("opportunity", Link(Worded("console.open"), f"/opportunities/{seen.opportunity_id}")))
    return facts


async def _list_acts(person: Person, house: HouseClient) -> list[Act]:
    acts = [NEW] if person.may("sales", "sales_manager", "ops", "admin") else []
    if not person.may("sales", "sales_manager"):
        return acts
    pools = await house.get("leads", "/pools", list[PoolView])
    options = [(str(pool.id), f"{pool.name} ({pool.waiting})") for pool in pools if pool.waiting]
    if options:
        acts.append(Act("claim_next", "/leads/claim-next", (Input("pool_id", "select", options=options),), "primary"))
    return acts


async def _acts(lead: LeadView, person: Person, house: HouseClient) -> list[Act]:
    here, acts = f"/leads/{lead.id}", []
    if lead.status is LeadStatus.POOLED and person.may("sales", "sales_manager"):
        acts.append(Act("claim", f"{here}/claim", weight="primary"))
    if lead.status is LeadStatus.OWNED and (lead.owner_id == person.id or person.may("sales_manager")):
        kinds = [(kind.value, text(f"value.follow_up.{kind}", person.lang)) for kind in FollowUpKind]
        said = (Input("kind", "select", options=kinds), Input("note", "area", required=False))
        acts.append(Act("follow_up", f"{here}/follow-up", said, "primary"))
        names = (Input("customer_name", value=lead.company or ""), Input("project", value=lead.project or ""))
        acts += [Act("convert", f"{here}/convert", names), Act("release", f"{here}/release")]
        acts.append(Act("drop", f"{here}/drop", (Input("reason"),), "danger"))
    if lead.status in (LeadStatus.POOLED, LeadStatus.OWNED) and person.may("sales_manager", "director", "ops", "admin"):
        people = await house.get("approvals", "/people", Page[PersonView], role="sales", limit=100)
        options = [(str(one.id), one.name) for one in people.items if one.active and one.id != lead.owner_id]
        acts.append(Act("assign", f"{here}/assign", (Input("owner_id", "select", options=options),)))
    return acts
