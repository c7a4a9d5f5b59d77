"""What do people do with customers: record one, correct it, give it to a colleague?"""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.form_input import whole
from console.pages.customers.admissions import registering, way_inputs
from console.pages.customers.coded import ATTRIBUTES, choices
from console.pages.customers.customer_pools import pool_actions, pools_for
from console.pages.customers.expenses import spending
from console.pages.customers.phase_acts import phase_actions
from console.pages.deals.own_values import kept_value
from console.pages.parts.authority import may_act
from console.pages.parts.custom_fields import custom_inputs, custom_values
from console.pages.parts.responses import Key, done
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Input
from messages.approvals.people import PersonView
from messages.base import Page
from messages.custom_fields import FieldTemplate
from messages.deals.customer_care.moves import CustomerHandOverView, HandOverCustomer
from messages.deals.customer_care.overview import CustomerOverview
from messages.deals.customer_care.rules import CustomerRules, CustomerRulesView
from messages.deals.customers import AddCustomer, CustomerView, EditCustomer
from messages.deals.stages import BusinessTypesView
from messages.org_path import is_within
from messages.roles import Role
from messages.texts import text

router = APIRouter(prefix="/customers")
WHO = ("tax_id", "sector", "region", "country")
CAME = ("source", "channel", "product_line")
Text = Annotated[str, Form()]


async def list_acts(person: Person, gateway: ServiceGateway) -> list[Action]:
    if not may_act(person, "add_customer"):
        return []
    template = await gateway.get("deals", "/customers/fields", FieldTemplate)
    types = await gateway.get("deals", "/business-types", BusinessTypesView)
    found = await gateway.get("deals", "/customer-rules", CustomerRulesView)
    names: list[tuple[str, dict[Any, str]]] = [(one.code, dict(one.label)) for one in types.types]
    kinds = [(code, label.get(person.lang) or code) for code, label in names]
    kind = [Input("business_type", "select", "", [("", "—"), *kinds], required=False)] if kinds else []
    inputs = [
        Input("customer_name"),
        *(Input(name, required=False) for name in WHO),
        *_attributes(found.rules, None, person.lang),
        *(Input(name, required=False) for name in CAME),
        *kind,
        *(way_inputs(found, person) if found.rules.admission.required else []),
        *custom_inputs(template, person.lang),
    ]
    return [Action("add_customer", "/customers/new", inputs, "primary")]


async def acts_on_customer(
    seen: CustomerView,
    whole: CustomerOverview | None,
    rules: CustomerRules,
    person: Person,
    gateway: ServiceGateway,
) -> list[Action]:
    """The buttons of its page, of what this reader may do."""
    if whole is None or seen.merged_into is not None:
        return []
    actions = await registering(seen, person, gateway)
    keeps = _may_edit(seen, whole, person)
    actions += spending(seen, whole, person)
    actions += pool_actions(seen, await pools_for(gateway, seen), person, keeps=keeps)
    if keeps:
        actions += [await _edit(seen, rules, person, gateway), *await phase_actions(seen, rules, person, gateway)]
    if may_give(seen, whole, person):
        options = await _receivers(seen, person, gateway)
        inputs = (Input("to", "select", options=options), Input("reason", "area", required=False))
        path = f"/customers/{seen.id}/hand-over"
        actions += [Action("hand_over_customer", path, inputs, sure="sure.hand_over_customer")] if options else []
    return actions


def may_give(seen: CustomerView, whole: CustomerOverview, person: Person) -> bool:
    """DEA-110."""
    if not may_act(person, "hand_over_customer"):
        return False
    within = seen.owner_id is None or is_within(whole.owner_unit, person.unit)
    return person.may(Role.DIRECTOR, Role.OPS, Role.ADMIN) or within


