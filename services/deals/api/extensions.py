"""How is deals asked for a protection to last longer?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.approval_subject import ApprovalSubject
from messages.base import Page
from messages.deals.extensions import DecideExtension, ExtensionView, RequestExtension, ResubmitExtension
from messages.roles import Role
from services.deals.api.parameters import PARTNER_READERS, PARTNERS, SELLERS, Cursor, Limit
from services.deals.use_cases import extensions

router = APIRouter(tags=["extensions"])


@router.post(
    "/registrations/{registration_id}/request-extension", status_code=201, dependencies=[needs(*PARTNERS), keyed()]
)
async def request_extension(registration_id: UUID, command: RequestExtension, uow: Uow) -> ExtensionView:
    return await extensions.request_extension(registration_id, command, uow)


@router.get("/extensions", dependencies=[needs(*PARTNER_READERS)])
async def list_extensions(
    uow: Uow, registration_id: UUID | None = None, open: bool | None = None, cursor: Cursor = None, limit: Limit = 50
) -> Page[ExtensionView]:
    return await extensions.list_extensions(uow, registration_id=registration_id, open=open, cursor=cursor, limit=limit)


@router.get("/extensions/{extension_id}", dependencies=[needs(*PARTNER_READERS)])
async def show_extension(extension_id: UUID, uow: Uow) -> ExtensionView:
    return await extensions.show_extension(extension_id, uow)


@router.post("/extensions/{extension_id}/resubmit", dependencies=[needs(*SELLERS)])
async def resubmit_extension(
    extension_id: UUID, uow: Uow, command: ResubmitExtension = ResubmitExtension()
) -> ExtensionView:
    return await extensions.resubmit_extension(extension_id, command, uow)


@router.post("/extensions/{extension_id}/withdraw", dependencies=[needs(*SELLERS, Role.PROCESS)])
async def withdraw_extension(extension_id: UUID, uow: Uow) -> ExtensionView:
    return await extensions.withdraw_extension(extension_id, uow)


@router.get("/extensions/{extension_id}/approval-subject", dependencies=[needs(Role.PROCESS)])
async def show_approval_subject(extension_id: UUID, uow: Uow) -> ApprovalSubject:
    return await extensions.show_approval_subject(extension_id, uow)


@router.post("/extensions/{extension_id}/apply", dependencies=[needs(Role.PROCESS)])
async def apply_extension(extension_id: UUID, command: DecideExtension, uow: Uow) -> ExtensionView:
    return await extensions.apply_extension(extension_id, command, uow)


@router.post("/extensions/{extension_id}/return", dependencies=[needs(Role.PROCESS)])
async def return_extension(extension_id: UUID, command: DecideExtension, uow: Uow) -> ExtensionView:
    return await extensions.return_extension(extension_id, command, uow)


@router.post("/extensions/{extension_id}/reject", dependencies=[needs(Role.PROCESS)])
async def reject_extension(extension_id: UUID, command: DecideExtension, uow: Uow) -> ExtensionView:
    return await extensions.reject_extension(extension_id, command, uow)
