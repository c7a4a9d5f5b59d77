"""By which fields are leads compared, and who sets that?"""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from console.pages.parts.responses import Key, done, list_page
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Input, Listing, Worded
from messages.leads.match_rules import MatchRulesView, SetMatchRules
from messages.roles import Role
from messages.texts import text

router = APIRouter(prefix="/match-rules")
FIELDS = ("phone", "email", "company", "contact", "project")
OWN = "extra."  # LEA-52: before the name of a custom field
COLUMNS = ("legal_entity_id", "product_line", "rules", "changed_at", "changed_by")


@router.get("")
async def match_rules(request: Request, person: Reader, gateway: Gateway) -> Response:
    found = await gateway.get("leads", "/leads/match-rules", list[MatchRulesView])
    rows: list[tuple[Cell, ...]] = [
        (
            one.legal_entity_id,
            one.product_line or Worded("console.every_line"),
            "; ".join(_written(rule, person) for rule in one.rules),
            one.changed_at,
            one.changed_by,
        )
        for one in found
    ]
    actions = [_setting(found, person)] if person.may(Role.OPS, Role.ADMIN) else []
    tabs = [("nav.duplicates", "/duplicates", False)]
    listing = Listing("nav.match_rules", COLUMNS, rows, tabs=tabs, actions=actions, empty="empty.match_rules")
    return list_page(request, person, listing)


@router.post("")
async def set_match_rules(
    request: Request,
    gateway: Gateway,
    person: Reader,
    key: Key,
    legal_entity_id: Annotated[str, Form()] = "",
    product_line: Annotated[str, Form()] = "",
    rules: Annotated[str, Form()] = "",
) -> Response:
    said = {
        "legal_entity_id": legal_entity_id,
        "product_line": product_line or None,
        "rules": [_read(line, person) for line in rules.splitlines() if line.strip()],
    }
    await gateway.put("leads", "/leads/match-rules", SetMatchRules.model_validate(said), MatchRulesView, key=key)
    return done(request, "/match-rules", text("message.saved", person.lang))


def _setting(found: list[MatchRulesView], person: Person) -> Action:
    """As the first of them stands, to begin with."""
    first = found[0] if found else None
    lines = "\n".join(_written(rule, person) for rule in first.rules) if first else ""
    inputs = (
        Input("legal_entity_id", value=first.legal_entity_id if first else ""),
        Input("product_line", required=False),
        Input("rules", "area", lines, required=False, hint="hint.match_rules"),
    )
    return Action("set_match_rules", "/match-rules", inputs)


def _written(rule: list[str], person: Person) -> str:
    """In the words of the reader: 公司 + 项目."""
    own = text("match.own_field", person.lang)
    return " + ".join(
        text(f"field.{name}", person.lang) if name in FIELDS else f"{own}: {name.removeprefix(OWN)}" for name in rule
    )


def _read(line: str, person: Person) -> list[str]:
    """As they are worded, or by their codes; what is neither is refused by its name."""
    words = {text(f"field.{name}", person.lang).casefold(): name for name in FIELDS}
    own = text("match.own_field", person.lang).casefold()
    parts = [part.strip() for part in line.replace("＋", "+").replace("：", ":").split("+")]
    named = [part.partition(":") for part in parts if part]
    return [
        f"{OWN}{name.strip()}" if said.strip().casefold() == own and name else words.get(said.casefold(), said)
        for said, _, name in named
    ]
