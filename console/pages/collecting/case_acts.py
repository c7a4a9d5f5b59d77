"""How does somebody who collects write down what was agreed, said and done?"""

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.pages.parts.authority import may_act
from console.pages.parts.responses import Key, done
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from messages.collections.cases.comments import CommentOnReceivable
from messages.collections.cases.contacts import ContactResult, ContactView, RecordContact
from messages.collections.cases.pauses import DunningPauseView, EndPause, PauseDunning
from messages.collections.cases.promises import MakePromise, PromiseView, WithdrawPromise
from messages.collections.cases.views import CollectionCaseView
from messages.collections.receivables import ReceivableView
from messages.texts import text

router = APIRouter()

CASE = "/collection-cases/{customer_id}"
RECEIVABLE = "/receivables/{receivable_id}"
Text = Annotated[str, Form()]


@router.post(RECEIVABLE + "/pause")
async def pause_receivable(
    request: Request, receivable_id: UUID, gateway: Gateway, person: Reader, key: Key,
    pause_reason: Text = "", note: Text = "", until: Text = "",
) -> Response:  # fmt: skip
    seen = await gateway.get("collections", f"/receivables/{receivable_id}", ReceivableView)
    said = {"customer_id": seen.customer_id, "receivable_ids": [seen.id], "reason": pause_reason, "note": note}
    await gateway.post("collections", "/dunning-pauses", _pause(said | {"until": until}), key=key)
    return done(request, f"/receivables/{receivable_id}", text("message.pause_dunning", person.lang))


@router.post(CASE + "/pause")
async def pause_customer(
    request: Request, customer_id: UUID, gateway: Gateway, person: Reader, key: Key,
    which_receivables: Text = "", pause_reason: Text = "", note: Text = "", until: Text = "",
) -> Response:  # fmt: skip
    """Of all: also what becomes due meanwhile."""
    ids = [] if which_receivables == "all" else await chosen_of(gateway, person, customer_id, which_receivables)
    said = {"customer_id": customer_id, "receivable_ids": ids, "reason": pause_reason, "note": note, "until": until}
    await gateway.post("collections", "/dunning-pauses", _pause(said), key=key)
    return done(request, f"/collection-cases/{customer_id}", text("message.pause_dunning", person.lang))


@router.post("/dunning-pauses/{pause_id}/end")
async def end_pause(
    request: Request, pause_id: UUID, gateway: Gateway, person: Reader, key: Key, reason: Text = ""
) -> Response:
    path = f"/dunning-pauses/{pause_id}/end"
    ended = await gateway.post("collections", path, EndPause(reason=reason), DunningPauseView, key=key)
    return done(request, f"/collection-cases/{ended.customer_id}", text("message.end_pause", person.lang))


@router.post(RECEIVABLE + "/promise")
async def promise_receivable(
    request: Request, receivable_id: UUID, gateway: Gateway, person: Reader, key: Key,
    amount: Text = "", pay_by: Text = "", promised_by: Text = "", note: Text = "",
) -> Response:  # fmt: skip
    said = {"receivable_ids": [receivable_id], "amount": amount, "promised_by": promised_by, "note": note}
    await gateway.post("collections", "/promises", _promise(said | {"promised_on": pay_by}), key=key)
    return done(request, f"/receivables/{receivable_id}", text("message.make_promise", person.lang))


@router.post(CASE + "/promise")
async def promise_of_customer(
    request: Request, customer_id: UUID, gateway: Gateway, person: Reader, key: Key,
    which_receivables: Text = "", amount: Text = "", pay_by: Text = "", promised_by: Text = "", note: Text = "",
) -> Response:  # fmt: skip
    """No amount: all that is open of them."""
    case = await gateway.get("collections", f"/collection-cases/{customer_id}", CollectionCaseView)
    ids = _of(case, person, which_receivables)
    open_ = sum((one.open.amount for one in case.receivables if one.id in ids), Decimal(0))
    said = {"receivable_ids": ids, "amount": amount or str(open_), "promised_by": promised_by, "note": note}
    await gateway.post("collections", "/promises", _promise(said | {"promised_on": pay_by}), key=key)
    return done(request, f"/collection-cases/{customer_id}", text("message.make_promise", person.lang))


