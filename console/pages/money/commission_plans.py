"""By which plans does commission accrue, with which quotas, and among whom is an order's split?"""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from chassis.base.clock import now
from console.form_input import Unreadable
from console.pages.parts.authority import may_act
from console.pages.parts.colleagues import colleagues
from console.pages.parts.responses import Key, done, list_page
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Input, Listing, Worded
from messages.collections.commission import (
    CommissionMode,
    CommissionPlanView,
    CommissionQuotaView,
    CommissionSplitView,
    PublishCommissionPlan,
    SetCommissionQuota,
    SetCommissionSplit,
)
from messages.roles import Role
from messages.texts import text

router = APIRouter()

PLANS = ("name", "version", "legal_entity_id", "unit", "commission_mode", "commission_rate", "early_bonus",
         "late_penalty", "day_count", "begins_at")  # fmt: skip
QUOTAS = ("person", "month", "quota", "set_at")
SPLIT = ("person", "percent")
SHARES = 3  # of a form, beside the remainder


@router.get("/commission-plans")
async def commission_plans(request: Request, person: Reader, gateway: Gateway) -> Response:
    """Every version; the newest of a plan first."""
    found = await gateway.get("collections", "/commission-plans", list[CommissionPlanView])
    rows = [_row(one) for one in found]
    actions = [_publishing(person, found)] if person.may(Role.FINANCE) else []
    listing = Listing("nav.commission_plans", PLANS, rows, actions=actions, empty="empty.commission_plans")
    return list_page(request, person, listing)


@router.post("/commission-plans")
async def publish_commission_plan(request: Request, gateway: Gateway, person: Reader, key: Key) -> Response:
    form = await request.form()
    said = {name: str(value) for name, value in form.items() if name in PublishCommissionPlan.model_fields and value}
    said["rate"] = str(form.get("commission_rate", ""))
    said["day_count"] = int(said["day_count"]) if said.get("day_count", "").isdigit() else 365  # type: ignore[assignment]
    command = PublishCommissionPlan.model_validate({**said, "tiers": typed_tiers(str(form.get("tiers", "")))})
    await gateway.post("collections", "/commission-plans", command, key=key)
    return done(request, "/commission-plans", text("message.publish_commission_plan", person.lang))


def typed_tiers(typed: str) -> list[dict[str, str]]:
    """`80: 2, 100: 4`: above 80 % of the quota 2 %, above 100 % of it 4 %."""
    found = []
    for part in typed.replace("，", ",").replace("：", ":").split(","):
        above, colon, rate = (piece.strip() for piece in part.partition(":"))
        if part.strip():
            if not colon:
                raise Unreadable("tiers", "wrong.commission_tiers")
            found.append({"above": above, "rate": rate})
    return found


def _row(one: CommissionPlanView) -> tuple[Cell, ...]:
    rate = ", ".join(f"{tier.above:f}: {tier.rate:f}" for tier in one.tiers) or one.rate.normalize()
    return (
        one.name, one.version, one.legal_entity_id, one.unit or Worded("console.whole_legal_entity"),
        Worded(f"commission_mode.{one.mode}"), rate, one.early_bonus.normalize(), one.late_penalty.normalize(),
        one.day_count, one.begins_at,
    )  # fmt: skip


def _publishing(person: Person, found: Sequence[CommissionPlanView]) -> Action:
    """Filled in with what is in force, where there is one plan."""
    last = found[0] if found else None
    modes = [(mode.value, text(f"commission_mode.{mode}", person.lang)) for mode in CommissionMode]

    def was(name: str, otherwise: str = "") -> str:
        value: Any = getattr(last, name) if last else None
        return otherwise if value is None else str(value)

    inputs = (
        Input("name", value=was("name")),
        Input("legal_entity_id", value=was("legal_entity_id")),
        Input("unit", value=was("unit"), required=False),
        Input("mode", "select", was("mode"), modes),
        Input("commission_rate", "money", was("rate", "0"), hint="hint.commission_rate"),
        Input("tiers", value="", required=False, hint="hint.commission_tiers"),
        Input("early_bonus", "money", was("early_bonus", "0")),
        Input("late_penalty", "money", was("late_penalty", "0")),
        Input("day_count", "select", was("day_count", "365"), [("365", "365"), ("360", "360")]),
        Input("valid_from", "date", required=False, hint="hint.commission_valid_from"),
    )
    return Action("publish_commission_plan", "/commission-plans", inputs, "primary")


