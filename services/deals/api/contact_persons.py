"""How is deals asked about the people, addresses and owners of a customer?"""

from uuid import UUID

from fastapi import APIRouter, Response

from chassis.auth.identity import needs
from chassis.http.app import IfMatch, Uow, etag
from messages.deals import contact_persons as said
from messages.deals import customer_addresses as addresses
from messages.deals.customers import CustomerOwnerView
from services.deals.api.parameters import IMPORTERS, READERS
from services.deals.use_cases import contact_persons

router = APIRouter(prefix="/customers/{customer_id}", tags=["contact persons"])


@router.get("/contact-persons", dependencies=[needs(*READERS)])
async def list_contact_persons(customer_id: UUID, uow: Uow) -> said.ContactPersonsView:
    return await contact_persons.list_contact_persons(customer_id, uow)


@router.post("/contact-persons", status_code=201, dependencies=[needs(*IMPORTERS)])
async def add_contact_person(customer_id: UUID, command: said.AddContactPerson, uow: Uow) -> said.ContactPersonView:
    return await contact_persons.add_contact_person(customer_id, command, uow)


@router.patch("/contact-persons/{contact_person_id}", dependencies=[needs(*IMPORTERS)])
async def change_contact_person(
    customer_id: UUID,
    contact_person_id: UUID,
    command: said.ChangeContactPerson,
    uow: Uow,
    expected: IfMatch,
    response: Response,
) -> said.ContactPersonView:
    shown = await contact_persons.change_contact_person(customer_id, contact_person_id, command, uow, expected=expected)
    etag(response, shown.version)
    return shown


@router.post("/contact-persons/{contact_person_id}/remove", dependencies=[needs(*IMPORTERS)])
async def remove_contact_person(customer_id: UUID, contact_person_id: UUID, uow: Uow) -> said.ContactPersonView:
    return await contact_persons.remove_contact_person(customer_id, contact_person_id, uow)


@router.get("/addresses", dependencies=[needs(*READERS)])
async def list_customer_addresses(customer_id: UUID, uow: Uow) -> list[addresses.CustomerAddressView]:
    return await contact_persons.list_customer_addresses(customer_id, uow)


@router.post("/addresses", status_code=201, dependencies=[needs(*IMPORTERS)])
async def add_customer_address(
    customer_id: UUID, command: addresses.AddCustomerAddress, uow: Uow
) -> addresses.CustomerAddressView:
    return await contact_persons.add_customer_address(customer_id, command, uow)


@router.patch("/addresses/{address_id}", dependencies=[needs(*IMPORTERS)])
async def change_customer_address(
    customer_id: UUID,
    address_id: UUID,
    command: addresses.ChangeCustomerAddress,
    uow: Uow,
    expected: IfMatch,
    response: Response,
) -> addresses.CustomerAddressView:
    shown = await contact_persons.change_customer_address(customer_id, address_id, command, uow, expected=expected)
    etag(response, shown.version)
    return shown


@router.post("/addresses/{address_id}/remove", dependencies=[needs(*IMPORTERS)])
async def remove_customer_address(customer_id: UUID, address_id: UUID, uow: Uow) -> addresses.CustomerAddressView:
    return await contact_persons.remove_customer_address(customer_id, address_id, uow)


@router.get("/owners", dependencies=[needs(*READERS)])
async def list_customer_owners(customer_id: UUID, uow: Uow) -> list[CustomerOwnerView]:
    return await contact_persons.list_customer_owners(customer_id, uow)
