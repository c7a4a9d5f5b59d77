"""How is deals asked about registrations?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.identity import needs
from chassis.web import Uow
from messages.base import Page
from messages.deals.registrations import (
    ProtectRegistration,
    RefuseRegistration,
    RegistrationStatus,
    RegistrationView,
    ResubmitRegistration,
    ReturnRegistration,
)
from messages.matter import Matter
from services.deals.api.parameters import READERS, SELLERS, Cursor, Limit
from services.deals.use_cases.list_registrations import list_registrations
from services.deals.use_cases.protect_registration import protect_registration
from services.deals.use_cases.refuse_registration import refuse_registration
from services.deals.use_cases.registration_matter import registration_matter
from services.deals.use_cases.release_registration import release_registration
from services.deals.use_cases.resubmit_registration import resubmit_registration
from services.deals.use_cases.return_registration import return_registration
from services.deals.use_cases.show_registration import show_registration
from services.deals.use_cases.withdraw_registration import withdraw_registration

router = APIRouter(prefix="/registrations", tags=["registrations"])


@router.get("", dependencies=[needs(*READERS)])
async def list_(
    uow: Uow,
    status: RegistrationStatus | None = None,
    open: bool | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[RegistrationView]:
    return await list_registrations(uow, status=status, open=open, cursor=cursor, limit=limit)


@router.get("/{registration_id}", dependencies=[needs(*READERS)])
async def show(registration_id: UUID, uow: Uow) -> RegistrationView:
    return await show_registration(registration_id, uow)


@router.post("/{registration_id}/resubmit", dependencies=[needs(*SELLERS)])
async def resubmit(registration_id: UUID, uow: Uow, command: ResubmitRegistration | None = None) -> RegistrationView:
    return await resubmit_registration(registration_id, command or ResubmitRegistration(), uow)


@router.post("/{registration_id}/withdraw", dependencies=[needs(*SELLERS, "process")])
async def withdraw(registration_id: UUID, uow: Uow) -> RegistrationView:
    return await withdraw_registration(registration_id, uow)


@router.get("/{registration_id}/matter", dependencies=[needs("process")])
async def matter(registration_id: UUID, uow: Uow) -> Matter:
    return await registration_matter(registration_id, uow)


@router.post("/{registration_id}/protect", dependencies=[needs("process")])
async def protect(registration_id: UUID, uow: Uow, command: ProtectRegistration | None = None) -> RegistrationView:
    return await protect_registration(registration_id, command or ProtectRegistration(), uow)


@router.post("/{registration_id}/refuse", dependencies=[needs("process")])
async def refuse(registration_id: UUID, uow: Uow, command: RefuseRegistration | None = None) -> RegistrationView:
    return await refuse_registration(registration_id, command or RefuseRegistration(), uow)


@router.post("/{registration_id}/return", dependencies=[needs("process")])
async def return_(registration_id: UUID, uow: Uow, command: ReturnRegistration | None = None) -> RegistrationView:
    return await return_registration(registration_id, command or ReturnRegistration(), uow)


@router.post("/{registration_id}/release", dependencies=[needs("process")])
async def release(registration_id: UUID, uow: Uow) -> RegistrationView:
    return await release_registration(registration_id, uow)
