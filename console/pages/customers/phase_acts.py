"""How far is one with a customer, and is he hot: how do people say so?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.pages.customers.coded import choices, words_of
from console.pages.deals.own_values import reason_words
from console.pages.parts.responses import Key, done
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Input, Table
from messages.deals.customer_care.phases import CustomerPhaseView, FlagHot, MovePhase
from messages.deals.customer_care.rules import CustomerRules
from messages.deals.customers import CustomerView
from messages.deals.losses import LossReasonRow, LossReasonsView
from messages.texts import known, text

router = APIRouter(prefix="/customers/{customer_id}")
Text = Annotated[str, Form()]


@router.post("/move-phase")
async def move_phase(
    request: Request, customer_id: UUID, gateway: Gateway, person: Reader, key: Key,
    phase: Text = "", reason: Text = "", note: Text = "",
) -> Response:  # fmt: skip
    path = f"/customers/{customer_id}"
    command = MovePhase.model_validate({"phase": phase, "reason": reason or None, "note": note})
    await gateway.post("deals", f"{path}/move-phase", command, CustomerView, key=key)
    return done(request, path, text("message.saved", person.lang))


@router.post("/flag-hot")
async def flag_hot(
    request: Request, customer_id: UUID, gateway: Gateway, person: Reader, key: Key, reason: Text = ""
) -> Response:
    path = f"/customers/{customer_id}"
    command = FlagHot.model_validate({"reason": reason})
    await gateway.post("deals", f"{path}/flag-hot", command, CustomerView, key=key)
    return done(request, path, text("message.flag_hot", person.lang))


@router.post("/clear-hot")
async def clear_hot(request: Request, customer_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    path = f"/customers/{customer_id}"
    await gateway.post("deals", f"{path}/clear-hot", None, CustomerView, key=key)
    return done(request, path, text("message.saved", person.lang))


async def phase_actions(
    seen: CustomerView, rules: CustomerRules, person: Person, gateway: ServiceGateway
) -> list[Action]:
    """For who keeps him."""
    path = f"/customers/{seen.id}"
    asking = gateway.get("deals", "/loss-reasons", LossReasonsView, legal_entity_id=seen.legal_entity_id)
    reasons = [("", "—"), *((one.code, _reason(one, person.lang)) for one in (await asking).reasons)]
    inputs = (
        Input("phase", "select", seen.phase or "", choices("phase", rules.phases, person.lang)[1:]),
        Input("reason", "select", "", reasons, required=False, hint="hint.phase_reason"),
        Input("note", "area", required=False),
    )
    actions = [Action("move_phase", f"{path}/move-phase", inputs)]
    if seen.hot_since:
        return [*actions, Action("clear_hot", f"{path}/clear-hot")]
    return [*actions, Action("flag_hot", f"{path}/flag-hot", (Input("reason"),))]


async def phases_table(
    seen: CustomerView, rules: CustomerRules, person: Person, gateway: ServiceGateway
) -> list[Table]:
    found = await gateway.find("deals", f"/customers/{seen.id}/phases", list[CustomerPhaseView])
    rows: list[tuple[Cell, ...]] = [
        (
            one.at, words_of("phase", one.phase, rules.phases, person.lang),
            reason_words(one.reason, {}, person.lang) if one.reason else None, one.note, one.by_name,
        )
        for one in found or []
    ]  # fmt: skip
    return [Table("console.phases", ("at", "phase", "lost_reason", "note", "by"), rows)] if rows else []


def _reason(one: LossReasonRow, lang: str) -> str:
    label = {str(key): value for key, value in one.label.items()}
    worded = f"loss_reason.{one.code}"
    return label.get(lang) or next(iter(label.values()), "") or (text(worded, lang) if known(worded) else one.code)
