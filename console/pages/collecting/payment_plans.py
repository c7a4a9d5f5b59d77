"""What do people see of payment plans 回款计划, and of the fields that the company gives them?"""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, Query, Request, Response

from chassis.records.spreadsheets import XLSX, workbook
from console.form_input import Unreadable
from console.pages.parts.coded_values import coded
from console.pages.parts.custom_fields import label_of, shown_value
from console.pages.parts.downloads import rows_of_all
from console.pages.parts.responses import Key, address, done, list_page, more, page
from console.pages.parts.written_terms import PLAN_ROWS, due_in_words
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Listing, Worded
from console.wording.offered_terms import said_offer
from messages.base import Page
from messages.collections.plans import InstalmentView, PaymentPlanView
from messages.custom_fields import CustomField, DefineFields, FieldTemplate
from messages.roles import Role
from messages.texts import text

router = APIRouter(prefix="/payment-plans")

PATH = "/payment-plans"
COLUMNS = ("contract", "customer", "owner", "credit_grade", "total", "instalment_count")
PLANNERS = (Role.SALES_MANAGER, Role.DIRECTOR, Role.FINANCE)
KEEPERS = (Role.OPS, Role.ADMIN)
KINDS = ("text", "number", "date", "flag", "choice")
MOST_ROWS = 20_000  # of a file


@router.get("")
async def payment_plans(
    request: Request,
    person: Reader,
    gateway: Gateway,
    field: Annotated[str, Query(max_length=64)] = "",
    value: Annotated[str, Query(max_length=200)] = "",
    cursor: str | None = None,
) -> Response:
    """With a column for each field of the company's own; narrowed to one value of one of them, where that is asked."""
    template = await gateway.get("collections", f"{PATH}/fields", FieldTemplate)
    found = await _get(gateway, field, value, cursor)
    rows: list[tuple[Cell, ...]] = [_row(plan, template, person) for plan in found.items]
    query = {"field": field, "value": value}
    values: dict[str, Any] = {
        "columns": [*(text(f"field.{name}", person.lang) for name in COLUMNS), *_labels(template, person)],
        "rows": rows,
        "fields": [(one.name, label_of(one, person.lang)) for one in template.fields],
        "chosen": query,
        "file": address(f"{PATH}/export", query),
        "next": more(found, PATH, **query),
        "may_define": person.may(*KEEPERS),
    }
    return page(request, "money/payment_plans.html", person, **values)


@router.get("/export")
async def export_plans(
    person: Reader,
    gateway: Gateway,
    field: Annotated[str, Query(max_length=64)] = "",
    value: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Row by row of every plan, with the fields of the company's own."""
    template = await gateway.get("collections", f"{PATH}/fields", FieldTemplate)
    first = await _get(gateway, field, value, None, limit=100)
    plans = await rows_of_all(
        first, lambda seen: seen.items, lambda next: _get(gateway, field, value, next, limit=100), most=MOST_ROWS
    )
    names = ("contract", "customer", *PLAN_ROWS, "currency")
    head = [*(text(f"field.{name}", person.lang) for name in names), *_labels(template, person)]
    rows = [_file_row(plan, row, template, person) for plan in plans for row in plan.instalments]
    name = text("nav.payment_plans", person.lang)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}.xlsx"}
    return Response(workbook(name, head, rows), media_type=XLSX, headers=headers)


@router.get("/fields")
async def plan_fields(request: Request, person: Reader, gateway: Gateway) -> Response:
    template = await gateway.get("collections", f"{PATH}/fields", FieldTemplate)
    rows: list[tuple[Cell, ...]] = [
        (one.name, label_of(one, person.lang), Worded(f"value.field_kind.{one.kind}"), ", ".join(one.choices))
        for one in template.fields
    ]
    kinds = [(kind, text(f"value.field_kind.{kind}", person.lang)) for kind in KINDS]
    inputs = (
        Input("field_name"), Input("label_zh"), Input("label_en"), Input("field_kind", "select", options=kinds),
        Input("field_choices", required=False, hint="hint.field_choices"),
    )  # fmt: skip
    actions = [Action("add_plan_field", f"{PATH}/fields", inputs, "primary")] if person.may(*KEEPERS) else []
    columns = ("field_name", "field_label", "field_kind", "field_choices")
    listing = Listing("console.plan_fields", columns, rows, actions=actions, empty="empty.plan_fields")
    return list_page(request, person, listing)


