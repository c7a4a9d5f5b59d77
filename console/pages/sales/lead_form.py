"""How is a lead corrected?"""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from console.form_input import Unreadable
from console.pages.deals.own_values import kept_value
from console.pages.parts.custom_fields import custom_inputs, custom_values
from console.pages.parts.responses import Key, done, page
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Input
from messages.custom_fields import FieldTemplate
from messages.leads.handling import EditLead
from messages.leads.leads import Heat, LeadView
from messages.texts import text

router = APIRouter()
FIELDS = ("product_line", "company", "contact", "phone", "email", "region", "project", "industry")


@router.get("/{lead_id}/edit")
async def edit_form(request: Request, lead_id: UUID, person: Reader, gateway: Gateway) -> Response:
    seen = await gateway.get("leads", f"/leads/{lead_id}", LeadView)
    template = await gateway.get("leads", "/leads/fields", FieldTemplate)
    own = [
        Input(one.name, one.kind, kept_value(seen.extra, one.name), one.options, one.required, one.hint, one.label)
        for one in custom_inputs(template, person.lang)
    ]
    values: dict[str, Any] = {
        "path": f"/leads/{lead_id}/edit", "title": seen.number, "to": f"/leads/{lead_id}", "version": seen.version,
        "inputs": [*_inputs(seen, person), *own],
    }  # fmt: skip
    return page(request, "pools/lead_form.html", person, **values)


@router.post("/{lead_id}/edit")
async def edit(request: Request, lead_id: UUID, person: Reader, gateway: Gateway, key: Key) -> Response:
    form = await request.form()
    names = (*FIELDS, "note", "heat", "planned_on")
    said: dict[str, Any] = {name: str(form.get(name) or "").strip() or None for name in names}
    said["extra"] = custom_values(await gateway.get("leads", "/leads/fields", FieldTemplate), form)
    version = str(form.get("version") or "")
    if not version.isdecimal():
        raise Unreadable("version", "input.missing")
    path = f"/leads/{lead_id}"
    command = EditLead.model_validate(said)
    await gateway.patch("leads", path, command, LeadView, key=key, version=int(version))
    return done(request, path, text("message.saved", person.lang))


def heat_input(person: Person, value: str = "") -> Input:
    options = [("", "—"), *((one.value, text(f"value.heat.{one}", person.lang)) for one in Heat)]
    return Input("heat", "select", value, options, required=False)


def _inputs(seen: LeadView, person: Person) -> list[Input]:
    return [
        *(Input(name, value=str(getattr(seen, name) or ""), required=False) for name in FIELDS),
        heat_input(person, seen.heat or ""),
        Input("planned_on", "date", str(seen.planned_on or ""), required=False),
        Input("note", "area", seen.note or "", required=False),
    ]
