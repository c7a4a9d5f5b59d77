"""What goes on with an opportunity: its steps, risks, guidance and thread, and what may the reader do about them?"""

from asyncio import gather
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from chassis.base.clock import now
from console.pages.deals.facts import facts_of
from console.pages.parts.authority import may_act
from console.pages.parts.coded_values import coded
from console.pages.parts.colleagues import colleagues
from console.pages.parts.responses import Key, done
from console.pages.parts.status_chips import chip
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Input, Table, Worded
from console.wording.words import plain
from messages.base import Page
from messages.deals.comments import CommentOnOpportunity, OpportunityCommentView
from messages.deals.guidance import ActOnGuidance, GiveGuidance, GuidanceStatus, GuidanceView
from messages.deals.opportunities import OpportunityChangeView, OpportunityStatus, OpportunityView
from messages.deals.stages import AddRisk, CloseRisk, CompleteStep, RiskStatus, RiskView, SetBackOpportunity, StepView
from messages.texts import text

router = APIRouter()
SALE = "/opportunities/{opportunity_id}"
SHOWN = 20
WEEK = timedelta(days=7)
Text = Annotated[str, Form()]
Chosen = Annotated[UUID, Form()]


async def way_of(
    gateway: ServiceGateway, person: Person, seen: OpportunityView, open_stages: list[str]
) -> tuple[list[Table], list[Action]]:
    """Those tables that have rows, and the acts on them."""
    path = f"/opportunities/{seen.id}"
    steps, risks, guidance, comments, changes, facts = await gather(
        gateway.get("deals", f"{path}/steps", list[StepView]),
        gateway.get("deals", f"{path}/risks", list[RiskView]),
        gateway.get("deals", "/guidance", Page[GuidanceView], opportunity_id=seen.id, limit=SHOWN),
        gateway.get("deals", f"{path}/comments", Page[OpportunityCommentView], limit=SHOWN),
        gateway.get("deals", f"{path}/changes", Page[OpportunityChangeView], limit=SHOWN),
        facts_of(gateway, seen),
    )
    tables = [
        Table("console.steps", ("sale_step", "required", "done_by", "done_at"), [_step(one) for one in steps]),
        Table("console.risks", ("status", "stage", "risk_text", "mitigation", "note"), [_risk(one) for one in risks]),
        Table("console.guidances", ("number", "status", "guidance", "owner", "due_on", "given_by", "done_about_it"),
              [_guidance(one) for one in guidance.items]),
        *facts,
        Table("console.thread", ("written_at", "author", "message"),
              [(one.written_at, one.author_name, one.text) for one in comments.items]),
        Table("console.changes", ("at", "by", "changes"), [_change(one, person) for one in changes.items]),
    ]  # fmt: skip
    actions = [await _commenting(gateway, path, person)] if may_act(person, "comment_on_opportunity") else []
    if seen.status is OpportunityStatus.OPEN and not seen.history:
        actions += _acting(seen, person, steps, risks, open_stages)
        actions += _guiding(seen, person, guidance.items)
    return [table for table in tables if table.rows], actions


def _acting(
    seen: OpportunityView, person: Person, steps: list[StepView], risks: list[RiskView], open_stages: list[str]
) -> list[Action]:
    path = f"/opportunities/{seen.id}"
    if not may_act(person, "advance", seen.owner_id):
        return []
    actions = [
        Action("edit", f"{path}/edit", page=True),
        Action("record_facts", f"{path}/facts", page=True),
    ]
    may_risk = may_act(person, "add_risk", seen.owner_id)
    if may_risk:
        inputs = (Input("risk_text"), Input("mitigation", "area", required=False))
        actions.append(Action("add_risk", f"{path}/add-risk", inputs))
    left = [(one.name, one.name) for one in steps if one.done_at is None]
    if left:
        actions.insert(
            0, Action("complete_step", f"{path}/complete-step", (Input("sale_step", "select", left[0][0], left),))
        )
    open_ = [(str(one.id), one.risk) for one in risks if one.status is RiskStatus.OPEN]
    if open_ and may_risk:
        inputs = (Input("risk_id", "select", open_[0][0], open_), Input("note", "area", required=False))
        actions.append(Action("close_risk", f"{path}/close-risk", inputs))
    earlier = open_stages[: open_stages.index(seen.stage)] if seen.stage in open_stages else []
    if earlier:
        options = [(code, plain(coded("stage", code), person.lang)) for code in earlier]
        actions.append(
            Action("set_back", f"{path}/set-back", (Input("stage", "select", options[-1][0], options), Input("reason")))
        )
    return actions


def _guiding(seen: OpportunityView, person: Person, guidance: list[GuidanceView]) -> list[Action]:
    path = f"/opportunities/{seen.id}"
    actions = []
    if may_act(person, "give_guidance") and seen.owner_id != person.id:
        in_a_week = (now().astimezone(person.zone) + WEEK).date().isoformat()
        wish = (Input("guidance", "area"), Input("due_on", "date", in_a_week))
        actions.append(Action("give_guidance", f"{path}/give-guidance", wish))
    open_ = [(str(one.id), f"{one.number} {one.text[:60]}") for one in guidance if one.status is GuidanceStatus.OPEN]
    if open_ and may_act(person, "win", seen.owner_id):
        inputs = (Input("guidance_id", "select", open_[0][0], open_), Input("done_about_it"))
        actions.append(Action("act_on_guidance", f"{path}/act-on-guidance", inputs, "primary"))
    return actions


