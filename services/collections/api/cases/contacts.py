"""How is collections asked about contacts with customers who owe?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.base import Page
from messages.collections.cases.contacts import (
    ContactResult,
    ContactRuleView,
    ContactStatus,
    ContactView,
    RecordContact,
    SetContactRule,
)
from messages.roles import Role
from services.collections.api.paging import Cursor, Limit
from services.collections.api.roles import READERS, RECORDERS
from services.collections.use_cases import cases

router = APIRouter(tags=["collection cases"])


@router.get("/contacts", dependencies=[needs(*READERS)])
async def list_contacts(
    uow: Uow,
    customer_id: UUID | None = None,
    receivable_id: UUID | None = None,
    owner_id: UUID | None = None,
    status: ContactStatus | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ContactView]:
    which = {"customer_id": customer_id, "receivable_id": receivable_id, "owner_id": owner_id}
    return await cases.list_contacts(uow, **which, status=status, cursor=cursor, limit=limit)


@router.get("/contacts/{id}", dependencies=[needs(*READERS)])
async def show_contact(id: UUID, uow: Uow) -> ContactView:
    return await cases.show_contact(id, uow)


@router.post("/contacts", dependencies=[needs(*RECORDERS), keyed()], status_code=201)
async def record_contact(command: RecordContact, uow: Uow) -> ContactView:
    return await cases.record_contact(command, uow)


@router.post("/contacts/{id}/record-result", dependencies=[needs(*RECORDERS), keyed()])
async def record_contact_result(id: UUID, command: ContactResult, uow: Uow) -> ContactView:
    return await cases.record_contact_result(id, command, uow)


@router.get("/contact-rules", dependencies=[needs(*READERS)])
async def list_contact_rules(uow: Uow) -> list[ContactRuleView]:
    return await cases.list_contact_rules(uow)


@router.post("/contact-rules", dependencies=[needs(Role.ADMIN), keyed()])
async def set_contact_rule(command: SetContactRule, uow: Uow) -> list[ContactRuleView]:
    return await cases.set_contact_rule(command, uow)
