"""What do managers and sellers do with a registration besides deciding it: grade, abandon, prolong?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.pages.parts.authority import may_act
from console.pages.parts.responses import Key, done
from console.pages.parts.status_chips import chip
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Input, Table
from messages.base import Page
from messages.deals.extensions import ExtensionStatus, ExtensionView, RequestExtension, ResubmitExtension
from messages.deals.registrations import (
    AbandonRegistration,
    Grade,
    GradeRegistration,
    RegistrationStatus,
    RegistrationView,
)
from messages.texts import text

router = APIRouter()
PATH = "/registrations/{registration_id}"
DECIDED = (RegistrationStatus.SUBMITTED, RegistrationStatus.RETURNED)
COLUMNS = ("number", "status", "days", "reason", "guidance", "requested_at")
Text = Annotated[str, Form()]
Chosen = Annotated[UUID, Form()]


async def extensions_of(gateway: ServiceGateway, seen: RegistrationView) -> list[ExtensionView]:
    found = await gateway.get("deals", "/extensions", Page[ExtensionView], registration_id=seen.id, limit=20)
    return list(found.items)


def extension_table(found: list[ExtensionView]) -> list[Table]:
    rows: list[tuple[Cell, ...]] = [
        (one.number, chip("extension", one.status), one.days, one.reason, one.guidance, one.requested_at)
        for one in found
    ]
    return [Table("console.extensions", COLUMNS, rows)] if rows else []


def acts_on_registration(seen: RegistrationView, found: list[ExtensionView], person: Person) -> list[Action]:
    path, actions = f"/registrations/{seen.id}", []
    if may_act(person, "give_guidance") and seen.owner_id != person.id:
        if seen.status in (*DECIDED, RegistrationStatus.PROTECTED):
            grades = [(one.value, one.value) for one in Grade]
            grade = Input("sale_grade", "select", seen.grade.value if seen.grade else "", grades)
            actions.append(Action("grade_registration", f"{path}/grade", (grade,)))
        if seen.status in DECIDED:
            actions.append(Action("abandon_registration", f"{path}/abandon", (Input("reason"),), "danger"))
    if not may_act(person, "resubmit_registration", seen.owner_id):
        return actions
    waiting = next((one for one in found if one.status in (ExtensionStatus.REQUESTED, ExtensionStatus.RETURNED)), None)
    asked = (Input("days", "number", str(waiting.days) if waiting else "30"), Input("reason"))
    if waiting is None and seen.status is RegistrationStatus.PROTECTED and seen.extended_at is None:
        actions.append(Action("request_extension", f"{path}/request-extension", asked))
    if waiting is not None:
        hidden = Input("extension_id", "hidden", str(waiting.id))
        if waiting.status is ExtensionStatus.RETURNED:
            actions.append(Action("resubmit_extension", f"{path}/resubmit-extension", (hidden, *asked), "primary"))
        actions.append(Action("withdraw_extension", f"{path}/withdraw-extension", (hidden,), "danger"))
    return actions


@router.post(PATH + "/grade")
async def grade(
    request: Request, registration_id: UUID, gateway: Gateway, person: Reader, key: Key, sale_grade: Text = ""
) -> Response:
    path = f"/registrations/{registration_id}"
    command = GradeRegistration.model_validate({"grade": sale_grade})
    await gateway.post("deals", f"{path}/grade", command, RegistrationView, key=key)
    return done(request, path, text("message.saved", person.lang))


@router.post(PATH + "/abandon")
async def abandon(
    request: Request, registration_id: UUID, gateway: Gateway, person: Reader, key: Key, reason: Text = ""
) -> Response:
    path = f"/registrations/{registration_id}"
    await gateway.post("deals", f"{path}/abandon", AbandonRegistration(reason=reason), RegistrationView, key=key)
    return done(request, path, text("message.saved", person.lang))


@router.post(PATH + "/request-extension")
async def request_extension(
    request: Request, registration_id: UUID, gateway: Gateway, person: Reader, key: Key, days: Text = "",
    reason: Text = "",
) -> Response:  # fmt: skip
    path = f"/registrations/{registration_id}"
    command = RequestExtension.model_validate({"days": days, "reason": reason})
    await gateway.post("deals", f"{path}/request-extension", command, ExtensionView, key=key)
    return done(request, path, text("message.request_extension", person.lang))


@router.post(PATH + "/resubmit-extension")
async def resubmit_extension(
    request: Request, registration_id: UUID, gateway: Gateway, person: Reader, key: Key, extension_id: Chosen,
    days: Text = "", reason: Text = "",
) -> Response:  # fmt: skip
    command = ResubmitExtension.model_validate({"days": days, "reason": reason})
    await gateway.post("deals", f"/extensions/{extension_id}/resubmit", command, ExtensionView, key=key)
    return done(request, f"/registrations/{registration_id}", text("message.request_extension", person.lang))


@router.post(PATH + "/withdraw-extension")
async def withdraw_extension(
    request: Request, registration_id: UUID, gateway: Gateway, person: Reader, key: Key, extension_id: Chosen
) -> Response:
    await gateway.post("deals", f"/extensions/{extension_id}/withdraw", None, ExtensionView, key=key)
    return done(request, f"/registrations/{registration_id}", text("message.withdraw", person.lang))


@router.get("/extensions/{extension_id}")
async def extension(request: Request, extension_id: UUID, gateway: Gateway, person: Reader) -> Response:
    """It is dealt with on the page of its registration."""
    seen = await gateway.get("deals", f"/extensions/{extension_id}", ExtensionView)
    return done(request, f"/registrations/{seen.registration_id}")