@router.post("/new")
async def add(request: Request, gateway: Gateway, person: Reader, key: Key) -> Response:
    form = await request.form()
    said: dict[str, Any] = {
        name: str(form[name]) for name in (*WHO, *ATTRIBUTES, *CAME, "business_type") if form.get(name)
    }
    extra = custom_values(await gateway.get("deals", "/customers/fields", FieldTemplate), form)
    said |= {field: str(form[name]) for name, field in (("sales_way", "way"), ("tier", "tier")) if form.get(name)}
    command = AddCustomer.model_validate({**said, "name": str(form.get("customer_name") or ""), "extra": extra})
    made = await gateway.post("deals", "/customers", command, CustomerView, key=key)
    return done(request, f"/customers/{made.id}", text("message.add_customer", person.lang))


@router.post("/{customer_id}/edit")
async def edit(request: Request, customer_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    form = await request.form()
    said: dict[str, Any] = {name: str(form[name]) for name in (*WHO, *ATTRIBUTES) if form.get(name)}
    said |= {"name": str(form.get("customer_name") or ""), "extra": await _extra(form, gateway)}
    version = whole("version", str(form.get("version") or ""))
    path = f"/customers/{customer_id}"
    command = EditCustomer.model_validate(said)
    await gateway.patch("deals", path, command, CustomerView, key=key, version=version)
    return done(request, path, text("message.saved", person.lang))


@router.post("/{customer_id}/hand-over")
async def hand_over(
    request: Request, customer_id: UUID, gateway: Gateway, person: Reader, key: Key, to: Text = "", reason: Text = ""
) -> Response:
    path = f"/customers/{customer_id}"
    command = HandOverCustomer.model_validate({"to": to, "reason": reason})
    given = await gateway.post("deals", f"{path}/hand-over", command, CustomerHandOverView, key=key)
    counts = given.model_dump(include={"owner_name", "opportunities", "registrations", "contracts"})
    return done(request, path, text("message.hand_over_customer", person.lang, **counts))


def _may_edit(seen: CustomerView, whole: CustomerOverview, person: Person) -> bool:
    """DEA-35."""
    if not may_act(person, "edit_customer", seen.owner_id):
        return False
    managed = seen.owner_id is None or is_within(whole.owner_unit, person.unit)
    return seen.owner_id == person.id or not person.may(Role.SALES_MANAGER) or managed


async def _edit(seen: CustomerView, rules: CustomerRules, person: Person, gateway: ServiceGateway) -> Action:
    template = await gateway.get("deals", "/customers/fields", FieldTemplate)
    own = [
        Input(one.name, one.kind, kept_value(seen.extra, one.name), one.options, one.required, one.hint, one.label)
        for one in custom_inputs(template, person.lang)
    ]
    inputs = (
        Input("version", "hidden", str(seen.version)),
        Input("customer_name", value=seen.name),
        *(Input(name, value=getattr(seen, name) or "", required=False) for name in WHO),
        *_attributes(rules, seen, person.lang),
        *own,
    )
    return Action("edit_customer", f"/customers/{seen.id}/edit", inputs)


def _attributes(rules: CustomerRules, seen: CustomerView | None, lang: str) -> list[Input]:
    return [
        Input(name, "select", (getattr(seen, name) or "") if seen else "",
              choices(f"customer_{name}", getattr(rules.attributes, name), lang), required=False)
        for name in ATTRIBUTES
    ]  # fmt: skip


async def _extra(form: Mapping[str, Any], gateway: ServiceGateway) -> dict[str, Any] | None:
    template = await gateway.get("deals", "/customers/fields", FieldTemplate)
    return custom_values(template, form) if template.fields else None


async def _receivers(seen: CustomerView, person: Person, gateway: ServiceGateway) -> list[tuple[str, str]]:
    """DEA-111: active sellers of its legal entity."""
    asking = gateway.get("approvals", "/people", Page[PersonView], role="sales", limit=100)
    found = await gateway.part("approvals", asking)
    return [
        (str(one.id), one.name)
        for one in (found.items if found else [])
        if one.active and one.id != seen.owner_id and seen.legal_entity_id in (one.legal_entity_id, *one.other_entities)
    ]