@router.post("/fields")
async def add_plan_field(
    request: Request,
    person: Reader,
    gateway: Gateway,
    key: Key,
    field_name: Annotated[str, Form()] = "",
    label_zh: Annotated[str, Form()] = "",
    label_en: Annotated[str, Form()] = "",
    field_kind: Annotated[str, Form()] = "text",
    field_choices: Annotated[str, Form()] = "",
) -> Response:
    """One more; what plans have already they keep."""
    template = await gateway.get("collections", f"{PATH}/fields", FieldTemplate)
    if any(one.name == field_name.strip() for one in template.fields):
        raise Unreadable("field_name", "input.taken")
    choices = [one.strip() for one in field_choices.replace("，", ",").split(",") if one.strip()]
    said = {"name": field_name.strip(), "label": {"zh": label_zh, "en": label_en}, "kind": field_kind}
    new = CustomField.model_validate(said | {"choices": choices})
    command = DefineFields(fields=[*template.fields, new])
    await gateway.put("collections", f"{PATH}/fields", command, FieldTemplate, key=key)
    return done(request, f"{PATH}/fields", text("message.saved", person.lang))


def custom_fields_of(plan: PaymentPlanView, template: FieldTemplate, person: Person) -> list[tuple[str, str]]:
    """Those that have a value, as the reader calls them."""
    return [
        (label_of(one, person.lang), shown_value(one, plan.extra.get(one.name), person.lang))
        for one in template.fields
        if plan.extra.get(one.name) is not None
    ]


def head_of(plan: PaymentPlanView, lang: str) -> list[Field]:
    fields: list[Field] = [
        ("contract", Link(plan.contract_number, f"/contracts/{plan.contract_id}")),
        ("customer", Link(plan.customer_name, f"/customers/{plan.customer_id}")),
        ("owner", plan.owner_name),
        ("credit_grade", plan.grade),
        ("total", plan.total),
    ]
    if plan.offer is not None:
        fields.append(("offered_terms", said_offer(plan.offer, lang)))
    return [*fields, ("changed_at", plan.changed_at), ("reason", plan.reason)] if plan.changed_at else fields


async def _get(
    gateway: ServiceGateway, field: str, value: str, cursor: str | None, limit: int = 50
) -> Page[PaymentPlanView]:
    query = {"field": field or None, "value": value or None} if field and value else {}
    return await gateway.get("collections", PATH, Page[PaymentPlanView], **query, cursor=cursor, limit=limit)


def _labels(template: FieldTemplate, person: Person) -> list[str]:
    return [label_of(one, person.lang) for one in template.fields]


def _row(plan: PaymentPlanView, template: FieldTemplate, person: Person) -> tuple[Cell, ...]:
    own = (shown_value(one, plan.extra.get(one.name), person.lang) for one in template.fields)
    link = Link(plan.contract_number, f"{PATH}/{plan.id}")
    return (link, plan.customer_name, plan.owner_name, plan.grade, plan.total, len(plan.instalments), *own)


def _file_row(
    plan: PaymentPlanView, row: InstalmentView, template: FieldTemplate, person: Person
) -> tuple[str | int | Any, ...]:
    method = coded("method", row.method) if row.method else ""
    worded = text(method.code, person.lang) if isinstance(method, Worded) else method
    own = (shown_value(one, plan.extra.get(one.name), person.lang) for one in template.fields)
    return (
        plan.contract_number, plan.customer_name, row.number, row.percent, due_in_words(row, person.lang),
        row.amount.amount, worded, row.owner_name, row.grade, row.note, plan.total.currency, *own,
    )  # fmt: skip
