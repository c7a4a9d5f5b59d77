"""How is deals asked about registrations?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.approval_subject import ApprovalSubject
from messages.base import Page
from messages.deals.registrations import (
    ProtectRegistration,
    RegisterOpportunity,
    RegistrationStatus,
    RegistrationView,
    RejectRegistration,
    ResubmitRegistration,
    ReturnRegistration,
)
from messages.roles import Role
from services.deals.api.parameters import READERS, SELLERS, Cursor, Limit, Search
from services.deals.use_cases import registrations

router = APIRouter(prefix="/registrations", tags=["registrations"])
of_opportunities = APIRouter(prefix="/opportunities", tags=["registrations"])


@of_opportunities.post("/{opportunity_id}/register", status_code=201, dependencies=[needs(*SELLERS)])
async def register_opportunity(
    opportunity_id: UUID, uow: Uow, command: RegisterOpportunity | None = None
) -> RegistrationView:
    return await registrations.register_opportunity(opportunity_id, command or RegisterOpportunity(), uow)


@router.get("", dependencies=[needs(*READERS)])
async def list_registrations(
    uow: Uow,
    status: RegistrationStatus | None = None,
    open: bool | None = None,
    owner_id: UUID | None = None,
    q: Search = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[RegistrationView]:
    wanted = {"status": status, "open": open, "owner_id": owner_id, "q": q}
    return await registrations.list_registrations(uow, **wanted, cursor=cursor, limit=limit)


@router.get("/{registration_id}", dependencies=[needs(*READERS)])
async def show_registration(registration_id: UUID, uow: Uow) -> RegistrationView:
    return await registrations.show_registration(registration_id, uow)


@router.post("/{registration_id}/resubmit", dependencies=[needs(*SELLERS)])
async def resubmit_registration(
    registration_id: UUID, uow: Uow, command: ResubmitRegistration | None = None
) -> RegistrationView:
    return await registrations.resubmit_registration(registration_id, command or ResubmitRegistration(), uow)


@router.post("/{registration_id}/withdraw", dependencies=[needs(*SELLERS, Role.PROCESS)])
async def withdraw_registration(registration_id: UUID, uow: Uow) -> RegistrationView:
    return await registrations.withdraw_registration(registration_id, uow)


@router.get("/{registration_id}/approval-subject", dependencies=[needs(Role.PROCESS)])
async def show_approval_subject(registration_id: UUID, uow: Uow) -> ApprovalSubject:
    return await registrations.show_approval_subject(registration_id, uow)


@router.post("/{registration_id}/protect", dependencies=[needs(Role.PROCESS)])
async def protect_registration(
    registration_id: UUID, uow: Uow, command: ProtectRegistration | None = None
) -> RegistrationView:
    return await registrations.protect_registration(registration_id, command or ProtectRegistration(), uow)


@router.post("/{registration_id}/reject", dependencies=[needs(Role.PROCESS)])
async def reject_registration(
    registration_id: UUID, uow: Uow, command: RejectRegistration | None = None
) -> RegistrationView:
    return await registrations.reject_registration(registration_id, command or RejectRegistration(), uow)


@router.post("/{registration_id}/return", dependencies=[needs(Role.PROCESS)])
async def return_registration(
    registration_id: UUID, uow: Uow, command: ReturnRegistration | None = None
) -> RegistrationView:
    return await registrations.return_registration(registration_id, command or ReturnRegistration(), uow)


@router.post("/{registration_id}/warn", dependencies=[needs(Role.PROCESS)])
async def warn_registration(registration_id: UUID, uow: Uow) -> RegistrationView:
    return await registrations.warn_registration(registration_id, uow)


@router.post("/{registration_id}/release", dependencies=[needs(Role.PROCESS)])
async def release_registration(registration_id: UUID, uow: Uow) -> RegistrationView:
    return await registrations.release_registration(registration_id, uow)
