"""How is deals asked about customers?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from chassis.auth.identity import needs
from chassis.http.app import IfMatch, Uow, etag
from chassis.records.custom_fields import FieldTemplate
from messages.base import Page
from messages.deals.customer_care.moves import CustomerHandOverView, HandOverCustomer
from messages.deals.customer_care.overview import CustomerOverview
from messages.deals.customer_care.phases import CustomerPhaseView, FlagHot, MovePhase
from messages.deals.customer_care.segments import CustomerFilter
from messages.deals.customers import AddCustomer, CustomerView, EditCustomer
from messages.imports import ImportBatch, ImportReport
from messages.roles import Role
from services.deals.api.parameters import GIVERS, IMPORTERS, PARTNER_READERS, READERS, SetFields
from services.deals.use_cases import customers

router = APIRouter(prefix="/customers", tags=["customers"])


@router.post("", status_code=201, dependencies=[needs(*IMPORTERS, Role.PARTNER)])
async def add_customer(command: AddCustomer, uow: Uow) -> CustomerView:
    return await customers.add_customer(command, uow)


@router.post("/import", dependencies=[needs(*IMPORTERS)])
async def import_customers(batch: ImportBatch, uow: Uow) -> ImportReport:
    return await customers.import_customers(batch, uow)


@router.get("", dependencies=[needs(*PARTNER_READERS)])
async def list_customers(uow: Uow, wanted: Annotated[CustomerFilter, Query()]) -> Page[CustomerView]:
    return await customers.list_customers(wanted, uow)


@router.get("/fields", dependencies=[needs(*PARTNER_READERS)])
async def show_fields(uow: Uow) -> FieldTemplate:
    return await customers.show_fields(customers.CUSTOMER, uow)


@router.put("/fields", dependencies=[needs(Role.ADMIN, Role.OPS)])
async def set_fields(wanted: SetFields, uow: Uow) -> FieldTemplate:
    return await customers.set_fields(customers.CUSTOMER, wanted.fields, uow)


@router.get("/{customer_id}", dependencies=[needs(*PARTNER_READERS)])
async def show_customer(customer_id: UUID, uow: Uow, response: Response) -> CustomerView:
    shown = await customers.show_customer(customer_id, uow)
    etag(response, shown.version)
    return shown


@router.get("/{customer_id}/overview", dependencies=[needs(*PARTNER_READERS)])
async def show_overview(customer_id: UUID, uow: Uow) -> CustomerOverview:
    return await customers.show_overview(customer_id, uow)


@router.patch("/{customer_id}", dependencies=[needs(*IMPORTERS)])
async def edit_customer(
    customer_id: UUID, command: EditCustomer, uow: Uow, expected: IfMatch, response: Response
) -> CustomerView:
    shown = await customers.edit_customer(customer_id, command, uow, expected=expected)
    etag(response, shown.version)
    return shown


@router.post("/{customer_id}/hand-over", dependencies=[needs(*GIVERS)])
async def hand_over_customer(customer_id: UUID, command: HandOverCustomer, uow: Uow) -> CustomerHandOverView:
    return await customers.hand_over_customer(customer_id, command, uow)


@router.get("/{customer_id}/phases", dependencies=[needs(*READERS)])
async def list_customer_phases(customer_id: UUID, uow: Uow) -> list[CustomerPhaseView]:
    return await customers.list_customer_phases(customer_id, uow)


@router.post("/{customer_id}/move-phase", dependencies=[needs(*IMPORTERS)])
async def move_phase(customer_id: UUID, command: MovePhase, uow: Uow) -> CustomerView:
    return await customers.move_phase(customer_id, command, uow)


@router.post("/{customer_id}/flag-hot", dependencies=[needs(*IMPORTERS)])
async def flag_hot(customer_id: UUID, command: FlagHot, uow: Uow) -> CustomerView:
    return await customers.flag_hot(customer_id, command, uow)


@router.post("/{customer_id}/clear-hot", dependencies=[needs(*IMPORTERS)])
async def clear_hot(customer_id: UUID, uow: Uow) -> CustomerView:
    return await customers.clear_hot(customer_id, uow)
