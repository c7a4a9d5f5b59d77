"""What stands in a customer's credit file 信用档案, and what may one do about it?"""

from asyncio import gather
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.pages.credit.behaviour import behaviour_fields, behaviour_table
from console.pages.credit.standings import grade_of, hold_of
from console.pages.parts.responses import Key, done, page
from console.pages.parts.status_chips import chip
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Table, Worded
from console.wording.offered_terms import said_offer
from messages.collections.credit import CreditView
from messages.collections.grading.behaviour import PaymentBehaviourView
from messages.collections.grading.grades import (
    AskCreditSource,
    CreditGradeView,
    CreditHoldView,
    EvidenceView,
    HoldCredit,
    ReleaseCredit,
)
from messages.collections.grading.requests import CreditFileView, CreditRequestView, LateReceivable, RequestLimit
from messages.collections.offers.terms import TermsOfferView
from messages.roles import Role
from messages.texts import text

router = APIRouter(prefix="/credit")

REASONS = ("credit_rule", "credit_measured", "credit_points", "credit_points_of")
GRADES = ("graded_at", "credit_grade", "credit_score", "credit_cause", "policy_version")
CREDITS = ("credit_limit", "owed", "free", "unallocated", "oldest_days_late")
REQUESTS = ("number", "status", "credit_request", "limit_before", "credit_limit", "order", "reason", "requested_at")
HOLDS = ("held_at", "reason", "held_by", "released_at", "release_reason")
LATE = ("number", "due_on", "amount", "days_late", "written_off", "status")
SHOWN = 1000  # characters of an answer
EVIDENCE = ("asked_at", "source", "credit_score", "valid_until", "sha256", "credit_answer")


@router.get("/{customer_id}")
async def credit_file(request: Request, customer_id: UUID, person: Reader, gateway: Gateway) -> Response:
    seen, behaviour, offered = await gather(
        gateway.get("collections", f"/credits/{customer_id}/file", CreditFileView),
        gateway.get("collections", f"/credits/{customer_id}/behaviour", PaymentBehaviourView),
        gateway.find("collections", f"/terms-offers/{customer_id}", TermsOfferView),
    )
    standing = seen.standing
    fields: list[Field] = [
        ("customer", Link(standing.customer_name, f"/customers/{customer_id}")),
        ("credit_grade", grade_of(standing)),
        ("credit_score", standing.score),
        ("most_days", standing.most_days),
        ("graded_at", standing.graded_at),
        *behaviour_fields(behaviour),
    ]
    if offered is not None:
        fields.append(("offered_terms", said_offer(offered.offer, person.lang)))
    hold = standing.hold_reason or text("console.by_grade", person.lang)
    note = Worded("console.credit_held_because", {"text": hold}, "bad") if standing.on_hold else None
    shown: dict[str, Any] = {
        "title": standing.customer_name,
        "over": text("nav.credit_file", person.lang),
        "mark": hold_of(standing),
        "note": note,
        "fields": fields,
        "tables": _tables(seen, behaviour),
        "actions": _actions(seen, person),
    }
    return page(request, "credit/tables.html", person, **shown)


def _tables(seen: CreditFileView, behaviour: PaymentBehaviourView) -> list[Table]:
    newest = seen.grades[0].reasons if seen.grades else []
    reasons: list[tuple[Cell, ...]] = [
        (Worded(f"credit_rule.{one.rule}"), _measured(one.measured), one.points, one.of) for one in newest
    ]
    return [
        Table("console.credit_reasons", REASONS, reasons),
        Table("console.credit", CREDITS, [_credit(one) for one in seen.credits]),
        behaviour_table(behaviour),
        Table("console.credit_grades", GRADES, [_grade(one) for one in seen.grades]),
        Table("nav.credit_requests", REQUESTS, [_request(one) for one in seen.requests]),
        Table("console.credit_holds", HOLDS, [_hold(one) for one in seen.holds]),
        Table("console.credit_late", LATE, [_late(one) for one in seen.late]),
        Table("console.credit_evidence", EVIDENCE, [_evidence(one) for one in seen.evidence]),
    ]


def _measured(measured: int | None) -> Cell:
    return Worded("console.nothing_known") if measured is None else measured


def _credit(one: CreditView) -> tuple[Cell, ...]:
    free = one.limit - one.owed if one.limit is not None else None
    return one.limit, one.owed, free, one.unallocated, one.oldest_days_late


def _grade(one: CreditGradeView) -> tuple[Cell, ...]:
    cause = Worded(f"credit_cause.{one.cause}")
    return one.graded_at, Worded(f"credit_grade.{one.grade}"), one.score, cause, one.policy_version


