"""What do people see of the admission 准入 of customers, and what may they do with it?"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.pages.parts.authority import may_act
from console.pages.parts.lists import ListWanted, RecordList
from console.pages.parts.next_signers import submitted_message
from console.pages.parts.pending_approval import newest_request_about
from console.pages.parts.responses import Key, done, list_page, record_page
from console.pages.parts.status_chips import chip
from console.pages.parts.waiting import waits
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Record, Table, Wait, Worded
from messages.base import Page
from messages.deals.customer_care.admissions import (
    AdmissionStatus,
    AdmissionView,
    RegisterCustomer,
    ResubmitAdmission,
)
from messages.deals.customer_care.rules import CustomerRulesView
from messages.deals.customers import CustomerStatus, CustomerView, SalesWay
from messages.roles import Role
from messages.texts import text

router = APIRouter()
RUNNING = (AdmissionStatus.SUBMITTED, AdmissionStatus.RETURNED)
COLUMNS = ("number", "status", "customer", "owner", "sales_way", "conflict_owner", "registered_at", "decided_at")
LIST = RecordList("admission", "/admissions", AdmissionStatus, COLUMNS)
TABS = ("customers", "admissions", "customer_pools", "customer_expenses")
Text = Annotated[str, Form()]


def tabs(chosen: str, person: Person) -> list[tuple[str, str, bool]]:
    """Customers, who claims them, where those of nobody wait, what was spent on them; a partner has the first two."""
    names = TABS[:2] if person.is_partner else TABS
    return [(f"nav.{name}", f"/{name.replace('_', '-')}", name == chosen) for name in names]


@router.get("/admissions")
async def admissions(
    request: Request, person: Reader, gateway: Gateway, asked: ListWanted, status: AdmissionStatus | None = None
) -> Response:
    found = await gateway.get("deals", "/admissions", Page[AdmissionView], status=status, **asked.query(person))
    rows: list[tuple[Cell, ...]] = [
        (
            Link(one.number, f"/admissions/{one.id}"), chip("admission", one.status), one.customer_name, one.owner_name,
            way(one), one.conflict_owner_name, one.first_submitted_at, one.decided_at,
        )
        for one in found.items
    ]  # fmt: skip
    return list_page(request, person, LIST.listing(found, rows, asked, status, tabs=tabs("admissions", person)))


@router.get("/admissions/{admission_id}")
async def admission(request: Request, admission_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return await record_page(request, person, await admission_record(gateway, admission_id, person))


async def admission_record(gateway: ServiceGateway, admission_id: UUID, person: Person) -> Record:
    """What a page shows of it, and what the reader may do with it."""
    seen = await gateway.get("deals", f"/admissions/{admission_id}", AdmissionView)
    request = await gateway.part("approvals", newest_request_about(gateway, seen.id))
    unasked = [Wait(Worded("wait.starts"))] if seen.status is AdmissionStatus.SUBMITTED else []
    return Record(
        "admission",
        seen.id,
        seen.number,
        seen.customer_name,
        chip("admission", seen.status),
        _fields(seen),
        actions=_actions(seen, person),
        note=Worded("console.guidance", {"text": seen.guidance}, "busy") if seen.guidance else None,
        request=request,
        waits=await waits(gateway, [seen.id], request, otherwise=unasked),
    )


@router.post("/admissions/{admission_id}/resubmit")
async def resubmit(
    request: Request, admission_id: UUID, gateway: Gateway, person: Reader, key: Key, note: Text = ""
) -> Response:
    path = f"/admissions/{admission_id}"
    await gateway.post("deals", f"{path}/resubmit", ResubmitAdmission(note=note), AdmissionView, key=key)
    return done(request, path, await submitted_message(gateway, person, "message.register_customer", admission_id))


@router.post("/admissions/{admission_id}/withdraw")
async def withdraw(request: Request, admission_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    path = f"/admissions/{admission_id}"
    await gateway.post("deals", f"{path}/withdraw", None, AdmissionView, key=key)
    return done(request, path, text("message.withdraw", person.lang))


@router.post("/customers/{customer_id}/register")
async def register(
    request: Request, customer_id: UUID, gateway: Gateway, person: Reader, key: Key,
    sales_way: Text = SalesWay.DIRECT, tier: Text = "", note: Text = "",
) -> Response:  # fmt: skip
    said: dict[str, Any] = {"way": sales_way, "tier": tier or None, "note": note}
    command = RegisterCustomer.model_validate(said)
    made = await gateway.post("deals", f"/customers/{customer_id}/register", command, AdmissionView, key=key)
    message = await submitted_message(gateway, person, "message.register_customer", made.id)
    return done(request, f"/admissions/{made.id}", message)


async def registering(seen: CustomerView, person: Person, gateway: ServiceGateway) -> list[Action]:
    """DEA-119: who does not have it may claim it."""
    has_it = seen.owner_id == person.id and seen.status is not CustomerStatus.REJECTED
    if has_it or not may_act(person, "register_customer"):
        return []
    query = {"customer_id": seen.id, "owner_id": person.id, "open": "true", "limit": 1}
    if (await gateway.get("deals", "/admissions", Page[AdmissionView], **query)).items:
        return []
    asking = gateway.get("deals", "/customer-rules", CustomerRulesView, legal_entity_id=seen.legal_entity_id)
    inputs = (*way_inputs(await asking, person), Input("note", "area", required=False))
    return [Action("register_customer", f"/customers/{seen.id}/register", inputs)]


def way_inputs(set: CustomerRulesView, person: Person) -> list[Input]:
    """How he sells to him; of what tier he is, where there are any."""
    ways = [(one.value, text(f"value.sales_way.{one}", person.lang)) for one in SalesWay]
    tiers = [("", "—"), *((one, one) for one in set.rules.admission.tiers)]
    inputs = [] if person.may(Role.PARTNER) else [Input("sales_way", "select", SalesWay.DIRECT, ways, required=False)]
    return inputs + ([Input("tier", "select", "", tiers, required=False)] if len(tiers) > 1 else [])


async def admissions_table(seen: CustomerView, gateway: ServiceGateway) -> list[Table]:
    """Who claimed this customer, as far as the reader sees it."""
    found = await gateway.find("deals", "/admissions", Page[AdmissionView], customer_id=seen.id, limit=20)
    rows: list[tuple[Cell, ...]] = [
        (
            Link(one.number, f"/admissions/{one.id}"), chip("admission", one.status), one.owner_name, way(one),
            one.first_submitted_at, one.decided_at, _rule(one),
        )
        for one in (found.items if found else [])
    ]  # fmt: skip
    columns = ("number", "status", "owner", "sales_way", "registered_at", "decided_at", "decided_by_rule")
    return [Table("nav.admissions", columns, rows)] if rows else []


def way(one: AdmissionView) -> Cell:
    return Worded(f"value.sales_way.{one.way}")


def _rule(one: AdmissionView) -> Cell:
    return Worded(f"value.decided_by_rule.{one.decided_by_rule}") if one.decided_by_rule else None


def _fields(seen: AdmissionView) -> list[Field]:
    fields: list[Field] = [
        ("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}")),
        ("owner", seen.owner_name),
        ("sales_way", way(seen)),
        ("tier", seen.tier),
        ("note", seen.note),
        ("registered_at", seen.first_submitted_at),
        ("submitted_at", seen.submitted_at),
    ]
    if seen.conflict_with:
        fields += [("conflict_owner", seen.conflict_owner_name), ("conflict_with", seen.conflict_number)]
    return [*fields, ("decided_at", seen.decided_at), ("decided_by_rule", _rule(seen))]


def _actions(seen: AdmissionView, person: Person) -> list[Action]:
    if seen.status not in RUNNING or not may_act(person, "resubmit_admission", seen.owner_id):
        return []
    path, actions = f"/admissions/{seen.id}", []
    if seen.status is AdmissionStatus.RETURNED:
        note = Input("note", "area", seen.note, required=False)
        actions.append(Action("resubmit", f"{path}/resubmit", (note,), "primary"))
    return [*actions, Action("withdraw", f"{path}/withdraw", weight="danger")]
