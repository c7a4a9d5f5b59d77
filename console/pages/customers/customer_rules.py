"""What has a legal entity set for its customers, and how is it changed?"""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from console.form_input import chosen
from console.pages.customers.access_forms import access_of, read_access
from console.pages.customers.coded import ATTRIBUTES
from console.pages.customers.customer_rule_forms import (
    actions_of,
    expenses_of,
    read_attributes,
    read_expenses,
    read_phases,
    read_remining,
    read_segments,
    tables_of,
)
from console.pages.deals.written_rows import read_list
from console.pages.parts.authority import may_act
from console.pages.parts.responses import Key, done, page
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Input, Table, Worded
from console.wording.org_unit_names import refresh_unit_names
from messages.deals.customer_care.admissions import Criterion
from messages.deals.customer_care.rules import AdmissionRules, CustomerRulesView, SetCustomerRules
from messages.deals.customers import SalesWay
from messages.texts import LANGUAGES, text

router = APIRouter(prefix="/customer-rules")
PATH = "/customer-rules"
Text = Annotated[str, Form()]


@router.get("")
async def customer_rules(request: Request, person: Reader, gateway: Gateway) -> Response:
    await refresh_unit_names(gateway)
    found = await gateway.get("deals", "/customer-rules", CustomerRulesView)
    access, set_access = access_of(found.rules.access, person)
    spent, set_spent = expenses_of(found.rules, person)
    tables = [_admission(found.rules.admission, person), *tables_of(found.rules, person), spent, access]
    may_set = may_act(person, "set_customer_rules")
    actions = (
        [_set_admission(found.rules.admission, person), *actions_of(found.rules, person), set_spent, set_access]
        if may_set
        else []
    )
    return page(request, "customers/customer_rules.html", person, tables=tables, actions=actions)


@router.post("/admission")
async def set_admission(
    request: Request, gateway: Gateway, person: Reader, key: Key,
    required: Text = "", criteria: Text = "", ways: Text = "", tiers: Text = "",
) -> Response:  # fmt: skip
    said: dict[str, Any] = {
        "required": chosen("required", required),
        "criteria": _coded(criteria, "decided_by_rule", Criterion),
        "ways": _coded(ways, "sales_way", SalesWay),
        "tiers": read_list(tiers),
    }
    return await _set(request, gateway, person, key, {"admission": said})


@router.post("/attributes")
async def set_attributes(request: Request, gateway: Gateway, person: Reader, key: Key) -> Response:
    form = await request.form()
    said = read_attributes({name: str(form.get(name) or "") for name in ATTRIBUTES})
    return await _set(request, gateway, person, key, {"attributes": said})


@router.post("/phases")
async def set_phases(request: Request, gateway: Gateway, person: Reader, key: Key, phases: Text = "") -> Response:
    return await _set(request, gateway, person, key, {"phases": read_phases(phases)})


@router.post("/segments")
async def set_segments(request: Request, gateway: Gateway, person: Reader, key: Key, segments: Text = "") -> Response:
    return await _set(request, gateway, person, key, {"segments": read_segments(segments)})


@router.post("/remining")
async def set_remining(
    request: Request, gateway: Gateway, person: Reader, key: Key,
    after_days: Text = "", reasons: Text = "", importance: Text = "",
) -> Response:  # fmt: skip
    return await _set(request, gateway, person, key, {"remining": read_remining(after_days, reasons, importance)})


@router.post("/expenses")
async def set_expenses(
    request: Request, gateway: Gateway, person: Reader, key: Key, expense_kinds: Text = "", free_up_to: Text = ""
) -> Response:
    return await _set(request, gateway, person, key, {"expenses": read_expenses(expense_kinds, free_up_to)})


@router.post("/access")
async def set_access(
    request: Request, gateway: Gateway, person: Reader, key: Key, limited: Text = "", grants: Text = ""
) -> Response:
    await refresh_unit_names(gateway)
    return await _set(request, gateway, person, key, {"access": read_access(limited, grants)})


async def _set(request: Request, gateway: ServiceGateway, person: Person, key: str, said: dict[str, Any]) -> Response:
    command = SetCustomerRules.model_validate(said)
    await gateway.put("deals", PATH, command, CustomerRulesView, key=key)
    return done(request, PATH, text("message.saved", person.lang))


def _admission(rules: AdmissionRules, person: Person) -> Table:
    order = " → ".join(text(f"value.decided_by_rule.{one}", person.lang) for one in rules.criteria)
    ways = " → ".join(text(f"value.sales_way.{one}", person.lang) for one in rules.ways)
    required = Worded("value.yes" if rules.required else "value.no")
    columns = ("admission_required", "criteria", "ways", "customer_tiers")
    return Table("console.admission_rules", columns, [(required, order, ways, " → ".join(rules.tiers) or None)])


def _set_admission(rules: AdmissionRules, person: Person) -> Action:
    yes = [(one, text(f"value.{one}", person.lang)) for one in ("no", "yes")]
    order = ", ".join(text(f"value.decided_by_rule.{one}", person.lang) for one in rules.criteria)
    ways = ", ".join(text(f"value.sales_way.{one}", person.lang) for one in rules.ways)
    label, tiers = [text(f"field.{name}", person.lang) for name in ("admission_required", "customer_tiers")]
    inputs = (
        Input("required", "select", "yes" if rules.required else "no", yes, label=label),
        Input("criteria", value=order, hint="hint.criteria"),
        Input("ways", value=ways, required=False, hint="hint.ways"),
        Input("tiers", value=", ".join(rules.tiers), required=False, hint="hint.tiers", label=tiers),
    )
    return Action("set_admission_rules", f"{PATH}/admission", inputs)


def _coded(typed: str, kind: str, codes: type[Criterion] | type[SalesWay]) -> list[str]:
    """By their codes, or as they are called in any language."""
    known = {text(f"value.{kind}.{code}", lang).casefold(): code.value for code in codes for lang in LANGUAGES}
    return [known.get(one.casefold(), one.upper()) for one in read_list(typed)]