def _request(one: CreditRequestView) -> tuple[Cell, ...]:
    order = Link(one.order_number, f"/orders/{one.order_id}") if one.order_id else None
    return (
        Link(one.number, f"/credit-requests/{one.id}"),
        chip("credit_request", one.status),
        Worded(f"credit_request.{one.kind}"),
        one.limit_before,
        one.limit,
        order,
        one.reason,
        one.requested_at,
    )


def _hold(one: CreditHoldView) -> tuple[Cell, ...]:
    by = Worded("console.held_by_person" if one.held_by else "console.held_by_grade")
    return one.held_at, one.reason or Worded("console.by_grade"), by, one.released_at, one.release_reason


def _late(one: LateReceivable) -> tuple[Cell, ...]:
    return (
        Link(one.number, f"/receivables/{one.receivable_id}"),
        one.due_on,
        one.amount,
        one.days_late,
        one.written_off or None,
        _remark(disputed=one.disputed, is_open=one.is_open),
    )


def _evidence(one: EvidenceView) -> tuple[Cell, ...]:
    return one.asked_at, one.source, one.score, one.valid_until, one.sha256[:12], one.body[:SHOWN]


def _remark(*, disputed: bool, is_open: bool) -> Cell:
    if disputed:
        return Worded("console.disputed", tone="bad")
    return Worded("status.receivable.OPEN", tone="busy") if is_open else None


def _actions(seen: CreditFileView, person: Person) -> list[Action]:
    if not person.may(Role.FINANCE):
        return []
    path = f"/credit/{seen.standing.customer_id}"
    limits = [one for one in seen.credits if one.limit is not None]
    currency = limits[0].owed.currency if limits else seen.credits[0].owed.currency if seen.credits else "CNY"
    was = limits[0].limit.amount if limits and limits[0].limit is not None else ""
    inputs = (
        Input("currency", value=currency),
        Input("limit", "money", str(was), required=False, hint="hint.credit_limit"),
        Input("reason", "area"),
    )
    actions = [Action("request_limit", f"{path}/limit", inputs, "primary"), Action("review_credit", f"{path}/review")]
    by_person = any(one.held_by and one.released_at is None for one in seen.holds)
    if by_person:
        actions.append(Action("release_credit", f"{path}/release", (Input("reason", "area"),)))
    else:
        actions.append(Action("hold_credit", f"{path}/hold", (Input("reason", "area"),), "danger"))
    if seen.sources:
        sources = [(one, one) for one in seen.sources]
        source = Input("source", "select", seen.sources[0], sources)
        actions.append(Action("ask_credit_source", f"{path}/evidence", (source,)))
    return actions


@router.post("/{customer_id}/limit")
async def request_limit(
    request: Request,
    customer_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    currency: Annotated[str, Form()] = "",
    limit: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Left empty: no limit any more."""
    wanted = {"amount": limit, "currency": currency} if limit.strip() else None
    said: dict[str, Any] = {"customer_id": customer_id, "currency": currency, "limit": wanted, "reason": reason}
    command = RequestLimit.model_validate(said)
    made = await gateway.post("collections", "/credit-requests/request-limit", command, view=CreditRequestView, key=key)
    code = "message.limit_counts" if made.decided_at else "message.request_limit"
    return done(request, f"/credit/{customer_id}", text(code, person.lang))


@router.post("/{customer_id}/review")
async def review(request: Request, customer_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("collections", f"/credits/{customer_id}/review", None, key=key)
    return done(request, f"/credit/{customer_id}", text("message.review_credit", person.lang))


@router.post("/{customer_id}/hold")
async def hold(
    request: Request, customer_id: UUID, gateway: Gateway, person: Reader, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    await gateway.post("collections", f"/credits/{customer_id}/hold", HoldCredit(reason=reason), key=key)
    return done(request, f"/credit/{customer_id}", text("message.hold_credit", person.lang))


@router.post("/{customer_id}/release")
async def release(
    request: Request, customer_id: UUID, gateway: Gateway, person: Reader, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    await gateway.post("collections", f"/credits/{customer_id}/release", ReleaseCredit(reason=reason), key=key)
    return done(request, f"/credit/{customer_id}", text("message.release_credit", person.lang))


@router.post("/{customer_id}/evidence")
async def ask_source(
    request: Request, customer_id: UUID, gateway: Gateway, person: Reader, key: Key, source: Annotated[str, Form()] = ""
) -> Response:
    command = AskCreditSource(source=source)
    await gateway.post("collections", f"/credits/{customer_id}/ask-source", command, key=key)
    return done(request, f"/credit/{customer_id}", text("message.ask_credit_source", person.lang))