@router.post("/promises/{promise_id}/withdraw")
async def withdraw_promise(
    request: Request, promise_id: UUID, gateway: Gateway, person: Reader, key: Key, reason: Text = ""
) -> Response:
    path = f"/promises/{promise_id}/withdraw"
    gone = await gateway.post("collections", path, WithdrawPromise(reason=reason), PromiseView, key=key)
    return done(request, f"/collection-cases/{gone.customer_id}", text("message.withdraw_promise", person.lang))


@router.post(RECEIVABLE + "/contact")
async def contact_about(
    request: Request, receivable_id: UUID, gateway: Gateway, person: Reader, key: Key,
    way: Text = "", spoke_with: Text = "", outcome: Text = "", note: Text = "", next_on: Text = "",
) -> Response:  # fmt: skip
    said = _said(spoke_with, outcome, note, next_on) | {"receivable_ids": [receivable_id], "way": way}
    await gateway.post("collections", "/contacts", RecordContact.model_validate(said), key=key)
    return done(request, f"/receivables/{receivable_id}", text("message.record_contact", person.lang))


@router.post(CASE + "/contact")
async def contact_customer(
    request: Request, customer_id: UUID, gateway: Gateway, person: Reader, key: Key, which_receivables: Text = "",
    way: Text = "", spoke_with: Text = "", outcome: Text = "", note: Text = "", next_on: Text = "",
) -> Response:  # fmt: skip
    ids = await chosen_of(gateway, person, customer_id, which_receivables)
    said = _said(spoke_with, outcome, note, next_on) | {"receivable_ids": ids, "way": way}
    await gateway.post("collections", "/contacts", RecordContact.model_validate(said), key=key)
    return done(request, f"/collection-cases/{customer_id}", text("message.record_contact", person.lang))


@router.post("/contacts/{contact_id}/record-result")
async def record_result(
    request: Request, contact_id: UUID, gateway: Gateway, person: Reader, key: Key,
    spoke_with: Text = "", outcome: Text = "", note: Text = "", next_on: Text = "",
) -> Response:  # fmt: skip
    command = ContactResult.model_validate(_said(spoke_with, outcome, note, next_on))
    kept = await gateway.post("collections", f"/contacts/{contact_id}/record-result", command, ContactView, key=key)
    return done(request, f"/collection-cases/{kept.customer_id}", text("message.record_contact", person.lang))


@router.post(RECEIVABLE + "/comment")
async def comment(
    request: Request, receivable_id: UUID, gateway: Gateway, person: Reader, key: Key, message: Text = "",
    mention: Text = "",
) -> Response:  # fmt: skip
    command = CommentOnReceivable.model_validate({"text": message, "mentions": [mention] if mention else []})
    await gateway.post("collections", f"/receivables/{receivable_id}/comment", command, key=key)
    return done(request, f"/receivables/{receivable_id}", text("message.comment", person.lang))


async def chosen_of(gateway: ServiceGateway, person: Person, customer_id: UUID, which: str) -> list[UUID]:
    return _of(await gateway.get("collections", f"/collection-cases/{customer_id}", CollectionCaseView), person, which)


def _of(case: CollectionCaseView, person: Person, which: str) -> list[UUID]:
    """All, all that is late, or the one."""
    mine = [one for one in case.receivables if may_act(person, "collect", one.owner_id)]
    late = [one.id for one in mine if one.days_late > 0]
    known = {"all": [one.id for one in mine], "late": late}
    return known.get(which) or [one.id for one in mine if str(one.id) == which]


def _pause(said: dict[str, Any]) -> PauseDunning:
    return PauseDunning.model_validate(said)


def _promise(said: dict[str, Any]) -> MakePromise:
    return MakePromise.model_validate(said)


def _said(spoke_with: str, outcome: str, note: str, next_on: str) -> dict[str, Any]:
    return {"spoke_with": spoke_with, "outcome": outcome, "note": note, "next_on": next_on or None}