@router.get("/commission-quotas")
async def commission_quotas(request: Request, person: Reader, gateway: Gateway, month: str = "") -> Response:
    wanted = month or f"{now().astimezone(person.zone):%Y-%m}"
    found = await gateway.get("collections", "/commission-quotas", list[CommissionQuotaView], month=wanted)
    rows: list[tuple[Cell, ...]] = [(one.name, one.month, one.quota, one.set_at) for one in found]
    actions = []
    people = await _people(gateway, person) if person.may(Role.FINANCE) else None
    if people is not None:
        inputs = (
            Input("person_id", "select", options=people), Input("month", "month", wanted), Input("amount", "money"),
            Input("currency", value="CNY"),
        )  # fmt: skip
        actions = [Action("set_commission_quota", "/commission-quotas", inputs, "primary")]
    listing = Listing("nav.commission_quotas", QUOTAS, rows, actions=actions, empty="empty.commission_quotas")
    return list_page(request, person, listing)


@router.post("/commission-quotas")
async def set_commission_quota(
    request: Request,
    gateway: Gateway,
    person: Reader,
    key: Key,
    person_id: Annotated[str, Form()] = "",
    month: Annotated[str, Form()] = "",
    amount: Annotated[str, Form()] = "",
    currency: Annotated[str, Form()] = "",
) -> Response:
    said = {"person_id": person_id, "month": month, "amount": amount, "currency": currency}
    await gateway.post("collections", "/commission-quotas", SetCommissionQuota.model_validate(said), key=key)
    return done(request, f"/commission-quotas?month={month}", text("message.saved", person.lang))


@router.get("/commission-splits/{order_id}")
async def commission_split(request: Request, order_id: UUID, person: Reader, gateway: Gateway) -> Response:
    seen = await gateway.get("collections", f"/commission-splits/{order_id}", CommissionSplitView)
    rows: list[tuple[Cell, ...]] = [(one.name, one.percent.normalize()) for one in seen.parts]
    actions = []
    people = await _people(gateway, person) if may_act(person, "split_commission") else None
    if people is not None:
        actions = [_splitting(seen, people)]
    listing = Listing(
        "nav.commission_split", SPLIT, rows, actions=actions, tabs=[("nav.orders", f"/orders/{order_id}", False)]
    )
    return list_page(request, person, listing)


def _splitting(seen: CommissionSplitView, people: list[tuple[str, str]]) -> Action:
    known = {id for id, _ in people}
    missing = [(str(one.person_id), one.name) for one in seen.parts if str(one.person_id) not in known]
    options = [("", "–"), *missing, *people]
    shares = [(str(one.person_id), str(one.percent.normalize())) for one in seen.parts[:-1]]
    rows = [*shares, *[("", "")] * (SHARES - len(shares))]
    inputs = []
    for row, (who, percent) in enumerate(rows):
        inputs += [Input("person_id", "select", who, options, required=False, row=row),
                   Input("percent", "money", percent, required=False, row=row)]  # fmt: skip
    inputs.append(Input("remainder_to", "select", str(seen.parts[-1].person_id), options[1:]))
    return Action("set_commission_split", f"/commission-splits/{seen.order_id}", inputs, "primary")


@router.post("/commission-splits/{order_id}")
async def set_commission_split(
    request: Request,
    order_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    person_id: Annotated[list[str], Form()] = [],  # noqa: B006 (never changed)
    percent: Annotated[list[str], Form()] = [],  # noqa: B006
    remainder_to: Annotated[str, Form()] = "",
) -> Response:
    """Rows that are left empty say nothing."""
    shares = [{"person_id": who, "percent": some} for who, some in zip(person_id, percent, strict=False) if who or some]
    command = SetCommissionSplit.model_validate({"shares": shares, "remainder_to": remainder_to})
    await gateway.post("collections", f"/commission-splits/{order_id}", command, key=key)
    return done(request, f"/commission-splits/{order_id}", text("message.saved", person.lang))


async def _people(gateway: ServiceGateway, person: Person) -> list[tuple[str, str]] | None:
    """None while approvals, which knows them, does not answer: the page is shown without its form."""
    found = await gateway.part("approvals", colleagues(gateway, person, me=True))
    return None if found is None else [(str(one.id), one.name) for one in found]
