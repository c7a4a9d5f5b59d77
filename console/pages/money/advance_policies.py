"""What becomes of money on account when its customer owes again, and who sets that?"""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from console.pages.money.payments import tabs
from console.pages.parts.responses import Key, done, list_page
from console.service_gateway import Gateway
from console.session import Reader
from console.view_models import Action, Cell, Input, Listing, Worded
from messages.collections.advances import EVERYWHERE, AdvancePolicyView, AdvanceUse, SetAdvancePolicy
from messages.roles import Role
from messages.texts import text

router = APIRouter(prefix="/advance-policies")

COLUMNS = ("legal_entity_id", "advance_use", "set_at")


@router.get("")
async def advance_policies(request: Request, person: Reader, gateway: Gateway) -> Response:
    found = await gateway.get("collections", "/advance-policies", list[AdvancePolicyView])
    rows: list[tuple[Cell, ...]] = [
        (
            Worded("console.everywhere") if one.legal_entity_id == EVERYWHERE else one.legal_entity_id,
            Worded(f"advance_use.{one.use}"),
            one.set_at,
        )
        for one in found
    ]
    options = [(use.value, text(f"advance_use.{use}", person.lang)) for use in AdvanceUse]
    inputs = (Input("legal_entity_id"), Input("use", "select", AdvanceUse.OFFERED, options))
    actions = [Action("set_advance_policy", "/advance-policies", inputs)] if person.may(Role.ADMIN) else []
    listing = Listing(
        "nav.advance_policies", COLUMNS, rows, tabs=tabs("advance_policies"), actions=actions,
        empty="empty.advance_policies",
    )  # fmt: skip
    return list_page(request, person, listing)


@router.post("")
async def set_advance_policy(
    request: Request,
    gateway: Gateway,
    person: Reader,
    key: Key,
    legal_entity_id: Annotated[str, Form()] = "",
    use: Annotated[str, Form()] = "",
) -> Response:
    command = SetAdvancePolicy.model_validate({"legal_entity_id": legal_entity_id, "use": use})
    await gateway.post("collections", "/advance-policies", command, key=key)
    return done(request, "/advance-policies", text("message.saved", person.lang))
