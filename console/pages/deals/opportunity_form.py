"""How is an opportunity written down, and corrected?"""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from console.form_input import Unreadable, amount
from console.pages.deals.follow_ups import kind_words
from console.pages.deals.own_values import kept_value
from console.pages.deals.written_rows import read_list
from console.pages.parts.custom_fields import custom_inputs, custom_values
from console.pages.parts.responses import Key, done, page
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Input
from console.wording.words import plain
from messages.base import Page
from messages.custom_fields import FieldTemplate
from messages.deals.customers import CustomerView
from messages.deals.opportunities import EditOpportunity, OpenOpportunity, OpportunityView
from messages.deals.stages import BusinessTypesView
from messages.texts import text

router = APIRouter(prefix="/opportunities")
OFFERED = 50  # the newest, before one searches
CURRENCY = "CNY"
FIELDS = (
    "project", "business_type", "expected", "expected_close_on", "probability", "product_code", "product_lines", "note",
)  # fmt: skip


@router.get("/new")
async def opportunity_form(
    request: Request,
    person: Reader,
    gateway: Gateway,
    customer_id: UUID | None = None,
    q: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """For which customer, if that is not said yet: he is looked for."""
    found = await gateway.get("deals", "/customers", Page[CustomerView], q=q.strip() or None, limit=OFFERED)
    customers = [(str(one.id), one.name) for one in found.items]
    if customer_id and str(customer_id) not in dict(customers):
        chosen = await gateway.get("deals", f"/customers/{customer_id}", CustomerView)
        customers.insert(0, (str(chosen.id), chosen.name))
    inputs = [
        Input("customer_id", "select", str(customer_id or ""), customers, label=text("field.customer", person.lang))
    ]
    types = await gateway.get("deals", "/business-types", BusinessTypesView)
    values: dict[str, Any] = {
        "path": "/opportunities/new/open", "button": "open_opportunity", "q": q, "searching": True, "title": "",
        "back": "/opportunities", "version": "",
        "inputs": [*inputs, *_inputs(person, types, None), *custom_inputs(await _template(gateway), person.lang)],
    }  # fmt: skip
    return page(request, "deals/opportunity_form.html", person, **values)


@router.post("/new/open")
async def open_opportunity(request: Request, gateway: Gateway, person: Reader, key: Key) -> Response:
    form = await request.form()
    said = _said(form, await _template(gateway)) | {"customer_id": form.get("customer_id")}
    command = OpenOpportunity.model_validate({name: value for name, value in said.items() if value not in (None, "")})
    made = await gateway.post("deals", "/opportunities", command, OpportunityView, key=key)
    return done(request, f"/opportunities/{made.id}", text("message.open_opportunity", person.lang))


@router.get("/{opportunity_id}/edit")
async def edit_form(request: Request, opportunity_id: UUID, person: Reader, gateway: Gateway) -> Response:
    seen = await gateway.get("deals", f"/opportunities/{opportunity_id}", OpportunityView)
    types = await gateway.get("deals", "/business-types", BusinessTypesView, legal_entity_id=seen.legal_entity_id)
    template = await _template(gateway)
    own = [
        Input(one.name, one.kind, kept_value(seen.extra, one.name), one.options, one.required, one.hint, one.label)
        for one in custom_inputs(template, person.lang)
    ]
    values: dict[str, Any] = {
        "path": f"/opportunities/{opportunity_id}/edit", "button": "save", "q": "", "searching": False,
        "title": f"{seen.customer_name} · {seen.project}", "back": f"/opportunities/{opportunity_id}",
        "version": seen.version, "inputs": [*_inputs(person, types, seen), *own],
    }  # fmt: skip
    return page(request, "deals/opportunity_form.html", person, **values)


@router.post("/{opportunity_id}/edit")
async def edit_opportunity(
    request: Request, opportunity_id: UUID, gateway: Gateway, person: Reader, key: Key
) -> Response:
    form = await request.form()
    said = _said(form, await _template(gateway))
    if not said["business_type"]:
        del said["business_type"]
    command = EditOpportunity.model_validate({name: None if value == "" else value for name, value in said.items()})
    version = str(form.get("version") or "")
    if not version.isdecimal():
        raise Unreadable("version", "input.missing")
    path = f"/opportunities/{opportunity_id}"
    await gateway.patch("deals", path, command, OpportunityView, key=key, version=int(version))
    return done(request, path, text("message.saved", person.lang))


def _inputs(person: Person, types: BusinessTypesView, seen: OpportunityView | None) -> list[Input]:
    kinds = [(one.code, plain(kind_words(one.code, dict(one.label), person.lang), person.lang)) for one in types.types]
    value = _values(seen)
    options = kinds if seen is None else [("", "—"), *kinds]
    type_input = [Input("business_type", "select", value["business_type"], options, required=False)] if kinds else []
    return [
        Input("project", value=value["project"]),
        *type_input,
        Input("expected", "money", value["expected"], required=False),
        Input("currency", value=value["currency"]),
        Input("expected_close_on", "date", value["expected_close_on"], required=False),
        Input("probability", "number", value["probability"], required=False),
        Input("product_code", value=value["product_code"], required=False),
        Input("product_lines", value=value["product_lines"], required=False, hint="hint.product_lines"),
        Input("note", "area", value["note"], required=False),
    ]


def _values(seen: OpportunityView | None) -> dict[str, str]:
    """What the fields show at first."""
    if seen is None:
        return dict.fromkeys(FIELDS, "") | {"currency": CURRENCY}
    value = {name: "" if getattr(seen, name) is None else str(getattr(seen, name)) for name in FIELDS}
    value |= {"expected": "", "currency": CURRENCY, "product_lines": ", ".join(seen.product_lines)}
    if seen.expected:
        value |= {"expected": str(seen.expected.amount), "currency": seen.expected.currency}
    return value


def _said(form: Mapping[str, Any], template: FieldTemplate) -> dict[str, Any]:
    typed = {name: str(form.get(name) or "").strip() for name in (
        "project", "business_type", "expected_close_on", "probability", "product_code", "note",
    )}  # fmt: skip
    expected = str(form.get("expected") or "").strip()
    said: dict[str, Any] = dict(typed)
    said["expected"] = (
        {"amount": str(amount("expected", expected)), "currency": form.get("currency")} if expected else ""
    )
    said["product_lines"] = read_list(str(form.get("product_lines") or ""))
    said["extra"] = custom_values(template, form)
    return said


async def _template(gateway: ServiceGateway) -> FieldTemplate:
    return await gateway.get("deals", "/opportunities/fields", FieldTemplate)
