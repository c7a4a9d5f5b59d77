"""How is deals asked about customers?"""

from uuid import UUID

from fastapi import APIRouter, Response

from chassis.custom_fields import FieldTemplate
from chassis.identity import needs
from chassis.web import IfMatch, Uow, etag
from messages.base import Page
from messages.deals.customers import AddCustomer, CustomerView, EditCustomer
from messages.imports import ImportBatch, ImportReport
from services.deals.api.parameters import IMPORTERS, READERS, Cursor, Limit, Search, SetFields
from services.deals.use_cases.add_customer import add_customer
from services.deals.use_cases.edit_customer import edit_customer
from services.deals.use_cases.import_customers import import_customers
from services.deals.use_cases.list_customers import list_customers
from services.deals.use_cases.set_fields import CUSTOMER, set_fields, show_fields
from services.deals.use_cases.show_customer import show_customer

router = APIRouter(prefix="/customers", tags=["customers"])


@router.post("", status_code=201, dependencies=[needs(*IMPORTERS)])
async def add(command: AddCustomer, uow: Uow) -> CustomerView:
    return await add_customer(command, uow)


@router.post("/import", dependencies=[needs(*IMPORTERS)])
async def take_in(batch: ImportBatch, uow: Uow) -> ImportReport:
    return await import_customers(batch, uow)


@router.get("", dependencies=[needs(*READERS)])
async def list_(uow: Uow, q: Search = None, cursor: Cursor = None, limit: Limit = 50) -> Page[CustomerView]:
    return await list_customers(uow, q=q, cursor=cursor, limit=limit)


@router.get("/fields", dependencies=[needs(*READERS)])
async def fields(uow: Uow) -> FieldTemplate:
    return await show_fields(CUSTOMER, uow)


@router.put("/fields", dependencies=[needs("admin", "ops")])
async def define_fields(wanted: SetFields, uow: Uow) -> FieldTemplate:
    return await set_fields(CUSTOMER, wanted.fields, uow)


@router.get("/{customer_id}", dependencies=[needs(*READERS)])
async def show(customer_id: UUID, uow: Uow, response: Response) -> CustomerView:
    shown = await show_customer(customer_id, uow)
    etag(response, shown.version)
    return shown


@router.patch("/{customer_id}", dependencies=[needs(*IMPORTERS)])
async def edit(
    customer_id: UUID, command: EditCustomer, uow: Uow, expected: IfMatch, response: Response
) -> CustomerView:
    shown = await edit_customer(customer_id, command, uow, expected=expected)
    etag(response, shown.version)
    return shown
