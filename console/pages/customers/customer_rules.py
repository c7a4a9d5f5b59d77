"""What has a legal entity set for its customers, and how is it changed?"""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from console.pages.deals.written_rows import read_list
from console.pages.parts.authority import may_act
from console.pages.parts.responses import Key, done, page
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Action, Input, Table, Worded
from messages.deals.customer_care.admissions import Criterion
from messages.deals.customer_care.rules import AdmissionRules, CustomerRulesView, SetCustomerRules
from messages.deals.customers import SalesWay
from messages.texts import LANGUAGES, text

router = APIRouter(prefix="/customer-rules")
PATH = "/customer-rules"
Text = Annotated[str, Form()]


@router.get("")
async def customer_rules(request: Request, person: Reader, gateway: Gateway) -> Response:
    found = await gateway.get("deals", "/customer-rules", CustomerRulesView)
    tables = [_admission(found.rules.admission, person)]
    actions = [_set_admission(found.rules.admission, person)] if may_act(person, "set_customer_rules") else []
    return page(request, "customers/customer_rules.html", person, tables=tables, actions=actions)


@router.post("/admission")
async def set_admission(
    request: Request, gateway: Gateway, person: Reader, key: Key,
    required: Text = "no", criteria: Text = "", ways: Text = "", tiers: Text = "",
) -> Response:  # fmt: skip
    said: dict[str, Any] = {
        "required": required == "yes",
        "criteria": _coded(criteria, "decided_by_rule", Criterion),
        "ways": _coded(ways, "sales_way", SalesWay),
        "tiers": read_list(tiers),
    }
    command = SetCustomerRules.model_validate({"admission": said})
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
