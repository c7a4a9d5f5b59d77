"""How long before something is due are customers of which grade contacted?"""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from console.pages.parts.responses import Key, done, list_page
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Input, Listing, Worded
from messages.collections.cases.contacts import ContactRuleView, ContactWay, SetContactRule
from messages.roles import Role
from messages.texts import text

router = APIRouter(prefix="/contact-rules")
COLUMNS = ("legal_entity_id", "grade", "days_before", "way")
EVERYWHERE = "*"
GRADES = ("", "A", "B", "C", "D")


@router.get("")
async def contact_rules(request: Request, person: Reader, gateway: Gateway) -> Response:
    found = await gateway.get("collections", "/contact-rules", list[ContactRuleView])
    rows: list[tuple[Cell, ...]] = [
        (
            Worded("console.everywhere") if one.legal_entity_id == EVERYWHERE else one.legal_entity_id,
            one.grade or Worded("console.no_grade"),
            one.days_before,
            Worded(f"contact_way.{one.way}" if one.way else "value.no_contact"),
        )
        for one in found
    ]
    actions = [_setting(person)] if person.may(Role.ADMIN) else []
    return list_page(
        request,
        person,
        Listing(
            "nav.contact_rules",
            COLUMNS,
            rows,
            tabs=[("nav.collection_cases", "/collection-cases", False)],
            actions=actions,
            empty="empty.contact_rules",
        ),
    )


@router.post("")
async def set_contact_rule(
    request: Request,
    gateway: Gateway,
    person: Reader,
    key: Key,
    legal_entity_id: Annotated[str, Form()] = "",
    grade: Annotated[str, Form()] = "",
    days_before: Annotated[str, Form()] = "",
    way: Annotated[str, Form()] = "",
) -> Response:
    said = {"legal_entity_id": legal_entity_id, "grade": grade, "days_before": days_before, "way": way or None}
    command = SetContactRule.model_validate(said)
    await gateway.post("collections", "/contact-rules", command, key=key)
    return done(request, "/contact-rules", text("message.saved", person.lang))


def _setting(person: Person) -> Action:
    grades = [(one, one or text("console.no_grade", person.lang)) for one in GRADES]
    ways = [(one.value, text(f"contact_way.{one}", person.lang)) for one in ContactWay]
    inputs = (
        Input("legal_entity_id"),
        Input("grade", "select", options=grades, required=False),
        Input("days_before", "number", "5"),
        Input("way", "select", options=[*ways, ("", text("value.no_contact", person.lang))], required=False,
              hint="hint.contact_rule"),
    )  # fmt: skip
    return Action("set_contact_rule", "/contact-rules", inputs)
