"""How is deals asked about registrations?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.approval_subject import ApprovalSubject
from messages.base import Page
from messages.custom_fields import FieldTemplate
from messages.deals.registrations import (
    AbandonRegistration,
    GradeRegistration,
    ProtectRegistration,
    RegisterOpportunity,
    RegistrationStatus,
    RegistrationView,
    RejectRegistration,
    ResubmitRegistration,
    ReturnRegistration,
)
from messages.roles import Role
from messages.text import Code
from services.deals.api.parameters import PARTNER_READERS, PARTNERS, Cursor, Limit, Search, SetFields
from services.deals.use_cases import customers, registrations
from services.deals.use_cases.steps.registration_rules import template_kind

router = APIRouter(prefix="/registrations", tags=["registrations"])
of_opportunities = APIRouter(prefix="/opportunities", tags=["registrations"])


@of_opportunities.post("/{opportunity_id}/register", status_code=201, dependencies=[needs(*PARTNERS)])
async def register_opportunity(
    opportunity_id: UUID, uow: Uow, command: RegisterOpportunity | None = None
) -> RegistrationView:
    return await registrations.register_opportunity(opportunity_id, command or RegisterOpportunity(), uow)


@router.get("", dependencies=[needs(*PARTNER_READERS)])
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


@router.get("/fields", dependencies=[needs(*PARTNER_READERS)])
async def show_fields(uow: Uow, business_type: Code | None = None) -> FieldTemplate:
    return await customers.show_fields(template_kind(business_type), uow)


@router.put("/fields", dependencies=[needs(Role.ADMIN, Role.OPS)])
async def set_fields(wanted: SetFields, uow: Uow, business_type: Code | None = None) -> FieldTemplate:
    return await customers.set_fields(template_kind(business_type), wanted.fields, uow)


@router.get("/{registration_id}", dependencies=[needs(*PARTNER_READERS)])
async def show_registration(registration_id: UUID, uow: Uow) -> RegistrationView:
    return await registrations.show_registration(registration_id, uow)


@router.post("/{registration_id}/resubmit", dependencies=[needs(*PARTNERS)])
async def resubmit_registration(
    registration_id: UUID, uow: Uow, command: ResubmitRegistration | None = None
) -> RegistrationView:
    return await registrations.resubmit_registration(registration_id, command or ResubmitRegistration(), uow)


@router.post("/{registration_id}/withdraw", dependencies=[needs(*PARTNERS, Role.PROCESS)])
async def withdraw_registration(registration_id: UUID, uow: Uow) -> RegistrationView:
    return await registrations.withdraw_registration(registration_id, uow)


@router.post("/{registration_id}/grade", dependencies=[needs(Role.SALES_MANAGER, Role.DIRECTOR)])
async def grade_registration(registration_id: UUID, command: GradeRegistration, uow: Uow) -> RegistrationView:
    return await registrations.grade_registration(registration_id, command, uow)


@router.post("/{registration_id}/abandon", dependencies=[needs(Role.SALES_MANAGER, Role.DIRECTOR)])
async def abandon_registration(registration_id: UUID, command: AbandonRegistration, uow: Uow) -> RegistrationView:
    return await registrations.abandon_registration(registration_id, command, uow)


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
