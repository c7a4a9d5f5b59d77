"""How is deals asked about the admission of customers, and what is set for them?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.approval_subject import ApprovalSubject
from messages.base import Page
from messages.deals.customer_care.admissions import (
    AdmissionStatus,
    AdmissionView,
    DecideAdmission,
    RegisterCustomer,
    ResubmitAdmission,
)
from messages.deals.customer_care.rules import CustomerRulesView, SetCustomerRules
from messages.roles import Role
from messages.text import Code
from services.deals.api.parameters import PARTNER_READERS, PARTNERS, Cursor, Limit, Search
from services.deals.use_cases import admissions

router = APIRouter(tags=["admissions"])


@router.get("/customer-rules", dependencies=[needs(*PARTNER_READERS)])
async def show_customer_rules(uow: Uow, legal_entity_id: Code | None = None) -> CustomerRulesView:
    return await admissions.show_customer_rules(legal_entity_id, uow)


@router.put("/customer-rules", dependencies=[needs(Role.DIRECTOR, Role.ADMIN)])
async def set_customer_rules(command: SetCustomerRules, uow: Uow) -> CustomerRulesView:
    return await admissions.set_customer_rules(command, uow)


@router.post("/customers/{customer_id}/register", status_code=201, dependencies=[needs(*PARTNERS)])
async def register_customer(customer_id: UUID, command: RegisterCustomer, uow: Uow) -> AdmissionView:
    return await admissions.register_customer(customer_id, command, uow)


@router.get("/admissions", dependencies=[needs(*PARTNER_READERS)])
async def list_admissions(
    uow: Uow,
    status: AdmissionStatus | None = None,
    open: bool | None = None,
    customer_id: UUID | None = None,
    owner_id: UUID | None = None,
    q: Search = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[AdmissionView]:
    wanted = {"status": status, "open": open, "customer_id": customer_id, "owner_id": owner_id, "q": q}
    return await admissions.list_admissions(uow, **wanted, cursor=cursor, limit=limit)


@router.get("/admissions/{admission_id}", dependencies=[needs(*PARTNER_READERS)])
async def show_admission(admission_id: UUID, uow: Uow) -> AdmissionView:
    return await admissions.show_admission(admission_id, uow)


@router.post("/admissions/{admission_id}/resubmit", dependencies=[needs(*PARTNERS)])
async def resubmit_admission(
    admission_id: UUID, uow: Uow, command: ResubmitAdmission = ResubmitAdmission()
) -> AdmissionView:
    return await admissions.resubmit_admission(admission_id, command, uow)


@router.post("/admissions/{admission_id}/withdraw", dependencies=[needs(*PARTNERS, Role.PROCESS)])
async def withdraw_admission(admission_id: UUID, uow: Uow) -> AdmissionView:
    return await admissions.withdraw_admission(admission_id, uow)


@router.get("/admissions/{admission_id}/approval-subject", dependencies=[needs(Role.PROCESS)])
async def show_approval_subject(admission_id: UUID, uow: Uow) -> ApprovalSubject:
    return await admissions.show_approval_subject(admission_id, uow)


@router.post("/admissions/{admission_id}/admit", dependencies=[needs(Role.PROCESS)])
async def admit_customer(admission_id: UUID, command: DecideAdmission, uow: Uow) -> AdmissionView:
    return await admissions.admit_customer(admission_id, command, uow)


@router.post("/admissions/{admission_id}/return", dependencies=[needs(Role.PROCESS)])
async def return_admission(admission_id: UUID, command: DecideAdmission, uow: Uow) -> AdmissionView:
    return await admissions.return_admission(admission_id, command, uow)


@router.post("/admissions/{admission_id}/reject", dependencies=[needs(Role.PROCESS)])
async def reject_admission(admission_id: UUID, command: DecideAdmission, uow: Uow) -> AdmissionView:
    return await admissions.reject_admission(admission_id, command, uow)