async def _commenting(gateway: ServiceGateway, path: str, person: Person) -> Action:
    found = await gateway.part("approvals", colleagues(gateway, person))
    people = [("", "—"), *((str(one.id), one.name) for one in found or ())]
    inputs = (Input("message", "area"), Input("mention", "select", options=people, required=False))
    return Action("comment", f"{path}/comment", inputs)


def _step(one: StepView) -> tuple[Cell, ...]:
    return one.name, Worded("value.yes" if one.required else "value.no"), one.done_by_name, one.done_at


def _risk(one: RiskView) -> tuple[Cell, ...]:
    return chip("risk", one.status), coded("stage", one.stage), one.risk, one.mitigation, one.note


def _guidance(one: GuidanceView) -> tuple[Cell, ...]:
    status = chip("guidance", one.status)
    return one.number, status, one.text, one.owner_name, one.due_on, one.given_by_name, one.answer


def _change(one: OpportunityChangeView, person: Person) -> tuple[Cell, ...]:
    said = [
        f"{text(f'field.{name}', person.lang)}: {change.before or '—'} → {change.after or '—'}"
        for name, change in one.changes.items()
    ]
    return one.changed_at, one.changed_by_name, "; ".join(said)


@router.post(SALE + "/complete-step")
async def complete_step(
    request: Request, opportunity_id: UUID, gateway: Gateway, person: Reader, key: Key, sale_step: Text = ""
) -> Response:
    path = f"/opportunities/{opportunity_id}"
    await gateway.post("deals", f"{path}/complete-step", CompleteStep(step=sale_step), list[StepView], key=key)
    return done(request, path, text("message.saved", person.lang))


@router.post(SALE + "/set-back")
async def set_back(
    request: Request, opportunity_id: UUID, gateway: Gateway, person: Reader, key: Key, stage: Text = "",
    reason: Text = "",
) -> Response:  # fmt: skip
    path = f"/opportunities/{opportunity_id}"
    command = SetBackOpportunity(stage=stage, reason=reason)
    await gateway.post("deals", f"{path}/set-back", command, OpportunityView, key=key)
    return done(request, path, text("message.saved", person.lang))


@router.post(SALE + "/add-risk")
async def add_risk(
    request: Request, opportunity_id: UUID, gateway: Gateway, person: Reader, key: Key, risk_text: Text = "",
    mitigation: Text = "",
) -> Response:  # fmt: skip
    path = f"/opportunities/{opportunity_id}"
    command = AddRisk(risk=risk_text, mitigation=mitigation)
    await gateway.post("deals", f"{path}/add-risk", command, list[RiskView], key=key)
    return done(request, path, text("message.saved", person.lang))


@router.post(SALE + "/close-risk")
async def close_risk(
    request: Request, opportunity_id: UUID, gateway: Gateway, person: Reader, key: Key, risk_id: Chosen,
    note: Text = "",
) -> Response:  # fmt: skip
    await gateway.post("deals", f"/risks/{risk_id}/close", CloseRisk(note=note), list[RiskView], key=key)
    return done(request, f"/opportunities/{opportunity_id}", text("message.saved", person.lang))


@router.post(SALE + "/give-guidance")
async def give_guidance(
    request: Request, opportunity_id: UUID, gateway: Gateway, person: Reader, key: Key, guidance: Text = "",
    due_on: Text = "",
) -> Response:  # fmt: skip
    path = f"/opportunities/{opportunity_id}"
    command = GiveGuidance.model_validate({"text": guidance, "due_on": due_on})
    await gateway.post("deals", f"{path}/give-guidance", command, GuidanceView, key=key)
    return done(request, path, text("message.give_guidance", person.lang))


@router.post(SALE + "/act-on-guidance")
async def act_on_guidance(
    request: Request, opportunity_id: UUID, gateway: Gateway, person: Reader, key: Key, guidance_id: Chosen,
    done_about_it: Text = "",
) -> Response:  # fmt: skip
    command = ActOnGuidance(answer=done_about_it)
    await gateway.post("deals", f"/guidance/{guidance_id}/act-on", command, GuidanceView, key=key)
    return done(request, f"/opportunities/{opportunity_id}", text("message.saved", person.lang))


@router.get("/guidance/{guidance_id}")
async def guidance(request: Request, guidance_id: UUID, gateway: Gateway, person: Reader) -> Response:
    """It is dealt with on the page of its opportunity."""
    seen = await gateway.get("deals", f"/guidance/{guidance_id}", GuidanceView)
    return done(request, f"/opportunities/{seen.opportunity_id}")


@router.post(SALE + "/comment")
async def comment(
    request: Request, opportunity_id: UUID, gateway: Gateway, person: Reader, key: Key, message: Text = "",
    mention: Text = "",
) -> Response:  # fmt: skip
    path = f"/opportunities/{opportunity_id}"
    command = CommentOnOpportunity.model_validate({"text": message, "mentions": [mention] if mention else []})
    await gateway.post("deals", f"{path}/comment", command, OpportunityCommentView, key=key)
    return done(request, path, text("message.comment", person.lang))
